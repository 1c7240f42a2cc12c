"""One feed's answer to its end: parsed, ingested and recorded with the next asking, in one transaction."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from watcher.errors import FeedError, StoreError, WorkerError
from watcher.feeds import cadence
from watcher.jobs.asking import Answered, Asked
from watcher.jobs.feed_names import name_of
from watcher.jobs.remembered import Remembered
from watcher.model.feeds import FeedState
from watcher.model.fetching import Failed, Fetched, NotModified, Validators
from watcher.settings import FeedSettings, Settings
from watcher.store import feeds as feed_store
from watcher.store.database import Database

if TYPE_CHECKING:
    from watcher.focus.tagging import Tagger
    from watcher.jobs.documents import Reading
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
        self._remembered = Remembered()

    def settle_together(self, batch: Sequence[Answered]) -> list[FeedOutcome]:
        """Record in one transaction what asking feeds taught that brought nothing new.

        Nothing where that failed: then each is to be settled by itself, so that none is lost with another.
        """
        try:
            return self._unchanged_together(batch)
        except StoreError as error:
            log.warning("feeds without news are recorded one by one: %s", error)
        except Exception:  # a fault of ours on one of them must not lose the others
            log.exception("feeds without news are recorded one by one")
        return []

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
            return self._unchanged(learned, feed, answer)
        if asked.unchanged:
            return self._unchanged(learned, feed, answer)
        try:
            reading = self._reading(learned, feed, asked, answer)
        except FeedError as error:
            return self._failed(state, feed, Failed(str(error), answer.status))
        except WorkerError as error:
            log.warning("reading %s failed: %s", feed.label, error)
            return self._failed(state, feed, Failed(f"the document could not be read: {error}", answer.status))
        return self._updated(learned, feed, answer, reading, asked.body_hash)

    def _reading(self, state: FeedState, feed: FeedSettings, asked: Asked, answer: Fetched) -> "Reading":
        """What the document holds, read by a worker or here; raises what its reader raised."""
        if isinstance(asked.reading, Exception):
            raise asked.reading
        if asked.reading is not None:
            return asked.reading
        # What reads a document is loaded when one came that is not known: most polls bring none.
        from watcher.jobs.documents import Document
        from watcher.jobs.reading import read

        content_type = answer.headers.get("content-type")
        return read(Document(feed, state.title, answer.body, answer.url, content_type, self._clock()))

    def _updated(
        self, state: FeedState, feed: FeedSettings, answer: Fetched, reading: "Reading", body_hash: str | None
    ) -> FeedOutcome:
        from watcher.jobs.ingest import commit, prepare
        from watcher.store import entries as entry_store

        parsed = reading.parsed
        prepared = prepare(self._database, self._settings, self._tagger, state, feed, reading)
        gap = cadence.gap(reading.items, prepared.known, polled_before=bool(state.entries))
        with self._database.writing() as connection:
            # Stamped inside the transaction: a digest closed before this commit ends before this arrival.
            now = self._clock()
            self._remembered.begin(connection)
            done = commit(connection, prepared, state, reading.outlet, now, self._remembered)
            learned = replace(
                state,
                hints=parsed.hints,
                items=reading.items,
                entries=entry_store.count_of_feed(connection, state.id),
            )
            dates = feed_store.recent_dates(connection, state.id)
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
            if not reading.items and state.entries:
                # Emptied, perhaps by a fault: keep asking for what differs from the state whose entries are here.
                values |= {**_validators(state.validators), "body_hash": state.body_hash}
            poll = {"at": now, "outcome": "updated", "status": answer.status, "entries_new": done.new}
            feed_store.record(connection, state.id, values, poll)
            left = self._remembered.end(connection)
        self._remembered.committed(left)
        return self._outcome(replace(state, title=parsed.title or state.title), feed, "updated", answer.status, done)

    def _unchanged(self, state: FeedState, feed: FeedSettings, answer: Fetched | NotModified) -> FeedOutcome:
        now = self._clock()
        with self._database.writing() as connection:
            values = self._nothing_new(state, feed, answer, now, feed_store.recent_dates(connection, state.id))
            feed_store.record(connection, state.id, values, _poll_without_news(answer, now))
        return self._outcome(state, feed, "not_modified", _status(answer))

    def _unchanged_together(self, batch: Sequence[Answered]) -> list[FeedOutcome]:
        now = self._clock()
        learned: list[tuple[FeedState, FeedSettings, Fetched | NotModified]] = []
        for state, feed, asked in batch:
            assert not isinstance(asked.answer, Failed)
            place = _place(state, asked, asked.answer, now)
            learned.append((replace(state, failures=0, state="active", **place), feed, asked.answer))
        with self._database.writing() as connection:
            dates = feed_store.recent_dates_of(connection, [state.id for state, _, _ in learned])
            values = [self._nothing_new(*one, now, dates[one[0].id]) | {"of_feed": one[0].id} for one in learned]
            polls = [{"feed_id": state.id, **_poll_without_news(answer, now)} for state, _, answer in learned]
            feed_store.record_many(connection, values, polls)
        return [self._outcome(state, feed, "not_modified", _status(answer)) for state, feed, answer in learned]

    def _nothing_new(
        self,
        state: FeedState,
        feed: FeedSettings,
        answer: Fetched | NotModified,
        now: datetime,
        dates: list[datetime],
    ) -> dict[str, Any]:
        values = self._success(state, feed, answer, now, dates)
        if isinstance(answer, NotModified):
            return values | {"not_modified_streak": state.not_modified_streak + 1, "last_full_at": state.last_full_at}
        return values | {"not_modified_streak": 0, "last_full_at": now}

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
            "last_status": _status(answer),
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
        with self._database.writing() as connection:
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
            feed_store.record(connection, state.id, values, poll)
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


def _status(answer: Fetched | NotModified) -> int:
    return answer.status if isinstance(answer, Fetched) else 304


def _poll_without_news(answer: Fetched | NotModified, now: datetime) -> dict[str, Any]:
    return {"at": now, "outcome": "not_modified", "status": _status(answer)}


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
