"""The mission in four mornings: the real path over the sample feeds, with a clock of its own."""

import email.policy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher.app import App
from watcher.config.load import load
from watcher.config.shipped import starter
from watcher.demo.mail_sink import MailSink
from watcher.demo.samples import SampleServer, sample_feeds
from watcher.digests.render import render
from watcher.errors import WatcherError
from watcher.jobs.deliver import deliver_due
from watcher.jobs.digest import compose_due
from watcher.jobs.poll import Poller
from watcher.model import Digest, DeliveryState
from watcher.settings import EmailChannel, Settings, Smtp

Say = Callable[[str], None]

MORNINGS = (  # seven o'clock in Singapore
    (
        datetime(2023, 10, 15, 23, 0, tzinfo=UTC),
        "Monday 16 October 2023: the first CET Dialogue was held, the next is announced",
    ),
    (datetime(2024, 1, 1, 23, 0, tzinfo=UTC), "Tuesday 2 January 2024: the year of the next dialogue has begun"),
    (datetime(2024, 7, 28, 23, 0, tzinfo=UTC), "Monday 29 July 2024: the dialogue has a date"),
    (datetime(2024, 7, 31, 23, 0, tzinfo=UTC), "Thursday 1 August 2024: the dialogue was held"),
)
READING = timedelta(minutes=5)  # how long before the digest the feeds are polled
DATABASE = "watcher.db"
"""Files that the demo makes in its directory, and replaces."""


class DemoClock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = MORNINGS[0][0] - READING

    def __call__(self) -> datetime:
        return self.now


async def play(directory: Path, say: Say, *, full: bool = False) -> None:
    """Play the four mornings in ``directory``: config/, watcher.db, digest.html, digests/."""
    clock = DemoClock()
    with SampleServer(clock) as server:
        settings = _prepare(directory, server.url)
        async with MailSink() as sink:
            app = App(_with_mail(settings, sink.port), clock=clock)
            try:
                app.prepare_database()
                await _mornings(app, clock, directory, sink, say, full)
            finally:
                app.close()


async def _mornings(app: App, clock: DemoClock, directory: Path, sink: MailSink, say: Say, full: bool) -> None:
    first = True
    async with app.http_client() as http:
        senders = app.senders(http)
        # As a service does from its start on: the digest is known before its first time comes.
        compose_due(app.database, app.settings, senders, clock())
        poller = Poller(app.database, app.settings, app.tagger, http, clock)
        for moment, title in MORNINGS:
            clock.now = moment - READING
            report = await poller.poll(everything=True)
            if report.all_failed:
                raise WatcherError(f"the demo could not read its own feeds: {report.feeds[0].error}")
            clock.now = moment
            closed = compose_due(app.database, app.settings, senders, moment)
            sent = await deliver_due(app.database, senders, clock)
            say(f"{'=' * 78}\n{title}\n{'=' * 78}")
            for one in closed:
                say(render(one.digest, "text") if first or full else in_short(one.digest))
            if first:
                (directory / "digest.html").write_text(render(closed[0].digest, "html"), encoding="utf-8")
                say(_mail_words(sink, [outcome.state for outcome in sent.outcomes]))
                app.settings = _without_mail(app.settings)
            first = False
    say(_next_steps(directory))


def in_short(digest: Digest) -> str:
    """What changed since the digest before: follow-ups told, then story titles."""
    lines = []
    text = render(digest, "text")
    for block in text.split("\n\n"):
        heading = block.split("\n", 1)[0]
        if heading.isupper() and not any(area.name.upper() in heading for area in digest.areas):
            lines.append(block)
    titles = [
        f"  s{story.id}  {story.title} ({len({s.outlet for s in story.sources})} outlets)" for story in digest.stories
    ]
    return "\n\n".join([*lines, "STORIES\n" + "\n".join(titles) if titles else "No new stories."])


def _prepare(directory: Path, url: str) -> Settings:
    """Write the demo's own configuration: the shipped keywords, the sample feeds, one digest into a folder."""
    config = directory / "config"
    config.mkdir(parents=True, exist_ok=True)
    for leftover in directory.glob(f"{DATABASE}*"):
        leftover.unlink()
    documents = sample_feeds()
    (config / "watcher.yaml").write_text(
        f"database: sqlite:///{(directory / DATABASE).as_posix()}\n"
        "# The sample feeds live on this machine, and months pass between two mornings.\n"
        "polling: {allow_private_addresses: true, min_interval: 1s, max_entry_age: 0s}\n",
        encoding="utf-8",
    )
    feeds = "".join(f"  - {{url: '{url}/{name}', full_text: never}}\n" for name in documents)
    (config / "feeds.yaml").write_text(f"feeds:\n{feeds}", encoding="utf-8")
    (config / "keywords.yaml").write_text((starter() / "keywords.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (config / "digests.yaml").write_text(
        f"channels:\n  - {{name: folder, type: file, dir: '{(directory / 'digests').as_posix()}'}}\n"
        "digests:\n  - name: daily\n    schedule: '0 7 * * mon-fri'\n    timezone: Asia/Singapore\n"
        "    clocks: [Asia/Singapore, America/New_York]\n    channels: [folder]\n",
        encoding="utf-8",
    )
    return load(config, {})


def _with_mail(settings: Settings, port: int) -> Settings:
    mail = EmailChannel(
        "mail-sink", ("reader@example.org",), "watcher@example.org", Smtp("127.0.0.1", port, tls="none")
    )
    digest = settings.digests[0]
    return replace(
        settings,
        channels=(*settings.channels, mail),
        digests=(replace(digest, channels=(*digest.channels, mail.name)),),
    )


def _without_mail(settings: Settings) -> Settings:
    digest = settings.digests[0]
    return replace(settings, digests=(replace(digest, channels=digest.channels[:1]),))


def _mail_words(sink: MailSink, states: list[DeliveryState]) -> str:
    if not sink.messages or any(state is not DeliveryState.SENT for state in states):
        raise WatcherError("the demo's mail did not arrive in its sink")
    message = email.message_from_bytes(sink.messages[0], policy=email.policy.default)
    return f'[sent by mail to a sink on this machine: "{message["Subject"]}", {len(sink.messages[0]) // 1024} KB]'


def _next_steps(directory: Path) -> str:
    config = directory / "config"
    return (
        f"\nThe digest as it arrives by mail: {directory / 'digest.html'}\n"
        "Try next:\n"
        f"  watcher --config {config} followups --as-of 2024-06-01\n"
        f"  watcher --config {config} explain s1\n"
        f"  watcher --config {config} digest daily --since 2023-10-12 --until 2023-10-15 --format markdown"
    )
