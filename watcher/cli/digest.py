"""``watcher digest``: preview a digest over any window, or close the open one and send it."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from watcher.app import App
from watcher.cli.main import Invocation
from watcher.digests.bodies import digest_json
from watcher.digests.render import render
from watcher.digests.windows import open_window, parse_time
from watcher.errors import UsageError
from watcher.jobs.deliver import Report, deliver_due
from watcher.jobs.digest import close_open_window, preview
from watcher.model import DeliveryState, Digest, Window
from watcher.settings import DigestSettings
from watcher.store import digests as digest_store


@click.command()
@click.argument("name")
@click.option("--since", metavar="T", help="Preview from here: a date in the digest's zone, a time, or 7d.")
@click.option("--until", metavar="T", help="Preview up to here, not including it.")
@click.option(
    "--format", "form", type=click.Choice(["text", "html", "markdown", "json"]), default="text", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@click.option("--send", is_flag=True, help="Close the open window and send: the real thing.")
@click.pass_obj
def digest(
    invocation: Invocation, name: str, since: str | None, until: str | None, form: str, out: Path | None, send: bool
) -> None:
    """Show the digest NAME over the window that is open now; mark nothing unless --send."""
    if send and (since or until):
        raise UsageError("--send closes the open window; it goes with neither --since nor --until")
    app = invocation.app()
    settings = _named(app, name)
    now = app.clock()
    if send:
        composed, failed = asyncio.run(_send(app, settings, now))
    else:
        with app.database.read() as session:
            window = open_window(settings, digest_store.last_window_end(session, name), now)
        window = _asked(settings, window, since, until, now)
        composed, failed = preview(app.database, app.settings, settings, window, now), False
    _write(composed, form, out)
    if failed:
        raise SystemExit(1)


def _named(app: App, name: str) -> DigestSettings:
    for settings in app.settings.digests:
        if settings.name == name:
            return settings
    names = ", ".join(settings.name for settings in app.settings.digests) or "none"
    raise UsageError(f"there is no digest {name!r} in digests.yaml; there are: {names}")


def _asked(settings: DigestSettings, window: Window, since: str | None, until: str | None, now: datetime) -> Window:
    start = parse_time(since, settings.timezone, now) if since else window.start
    end = parse_time(until, settings.timezone, now) if until else max(window.end, start)
    if until and not since and end <= start:
        start = end - settings.first_window
    if end < start:
        raise UsageError(f"the window ends ({end.isoformat()}) before it starts ({start.isoformat()})")
    return Window(start, end)


async def _send(app: App, settings: DigestSettings, now: datetime) -> tuple[Digest, bool]:
    async with app.http_client() as http:
        senders = app.senders(http)
        closed = close_open_window(app.database, app.settings, settings, now, senders)
        report = (
            await deliver_due(app.database, senders, app.clock, only=closed.deliveries)
            if closed.deliveries
            else Report()
        )
    if closed.skipped:
        click.echo(f"{settings.name}: nothing to tell, nothing sent; the window is closed", err=True)
    for outcome in report.outcomes:
        said = "sent" if outcome.state is DeliveryState.SENT else "not sent"
        click.echo(f"{outcome.channel}: {said}: {outcome.words}", err=True)
    return closed.digest, bool(report.failed)


def _write(composed: Digest, form: str, out: Path | None) -> None:
    if form == "json":
        document: dict[str, Any] = digest_json(composed)
        text = json.dumps(document, ensure_ascii=False, indent=None if out is None else 2)
    else:
        text = render(composed, form)
    if out is None:
        click.echo(text.rstrip("\n"))
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"written {out}", err=True)
