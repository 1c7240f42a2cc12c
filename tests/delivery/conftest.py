"""What the channels' tests share: mail servers, certificates, a database with the schema, a clock that is told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme
from mail_sink import MailSink
from told_clock import ToldClock

from watcher.store import delivery_tables  # noqa: F401 - its tables join the metadata
from watcher.store.database import Database
from watcher.store.tables import METADATA


@pytest.fixture
def clock() -> ToldClock:
    return ToldClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'watcher.db'}")
    METADATA.create_all(opened.engine)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    """The authority, trusted as the system's are."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return authority


@pytest.fixture
def sink_of() -> Iterator[Callable[..., MailSink]]:
    """Starts mail servers that end with the test."""
    with ExitStack() as running:
        yield lambda **how: running.enter_context(MailSink(**how))


@pytest.fixture
def sink(sink_of: Callable[..., MailSink]) -> MailSink:
    return sink_of()
