"""Stories as a digest words them: how much is quoted, which outlets, where else they belong. Pure.

Feed text is stripped of direction marks and controls here; escaping is the template's.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from watcher.digests import words
from watcher.digests.compose import GENERAL_SLUG
from watcher.digests.shapes import FOLLOWUP, STORY, letter_id, page_url
from watcher.digests.view import AreaView, ReferenceView, Setting, SourceView, StoryView
from watcher.digests.windows import local_date
from watcher.model.digests import DigestArea
from watcher.model.stories import Source, Story
from watcher.text import folded, shorten

SUMMARY_LIMIT = 240  # enough to know what happened; the contract allows 300
TITLE_LIMIT = 200
OUTLETS_SHOWN = 5
TERMS_SHOWN = 6
_LONGEST_LINK = 2000  # mail clients cut longer ones


def split_references(
    areas: Sequence[DigestArea],
) -> tuple[tuple[tuple[str, tuple[ReferenceView, ...]], ...], list[DigestArea]]:
    """Areas that only refer elsewhere, those of the same stories on one line; and the areas with stories."""
    names = {area.slug: area.name for area in areas}
    grouped: dict[tuple[ReferenceView, ...], list[str]] = {}
    for area in areas:
        if not area.stories:
            grouped.setdefault(_references(area, names), []).append(words.plain(area.name))
    alone = tuple((words.listed(same), references) for references, same in grouped.items())
    return alone, [area for area in areas if area.stories]


def _references(area: DigestArea, names: dict[str, str]) -> tuple[ReferenceView, ...]:
    return tuple(
        ReferenceView(
            letter_id(STORY, story.id), shorten(words.plain(story.title), 90), words.plain(names.get(slug, slug))
        )
        for story, slug in area.see
    )


def area_view(area: DigestArea, names: dict[str, str], setting: Setting) -> AreaView:
    stories = tuple(story_view(story, area.slug, names, setting) for story in area.stories)
    return AreaView(
        shorten(words.plain(area.name), TITLE_LIMIT),
        stories,
        _references(area, names),
        general=area.slug == GENERAL_SLUG,
    )


def story_view(story: Story, slug: str, names: dict[str, str], setting: Setting) -> StoryView:
    sources = by_outlet(story.sources)
    return StoryView(
        id=letter_id(STORY, story.id),
        title=shorten(words.plain(story.title), TITLE_LIMIT) or "(untitled)",
        url=safe_link(story.url),
        page=page_url(setting.public_url, STORY, story.id),
        language=story.language,
        summary=_summary(story),
        sources=tuple(source_view(source, setting) for source in sources[:OUTLETS_SHOWN]),
        more_sources=max(0, len(sources) - OUTLETS_SHOWN),
        also=tuple(names[area.slug] for area in story.areas if area.slug != slug and area.slug in names),
        why=tuple(words.span(term, 40) for term in story.why[:TERMS_SHOWN]),
        followups=tuple(letter_id(FOLLOWUP, number) for number in story.followups),
    )


def _summary(story: Story) -> str:
    """The quoted lead, without a repetition of the headline in front of it."""
    summary, title = words.plain(story.summary), words.plain(story.title)
    if folded(summary[: len(title)]) == folded(title):
        summary = summary[len(title) :].lstrip(" .:;-–—|")
    return shorten(summary, SUMMARY_LIMIT)


def by_outlet(sources: Sequence[Source]) -> list[Source]:
    first: dict[str, Source] = {}
    for source in sources:
        first.setdefault(source.outlet, source)
    return list(first.values())


def source_view(source: Source, setting: Setting) -> SourceView:
    day = words.day_words(local_date(source.published_at, ZoneInfo(setting.clock)), near=setting.today)
    return SourceView(shorten(words.plain(source.outlet), 60), day, safe_link(source.url))


def safe_link(url: str | None) -> str | None:
    """``url`` where it is an http(s) address that a mail client takes, else None."""
    if not url or len(url) > _LONGEST_LINK or " " in url or words.plain(url) != url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
