"""``watcher search``: full-text search over stories."""

import click

from watcher.cli.main import Invocation
from watcher.cli.printing import colour, json_line, known_area, when
from watcher.digests.shapes import story_json
from watcher.store.search import FoundStory, find
from watcher.store.search_words import parse
from watcher.store.snippets import Snippet, parts
from watcher.text import shorten

LIMIT = 50


# A word that must not be there starts with "-": no one-letter options here, and unknown ones are words.
@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, required=True)
@click.option("--since", metavar="T", help="Only stories that something arrived for since: a date, a time, or 7d.")
@click.option("--focus", metavar="SLUG", help="Only stories of this focus area.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=LIMIT, help=f"At most N ({LIMIT}).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def search(
    invocation: Invocation, query: tuple[str, ...], since: str | None, focus: str | None, limit: int, as_json: bool
) -> None:
    """Find stories by the words of their entries, whether relevant or not, best first.

    All words must be in one entry, in any order, with any English ending, accents and case aside.
    "A phrase" is taken as it stands; -word must not be there; one OR the other; begin* goes on. Chinese and other
    scripts without spaces need no spaces.
    """
    for word in query:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    asked = parse(" ".join(query))
    app = invocation.app()
    known_area(focus, [area.slug for area in app.settings.keywords.focus_areas])
    now = app.clock()
    with app.database.reading() as connection:
        found = find(connection, asked, now, limit=limit, since=when(since, now), focus=focus)
    for answer in found.stories:
        if as_json:
            json_line(story_json(answer.story, snippet=answer.snippet.text, hits=answer.snippet.hits))
        else:
            _print(answer)
    if as_json:
        return
    if not found.total:
        click.echo("No story answers this. Fewer words find more; `one OR other` and `begin*` widen a search.")
    elif found.total > len(found.stories):
        click.echo(f"{len(found.stories)} of {found.total} stories; --limit shows more, another word finds fewer.")


def _print(answer: FoundStory) -> None:
    story = answer.story
    areas = ", ".join(area.slug for area in story.areas) or ("general" if story.relevant else "not relevant")
    outlets = ", ".join(dict.fromkeys(source.outlet for source in story.sources))
    head = f"s{story.id}  {story.published_at:%d %b %Y}  {shorten(outlets, 60)}  ({areas})"
    click.echo(click.style(story.title or "(untitled)", bold=True), color=colour())
    click.echo(f"  {head}")
    click.echo(f"  {_marked(answer.snippet)}\n", color=colour())


def _marked(found: Snippet) -> str:
    """The snippet with the found words in bold, where a terminal can show it."""
    return "".join(click.style(piece, bold=True) if hit else piece for piece, hit in parts(found))
