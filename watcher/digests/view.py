"""A digest as its page shows it: every string ready, in order, for the three templates to lay out. Pure.

Decides no content (``compose`` did), only wording and how much of a source is quoted. Feed text is
stripped of direction marks and controls here; escaping is the template's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from watcher.digests import words
from watcher.digests.compose import GENERAL_SLUG
from watcher.digests.shapes import DIGEST, FOLLOWUP, QUOTE_LIMIT, STORY, letter_id, page_url
from watcher.digests.windows import local_date
from watcher.model import (
    Alert,
    Development,
    Digest,
    DigestArea,
    EventStanding,
    FeedNote,
    FollowUp,
    FollowUpChange,
    FollowUpNotice,
    Notice,
    Source,
    Status,
    Story,
)
from watcher.text import folded, shorten

SUMMARY_LIMIT = 240  # enough to know what happened; the contract allows 300
TITLE_LIMIT = 200
OUTLETS_SHOWN = 5
TERMS_SHOWN = 6
NAMES_SHOWN = 6
_LONGEST_LINK = 2000  # mail clients cut longer ones


@dataclass(frozen=True, slots=True)
class SourceView:
    outlet: str
    day: str
    url: str | None


@dataclass(frozen=True, slots=True)
class StoryView:
    """``brief`` is set where there is room for the title and the outlets only."""

    id: str
    title: str
    url: str | None
    page: str | None
    language: str | None
    summary: str
    sources: tuple[SourceView, ...]
    more_sources: int
    also: tuple[str, ...]
    why: tuple[str, ...]
    followups: tuple[str, ...]
    brief: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceView:
    id: str
    title: str
    area: str


@dataclass(frozen=True, slots=True)
class AreaView:
    name: str
    stories: tuple[StoryView, ...]
    see: tuple[ReferenceView, ...]
    more_see: int = 0
    general: bool = False


@dataclass(frozen=True, slots=True)
class NoticeView:
    """``when``: when and where it is expected, or what became of it; ``was`` what a changed one was before."""

    id: str
    title: str
    when: str
    was: str
    quote: str
    source: SourceView | None
    page: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """``tone``: new, changed, coming, overdue or closed; templates choose a colour by it."""

    title: str
    tone: str
    notices: tuple[NoticeView, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line that leads somewhere: a standing event, a development, a story told by an alert."""

    title: str
    detail: str
    id: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class DigestView:
    name: str
    subject: str
    headline: str
    day: str
    clocks: str
    counts: tuple[str, ...]
    sections: tuple[SectionView, ...]
    areas: tuple[AreaView, ...]
    general: tuple[AreaView, ...]
    elsewhere: tuple[tuple[str, tuple[ReferenceView, ...]], ...]
    alerted: tuple[LineView, ...]
    developments: tuple[LineView, ...]
    events: tuple[LineView, ...]
    coverage: tuple[str, ...]
    left_out: tuple[str, ...]
    hints: tuple[str, ...]
    url: str | None
    quiet: str
    cut: str = ""


@dataclass(frozen=True, slots=True)
class AlertView:
    name: str
    subject: str
    moment: str
    story: StoryView | None
    notice: NoticeView | None
    url: str | None


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where and when it is read: today's date, the first clock, the base of links."""

    today: date
    clock: str
    public_url: str | None


_SECTIONS: dict[Notice, tuple[str, str]] = {
    Notice.NEW: ("New to follow", "new"),
    Notice.CHANGED: ("Changed", "changed"),
    Notice.DUE: ("Now", "coming"),
    Notice.COMING: ("Coming up", "coming"),
    Notice.OVERDUE: ("Overdue", "overdue"),
    Notice.NO_LONGER_CHASED: ("No longer followed up", "closed"),
}


def digest_view(digest: Digest, subject: str) -> DigestView:
    """All the words of one digest."""
    zone = ZoneInfo(digest.timezone)
    today = local_date(digest.window.end, zone)
    day, _, clocks = words.moment(digest.window.end, digest.clocks).partition(", ")
    alone, beside = _split_references(digest.areas)
    names = {area.slug: words.plain(area.name) for area in digest.areas}
    setting = _Setting(today, digest.clocks[0], digest.public_url)
    return DigestView(
        name=words.plain(digest.name),
        subject=subject,
        headline=words.moment(digest.window.end, digest.clocks),
        day=day,
        clocks=clocks,
        counts=tuple(_counts(digest, today)),
        sections=tuple(_sections(digest, setting)),
        areas=tuple(_area(area, names, setting) for area in beside if area.slug != GENERAL_SLUG),
        general=tuple(_area(area, names, setting) for area in beside if area.slug == GENERAL_SLUG),
        elsewhere=alone,
        alerted=tuple(_alerted(story) for story in digest.alerted_stories),
        developments=tuple(_development(item) for item in digest.developments),
        events=tuple(_event(event) for event in digest.events),
        coverage=tuple(_coverage(digest)),
        left_out=tuple(_left_out(digest)),
        hints=tuple(_hints(digest)),
        url=page_url(digest.public_url, DIGEST, digest.id),
        quiet=quiet_words(digest) if digest.empty else "",
    )


