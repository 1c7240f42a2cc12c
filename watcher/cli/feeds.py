"""``watcher feeds``: the feeds of ``feeds.yaml``, how they are doing, and adding more."""

import asyncio
import os
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.main import Invocation
from watcher.cli.printing import json_line, moment, table
from watcher.digests.shapes import feed_json
from watcher.errors import UsageError
from watcher.jobs.coverage import FeedHealth, feed_health
from watcher.jobs.feed_names import name_of
from watcher.model.feeds import FeedState
from watcher.settings import FeedSettings
from watcher.store import feeds as feed_store
from watcher.text import shorten

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.jobs.finding import FoundFeed

NEWEST = 5  # entries shown of a feed that is being added
LARGEST_OPML = 16 * 1024 * 1024  # bytes


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_context
def feeds(ctx: click.Context, as_json: bool) -> None:
    """List each feed: state, last success, last error, next poll, entries seen."""
    if ctx.invoked_subcommand is not None:
        return
    invocation: Invocation = ctx.obj
    app = invocation.app()
    configured = app.settings.feeds
    with app.database.reading() as connection:
        states = feed_store.states(connection, [feed.url for feed in configured])
        healths = feed_health(connection, app.settings, app.clock())
    listed = [
        (feed, states.get(feed.url, FeedState(0, feed.url)), health)
        for feed, health in zip(configured, healths, strict=True)
    ]
    if as_json:
        default = app.settings.polling.interval.total_seconds()
        for feed, state, health in listed:
            json_line(_feed(feed, state, health, default))
    elif listed:
        head = ("FEED", "HEALTH", "ENTRIES", "LAST SUCCESS", "NEXT POLL", "NOTE")
        table([_row(state, health) for _, state, health in listed], head)
    else:
        click.echo("No feeds. `watcher feeds add URL` finds one and adds it.")


def _feed(feed: FeedSettings, state: FeedState, health: FeedHealth, default: float) -> dict[str, Any]:
    own = feed.interval.total_seconds() if feed.interval else default
    shape = feed_json(
        url=feed.label,
        current_url=state.current_url and feed.without_secrets(state.current_url),
        name=health.name,
        state=health.state,
        last_polled_at=state.last_polled_at,
        last_success_at=state.last_success_at,
        next_poll_at=state.next_poll_at,
        failures=state.failures,
        last_error=state.last_error,
        interval_seconds=state.interval_seconds or own,
        entries=state.entries,
    )
    return {**shape, "health": health.health, "note": health.note}


def _row(state: FeedState, health: FeedHealth) -> tuple[str, ...]:
    due = "as soon as possible" if state.next_poll_at is None else moment(state.next_poll_at)
    moved = f"moved to {state.current_url}" if state.current_url else ""
    return (
        health.name,
        health.health,
        str(state.entries),
        moment(state.last_success_at),
        "-" if health.state in ("gone", "disabled") else due,
        health.note or moved,
    )


@feeds.command()
@click.argument("url")
@click.option("--name", metavar="N", help="The outlet's name in digests; the feed's own title where left out.")
@click.pass_obj
def add(invocation: Invocation, url: str, name: str | None) -> None:
    """Find the feed behind URL, show what it brings, add it to feeds.yaml.

    URL may be a feed or a site's page. Comments and layout of feeds.yaml are kept.
    """
    from watcher.app import App
    from watcher.config.feeds_edit import NewFeed, add_feeds

    app = App(invocation.settings())
    _refuse_known(url, app.settings.feeds)
    if name is not None and name in {feed.name for feed in app.settings.feeds}:
        raise UsageError(f"feeds.yaml has a feed of the name {name!r} already")
    found = asyncio.run(_find(app, url))
    _refuse_known(found.url, app.settings.feeds)
    _introduce(app, found)
    add_feeds(app.settings.directory, [NewFeed(found.url, name)], os.environ)
    click.echo(f"Added to {app.settings.directory / 'feeds.yaml'}: {name or found.feed.title or found.url}")


