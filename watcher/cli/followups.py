"""``watcher followups``: the time line of what was promised, and a person's word on it."""

import re
from calendar import month_name
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit

import click

from watcher.app import App
from watcher.cli.main import Invocation
from watcher.cli.printing import json_line, number
from watcher.digests.shapes import followup_json
from watcher.digests.windows import parse_time
from watcher.errors import UsageError
from watcher.followups import person
from watcher.followups.history import as_of
from watcher.followups.periods import find_periods
from watcher.followups.relations import relation
from watcher.followups.tracking import keys_of, status
from watcher.model.followups import FollowUp, Status
from watcher.model.period import UNDATED, Period
from watcher.model.stories import Source
from watcher.store import followups as followup_store
from watcher.store.database import Connection
from watcher.text import one_line, shorten


@click.group(invoke_without_command=True)
@click.option("--status", "wanted", type=click.Choice([one.value for one in Status]), help="Only those that stand so.")
@click.option("--as-of", "at", metavar="T", help="As they stood then: a date (that calendar day), a time, or 7d.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.option("--ics", type=click.Path(path_type=Path), help="Write an iCalendar file.")
@click.pass_context
def followups(ctx: click.Context, wanted: str | None, at: str | None, as_json: bool, ics: Path | None) -> None:
    """List tracked follow-ups by date."""
    if ctx.invoked_subcommand is not None:
        if wanted or at or as_json or ics:
            raise UsageError(
                "--status, --as-of, --json and --ics belong to the list; "
                f"`followups {ctx.invoked_subcommand}` takes none of them"
            )
        return
    invocation: Invocation = ctx.obj
    app = invocation.app()
    known, today = _standing(app, at)
    found = known
    if wanted:
        found = [followup for followup in found if status(followup, today).value == wanted]
    if as_json and str(ics) == "-":
        raise UsageError("--json and --ics - both write to standard output; name a file for the calendar")
    if ics is not None:
        from watcher.followups.calendar import to_ics

        written = to_ics(found, app.clock())
        if str(ics) == "-":
            click.echo(written.decode(), nl=False)
        else:
            ics.write_bytes(written)
            click.echo(f"written {ics}", err=True)
    if as_json:
        for followup in found:
            json_line(followup_json(followup, status(followup, today)))
    elif ics is None:
        _tell(found, today, _none_found(known, wanted, at))


def _none_found(known: list[FollowUp], wanted: str | None, at: str | None) -> str:
    then = f" as of {at}" if at else ""
    if known and wanted:
        return f"None of the {len(known)} follow-ups is {wanted}{then}."
    return f"No follow-ups were tracked{then}." if at else "No follow-ups are tracked."


def _standing(app: App, at: str | None) -> tuple[list[FollowUp], date]:
    """Follow-ups as they stand now, or stood at ``at``, by date; and the day their status is told for."""
    now = app.clock()
    zone = app.settings.timezone
    with app.database.reading() as connection:
        known = followup_store.listing(connection)
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
    return datetime.combine(day, time.max, zone), day


def _by_date(followup: FollowUp) -> tuple[bool, date, date, int]:
    end = followup.period.end
    return end is None, followup.period.start or end or date.max, end or date.max, followup.id


def _tell(found: list[FollowUp], today: date, none_found: str) -> None:
    """A time line: overdue, now, the next 30 days, this quarter, later, undated, settled."""
    from watcher.digests.words import day_words, standing

    if not found:
        click.echo(none_found)
        return
    click.echo(f"Follow-ups as of {day_words(today)}")
    for title, part in _time_line(found, today):
        click.echo(f"\n{title}")
        for followup in part:
            click.echo(f"  f{followup.id:<5} {standing(followup, status(followup, today), today)}: {followup.event}")
            source = _source_of(followup)
            told = f"  ({source.outlet}, {day_words(source.published_at.date())})" if source else ""
            click.echo(f'         "{shorten(followup.text, 240)}"{told}')


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _source_of(followup: FollowUp) -> Source | None:
    """Who wrote the sentence that is shown."""
    entries = {line.entry for line in followup.history if line.text == followup.text}
    return next((source for source in followup.sources if source.entry in entries), None)


def _time_line(found: list[FollowUp], today: date) -> list[tuple[str, list[FollowUp]]]:
    parts: dict[str, list[FollowUp]] = {
        name: [] for name in ("OVERDUE", "NOW", "NEXT 30 DAYS", "THIS QUARTER", "LATER", "NO DATE", "SETTLED")
    }
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
        elif begins.toordinal() <= today.toordinal() + 30:
            part = "NEXT 30 DAYS"
        else:
            part = "THIS QUARTER" if _quarter(begins) == _quarter(today) else "LATER"
        parts[part].append(followup)
    return [(name, part) for name, part in parts.items() if part]


@followups.command()
@click.argument("identity", metavar="ID")
@click.pass_obj
def done(invocation: Invocation, identity: str) -> None:
    """Say that a follow-up took place."""
    _settle(invocation, identity, person.done, "is done")


@followups.command()
@click.argument("identity", metavar="ID")
@click.pass_obj
def dismiss(invocation: Invocation, identity: str) -> None:
    """Say that it never was a follow-up."""
    _settle(invocation, identity, person.dismiss, "is dismissed")


@followups.command()
@click.argument("identity", metavar="ID")
@click.pass_obj
def reopen(invocation: Invocation, identity: str) -> None:
    """Take a word back: the clock decides again, and the stories published from now on."""
    _settle(invocation, identity, person.reopen, "is open again")


@followups.command()
@click.argument("text")
@click.option("--when", "words", metavar="WORDS", help='When, in words: "by the end of 2027", "31 July 2027", "Q1".')
@click.option("--place", metavar="P", help="Where.")
@click.option("--event", "slug", metavar="SLUG", help="The event of keywords.yaml it is an edition of.")
@click.option("--url", metavar="U", help="Where it is told.")
@click.pass_obj
def add(
    invocation: Invocation, text: str, words: str | None, place: str | None, slug: str | None, url: str | None
) -> None:
    """Track a follow-up of your own; later stories confirm or contradict it, and never overwrite it."""
    app = invocation.app()
    text, place = one_line(text), None if place is None else one_line(place)
    if not text:
        raise UsageError("a follow-up needs words: what is to happen?")
    _known_event(app, slug)
    _web_address(url)
    period = _period_in(app, text) if words is None else _period(app, words)
    followup = person.add(text, period, place, slug, url, app.clock())
    with app.database.writing() as connection:
        _refuse_twin(followup_store.listing(connection), followup)
        identity = followup_store.save(connection, followup, keys_of(followup))
    click.echo(f"f{identity} is tracked: {_in_words(followup, app)}")


@followups.command("set")
@click.argument("identity", metavar="ID")
@click.option("--text", help="What it is, in your words.")
@click.option("--when", "words", metavar="WORDS", help='When, in words; "none" for no date.')
@click.option("--place", metavar="P", help="Where; empty for nowhere in particular.")
@click.option("--event", "slug", metavar="SLUG", help="The event of keywords.yaml; empty for none.")
@click.option("--url", metavar="U", help="Where it is told.")
@click.pass_obj
def set_(
    invocation: Invocation,
    identity: str,
    text: str | None,
    words: str | None,
    place: str | None,
    slug: str | None,
    url: str | None,
) -> None:
    """Correct a follow-up; stories may contradict your word, and never overwrite it."""
    if all(option is None for option in (text, words, place, slug, url)):
        raise UsageError("say what to set: --text, --when, --place, --event or --url")
    text, place = (None if words_ is None else one_line(words_) for words_ in (text, place))
    if text == "":
        raise UsageError("a follow-up needs words: --text is empty")
    app = invocation.app()
    _known_event(app, slug)
    _web_address(url)
    period = None if words is None else _period(app, words)
    with app.database.writing() as connection:
        followup = _one(connection, identity)
        amended = person.amend(followup, app.clock(), text=text, period=period, place=place, event_slug=slug, url=url)
        followup_store.save(connection, amended, keys_of(amended))
    click.echo(f"f{amended.id} is now: {_in_words(amended, app)}")


def _settle(invocation: Invocation, identity: str, word: Callable[[FollowUp, datetime], FollowUp], said: str) -> None:
    app = invocation.app()
    with app.database.writing() as connection:
        before = _one(connection, identity)
        settled = word(before, app.clock())
        again = (settled.outcome, settled.settled_by_person) == (before.outcome, before.settled_by_person)
        if not again:
            followup_store.save(connection, settled, keys_of(settled))
    told = f"{said.removesuffix(' again')} already" if again else said
    click.echo(f"f{settled.id} {told}: {_in_words(settled, app)}")


def _one(connection: Connection, identity: str) -> FollowUp:
    found = followup_store.listing(connection, [number("f", identity)])
    if not found:
        raise UsageError(f"there is no follow-up {identity}; `watcher followups` lists them")
    return found[0]


def _known_event(app: App, slug: str | None) -> None:
    slugs = [event.slug for event in app.settings.keywords.events]
    if slug and slug not in slugs:
        raise UsageError(f"there is no event {slug!r} in keywords.yaml; there are: {', '.join(slugs) or 'none'}")


def _web_address(url: str | None) -> None:
    if url and urlsplit(url).scheme.lower() not in {"http", "https"}:
        raise UsageError(f"--url {url!r} is no web address; it begins with https:// or http://")


def _refuse_twin(known: Iterable[FollowUp], new: FollowUp) -> None:
    """Raises UsageError for what is tracked already: the same words, or the same event at the same time."""
    words = " ".join(new.text.casefold().split())
    for one in known:
        alike = " ".join(one.text.casefold().split()) == words
        if one.outcome is not None or one.event_slug != new.event_slug or not (alike or new.event_slug):
            continue
        if relation(one.period, new.period) in {"same", "narrower", "wider"}:
            raise UsageError(f"f{one.id} tracks that already; `watcher followups set f{one.id}` corrects it")


def _period(app: App, words: str) -> Period:
    """A person's words for a time, read from today in the configured zone."""
    if words.strip().casefold() == "none":
        return UNDATED
    today = app.clock().astimezone(app.settings.timezone).date()
    found = find_periods(_readable(words), today)
    if not found:
        raise UsageError(
            f'{words!r} is no time; accepted, for example: "31 July 2027", "by March 2027", "Q2 2027", "2027"'
        )
    left = _readable(words)[: found[0].start] + _readable(words)[found[0].end :]
    if len(found) > 1 or _FILLING.fullmatch(left) is None:
        raise UsageError(f'of {words!r} only a part is a time; say one time, such as "31 July 2027", and nothing else')
    if found[0].period is None and not found[0].vague:
        raise UsageError(f"{words!r} is over; a follow-up is still to come")
    return found[0].period or UNDATED


_FILLING = re.compile(
    r"\W*(?:(?:in|on|at|the|of|around|about|for|during|sometime|some\s+time|a\.?d)\b\W*)*", re.IGNORECASE
)


def _readable(words: str) -> str:
    """As a text would say it: a year or a month alone is a number elsewhere."""
    if words.strip().isdigit():
        return f"in {words}"
    month = re.fullmatch(r"\s*(\d{4})-(\d\d)\s*", words)
    if month and 1 <= int(month[2]) <= len(month_name) - 1:
        return f"in {month_name[int(month[2])]} {month[1]}"
    return words


def _period_in(app: App, text: str) -> Period:
    found = find_periods(text, app.clock().astimezone(app.settings.timezone).date())
    return (found[0].period if found else None) or UNDATED


def _in_words(followup: FollowUp, app: App) -> str:
    from watcher.digests.words import standing

    today = app.clock().astimezone(app.settings.timezone).date()
    return f"{standing(followup, status(followup, today), today)}: {followup.event}"
