"""The bodies of a webhook, by format: one body a request, in order. Pure."""

from collections.abc import Callable, Mapping
from json import dumps

from watcher.delivery.discord import discord_bodies
from watcher.delivery.slack import slack_bodies
from watcher.delivery.teams import teams_bodies
from watcher.model.deliveries import Message


def json_bodies(message: Message) -> list[bytes]:
    """The contract's object as it is, in one request."""
    return [dumps(message.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")]


FORMATS: Mapping[str, Callable[[Message], list[bytes]]] = {
    "json": json_bodies,
    "slack": slack_bodies,
    "discord": discord_bodies,
    "teams": teams_bodies,
}
