"""The composition root: from ``Settings`` to store, client, senders and rules. Nothing is created at import."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from watcher.settings import Settings
from watcher.store.database import Database

if TYPE_CHECKING:
    from watcher.delivery.channels import Sender
    from watcher.focus.tagging import Tagger
    from watcher.http_client import HttpClient

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


class App:
    """Everything one run of the program needs, built when first asked for.

    ``clock`` gives the present instant (UTC); the demo and the tests hand in their own.
    """

    def __init__(self, settings: Settings, *, clock: Clock = system_clock) -> None:
        self.settings = settings
        self.clock = clock
        self.database = Database(settings.database)

    def with_settings(self, settings: Settings) -> "App":
        """Another configuration over the same open database."""
        app = App(settings, clock=self.clock)
        app.database = self.database
        return app

    def prepare_database(self) -> None:
        """Create or migrate the schema where needed; raises ``StoreError`` for a newer or foreign one."""
        from watcher.store.schema import prepare

        prepare(self.database)

    @cached_property
    def tagger(self) -> "Tagger":
        from watcher.focus.tagging import Tagger

        return Tagger(self.settings.keywords)

    def http_client(self) -> "HttpClient":
        """A new client, to be entered with ``async with``."""
        from watcher.http_client import HttpClient

        return HttpClient(self.settings.polling)

    def senders(self, http: "HttpClient") -> "Mapping[str, Sender]":
        """A sender a configured channel, by the channel's name."""
        from watcher.delivery.channels import build

        return {channel.name: build(channel, http, self.clock) for channel in self.settings.channels}

    def close(self) -> None:
        self.database.close()
