"""Delivery: channels that take a rendered payload and either accept it or raise ``DeliveryError``."""
