"""``watcher followups``: the time line of what was promised, and a person's word on it."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import click

from watcher.app import App
from watcher.cli.main import Invocation
from watcher.cli.printing import json_line
from watcher.digests.shapes import followup_json
from watcher.digests.windows import parse_time
from watcher.followups.history import as_of
from watcher.followups.tracking import status
from watcher.model import FollowUp, Status
from watcher.store import followups as followup_store
from watcher.text import shorten


@click.group(invoke_without_command=True)
@click.option("--status", "wanted", type=click.Choice([one.value for one in Status]), help="Only those that stand so.")
@click.option("--as-of", "at", metavar="T", help="As they stood then: a date (that calendar day), a time, or 7d.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.option("--ics", type=click.Path(path_type=Path), help="Write an iCalendar file.")
@click.pass_context
def followups(ctx: click.Context, wanted: str | None, at: str | None, as_json: bool, ics: Path | None) -> None:
    """List tracked follow-ups by date."""
    if ctx.invoked_subcommand is not None:
        return
    invocation: Invocation = ctx.obj
    app = invocation.app()
    found, today = _standing(app, at)
    if wanted:
        found = [followup for followup in found if status(followup, today).value == wanted]
    if ics is not None:
        from watcher.followups.calendar import to_ics

        ics.write_bytes(to_ics(found, app.clock()))
        click.echo(f"written {ics}", err=True)
    elif as_json:
        for followup in found:
            json_line(followup_json(followup, status(followup, today)))
    else:
        _tell(found, today)


def _standing(app: App, at: str | None) -> tuple[list[FollowUp], date]:
    """Follow-ups as they stand now, or stood at ``at``, by date; and the day their status is told for."""
    now = app.clock()
    zone = app.settings.timezone
    with app.database.read() as session:
        known = followup_store.listing(session)
    today = now.astimezone(zone).date()
    if at is not None:
        instant, today = _instant(app, at, now)
        known = [then for followup in known if (then := as_of(followup, instant)) is not None]
    return sorted(known, key=_by_date), today


def _instant(app: App, at: str, now: datetime) -> tuple[datetime, date]:
    """The last instant of a calendar day, or the instant itself, and its day in the configured zone."""
    zone = app.settings.timezone
    try:
        day = date.fromisoformat(at)
    except ValueError:
        instant = parse_time(at, zone, now)
        return instant, instant.astimezone(zone).date()
    return datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(microseconds=1), day


def _by_date(followup: FollowUp) -> tuple[bool, date, date, int]:
    end = followup.period.end
    return end is None, followup.period.start or end or date.max, end or date.max, followup.id


def _tell(found: list[FollowUp], today: date) -> None:
    """A time line: overdue, now, the next 30 days, this quarter, later, undated, settled."""
    from watcher.digests.words import day_words, standing

    if not found:
        click.echo("No follow-ups are tracked.")
        return
    click.echo(f"Follow-ups as of {day_words(today)}")
    for title, part in _time_line(found, today):
        click.echo(f"\n{title}")
        for followup in part:
            click.echo(f"  f{followup.id:<5} {standing(followup, status(followup, today), today)}: {followup.event}")
            source = followup.sources[-1] if followup.sources else None
            told = f"  ({source.outlet}, {day_words(source.published_at.date())})" if source else ""
            click.echo(f'         "{shorten(followup.text, 240)}"{told}')


def _time_line(found: list[FollowUp], today: date) -> list[tuple[str, list[FollowUp]]]:
    parts: dict[str, list[FollowUp]] = {
        name: [] for name in ("OVERDUE", "NOW", "NEXT 30 DAYS", "THIS QUARTER", "LATER", "NO DATE", "SETTLED")
    }
    month = (today.month - 1) // 3 * 3 + 4
    quarter_end = date(today.year + (month > 12), (month - 1) % 12 + 1, 1)
    for followup in found:
        stands = status(followup, today)
        begins = followup.period.start or followup.period.end
        if stands is Status.OVERDUE:
            part = "OVERDUE"
        elif stands is Status.DUE:
            part = "NOW"
        elif stands is not Status.UPCOMING:
            part = "SETTLED"
        elif begins is None:
            part = "NO DATE"
        elif begins <= today + timedelta(days=30):
            part = "NEXT 30 DAYS"
        else:
            part = "THIS QUARTER" if begins < quarter_end else "LATER"
        parts[part].append(followup)
    return [(name, part) for name, part in parts.items() if part]
