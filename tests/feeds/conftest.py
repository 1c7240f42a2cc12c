"""Small documents for the parsing and identity tests, written for them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from watcher.feeds.parse import parse
from watcher.model.parsing import ParsedEntry

DATA = Path(__file__).parent / "data"
URL = "https://wire.example/feeds/all.xml"


@pytest.fixture
def document() -> Callable[[str], bytes]:
    return lambda name: (DATA / name).read_bytes()


@pytest.fixture
def item() -> Callable[..., ParsedEntry]:
    """Parse one RSS item given by its inner XML."""

    def parse_item(inner: str, *, head: str = "<link>https://wire.example/</link>") -> ParsedEntry:
        body = f'<rss version="2.0"><channel><title>Wire</title>{head}<item>{inner}</item></channel></rss>'
        return parse(body.encode(), URL).entries[0]

    return parse_item
