"""Judge many stored texts anew, on every core where there are enough of them to pay for the processes."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from watcher.errors import WatcherError, WorkerError
from watcher.focus.tagging import Tagger
from watcher.jobs.analysis import Analysis, analyse
from watcher.jobs.workers import Workers, cores

WORTH_PROCESSES = 2000  # entries; fewer are judged sooner than two interpreters have started
PART = 250  # entries judged at once

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Question:
    """One text with the tags it has: ``areas``, ``events`` and ``why`` as the store keeps them."""

    title: str
    text: str
    implies: tuple[str, ...]
    dated_at: datetime
    zone: ZoneInfo
    language: str | None
    relevant: bool
    areas: list[Any]
    events: list[Any]
    why: list[Any]


def judge(tagger: Tagger, questions: Sequence[Question], *, followups: bool) -> list[Analysis | None]:
    """The analysis of each text whose tags would be others now, None for the rest.

    ``followups``: with what newly relevant texts, and those whose events changed, say of follow-ups.
    """
    return [_judge(tagger, question, followups) for question in questions]


def _judge(tagger: Tagger, question: Question, followups: bool) -> Analysis | None:
    found = Analysis(tagger.judge(question.title, question.text, question.implies), ())
    relevant = found.judgement.relevant
    if (relevant, found.areas, found.events, found.why) == (
        question.relevant,
        question.areas,
        question.events,
        question.why,
    ):
        return None
    if not followups or not says_followups(question.relevant, question.events, found):
        return found
    return analyse(
        tagger,
        question.title,
        question.text,
        dated_at=question.dated_at,
        zone=question.zone,
        language=question.language,
        implies=question.implies,
    )


def says_followups(was_relevant: bool, events: Sequence[Any], analysis: Analysis) -> bool:
    """Whether what a text says of follow-ups is to be found anew: it became relevant, or names other events."""
    return analysis.judgement.relevant and not (was_relevant and analysis.events == list(events))


def judge_all(
    tagger: Tagger, parts: Iterable[tuple[Key, Sequence[Question]]], total: int, *, followups: bool
) -> Iterator[tuple[Key, list[Analysis | None]]]:
    """``judge`` over many parts, in order, each answered under its key. ``total`` decides whether processes pay."""
    workers = min(cores(), 8)
    if total < WORTH_PROCESSES or workers < 2:
        for key, questions in parts:
            yield key, judge(tagger, questions, followups=followups)
        return
    with Workers(workers, _begin, (tagger,)) as pool:
        waiting: deque[tuple[Key, Future[list[Analysis | None]]]] = deque()
        for key, questions in parts:
            waiting.append((key, pool.submit(None, _work, questions, followups=followups)))
            # Enough in hand that no worker waits, and no more, so that memory stays flat.
            if len(waiting) > 2 * workers:
                yield _answered(waiting.popleft())
        while waiting:
            yield _answered(waiting.popleft())


def _answered(waiting: tuple[Key, Future[list[Analysis | None]]]) -> tuple[Key, list[Analysis | None]]:
    key, future = waiting
    try:
        return key, future.result()
    except WorkerError as error:
        raise WatcherError(f"judging the texts failed: {error}; run the command again") from error


_tagger: Tagger | None = None  # of a worker process


def _begin(tagger: Tagger) -> None:
    global _tagger  # noqa: PLW0603 - a worker process has one tagger for its whole life
    _tagger = tagger


def _work(questions: Sequence[Question], *, followups: bool) -> list[Analysis | None]:
    assert _tagger is not None
    return judge(_tagger, questions, followups=followups)
