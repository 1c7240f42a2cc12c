"""The contract's JSON objects for single records: plain values, keys and meaning as promised. Pure.

Times are RFC 3339 in UTC, dates YYYY-MM-DD, ids carry their letter. Texts are whole; what leaves the house
is built from these in ``bodies`` and cut there.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from watcher.digests import words
from watcher.errors import UsageError
from watcher.model.deliveries import Delivery
from watcher.model.followups import FollowUp, FollowUpChange, FoundFollowUp, Status
from watcher.model.period import Period
from watcher.model.stories import AreaScore, Source, Story

Json = dict[str, Any]

QUOTE_LIMIT = 300  # characters of a source that may leave the house
WHY_LIMIT = 80  # of one match: a ``near`` term may span sentences

STORY, ENTRY, FOLLOWUP, DIGEST, ALERT, DELIVERY = "s", "e", "f", "d", "a", "v"
_PAGES = {STORY: "stories", FOLLOWUP: "followups", DIGEST: "digests", ALERT: "alerts"}
_LARGEST_ID = 2**63 - 1


def letter_id(letter: str, number: int) -> str:
    """``letter_id("s", 412)`` is "s412"."""
    return f"{letter}{number}"


def parse_id(text: str, *letters: str) -> tuple[str, int]:
    """``parse_id("s412")`` is ("s", 412). Only ``letters`` are accepted, where given; a bare number takes the first.

    Raises ``UsageError``.
    """
    text = text.strip()
    letter, number = (text[:1].lower(), text[1:]) if text[:1].isalpha() else (letters[0] if letters else "", text)
    if not (number.isascii() and number.isdigit()) or int(number) > _LARGEST_ID or not letter.isascii() or not letter:
        raise UsageError(f"{text!r} is no id; an id looks like {letters[0] if letters else 's'}412")
    if letters and letter not in letters:
        raise UsageError(
            f"{text!r} is not an id of this kind; expected one like {' or '.join(f'{x}12' for x in letters)}"
        )
    return letter, int(number)


def page_url(public_url: str | None, letter: str, number: int | None) -> str | None:
    """The address of a page of the web interface, or None where it has no public address."""
    if not public_url or number is None:
        return None
    return f"{public_url.rstrip('/')}/{_PAGES[letter]}/{letter_id(letter, number)}"


def instant(value: datetime | None) -> str | None:
    """RFC 3339 in UTC with "Z"; fractions only where there are any."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z" if value else None


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def period_json(period: Period) -> Json:
    return {"start": day(period.start), "end": day(period.end), "precision": period.precision.value}


def source_json(source: Source) -> Json:
    return {
        "entry": letter_id(ENTRY, source.entry),
        "outlet": source.outlet,
        "title": source.title,
        "url": source.url,
        "published_at": instant(source.published_at),
    }


def area_json(area: AreaScore) -> Json:
    return {"slug": area.slug, "score": round(area.score, 4), "matched": list(area.matched)}


def story_json(story: Story, *, snippet: str | None = None, hits: Sequence[tuple[int, int]] = ()) -> Json:
    """One object of ``stories --json``; with ``snippet``, and where the found words stand in it, of ``search --json``.

    ``hits`` count characters of the snippet: start, end.
    """
    shape: Json = {
        "id": letter_id(STORY, story.id),
        "title": story.title,
        "summary": story.summary,
        "language": story.language,
        "url": story.url,
        "published_at": instant(story.published_at),
        "updated_at": instant(story.updated_at),
        "relevant": story.relevant,
        "focus_areas": [area_json(area) for area in story.areas],
        "sources": [source_json(source) for source in story.sources],
        "followups": [letter_id(FOLLOWUP, number) for number in story.followups],
        "events": list(story.events),
        "why": [words.span(term, WHY_LIMIT) for term in story.why],
        "arrived_at": instant(story.arrived_at),
    }
    if snippet is not None:
        shape |= {"snippet": snippet, "hits": [list(span) for span in hits]}
    return shape


def change_json(change: FollowUpChange) -> Json:
    return {
        "seen_at": instant(change.seen_at),
        **period_json(change.period),
        "place": change.place,
        "change": change.change.value,
        "by": change.by,
        "text": change.text,
        "url": change.url,
    }


def followup_json(followup: FollowUp, status: Status) -> Json:
    """One object of ``followups --json``."""
    return {
        "id": letter_id(FOLLOWUP, followup.id),
        "event": followup.event,
        "event_slug": followup.event_slug,
        **period_json(followup.period),
        "place": followup.place,
        "kind": followup.kind.value,
        "status": status.value,
        "text": followup.text,
        "first_mentioned_at": instant(followup.first_mentioned_at),
        "updated_at": instant(followup.updated_at),
        "history": [change_json(change) for change in followup.history],
        "sources": [source_json(source) for source in followup.sources],
    }


def found_json(number: int, found: FoundFollowUp) -> Json:
    """A follow-up as one entry gives it; ``number`` is the record it belongs to."""
    return {
        "id": letter_id(FOLLOWUP, number),
        "event": found.event,
        "event_slug": found.event_slug,
        **period_json(found.period),
        "place": found.place,
        "kind": found.kind.value,
        "text": found.text,
    }


def entry_json(
    *,
    number: int,
    feed: str,
    outlet: str,
    guid: str,
    url: str | None,
    canonical_url: str | None,
    title: str,
    summary: str,
    published_at: datetime | None,
    first_seen_at: datetime,
    language: str | None,
    story: int,
    relevant: bool,
    focus_areas: Sequence[str],
    full_text: str,
    followups: Iterable[tuple[int, FoundFollowUp]],
) -> Json:
    """One object of ``entries --json``. ``feed``: its address; ``full_text``: feed, page, pending or unavailable."""
    return {
        "id": letter_id(ENTRY, number),
        "feed": feed,
        "outlet": outlet,
        "guid": guid,
        "url": url,
        "canonical_url": canonical_url,
        "title": title,
        "summary": summary,
        "published_at": instant(published_at),
        "first_seen_at": instant(first_seen_at),
        "language": language,
        "story": letter_id(STORY, story),
        "relevant": relevant,
        "focus_areas": list(focus_areas),
        "full_text": full_text,
        "followups": [found_json(record, found) for record, found in followups],
    }


def feed_json(
    *,
    url: str,
    current_url: str | None,
    name: str,
    state: str,
    last_polled_at: datetime | None,
    last_success_at: datetime | None,
    next_poll_at: datetime | None,
    failures: int,
    last_error: str | None,
    interval_seconds: float,
    entries: int,
) -> Json:
    """One object of ``feeds --json``. ``current_url`` None unless moved; ``state``: active, failing, gone, disabled."""
    return {
        "url": url,
        "current_url": current_url,
        "name": name,
        "state": state,
        "last_polled_at": instant(last_polled_at),
        "last_success_at": instant(last_success_at),
        "next_poll_at": instant(next_poll_at),
        "failures": failures,
        "last_error": last_error,
        "interval_seconds": round(interval_seconds),
        "entries": entries,
    }


def delivery_json(delivery: Delivery) -> Json:
    """One object of ``deliveries --json``."""
    return {
        "id": letter_id(DELIVERY, delivery.id),
        "digest": letter_id(DIGEST, delivery.digest) if delivery.digest is not None else None,
        "alert": letter_id(ALERT, delivery.alert) if delivery.alert is not None else None,
        "channel": delivery.channel,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "created_at": instant(delivery.created_at),
        "next_attempt_at": instant(delivery.next_attempt_at),
        "sent_at": instant(delivery.sent_at),
        "last_error": delivery.last_error,
    }
