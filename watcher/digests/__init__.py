"""Digests: what is told (compose), how it looks (render), the JSON shapes of the contract. Pure."""
