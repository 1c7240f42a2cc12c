"""The contract's JSON objects that leave the house: digest, alert and test message. Pure.

They quote at most ``QUOTE_LIMIT`` characters of a source; the lists of the command line give the whole text.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from watcher.digests import words
from watcher.digests.event_words import is_known, standing_words
from watcher.digests.followup_words import event_title
from watcher.digests.shapes import (
    ALERT,
    DIGEST,
    FOLLOWUP,
    QUOTE_LIMIT,
    STORY,
    Json,
    day,
    followup_json,
    instant,
    letter_id,
    page_url,
    period_json,
    source_json,
    story_json,
)
from watcher.digests.windows import local_date
from watcher.model.digests import Alert, Development, Digest, EventStanding, FeedNote, Notice
from watcher.model.followups import FollowUp, FollowUpChange, Status
from watcher.text import shorten

VERSION = 1


def digest_json(digest: Digest) -> Json:
    """``digest --format json`` and the body of a ``json`` webhook."""
    today = local_date(digest.window.end, ZoneInfo(digest.timezone))
    return quoted(
        {
            "type": "digest",
            "version": VERSION,
            "id": letter_id(DIGEST, digest.id) if digest.id is not None else None,
            "digest": digest.name,
            "url": page_url(digest.public_url, DIGEST, digest.id),
            "window": {"start": instant(digest.window.start), "end": instant(digest.window.end)},
            "generated_at": instant(digest.generated_at),
            "timezone": digest.timezone,
            "clocks": list(digest.clocks),
            "focus_areas": [
                {
                    "slug": area.slug,
                    "name": area.name,
                    "stories": [story_json(story) for story in area.stories]
                    + [
                        {"id": letter_id(STORY, story.id), "title": story.title, "see": slug}
                        for story, slug in area.see
                    ],
                }
                for area in digest.areas
            ],
            "followups": _told_json(digest, today),
            "events": [_standing_json(event, today) for event in digest.events],
            "developments": [_development_json(item) for item in digest.developments],
            "alerted": [
                *(
                    {"id": letter_id(STORY, story.id), "title": story.title, "url": story.url}
                    for story in digest.alerted_stories
                ),
                *(_alerted_json(followup, digest.public_url) for followup in digest.alerted_followups),
            ],
            "coverage": _coverage_json(digest),
            "totals": {
                "stories": len(digest.stories),
                "outlets": len({source.outlet for story in digest.stories for source in story.sources}),
                "followups": len(digest.notices),
                "developments": len(digest.developments),
                "unlisted_stories": digest.unlisted_stories,
                "unlisted_followups": digest.unlisted_followups,
            },
            "still_watching": digest.still_watching,
        }
    )


def alert_json(alert: Alert, status: Status = Status.UPCOMING) -> Json:
    """``status``: how the alert's follow-up stood when the alert was made."""
    today = local_date(alert.created_at, ZoneInfo(alert.timezone))
    return quoted(
        {
            "type": "alert",
            "version": VERSION,
            "id": letter_id(ALERT, alert.id) if alert.id is not None else None,
            "alert": alert.name,
            "story": story_json(alert.story) if alert.story else None,
            "followup": _followup_json(alert.followup, status, alert.was, today) if alert.followup else None,
            "url": page_url(alert.public_url, STORY, alert.story.id if alert.story else None)
            or page_url(alert.public_url, FOLLOWUP, alert.followup.id if alert.followup else None),
            "created_at": instant(alert.created_at),
        }
    )


def test_json(channel: str, created_at: datetime, public_url: str | None) -> Json:
    """The marked message of ``channels test``."""
    return {
        "type": "test",
        "version": VERSION,
        "channel": channel,
        "text": "This is a test message from Watcher. Nothing happened; the channel works.",
        "created_at": instant(created_at),
        "url": public_url,
    }


_QUOTED = frozenset(
    {"title", "summary", "text", "outlet", "event", "place", "correction", "name", "note", "when", "words"}
)


def quoted(shape: Json) -> Json:
    """``shape`` with every text that a source wrote cut to what may leave the house."""
    return {key: _quoted_value(key, value) for key, value in shape.items()}


def _quoted_value(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return quoted(value)
    if isinstance(value, list):
        return [_quoted_value(key, each) for each in value]
    if isinstance(value, str) and key in _QUOTED and len(value) > QUOTE_LIMIT:
        return shorten(value, QUOTE_LIMIT)
    return value


_GROUPS: Mapping[Notice, str] = {
    Notice.NEW: "new",
    Notice.CHANGED: "changed",
    Notice.COMING: "upcoming",
    Notice.DUE: "upcoming",
    Notice.OVERDUE: "overdue",
    Notice.NO_LONGER_CHASED: "overdue",
}


def _told_json(digest: Digest, today: date) -> Json:
    groups: dict[str, list[Json]] = {"new": [], "upcoming": [], "changed": [], "overdue": []}
    events = {event.slug: event.name for event in digest.events}
    for told in digest.notices:
        shape = _followup_json(told.followup, told.status, told.was, today)
        told_as = {"title": event_title(told.followup, events), "notice": told.notice.value, "key": told.key}
        groups[_GROUPS[told.notice]].append({**shape, **told_as})
    return groups


def _followup_json(followup: FollowUp, status: Status, was: FollowUpChange | None, today: date) -> Json:
    """``when`` and the ``words`` of ``was`` are those of the mail, so that every channel says the same."""
    shape = {**followup_json(followup, status), "when": words.standing(followup, status, today)}
    if was:
        before = words.change_words(was, followup, status)
        shape["was"] = {**period_json(was.period), "place": was.place, "words": before}
    return shape


def _alerted_json(followup: FollowUp, public_url: str | None) -> Json:
    return {
        "id": letter_id(FOLLOWUP, followup.id),
        "title": event_title(followup),
        "url": page_url(public_url, FOLLOWUP, followup.id),
        "when": words.period_words(followup.period),
    }


def _standing_json(event: EventStanding, today: date) -> Json:
    return {
        "slug": event.slug,
        "name": event.name,
        "last": {**period_json(event.last), "place": event.last_place, "source": event.last_source}
        if event.last
        else None,
        "next": {
            "id": letter_id(FOLLOWUP, event.next.id),
            "event": event.next.event,
            **period_json(event.next.period),
            "place": event.next.place,
            "when": words.expectation(event.next.period, today),
        }
        if event.next
        else None,
        "silent_since": day(event.silent_since),
        "words": standing_words(event, today) if is_known(event) else None,
    }


def _development_json(item: Development) -> Json:
    return {
        "story": letter_id(STORY, item.story.id),
        "title": item.story.title,
        "url": item.story.url,
        "new_sources": [source_json(source) for source in item.new_sources],
        "correction": item.correction,
        "new_followups": [letter_id(FOLLOWUP, followup.id) for followup in item.new_followups],
        "since": letter_id(DIGEST, item.since),
    }


def _coverage_json(digest: Digest) -> Json:
    coverage = digest.coverage
    return {
        "entries": coverage.entries,
        "stories": coverage.stories,
        "not_relevant": coverage.not_relevant,
        "too_old": coverage.too_old,
        "feeds_polled": coverage.feeds_polled,
        "feeds_total": coverage.feeds_total,
        "feeds_failing": [_note_json(note) for note in coverage.feeds_failing],
        "feeds_silent": [_note_json(note) for note in coverage.feeds_silent],
        "deliveries_failing": [_note_json(note) for note in coverage.deliveries_failing],
    }


def _note_json(note: FeedNote) -> Json:
    return {"name": note.name, "url": note.url, "note": note.note}
