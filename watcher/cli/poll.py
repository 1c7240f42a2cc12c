"""``watcher poll``: poll the feeds that are due, once."""

import asyncio
import contextlib
import signal
from typing import Any

import click

from watcher.app import App
from watcher.cli.main import Invocation
from watcher.cli.printing import Progress, json_line
from watcher.jobs.pages import pages_wait
from watcher.jobs.poll import Poller, PollReport
from watcher.jobs.rules import keywords_changed
from watcher.jobs.settle import FeedOutcome
from watcher.store import feeds as feed_store


@click.command()
@click.option("--all", "everything", is_flag=True, help="Every enabled feed now, due or not.")
@click.option(
    "--feed", "only", multiple=True, metavar="URL-OR-NAME", help="This feed now; may be given more than once."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def poll(invocation: Invocation, everything: bool, only: tuple[str, ...], as_json: bool) -> None:
    """Poll the feeds that are due and ingest what they bring.

    Stopped (^C, SIGTERM), it leaves due what it has not ingested.
    """
    try:
        report, held = asyncio.run(_poll(invocation, everything, only))
    except asyncio.CancelledError as stopped:
        raise click.Abort from stopped
    if as_json:
        json_line(report_json(report))
    else:
        _tell(report, held)
    if report.all_failed:
        raise SystemExit(1)


async def _poll(invocation: Invocation, everything: bool, only: tuple[str, ...]) -> tuple[PollReport, int]:
    """What was done; where nothing was to do, how many due feeds another process is asking."""
    app = invocation.app()
    progress = Progress("polling")
    _end_on_sigterm()
    try:
        await asyncio.to_thread(_tag_untold, app)
        async with app.http_client() as http:
            poller = Poller(app.database, app.settings, lambda: app.tagger, http, app.clock)
            report = await poller.poll(
                only=only, everything=everything, progress=lambda done, total, last: progress(done, total, last.name)
            )
            if await asyncio.to_thread(pages_wait, app.database, app.settings, app.clock()):
                from watcher.jobs.articles import PageReader

                await PageReader(app.database, app.settings, app.tagger, http, app.clock).read_due()
            return report, 0 if report.feeds else await asyncio.to_thread(_held, app)
    finally:
        progress.end()


def _held(app: App) -> int:
    with app.database.reading() as connection:
        return feed_store.held_due(connection, [feed.url for feed in app.settings.feeds if feed.enabled], app.clock())


def _end_on_sigterm() -> None:
    """What a service manager sends ends the work as ^C does: in order."""
    task = asyncio.current_task()
    assert task is not None
    with contextlib.suppress(RuntimeError, ValueError):  # only the main thread hears signals
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _tag_untold(app: App) -> None:
    """Where the keyword file changed while nothing ran: untold stories are tagged by it at once."""
    if not keywords_changed(app.database, app.settings):
        return
    from watcher.jobs.retag import retag_untold, retagged_words

    progress = Progress("tagging anew")
    try:
        done = retag_untold(app.database, app.settings, app.tagger, app.clock(), progress)
    finally:
        progress.end()
    if done.tags.count:
        click.echo(f"The keyword file has changed: {retagged_words(done)} (stories told before stay).", err=True)


def report_json(report: PollReport) -> dict[str, Any]:
    """The contract's object."""
    return {
        "polled": report.polled,
        "updated": report.count("updated"),
        "not_modified": report.count("not_modified"),
        "failed": report.count("failed", "gone"),
        "entries_new": sum(feed.entries_new for feed in report.feeds),
        "entries_changed": sum(feed.entries_changed for feed in report.feeds),
        "stories_new": report.stories_new,
        "seconds": round(report.seconds, 3),
        "feeds": [_feed_json(feed) for feed in report.feeds],
    }


def _feed_json(feed: FeedOutcome) -> dict[str, Any]:
    return {
        "url": feed.url,
        "name": feed.name,
        "outcome": feed.outcome,
        "http_status": feed.http_status,
        "entries_new": feed.entries_new,
        "error": feed.error,
    }


def _tell(report: PollReport, held: int) -> None:
    if held:
        due = "The one feed that is due is" if held == 1 else f"The {held} feeds that are due are"
        click.echo(f"{due} being polled by another process; `watcher feeds` says how each is doing.")
        return
    if not report.feeds:
        click.echo("No feed is due. `watcher poll --all` asks every feed now, `watcher feeds` says when each is due.")
        return
    answered = report.count("updated", "not_modified")
    new = sum(feed.entries_new for feed in report.feeds)
    changed = sum(feed.entries_changed for feed in report.feeds)
    click.echo(
        f"{answered} of {report.polled} feeds answered in {report.seconds:.1f} s: "
        f"{new} new entries, {changed} changed, {report.stories_new} new stories."
    )
    for feed in report.feeds:
        if feed.error:
            click.echo(f"  {feed.outcome}: {feed.name} ({feed.url}): {feed.error}")
