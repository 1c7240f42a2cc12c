"""``watcher backtest`` and ``watcher retag``: what a keyword file changes, before it counts and when it does."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.main import Invocation
from watcher.cli.printing import Progress, json_line, table, when
from watcher.digests.words import count, listed, plain
from watcher.focus.tagging import FOCUS_AREA
from watcher.jobs.backtest import GAINED, KINDS, LOST, RETAGGED, Comparison, TagChange
from watcher.settings import Keywords
from watcher.text import shorten

if TYPE_CHECKING:
    from watcher.app import App

SHOWN = 50  # entries of a kind that people are shown; --json has all
_HEADINGS = {GAINED: "GAINED", LOST: "LOST", RETAGGED: "RE-TAGGED"}
SINCE = "Only entries that arrived since: a date, a time, or a duration back (7d)."


@click.command()
@click.option(
    "--keywords",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The changed file; keywords.yaml of the configuration otherwise.",
)
@click.option("--since", metavar="T", help=SINCE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def backtest(invocation: Invocation, file: Path | None, since: str | None, as_json: bool) -> None:
    """Show what a keyword file changes against the stored tags: gained, lost, re-tagged. Changes nothing."""
    app = invocation.app()
    if file is not None:
        from watcher.config.load import load_keywords

        app.settings = replace(app.settings, keywords=load_keywords(file, os.environ))
    _warn(app.settings.keywords, str(file) if file else "keywords.yaml")
    _show(_compared(app, since, "back-testing"), as_json=as_json)


@click.command()
@click.option("--since", metavar="T", help=SINCE)
@click.option("--dry-run", is_flag=True, help="Say what would change, with titles; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def retag(invocation: Invocation, since: str | None, dry_run: bool, as_json: bool) -> None:
    """Apply keywords.yaml to stored entries. Digests already sent stay as they were."""
    app = invocation.app()
    if dry_run:
        _show(_compared(app, since, "comparing"), as_json=as_json)
        return
    from watcher.jobs import retag as job

    progress = Progress("tagging anew")
    now = app.clock()
    try:
        done = job.retag(
            app.database,
            app.settings,
            app.tagger,
            now,
            since=when(since, now),
            progress=progress,
            keep_records=as_json,
        )
    finally:
        progress.end()
    if as_json:
        shape = done.tags.json()
        shape["totals"]["followups_set_aside"] = done.set_aside
        json_line(shape)
    else:
        click.echo(f"Tagged anew: {job.retagged_words(done)}.")


def _compared(app: "App", since: str | None, what: str) -> Comparison:
    from watcher.jobs import backtest as job

    progress = Progress(what)
    try:
        return job.backtest(app.database, app.settings, app.tagger, when(since, app.clock()), progress)
    finally:
        progress.end()


def _warn(keywords: Keywords, file: str) -> None:
    """Examples that fail do not stop a back-test: its result says what the file does all the same."""
    from watcher.focus.proof import failed_examples

    for failed in failed_examples(keywords):
        click.echo(f"{file}:{failed.line}: {failed.message}", err=True)


def _show(found: Comparison, *, as_json: bool) -> None:
    if as_json:
        json_line(found.json())
        return
    for kind in KINDS:
        if found.records[kind]:
            _section(kind, found.records[kind])
    totals = f"{found.counts[GAINED]:,} gained, {found.counts[LOST]:,} lost, {found.counts[RETAGGED]:,} re-tagged"
    if not found.entries:
        click.echo("No entries are stored. `watcher poll --all` fetches some.")
    elif not found.count:
        click.echo(f"Of {count(found.entries, 'entry', 'entries')} none would change.")
    else:
        click.echo(
            f"Of {count(found.entries, 'entry', 'entries')}: {totals}, {found.entries - found.count:,} unchanged."
        )


def _section(kind: str, changes: Sequence[TagChange]) -> None:
    click.echo(f"{_HEADINGS[kind]} ({count(len(changes), 'entry', 'entries')})")
    newest = sorted(changes, key=lambda change: (change.published_at, change.entry), reverse=True)
    table(
        [
            (
                f"  e{change.entry}",
                f"s{change.story}",
                change.published_at.strftime("%d %b %Y"),
                shorten(plain(change.outlet), 24),
                what_changed(change),
                plain(change.title),
            )
            for change in newest[:SHOWN]
        ],
        ("  ENTRY", "STORY", "DATE", "OUTLET", "WHAT", "TITLE"),
    )
    if len(changes) > SHOWN:
        click.echo(f"  ... and {len(changes) - SHOWN:,} more; --json has all")
    click.echo()


def what_changed(change: TagChange) -> str:
    """The areas it gets; why it is no longer relevant; or which areas come and go."""
    if change.what == GAINED:
        return ", ".join(change.now) or "no area of its own"
    if change.what == LOST:
        groups = [slug for slug in change.missing if slug != FOCUS_AREA]
        area = ["focus area"] if FOCUS_AREA in change.missing else []
        return f"no {listed([*groups, *area])}"
    come = [f"+{slug}" for slug in change.now if slug not in change.was]
    gone = [f"-{slug}" for slug in change.was if slug not in change.now]
    return " ".join([*come, *gone])