async def _find(app: "App", url: str) -> "FoundFeed":
    from watcher.jobs.finding import find_feed

    async with app.http_client() as http:
        return await find_feed(http, url.strip())


def _refuse_known(url: str, configured: Sequence[FeedSettings]) -> None:
    from watcher.config.feeds_file import comparable

    if not url.casefold().startswith(("http://", "https://")):
        return
    known = next((feed for feed in configured if comparable(feed.url) == comparable(url)), None)
    if known is not None:
        raise UsageError(f"feeds.yaml has it already: {known.name or known.url} ({known.url})")


def _introduce(app: "App", found: "FoundFeed") -> None:
    entries = found.feed.entries
    relevant = [entry for entry in entries if app.tagger.judge(entry.title, entry.text, ()).relevant]
    click.echo(f"{found.feed.title or 'A feed without a title'}: {found.url} ({found.how})")
    for other in found.others:
        click.echo(f"  the page also names {other}")
    earliest = datetime.min.replace(tzinfo=UTC)
    newest = sorted(entries, key=lambda entry: entry.published_at or earliest, reverse=True)[:NEWEST]
    table(
        [
            (moment(entry.published_at) if entry.published_at else "undated", shorten(entry.title or entry.text, 100))
            for entry in newest
        ]
    )
    click.echo(f"{len(relevant)} of its {len(entries)} entries would be relevant." if entries else "It is empty now.")


@feeds.command(name="import")
@click.argument("file", metavar="FILE.opml", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def import_opml(invocation: Invocation, file: Path) -> None:
    """Add the feeds of an OPML file that feeds.yaml does not have yet."""
    from watcher.config.addresses import parse_web
    from watcher.config.feeds_edit import NewFeed, add_feeds
    from watcher.config.feeds_file import comparable
    from watcher.feeds import opml

    settings = invocation.settings()
    listed = opml.read(_content(file))
    names = {feed.name for feed in settings.feeds if feed.name}
    known = {comparable(feed.url) for feed in settings.feeds}
    new: list[NewFeed] = []
    refused = 0
    for feed in listed:
        try:
            parse_web(NewFeed(feed.url).url, {})
        except ValueError:
            refused += 1
            continue
        if comparable(feed.url) not in known:
            known.add(comparable(feed.url))
            name = _usable(feed.title, feed.url, names)
            names.add(name or "")
            new.append(NewFeed(feed.url, name))
    if new:
        add_feeds(settings.directory, new, os.environ)
    there = len(listed) - len(new) - refused
    told = f"{_feeds(len(new))} added, {there} there already"
    click.echo(told + (f", {refused} without a usable address." if refused else "."))


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_OPML + 1)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from error
    if len(content) > LARGEST_OPML:
        raise UsageError(f"{file} is larger than {LARGEST_OPML // 1024 // 1024} MiB, which no list of feeds is")
    return content


def _usable(title: str, url: str, taken: Collection[str]) -> str | None:
    """A title as a name; None (the feed's own title will serve) where it says nothing or another feed has it."""
    name = shorten("".join(char for char in title if char.isprintable()), 200)
    return name if name and name != url and name not in taken else None


@feeds.command()
@click.pass_obj
def export(invocation: Invocation) -> None:
    """Print the feeds as OPML, as other readers import it."""
    from watcher.feeds import opml

    app = invocation.app()
    configured = app.settings.feeds
    with app.database.reading() as connection:
        states = feed_store.states(connection, [feed.url for feed in configured])
    listed = [opml.OpmlFeed(name_of(feed, states.get(feed.url)), feed.label) for feed in configured]
    click.echo(opml.write(listed, "Feeds of Watcher").decode(), nl=False)


def _feeds(count: int) -> str:
    return f"{count} feed{'' if count == 1 else 's'}"
