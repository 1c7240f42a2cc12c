"""A digest or an alert as a page of ready words, for the three templates to lay out. Pure.

Decides no content (``compose`` did), only wording and order.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from watcher.digests import words
from watcher.digests.compose import GENERAL_SLUG
from watcher.digests.event_words import is_known, standing_words
from watcher.digests.followup_words import event_title, notice_view, sections
from watcher.digests.shapes import DIGEST, FOLLOWUP, STORY, letter_id, page_url
from watcher.digests.story_words import TITLE_LIMIT, area_view, by_outlet, safe_link, split_references, story_view
from watcher.digests.view import AlertView, DigestView, LineView, Setting
from watcher.digests.windows import local_date
from watcher.model.digests import Alert, Development, Digest, EventStanding, FeedNote, FollowUpNotice, Notice
from watcher.model.followups import FollowUp, Status
from watcher.model.stories import Story
from watcher.text import shorten

NAMES_SHOWN = 6


def digest_view(digest: Digest, subject: str) -> DigestView:
    """All the words of one digest."""
    zone = ZoneInfo(digest.timezone)
    today = local_date(digest.window.end, zone)
    day, _, clocks = words.moment(digest.window.end, digest.clocks).partition(", ")
    alone, beside = split_references(digest.areas)
    names = {area.slug: words.plain(area.name) for area in digest.areas}
    events = {event.slug: event.name for event in digest.events}
    setting = Setting(today, digest.clocks[0], digest.public_url, events)
    return DigestView(
        name=shorten(words.plain(digest.name), TITLE_LIMIT),
        subject=subject,
        headline=words.moment(digest.window.end, digest.clocks),
        day=day,
        clocks=clocks,
        counts=tuple(_counts(digest, today)),
        sections=tuple(sections(digest, setting)),
        areas=tuple(area_view(area, names, setting) for area in beside if area.slug != GENERAL_SLUG),
        general=tuple(area_view(area, names, setting) for area in beside if area.slug == GENERAL_SLUG),
        elsewhere=alone,
        alerted=(
            *(_alerted(story) for story in digest.alerted_stories),
            *(_alerted_followup(followup, setting) for followup in digest.alerted_followups),
        ),
        developments=tuple(_development(item) for item in digest.developments),
        events=tuple(_event(event, today) for event in digest.events if is_known(event)),
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
    told = Counter(notice.notice for notice in digest.notices)
    if fresh := told.pop(Notice.NEW, 0):
        yield words.count(fresh, "new follow-up")
    if changed := told.pop(Notice.CHANGED, 0):
        yield f"{changed} changed"
    if told:
        yield words.count(told.total(), "reminder")
    coverage = digest.coverage
    if total := max(coverage.feeds_total, coverage.feeds_polled):
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


# ---------------------------------------------------------------- lines


def _alerted(story: Story) -> LineView:
    outlets = words.listed([words.plain(source.outlet) for source in by_outlet(story.sources)], 3)
    title = shorten(words.plain(story.title), TITLE_LIMIT)
    return LineView(title, outlets, letter_id(STORY, story.id), safe_link(story.url))


def _alerted_followup(followup: FollowUp, setting: Setting) -> LineView:
    page = page_url(setting.public_url, FOLLOWUP, followup.id)
    when = words.period_words(followup.period)
    return LineView(event_title(followup, setting.events), when, letter_id(FOLLOWUP, followup.id), page)


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


def _event(event: EventStanding, today: date) -> LineView:
    return LineView(words.plain(event.name), standing_words(event, today), url=safe_link(event.last_source))


# ---------------------------------------------------------------- alerts


def alert_view(alert: Alert, subject: str, status: Status) -> AlertView:
    """All the words of one alert; "today" is its zone's date when it was made."""
    zone = ZoneInfo(alert.timezone)
    today = local_date(alert.created_at, zone)
    setting = Setting(today, alert.timezone, alert.public_url)
    story = story_view(alert.story, "", {}, setting) if alert.story else None
    notice = None
    if alert.followup:
        reason = Notice.CHANGED if alert.was else Notice.NEW
        told = FollowUpNotice(alert.followup, status, reason, "alert", alert.was)
        notice = notice_view(told, setting)
    return AlertView(
        name=words.plain(alert.name),
        subject=subject,
        moment=words.moment(alert.created_at, (alert.timezone,)),
        story=story,
        notice=notice,
        url=(story.page if story else None) or (notice.page if notice else None),
    )
