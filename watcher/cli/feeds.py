"""``watcher feeds``: the feeds of ``feeds.yaml`` and how they are doing."""

import click

from watcher.cli.main import Invocation
from watcher.cli.printing import json_line, moment, table
from watcher.digests.shapes import feed_json
from watcher.jobs.coverage import name_of
from watcher.model import FeedState
from watcher.settings import FeedSettings
from watcher.store import feeds as feed_store


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
    with app.database.read() as session:
        states = feed_store.states(session, [feed.url for feed in configured])
    default = app.settings.polling.interval.total_seconds()
    rows = []
    for feed in configured:
        state = states.get(feed.url, FeedState(0, feed.url))
        if as_json:
            own = feed.interval.total_seconds() if feed.interval else default
            json_line(
                feed_json(
                    url=feed.url,
                    current_url=state.current_url,
                    name=name_of(feed, state),
                    state=_state(feed, state),
                    last_polled_at=state.last_polled_at,
                    last_success_at=state.last_success_at,
                    next_poll_at=state.next_poll_at,
                    failures=state.failures,
                    last_error=state.last_error,
                    interval_seconds=state.interval_seconds or own,
                    entries=state.entries,
                )
            )
        else:
            due = "as soon as possible" if state.next_poll_at is None else moment(state.next_poll_at)
            note = state.last_error or (f"moved to {state.current_url}" if state.current_url else "")
            rows.append(
                (
                    name_of(feed, state),
                    _state(feed, state),
                    str(state.entries),
                    moment(state.last_success_at),
                    "-" if _state(feed, state) in ("gone", "disabled") else due,
                    note,
                )
            )
    if rows:
        table(rows, ("FEED", "STATE", "ENTRIES", "LAST SUCCESS", "NEXT POLL", "NOTE"))
    elif not as_json:
        click.echo("No feeds. Add some to feeds.yaml.")


def _state(feed: FeedSettings, state: FeedState) -> str:
    return state.state if feed.enabled else "disabled"
