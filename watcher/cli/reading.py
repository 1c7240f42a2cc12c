"""``watcher entries`` and ``watcher coverage``: what came in, and what became of it."""

from datetime import timedelta
from typing import Any

import click

from watcher.cli.main import Invocation
from watcher.cli.printing import json_line, table, when
from watcher.digests.shapes import entry_json, instant
from watcher.jobs.coverage import FeedHealth, feed_health
from watcher.model.entries import Entry
from watcher.model.followups import Change
from watcher.store import entries as entry_store


@click.command()
@click.option("--since", metavar="T", help="Only what arrived since: a date, a time, or a duration back (7d).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def entries(invocation: Invocation, since: str | None, as_json: bool) -> None:
    """List entries in the order they arrived, with story, focus areas and follow-ups."""
    app = invocation.app()
    after = when(since, app.clock())
    labels = {feed.url: feed.label for feed in app.settings.feeds}
    with app.database.reading() as connection:
        found = entry_store.listing(connection, after)
        if as_json:
            for entry in found:
                json_line(_entry(entry, labels.get(entry.feed, entry.feed)))
            return
        rows = [
            (
                f"e{entry.id}",
                f"s{entry.story}",
                entry.dated_at.strftime("%d %b %Y"),
                entry.outlet,
                ", ".join(area.slug for area in entry.areas) if entry.relevant else "-",
                entry.title,
            )
            for entry in found
        ]
    if rows:
        table(rows, ("ENTRY", "STORY", "DATE", "OUTLET", "FOCUS AREAS", "TITLE"))
    else:
        click.echo("No entries. `watcher poll --all` fetches some.")


@click.command()
@click.option("--since", metavar="T", help="Only what arrived since: a date, a time, or a duration back (7d).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def coverage(invocation: Invocation, since: str | None, as_json: bool) -> None:
    """Say what became of every entry, and which feeds gave nothing, failed or went silent."""
    app = invocation.app()
    now = app.clock()
    with app.database.reading() as connection:
        fates = entry_store.fates(connection, when(since, now), now + timedelta(seconds=1))
        feeds = feed_health(connection, app.settings, now)
    if as_json:
        json_line({"entries": fates, "feeds": [_health(feed) for feed in feeds]})
        return
    click.echo("Entries: " + (", ".join(f"{count} {fate}" for fate, count in fates.items()) or "none"))
    troubled = [feed for feed in feeds if feed.note]
    click.echo(f"Feeds: {len(feeds) - len(troubled)} of {len(feeds)} well")
    table([(feed.name, feed.state, feed.note or "") for feed in troubled])


def _health(feed: FeedHealth) -> dict[str, Any]:
    return {
        "url": feed.url,
        "name": feed.name,
        "state": feed.state,
        "health": feed.health,
        "newest_entry_at": instant(feed.newest_entry_at),
        "note": feed.note,
    }


def _entry(entry: Entry, feed: str) -> dict[str, Any]:
    """The contract's object. Reports of what became of something stand in the follow-up's history alone."""
    announced = [(record, found) for record, found in entry.followups if found.report is Change.ANNOUNCED and record]
    return entry_json(
        number=entry.id,
        feed=feed,
        outlet=entry.outlet,
        guid=entry.guid,
        url=entry.url,
        canonical_url=entry.canonical_url,
        title=entry.title,
        summary=entry.summary,
        published_at=entry.published_at,
        first_seen_at=entry.first_seen_at,
        language=entry.language,
        story=entry.story,
        relevant=entry.relevant,
        focus_areas=[area.slug for area in entry.areas],
        full_text=entry.full_text,
        followups=announced,
    )
