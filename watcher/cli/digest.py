"""``watcher digest`` and ``watcher digests``: preview any window, close the open one, show again what was made."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from watcher.app import App
from watcher.cli.main import Invocation
from watcher.cli.printing import json_line, moment, table
from watcher.digests.bodies import digest_json
from watcher.digests.render import render
from watcher.digests.shapes import DIGEST, instant, letter_id, parse_id
from watcher.digests.windows import open_window, parse_time
from watcher.errors import UsageError
from watcher.jobs.deliver import Report, deliver_due
from watcher.jobs.digest import close_open_window, preview
from watcher.model.deliveries import DeliveryState
from watcher.model.digests import Digest, Window
from watcher.settings import DigestSettings
from watcher.store import digests as digest_store
from watcher.store.digests import KeptDigest

SHOWN = 50  # digests a person is shown; --json has all of them


@click.command()
@click.argument("name")
@click.option("--since", metavar="T", help="Preview from here: a date in the digest's zone, a time, or 7d.")
@click.option("--until", metavar="T", help="Preview up to here, not including it.")
@click.option(
    "--format", "form", type=click.Choice(["text", "html", "markdown", "json"]), default="text", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@click.option("--send", is_flag=True, help="Close the open window and send: the real thing.")
@click.option(
    "--id", "kept", metavar="ID", help="Show one that was made (`watcher digests` lists them), as it was sent."
)
@click.pass_obj
def digest(
    invocation: Invocation,
    name: str,
    since: str | None,
    until: str | None,
    form: str,
    out: Path | None,
    send: bool,
    kept: str | None,
) -> None:
    """Show the digest NAME over the window that is open now; mark nothing unless --send."""
    if send and (since or until):
        raise UsageError("--send closes the open window; it goes with neither --since nor --until")
    if kept and (send or since or until):
        raise UsageError("--id shows a digest that was made; it goes with none of --send, --since and --until")
    app = invocation.app()
    settings = _named(app, name)
    if kept:
        _write(_kept(app, name, kept, form), out)
        return
    composed, failed = _composed(app, settings, since, until, send)
    _write(_rendered(composed, form, indent=out is not None), out)
    if failed:
        raise SystemExit(1)


def _composed(
    app: App, settings: DigestSettings, since: str | None, until: str | None, send: bool
) -> tuple[Digest, bool]:
    """The digest asked for, and whether a delivery of it failed."""
    now = app.clock()
    if send:
        return asyncio.run(_send(app, settings, now))
    with app.database.reading() as connection:
        window = open_window(settings, digest_store.last_window_end(connection, settings.name), now)
    window = _asked(settings, window, since, until, now)
    return preview(app.database, app.settings, settings, window, now), False


def _named(app: App, name: str) -> DigestSettings:
    for settings in app.settings.digests:
        if settings.name == name:
            return settings
    names = ", ".join(settings.name for settings in app.settings.digests) or "none"
    raise UsageError(f"there is no digest {name!r} in digests.yaml; there are: {names}")


def _asked(settings: DigestSettings, window: Window, since: str | None, until: str | None, now: datetime) -> Window:
    start = parse_time(since, settings.timezone, now) if since is not None else window.start
    end = parse_time(until, settings.timezone, now) if until is not None else max(window.end, start)
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


def _rendered(composed: Digest, form: str, *, indent: bool) -> str:
    return _document(digest_json(composed), indent=indent) if form == "json" else render(composed, form)


def _document(body: dict[str, Any], *, indent: bool = False) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2 if indent else None)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text.rstrip("\n"))
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        click.echo(f"written {out}", err=True)


# ---------------------------------------------------------------- what was made


def _kept(app: App, name: str, text: str, form: str) -> str:
    """A digest as it was made: the very words that its channels got."""
    _, number = parse_id(text, DIGEST)
    with app.database.reading() as connection:
        row = digest_store.find(connection, number)
        if row is None or row.name != name:
            raise UsageError(f"there is no digest {letter_id(DIGEST, number)} of {name}; `watcher digests` lists them")
        if form == "json":
            return _document(row.body or {})
        made: str = {"text": row.text, "html": row.html, "markdown": row.markdown}[form]
        return made


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
@click.pass_obj
def digests(invocation: Invocation, as_json: bool) -> None:
    """List the digests that were made, the newest first; `watcher digest NAME --id ID` shows one again."""
    app = invocation.app()
    with app.database.reading() as connection:
        found = digest_store.kept(connection, limit=None if as_json else SHOWN)
    if as_json:
        for one in found:
            json_line(_record(one))
    elif found:
        rows = [(letter_id(DIGEST, one.id), one.name, moment(one.window.end), one.state, one.subject) for one in found]
        table(rows, ("id", "digest", "until (UTC)", "state", "subject"))
    else:
        click.echo("No digest was made yet. `watcher digest NAME` shows the one being collected now.")


def _record(one: KeptDigest) -> dict[str, Any]:
    return {
        "id": letter_id(DIGEST, one.id),
        "digest": one.name,
        "window": {"start": instant(one.window.start), "end": instant(one.window.end)},
        "generated_at": instant(one.generated_at),
        "state": one.state,
        "subject": one.subject,
    }
