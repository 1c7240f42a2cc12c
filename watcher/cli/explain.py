"""``watcher explain``: why something was (not) tagged, found relevant, grouped, tracked or sent."""

import sys
from collections.abc import Iterator

import click

from watcher.app import App
from watcher.cli.explain_words import (
    delivery_lines,
    digest_lines,
    entry_lines,
    followup_lines,
    story_lines,
    text_lines,
)
from watcher.cli.main import Invocation
from watcher.cli.printing import colour, json_line
from watcher.digests.evidence import BOLD, BRACKETS, Marks
from watcher.digests.shapes import DELIVERY, DIGEST, ENTRY, FOLLOWUP, STORY, Json, parse_id
from watcher.errors import UsageError
from watcher.followups.tracking import status
from watcher.jobs import explain as job
from watcher.jobs import explain_shapes as shapes
from watcher.store.database import Connection


@click.command()
@click.argument("identity", metavar="[ID]", required=False)
@click.option("--text", help="Explain this text instead of something stored.")
@click.option("--title", default="", help="The title of that text; terms in it count more.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def explain(invocation: Invocation, identity: str | None, text: str | None, title: str, as_json: bool) -> None:
    """Say why an entry (e12), story (s3), follow-up (f7), digest (d2) or delivery (v4) is as it is.

    Tags are explained by keywords.yaml as it is now. What was matched stands in bold on a terminal, else [[so]].
    """
    if (identity is None) == (text is None and not title):
        raise UsageError('say what to explain: an id (s12, e40, f7), or --text "..." with or without --title')
    if identity is None:
        shape, lines = _text(invocation, title, text or "")
    else:
        app = invocation.app()
        with app.database.reading() as connection:
            shape, lines = _stored(app, connection, *parse_id(identity, STORY, ENTRY, FOLLOWUP, DIGEST, DELIVERY))
    if as_json:
        json_line(shape)
        return
    for line in lines:
        click.echo(line, color=colour())


def _marks() -> Marks:
    return BOLD if sys.stdout.isatty() and colour() is not False else BRACKETS


def _text(invocation: Invocation, title: str, text: str) -> tuple[Json, list[str]]:
    """Needs no database."""
    from watcher.app import system_clock
    from watcher.focus.tagging import Tagger

    keywords = invocation.settings().keywords
    said = job.explain_text(Tagger(keywords), title, text, system_clock())
    return shapes.text_json(said, keywords), list(text_lines(said, keywords, _marks()))


def _stored(app: App, connection: Connection, letter: str, number: int) -> tuple[Json, list[str]]:
    keywords, marks = app.settings.keywords, _marks()
    lines: Iterator[str]
    match letter:
        case "s":
            story = job.explain_story(connection, app.settings, app.tagger, number, app.clock())
            shape, lines = shapes.explained_story_json(story, keywords), story_lines(story, keywords, marks)
        case "e":
            entry = job.explain_entry(connection, app.settings, app.tagger, number)
            shape, lines = shapes.entry_json(entry, keywords), entry_lines(entry, keywords, marks)
        case "f":
            followup = job.explain_followup(connection, number)
            today = app.clock().astimezone(app.settings.timezone).date()
            stands = status(followup.followup, today)
            shape = shapes.explained_followup_json(followup, stands)
            lines = followup_lines(followup, stands, today)
        case "d":
            digest = job.explain_digest(connection, number)
            shape, lines = shapes.explained_digest_json(digest), digest_lines(digest)
        case _:
            delivery = job.explain_delivery(connection, number)
            shape, lines = shapes.explained_delivery_json(delivery), delivery_lines(delivery)
    return shape, list(lines)
