"""Which story an entry joins, with the evidence. Pure: candidates come in as values, a decision goes out.

Three levels: the same address, nearly the same words, the same event. An entry joins by its average likeness to
a story's members (no chaining through one weak link), and a single conflict with a member keeps it out.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from watcher.stories.instalments import conflict
from watcher.stories.similarity import Likeness, Weighed, compare, shared_words
from watcher.stories.titles import ROUNDUP

SAME_URL, NEAR_COPY, SAME_EVENT, NEW = "same-url", "near-copy", "same-event", "new"
LARGEST_STORY = 100
"""Entries a story holds before only copies and addresses may join: a story that grows on is a topic."""
COMPARED = 12
"""Members compared at most: the oldest ones keep a story to its subject, the newest carry its turns."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of a candidate story. ``entry`` is negative for an entry of the batch under way."""

    entry: int
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class CandidateStory:
    """A story that shares rare terms with the new entry. ``members`` are all of them, in order of publication."""

    story: int
    members: Sequence[Member]


@dataclass(frozen=True, slots=True)
class Decision:
    """``story`` None: a new one. ``score`` 0-1. ``evidence`` is compact and becomes JSON.

    ``rivals`` are other stories the entry would have joined, best first: perhaps they are all one.
    """

    story: int | None
    kind: str
    score: float
    evidence: dict[str, Any] = field(default_factory=dict)
    rivals: tuple[int, ...] = ()


def decide(
    new: Weighed,
    candidates: Sequence[CandidateStory],
    window: timedelta,
    apart: frozenset[int] = frozenset(),
) -> Decision:
    """The best story for an entry. ``apart`` are stories a person has taken this entry out of."""
    found: list[Decision] = []
    refused: list[list[object]] = []
    for candidate in candidates:
        if candidate.story in apart or not _in_window(new, candidate, window):
            continue
        decision = _weigh_story(new, candidate, refused)
        if decision:
            found.append(decision)
    if not found:
        return Decision(None, NEW, 0.0, {"refused": refused[:3]} if refused else {})
    found.sort(key=_rank, reverse=True)
    rivals = tuple(rival.story for rival in found[1:] if rival.story is not None)
    return replace(found[0], rivals=rivals)


def _rank(decision: Decision) -> tuple[int, float, int]:
    assert decision.story is not None
    return (decision.kind == SAME_URL) * 2 + (decision.kind == NEAR_COPY), decision.score, -decision.story


def _in_window(new: Weighed, candidate: CandidateStory, window: timedelta) -> bool:
    times = [member.weighed.published for member in candidate.members]
    at, reach = new.published, window.total_seconds()
    return at - min(times) <= reach and max(times) - at <= reach


def _weigh_story(new: Weighed, candidate: CandidateStory, refused: list[list[object]]) -> Decision | None:
    decision = _same_address(new, candidate) or _same_words(new, candidate)
    if decision is None or decision.kind == SAME_URL:
        return decision
    for member in candidate.members:
        against = conflict(new, member.weighed)
        if against:
            refused.append([candidate.story, member.entry, against])
            return None
    return decision


def _same_address(new: Weighed, candidate: CandidateStory) -> Decision | None:
    for member in candidate.members:
        if new.url and new.url == member.weighed.url and _same_page(new, member.weighed):
            return Decision(candidate.story, SAME_URL, 1.0, {"entry": member.entry})
    return None


def _same_page(new: Weighed, old: Weighed) -> bool:
    """Within one outlet the words must agree a little: a live page carries many items under one address."""
    if new.outlet != old.outlet:
        return True
    likeness = compare(new, old)
    return likeness.title > 0.2 or likeness.whole > 0.2