def quiet_words(digest: Digest) -> str:
    """What an empty digest says: ``Still watching: 65 feeds, nothing relevant``."""
    feeds = words.count(digest.coverage.feeds_polled, "feed")
    return f"Still watching: {feeds}, nothing relevant" if digest.still_watching else f"{feeds} read, nothing relevant"


# ---------------------------------------------------------------- head and foot


def _counts(digest: Digest, today: date) -> Iterable[str]:
    stories = digest.stories
    if stories:
        outlets = len({source.outlet for story in stories for source in story.sources})
        yield f"{words.count(len(stories), 'story', 'stories')}, {words.count(outlets, 'outlet')}"
    fresh = sum(told.notice is Notice.NEW for told in digest.notices)
    if fresh:
        yield words.count(fresh, "new follow-up")
    if len(digest.notices) > fresh:
        yield words.count(len(digest.notices) - fresh, "follow-up reminder" if not fresh else "reminder")
    coverage = digest.coverage
    total = max(coverage.feeds_total, coverage.feeds_polled)
    yield f"{coverage.feeds_polled} of {words.count(total, 'feed')} read"
    start = digest.window.start.astimezone(ZoneInfo(digest.clocks[0]))
    yield f"since {words.day_words(start.date(), weekday=True, near=today)}, {start:%H:%M}"


def _coverage(digest: Digest) -> Iterable[str]:
    coverage = digest.coverage
    if coverage.feeds_failing:
        yield f"Not read: {_names(coverage.feeds_failing)}"
    if coverage.feeds_silent:
        yield f"Gone quiet: {_names(coverage.feeds_silent)}"
    if coverage.deliveries_failing:
        yield f"Not delivered: {_names(coverage.deliveries_failing)}"


def _names(notes: Sequence[FeedNote]) -> str:
    shown = [f"{words.plain(note.name)} ({shorten(words.plain(note.note), 80)})" for note in notes]
    return words.listed(shown, NAMES_SHOWN)


def _left_out(digest: Digest) -> Iterable[str]:
    if digest.unlisted_stories:
        yield f"{words.count(digest.unlisted_stories, 'more story', 'more stories')} ranked lower"
    if digest.unlisted_followups:
        yield f"{words.count(digest.unlisted_followups, 'more follow-up')} tracked, nothing new"
    coverage = digest.coverage
    if coverage.entries:
        yield f"{coverage.not_relevant} of {words.count(coverage.entries, 'entry', 'entries')} not relevant"
    if coverage.too_old:
        yield f"{coverage.too_old} too old"


def _hints(digest: Digest) -> Iterable[str]:
    """What to type next, with ids of this digest."""
    if digest.stories:
        yield f"watcher explain {letter_id(STORY, digest.stories[0].id)}"
    if digest.notices:
        yield f"watcher followups done {letter_id(FOLLOWUP, digest.notices[0].followup.id)}"


# ---------------------------------------------------------------- stories


