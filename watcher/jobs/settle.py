"""One feed's answer to its end: parsed, ingested and recorded with the next asking, in one transaction."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from watcher.errors import FeedError, StoreError
from watcher.feeds import cadence
from watcher.jobs.asking import Asked
from watcher.jobs.feed_names import name_of
from watcher.model import Failed, FeedState, Fetched, NotModified, ParsedFeed, Validators
from watcher.settings import FeedSettings, Settings
from watcher.store import feeds as feed_store
from watcher.store.database import Database

if TYPE_CHECKING:
    from watcher.focus.tagging import Tagger
    from watcher.jobs.ingest import Ingested

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What polling one feed came to: updated | not_modified | failed | gone | skipped."""

    url: str
    name: str
    outcome: str
    http_status: int | None = None
    entries_new: int = 0
    entries_changed: int = 0
    stories_new: int = 0
    error: str | None = None

    def line(self) -> str:
        """One line of log."""
        parts = [f"poll feed={self.name!r} outcome={self.outcome}"]
        if self.http_status:
            parts.append(f"status={self.http_status}")
        if self.outcome == "updated":
            parts.append(f"new={self.entries_new} changed={self.entries_changed}")
        if self.error:
            parts.append(f"error={self.error!r}")
        return " ".join(parts)


class Settler:
    """Ends the poll of one feed after another; called from the one thread that writes."""

    def __init__(
        self, database: Database, settings: Settings, tagger: Callable[[], "Tagger"], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._settings = settings
        self._tagger = tagger
        self._clock = clock

    def settle(self, state: FeedState, feed: FeedSettings, asked: Asked) -> FeedOutcome:
        """Record an answer; whatever its document does to us is this feed's failure.

        Raises ``StoreError`` only where not even that can be recorded.
        """
        try:
            return self._settle(state, feed, asked)
        except StoreError as error:
            failed = Failed(f"what came could not be kept: {error}")
        except Exception as error:  # a fault of ours on one document must not end the poll of the others
            log.exception("reading %s failed unexpectedly", feed.label)
            failed = Failed(f"unexpected {type(error).__name__} while reading; a fault of Watcher's own")
        return self._failed(state, feed, failed)

    def _settle(self, state: FeedState, feed: FeedSettings, asked: Asked) -> FeedOutcome:
        answer = asked.answer
        if isinstance(answer, Failed):
            return self._failed(state, feed, answer)
        learned = replace(state, failures=0, state="active", **_place(state, asked, answer, self._clock()))
        if isinstance(answer, NotModified):
            return self._unchanged(learned, feed, answer, 304)
        body_hash = hashlib.sha256(answer.body).hexdigest()
        if body_hash == state.body_hash and state.first_success_at is not None:
            return self._unchanged(learned, feed, answer, answer.status)
        # What reads a document is loaded when one came that is not known: most polls bring none.
        from watcher.feeds.parse import parse

        try:
            parsed = parse(answer.body, answer.url, answer.headers.get("content-type"))
        except FeedError as error:
            return self._failed(state, feed, Failed(str(error), answer.status))
        return self._updated(learned, feed, answer, parsed, body_hash)

    def _updated(
        self, state: FeedState, feed: FeedSettings, answer: Fetched, parsed: ParsedFeed, body_hash: str
    ) -> FeedOutcome:
        from watcher.jobs.ingest import commit, prepare
        from watcher.store import entries as entry_store

        now = self._clock()
        prepared = prepare(self._database, self._settings, self._tagger(), state, feed, parsed, now)
        gap = cadence.gap(len(parsed.entries), prepared.known, polled_before=bool(state.entries))
        with self._database.begin() as session:
            # Stamped inside the transaction: a digest closed before this commit ends before this arrival.
            now = self._clock()
            done = commit(session, prepared, state, feed, parsed, self._settings.grouping_window, now)
            learned = replace(
                state,
                hints=parsed.hints,
                items=len(parsed.entries),
                entries=entry_store.count_of_feed(session, state.id),
            )
            dates = feed_store.recent_dates(session, state.id)
            values = {
                **self._success(learned, feed, answer, now, dates, done.new),
                "title": parsed.title or state.title,
                "site_url": parsed.site_url,
                "language": parsed.language,
                "body_hash": body_hash,
                "hints": feed_store.hints_document(parsed.hints),
                "last_full_at": now,
                "not_modified_streak": 0,
                "entries": learned.entries,
                "items": learned.items,
                "gap_at": now if gap else state.gap_at,
            }
            if not parsed.entries and state.entries:
                # Emptied, perhaps by a fault: keep asking for what differs from the state whose entries are here.
                values |= {**_validators(state.validators), "body_hash": state.body_hash}
            poll = {"at": now, "outcome": "updated", "status": answer.status, "entries_new": done.new}
            feed_store.record(session, state.id, values, poll)
        return self._outcome(replace(state, title=parsed.title or state.title), feed, "updated", answer.status, done)

    def _unchanged(
        self, state: FeedState, feed: FeedSettings, answer: Fetched | NotModified, status: int
    ) -> FeedOutcome:
        now = self._clock()
        with self._database.begin() as session:
            values = self._success(state, feed, answer, now, feed_store.recent_dates(session, state.id))
            if isinstance(answer, NotModified):
                values["not_modified_streak"] = state.not_modified_streak + 1
            else:
                values |= {"not_modified_streak": 0, "last_full_at": now}
            feed_store.record(session, state.id, values, {"at": now, "outcome": "not_modified", "status": status})
        return self._outcome(state, feed, "not_modified", status)

    def _success(
        self,
        learned: FeedState,
        feed: FeedSettings,
        answer: Fetched | NotModified,
        now: datetime,
        dates: list[datetime],
        new: int = 0,
    ) -> dict[str, Any]:
        """What a good answer teaches, whether or not it brought anything."""
        decision = cadence.next_poll(
            feed.url,
            now,
            self._settings.polling,
            interval=feed.interval,
            hints=learned.hints,
            headers=answer.headers,
            history=cadence.PollHistory(dates, learned.items, new, 0, _together(learned, now)),
        )
        return {
            "state": "active",
            "failures": 0,
            "last_error": None,
            "last_status": answer.status if isinstance(answer, Fetched) else 304,
            "last_polled_at": now,
            "last_success_at": now,
            "first_success_at": learned.first_success_at or now,
            "next_poll_at": decision.next_poll_at,
            "interval_seconds": round(decision.interval.total_seconds()),
            **_validators(answer.validators),
            "current_url": learned.current_url,
            "current_checked_at": learned.current_checked_at,
        }

    def _failed(self, state: FeedState, feed: FeedSettings, failed: Failed) -> FeedOutcome:
        """Push the next attempt back; validators and entries stay as they were."""
        now = self._clock()
        failed = replace(failed, error=feed.without_secrets(failed.error))
        failures = state.failures + 1
        decision = cadence.next_poll(
            feed.url,
            now,
            self._settings.polling,
            interval=feed.interval,
            history=cadence.PollHistory(failures=failures, together=state.last_polled_at is None),
            failed=failed,
        )
        kind = "gone" if failed.gone else "failing"
        with self._database.begin() as session:
            values = {
                "state": kind,
                "failures": failures,
                "last_error": failed.error,
                "last_status": failed.status,
                "last_polled_at": now,
                "next_poll_at": decision.next_poll_at,
                "interval_seconds": round(decision.interval.total_seconds()),
                # Where a moved feed lives now has failed: ask the configured address next.
                "current_checked_at": None,
            }
            outcome = "gone" if failed.gone else "failed"
            poll = {"at": now, "outcome": outcome, "status": failed.status, "error": failed.error}
            feed_store.record(session, state.id, values, poll)
        return FeedOutcome(feed.label, name_of(feed, state), outcome, failed.status, error=failed.error)

    def _outcome(
        self, state: FeedState, feed: FeedSettings, outcome: str, status: int, done: "Ingested | None" = None
    ) -> FeedOutcome:
        counts = (done.new, done.changed, done.stories_new) if done else ()
        return FeedOutcome(feed.label, name_of(feed, state), outcome, status, *counts)


def _together(state: FeedState, now: datetime) -> bool:
    """Whether many others are polled at the same moment: at first polls, and after a time in which nobody polled."""
    if state.first_success_at is None or state.next_poll_at is None:
        return True
    return now - state.next_poll_at > timedelta(seconds=state.interval_seconds or 0)


def _validators(validators: Validators) -> dict[str, Any]:
    return {"etag": validators.etag, "last_modified": validators.last_modified, "validators_url": validators.url}


def _place(state: FeedState, asked: Asked, answer: Fetched | NotModified, now: datetime) -> dict[str, Any]:
    """Where the feed lives, should the answer be a feed: 301 and 308 count, whatever led there otherwise does not."""
    if asked.url == state.url:
        current = answer.moved_to
        checked = now
    else:
        current = answer.moved_to or state.current_url
        checked = now if asked.configured or state.current_checked_at is None else state.current_checked_at
    if current is None or current == state.url:
        return {"current_url": None, "current_checked_at": None}
    return {"current_url": current, "current_checked_at": checked}