def _same_words(new: Weighed, candidate: CandidateStory) -> Decision | None:
    members = _sample(candidate.members)
    pairs: list[tuple[Member, Likeness, float]] = []
    best = -math.inf
    for member in members:
        likeness = compare(new, member.weighed)
        logit = pair_logit(likeness)
        pairs.append((member, likeness, logit))
        best = max(best, logit)
        if len(pairs) == LOOKED_AT and best < HOPELESS:
            return None
    nearest, closest, _ = max(pairs, key=lambda pair: (pair[1].whole, -pair[0].entry))
    if (new.traits ^ nearest.weighed.traits) & ROUNDUP:
        return None
    if is_near_copy(closest):
        kind, score = NEAR_COPY, max(0.9, closest.whole)
    elif len(candidate.members) >= LARGEST_STORY or new.traits & ROUNDUP:
        return None
    else:
        kind, score = SAME_EVENT, story_score([logit for _, _, logit in pairs])
    if score < THRESHOLD:
        return None
    return Decision(candidate.story, kind, round(min(1.0, score), 3), _evidence(new, nearest, closest))


LOOKED_AT, HOPELESS = 3, -4.0
"""A story whose first members are all that unlike (log odds) is looked at no further."""


def _sample(members: Sequence[Member], most: int = COMPARED) -> Sequence[Member]:
    if len(members) <= most:
        return members
    return [*members[: most // 3], *members[most // 3 - most :]]


def is_near_copy(likeness: Likeness) -> bool:
    """Nearly the same words, as a whole, or nearly the same title with enough in it."""
    return likeness.whole >= 0.75 or (likeness.title >= 0.8 and likeness.whole >= 0.4 and likeness.count >= 5)


THRESHOLD = 0.5
# Weights of a logistic model over pairs of entries: fitted (L2, C=1) on pairs of news items labelled as one event or
# not, then moved by a search on the same labelled sets; see ``Likeness`` for the features, few and general on purpose.
CONSTANT, TOLD, SUBSTANCE, STRONGEST, STRANGE_NAMES = -7.5, 6.37, 1.88, 15.91, -0.45
DAYS, SAME_OUTLET, OTHER_KIND, OTHER_TENSE = -2.29, -2.75, -2.8, -0.2


def pair_logit(likeness: Likeness) -> float:
    """How likely two entries report one event, as log odds."""
    return (
        CONSTANT
        + TOLD * likeness.told
        + SUBSTANCE * likeness.substance
        + STRONGEST * likeness.strongest
        + STRANGE_NAMES * min(likeness.strange_names, 3)
        + DAYS * min(likeness.days, 4.0)
        + SAME_OUTLET * likeness.same_outlet
        + OTHER_KIND * likeness.other_kind
        + OTHER_TENSE * likeness.other_tense
    )


BEST = 0.1


def story_score(logits: Sequence[float]) -> float:
    """The chance that an entry belongs to a story, from its log odds against each member compared."""
    return _chance((1 - BEST) * sum(logits) / len(logits) + BEST * max(logits))


UNITED = 0.3
CROSSED = 5
"""Members of each story compared when two stories may be one."""


def unity(first: CandidateStory, second: CandidateStory, rarity_of: Mapping[int, float], window: timedelta) -> float:
    """The chance that two stories report one event, by the average likeness of their members; 0 where a conflict or
    the window keeps any two apart.
    """
    times = [member.weighed.published for member in (*first.members, *second.members)]
    if max(times) - min(times) > window.total_seconds():
        return 0.0
    if len(first.members) + len(second.members) > LARGEST_STORY:
        return 0.0
    if any(conflict(a.weighed, b.weighed) for a in first.members for b in second.members):
        return 0.0
    ours = [replace(member.weighed, rarity=rarity_of) for member in _sample(first.members, CROSSED)]
    theirs = [member.weighed for member in _sample(second.members, CROSSED)]
    logits = [pair_logit(compare(mine, other)) for mine in ours for other in theirs]
    return _chance(sum(logits) / len(logits))


def _chance(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def _evidence(new: Weighed, member: Member, likeness: Likeness) -> dict[str, Any]:
    return {
        "entry": member.entry,
        "words": shared_words(new, member.weighed),
        "alike": [round(likeness.whole, 2), round(likeness.title, 2)],
        "days": round(likeness.days, 1),
    }