def _split_references(
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


def _area(area: DigestArea, names: dict[str, str], setting: _Setting) -> AreaView:
    stories = tuple(_story(story, area.slug, names, setting) for story in area.stories)
    return AreaView(words.plain(area.name), stories, _references(area, names), general=area.slug == GENERAL_SLUG)


def _story(story: Story, slug: str, names: dict[str, str], setting: _Setting) -> StoryView:
    sources = _by_outlet(story.sources)
    return StoryView(
        id=letter_id(STORY, story.id),
        title=shorten(words.plain(story.title), TITLE_LIMIT) or "(untitled)",
        url=safe_link(story.url),
        page=page_url(setting.public_url, STORY, story.id),
        language=story.language,
        summary=_summary(story),
        sources=tuple(_source(source, setting) for source in sources[:OUTLETS_SHOWN]),
        more_sources=max(0, len(sources) - OUTLETS_SHOWN),
        also=tuple(names[area.slug] for area in story.areas if area.slug != slug and area.slug in names),
        why=tuple(shorten(words.plain(term), 40) for term in story.why[:TERMS_SHOWN]),
        followups=tuple(letter_id(FOLLOWUP, number) for number in story.followups),
    )


def _summary(story: Story) -> str:
    """The quoted lead, without a repetition of the headline in front of it."""
    summary, title = words.plain(story.summary), words.plain(story.title)
    if folded(summary).startswith(folded(title)):
        summary = summary[len(title) :].lstrip(" .:;-–—|")
    return shorten(summary, SUMMARY_LIMIT)


def _by_outlet(sources: Sequence[Source]) -> list[Source]:
    first: dict[str, Source] = {}
    for source in sources:
        first.setdefault(source.outlet, source)
    return list(first.values())


def _source(source: Source, setting: _Setting) -> SourceView:
    day = words.day_words(local_date(source.published_at, ZoneInfo(setting.clock)), near=setting.today)
    return SourceView(shorten(words.plain(source.outlet), 60), day, safe_link(source.url))


def safe_link(url: str | None) -> str | None:
    """``url`` where it is an http(s) address that a mail client takes, else None."""
    if not url or len(url) > _LONGEST_LINK or any(char <= " " for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


# ---------------------------------------------------------------- follow-ups


def _sections(digest: Digest, setting: _Setting) -> Iterable[SectionView]:
    for notice, (title, tone) in _SECTIONS.items():
        told = [item for item in digest.notices if item.notice is notice]
        if told:
            yield SectionView(title, tone, tuple(_notice(item, setting) for item in told))


def _notice(told: FollowUpNotice, setting: _Setting) -> NoticeView:
    followup = told.followup
    text, source = _evidence(told)
    return NoticeView(
        id=letter_id(FOLLOWUP, followup.id),
        title=event_title(followup),
        when=shorten(words.standing(followup, told.status, setting.today), 160),
        was=words.change_words(told.was, followup) if told.was and told.status is not Status.CANCELLED else "",
        quote=shorten(words.plain(text), QUOTE_LIMIT),
        source=_source(source, setting) if source else None,
        page=page_url(setting.public_url, FOLLOWUP, followup.id),
    )


def event_title(followup: FollowUp) -> str:
    title = shorten(words.plain(followup.event), 100) or "(unnamed)"
    return title[0].upper() + title[1:]


def _evidence(told: FollowUpNotice) -> tuple[str, Source | None]:
    """The sentence to quote and where it stands: of a change the one that changed it; no source for a person's word."""
    followup = told.followup
    lines = followup.history
    if told.notice is Notice.CHANGED and lines:
        return lines[-1].text, _source_of(lines[-1], followup)
    line = next((each for each in lines if each.text == followup.text), lines[0] if lines else None)
    if line is None:
        return followup.text, followup.sources[0] if followup.sources else None
    return followup.text, _source_of(line, followup)


def _source_of(line: FollowUpChange, followup: FollowUp) -> Source | None:
    if line.by == "person":
        return None
    for source in followup.sources:
        if source.entry == line.entry or (line.entry is None and source.url == line.url):
            return source
    return followup.sources[0] if followup.sources else None


# ---------------------------------------------------------------- lines


def _alerted(story: Story) -> LineView:
    outlets = words.listed([words.plain(source.outlet) for source in _by_outlet(story.sources)], 3)
    title = shorten(words.plain(story.title), TITLE_LIMIT)
    return LineView(title, outlets, letter_id(STORY, story.id), safe_link(story.url))


def _development(item: Development) -> LineView:
    parts = []
    if item.new_sources:
        outlets = [words.plain(source.outlet) for source in item.new_sources]
        parts.append(f"now also in {words.listed(outlets, 4)}")
    if item.correction:
        parts.append(f"corrected: {shorten(words.plain(item.correction), 160)}")
    if item.new_followups:
        titles = [f"{event_title(each)} ({letter_id(FOLLOWUP, each.id)})" for each in item.new_followups]
        parts.append(f"new to follow: {words.listed(titles, 3)}")
    first = safe_link(item.new_sources[0].url) if item.new_sources else None
    title = shorten(words.plain(item.story.title), TITLE_LIMIT)
    return LineView(title, "; ".join(parts), letter_id(STORY, item.story.id), first or safe_link(item.story.url))


def _event(event: EventStanding) -> LineView:
    parts = []
    if event.last:
        place = f", {words.plain(event.last_place)}" if event.last_place else ""
        parts.append(f"last {words.period_words(event.last)}{place}")
    if event.next:
        place = f", {words.plain(event.next.place)}" if event.next.place else ""
        parts.append(f"next {words.period_words(event.next.period)}{place} ({letter_id(FOLLOWUP, event.next.id)})")
    elif event.silent_since:
        parts.append(f"no date found since {words.day_words(event.silent_since)}")
    else:
        parts.append("no date found")
    return LineView(words.plain(event.name), "; ".join(parts), url=safe_link(event.last_source))


# ---------------------------------------------------------------- alerts


def alert_view(alert: Alert, subject: str, status: Status) -> AlertView:
    """All the words of one alert; "today" is its zone's date when it was made."""
    zone = ZoneInfo(alert.timezone)
    today = local_date(alert.created_at, zone)
    setting = _Setting(today, alert.timezone, alert.public_url)
    story = _story(alert.story, "", {}, setting) if alert.story else None
    notice = None
    if alert.followup:
        told = FollowUpNotice(alert.followup, status, Notice.NEW, "alert")
        notice = _notice(told, setting)
    return AlertView(
        name=words.plain(alert.name),
        subject=subject,
        moment=words.moment(alert.created_at, (alert.timezone,)),
        story=story,
        notice=notice,
        url=(story.page if story else None) or (notice.page if notice else None),
    )
