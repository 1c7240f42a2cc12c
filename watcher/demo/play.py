"""The mission in four mornings: the real path over the sample feeds, with a clock of its own."""

import email
import email.policy
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher.app import App
from watcher.demo import telling
from watcher.demo.directory import PAGE, lay_out
from watcher.demo.mail_sink import MailSink
from watcher.demo.samples import SampleServer, sample_feeds
from watcher.digests.render import render
from watcher.errors import WatcherError
from watcher.jobs.deliver import deliver_due
from watcher.jobs.digest import compose_due
from watcher.jobs.poll import Poller
from watcher.model.deliveries import DeliveryState
from watcher.model.digests import Digest
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
EVENT = "cet-dialogue"  # the promise that is followed through all mornings


class DemoClock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = MORNINGS[0][0] - READING

    def __call__(self) -> datetime:
        return self.now


async def play(directory: Path, say: Say, *, program: str = "watcher", full: bool = False) -> None:
    """Play the four mornings in ``directory``: config/, watcher.db, digest.html, digests/.

    ``program`` is how the reader calls it, for the commands to try next.
    """
    clock = DemoClock()
    with SampleServer(clock) as server:
        settings = lay_out(directory, [f"{server.url}/{name}" for name in sample_feeds()])
        say(telling.opening(len(settings.feeds)))
        async with MailSink() as sink:
            app = App(_with_mail(settings, sink.port), clock=clock)
            try:
                app.prepare_database()
                digests = await _mornings(app, clock, directory, sink, say, full)
            finally:
                app.close()
    say(telling.life(digests, EVENT))
    say(telling.next_steps(program, directory, digests[0], EVENT))


async def _mornings(
    app: App, clock: DemoClock, directory: Path, sink: MailSink, say: Say, full: bool
) -> Sequence[Digest]:
    digests: list[Digest] = []
    async with app.http_client() as http:
        senders = app.senders(http)
        poller = Poller(app.database, app.settings, lambda: app.tagger, http, clock)
        # As a service does from its start on: the digest is known before its first time comes.
        compose_due(app.database, app.settings, senders, clock())
        for moment, title in MORNINGS:
            clock.now = moment - READING
            report = await poller.poll(everything=True)
            if report.all_failed:
                raise WatcherError(f"the demo could not read its own feeds: {report.feeds[0].error}")
            clock.now = moment
            [closed] = compose_due(app.database, app.settings, senders, moment)
            sent = await deliver_due(app.database, senders, clock)
            say(telling.banner(title))
            say(render(closed.digest, "text") if full or not digests else telling.in_short(closed.digest))
            if not digests:
                (directory / PAGE).write_text(render(closed.digest, "html"), encoding="utf-8")
                say(_mail_words(sink, [outcome.state for outcome in sent.outcomes]))
                app.settings = _without_mail(app.settings)
            digests.append(closed.digest)
    return digests


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
    if len(sink.messages) != 1 or any(state is not DeliveryState.SENT for state in states):
        raise WatcherError("the demo's mail did not arrive in its sink")
    message = email.message_from_bytes(sink.messages[0], policy=email.policy.default)
    subject, size = message["Subject"].strip(), len(sink.messages[0]) // 1024
    return f'[One mail sent, to a sink on this machine: "{subject}", {size} KB]'
