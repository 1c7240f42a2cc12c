"""``watcher stories``: list stories, and correct their grouping or relevance."""

import click

from watcher.cli.main import Invocation
from watcher.cli.printing import json_line, known_area, number, table, when
from watcher.digests.shapes import story_json
from watcher.jobs import corrections
from watcher.store import stories as story_store
from watcher.store.stories import DISMISSED, RESTORED


@click.group(invoke_without_command=True)
@click.option("--since", metavar="T", help="Only stories that something arrived for since: a date, a time, or 7d.")
@click.option("--focus", metavar="SLUG", help="Only stories of this focus area.")
@click.option("--all", "everything", is_flag=True, help="Also stories that are not relevant.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_context
def stories(ctx: click.Context, since: str | None, focus: str | None, everything: bool, as_json: bool) -> None:
    """List stories, newest first."""
    if ctx.invoked_subcommand is not None:
        return
    invocation: Invocation = ctx.obj
    app = invocation.app()
    known_area(focus, [area.slug for area in app.settings.keywords.focus_areas])
    with app.database.reading() as connection:
        found = story_store.listing(connection, since=when(since, app.clock()), focus=focus, everything=everything)
        if as_json:
            for story in found:
                json_line(story_json(story))
            return
        rows = [
            (
                f"s{story.id}",
                story.published_at.strftime("%d %b %Y"),
                str(len({source.outlet for source in story.sources})),
                ", ".join(area.slug for area in story.areas) or ("general" if story.relevant else "-"),
                story.title,
            )
            for story in found
        ]
    if rows:
        table(rows, ("STORY", "DATE", "OUTLETS", "FOCUS AREAS", "TITLE"))
    else:
        click.echo("No stories. `watcher stories --all` also lists those that are not relevant.")


@stories.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@click.pass_obj
def merge(invocation: Invocation, one: str, other: str) -> None:
    """Make two stories one. The older id stays; the other goes on answering."""
    app = invocation.app()
    kept = corrections.merge(app.database, number("s", one), number("s", other), app.clock())
    click.echo(f"s{kept} is now both stories")


@stories.command()
@click.argument("story", metavar="ID")
@click.argument("entries", metavar="ENTRY...", nargs=-1, required=True)
@click.pass_obj
def split(invocation: Invocation, story: str, entries: tuple[str, ...]) -> None:
    """Take entries out of a story into one of their own."""
    app = invocation.app()
    new = corrections.split(app.database, number("s", story), [number("e", entry) for entry in entries], app.clock())
    click.echo(f"s{new} holds {' '.join(entries)}")


@stories.command()
@click.argument("story", metavar="ID")
@click.pass_obj
def dismiss(invocation: Invocation, story: str) -> None:
    """Say that a story is not relevant; later polls do not change that."""
    app = invocation.app()
    click.echo(f"s{corrections.judge(app.database, number('s', story), DISMISSED, app.clock())} is dismissed")


@stories.command()
@click.argument("story", metavar="ID")
@click.pass_obj
def restore(invocation: Invocation, story: str) -> None:
    """Say that a story is relevant, whatever the keyword file says."""
    app = invocation.app()
    click.echo(f"s{corrections.judge(app.database, number('s', story), RESTORED, app.clock())} is relevant")
