"""Which verb group of a sentence a date belongs to. English."""

import re

from watcher.followups.expressions import expression
from watcher.followups.verbs import Tense, VerbGroup, bounds


def governing(sentence: str, groups: list[VerbGroup], start: int, end: int) -> VerbGroup | None:
    """The verb group a date at ``start:end`` belongs to.

    The nearest one before it in its own clause; an infinitive gives way to the verb it hangs on. Where none
    stands before ("By January the group hopes ..."), the first one after; at last one of an earlier clause.
    """
    low, high = bounds(sentence, start, end)
    before = [group for group in groups if low <= group.start < start and not _is_compared(sentence, group)]
    if before:
        finite = [group for group in before if group.tense is not Tense.INFINITIVE]
        if finite and before[-1] is not finite[-1] and _is_of_a_relative(sentence, finite[-1]):
            finite.pop()  # "the bill that Congress passed orders the bureau | to report | within 90 days"
        return _past_participles(sentence, finite, start) if finite else before[-1]
    following = [group for group in groups if end <= group.start < high]
    told_behind = sentence[:low].endswith((": ", "but")) and all(group.tense is Tense.REPORT for group in following)
    if following and not told_behind:  # "has put a date on it: | 13 November, said its head"
        return _verb_behind(sentence, following)
    earlier = [group for group in groups if group.start < low and group.tense is not Tense.INFINITIVE]
    if earlier:
        return earlier[-1]
    if sentence[low - 1 : low] == "—" == sentence[high : high + 1]:  # "The council — in a vote on | Thursday — passed"
        following = [group for group in groups if group.start > high]
    return following[0] if following else None


def _is_compared(sentence: str, group: VerbGroup) -> bool:
    """ "will begin later than | planned |, on 20 October"."""
    return group.tense is Tense.PAST and _THAN.search(sentence[: group.start]) is not None


_THAN = expression(r"\b(?:than|as)\s+(?:\w+ly\s+|first\s+)?\Z")


def _is_of_a_relative(sentence: str, group: VerbGroup) -> bool:
    return group.tense is Tense.PAST and _RELATIVE.search(sentence[: group.start]) is not None


_RELATIVE = expression(r"\w\s+(?:that|which|who)\s+(?:(?:the|its|their)\s+)?(?:[\w’'-]+\s+){0,2}\Z")


def _verb_behind(sentence: str, following: list[VerbGroup]) -> VerbGroup:
    """The first verb; of "on 1 July licences | issued in Fiji | become valid" the second."""
    first = following[0]
    if len(following) == 1 or first.tense is not Tense.PAST or not _ISSUED.fullmatch(first.words):
        return first
    second = following[1]
    between = sentence[first.end : second.start]
    behind = second.tense in _FINITE and _BY_WHOM.fullmatch(between) is not None
    return second if behind and sentence[: first.start].rstrip()[-1:] not in {",", ""} else first


_FINITE = frozenset({Tense.PRESENT, Tense.FUTURE})
_ISSUED = expression(r"[a-z]+ed|held|made|built|sold|given|taken|grown", re.IGNORECASE)
_BY_WHOM = expression(
    r"\s+(?:in|by|for|at|from|under|with|to)\s+(?:(?!and\b|or\b|that\b|which\b|who\b)[\w’'&-]+\s+){1,6}"
)


def _past_participles(sentence: str, finite: list[VerbGroup], start: int) -> VerbGroup:
    """The last finite group; a participle ("lunch provided by ...") gives way, unless the date follows it at once."""
    last = finite[-1]
    if _is_noun(sentence, finite):
        return finite[-2]
    if (
        len(finite) == 1
        or last.tense is not Tense.PAST
        or _DECIDED.fullmatch(last.words)
        or not _PARTICIPLE.fullmatch(last.words)
        or start - last.end <= 4
    ):
        return last
    if _HELD_ON.fullmatch(last.words) and sentence[: last.start].endswith(", "):
        return last  # "agreed to share data at the dialogue, held on Tuesday"
    if _HELD_ON.fullmatch(last.words) and _AT_A_MEETING.search(sentence[: last.start]):
        return last  # "agreed to share data at talks held in Suva on Tuesday"
    between = sentence[finite[-2].end : last.start]
    after = sentence[last.end : last.end + 10]
    if _OF_AN_END.fullmatch(last.words) and _CLAUSE.search(between):
        return last  # "agreed to share tests | as the third dialogue closed in Busan on Thursday"
    if _REDUCED.match(after) and not _SUBJECT.search(between) and not _JOINED.search(between):
        return finite[-2]
    return last


def _is_noun(sentence: str, finite: list[VerbGroup]) -> bool:
    """In "could see returns by 2027": a word read as a present verb that the verb before has for its object."""
    if len(finite) == 1 or finite[-1].tense is not Tense.PRESENT or _NO_NOUN.match(finite[-1].words):
        return False
    between = sentence[finite[-2].end : finite[-1].start]
    return (
        finite[-2].tense in {Tense.SUPPOSED, Tense.DENIED, Tense.FORMER, Tense.PAST}
        and not re.search(r",|\b(?:when|where|before|after|until|as|how|why|because|if|than)\b", between)
        and not _COORDINATED.search(between)
    )


# "The rule that Congress passed in 2024 | takes effect": a relative clause stands between.
_NO_NOUN = expression(
    r"(?:is|are|can|am|begins|opens|expires|becomes|applies|convenes)\b|(?:takes|comes|enters|kicks|goes|falls|gets)\s+\w",
    re.IGNORECASE,
)
_PARTICIPLE = expression(r"\w+ed|held|made|built|led|set", re.IGNORECASE)
_DECIDED = expression(
    r"decided|agreed|resolved|ruled|voted|vowed|pledged|concluded|insisted", re.IGNORECASE
)  # no participles
_HELD_ON = expression(
    r"held|hosted|signed|published|released|issued|opened|launched|convened|concluded|ended|unveiled", re.IGNORECASE
)
_AT_A_MEETING = expression(
    r"\b(?:at|during|after|following)\s+(?:(?!to\b|in\b|on\b)[\w’'&-]+\s+){0,6}?"
    r"(?:meetings?|talks|summit|forum|dialogue|conference|consultations|negotiations|roundtable|workshop|symposium|congress|session|round|gathering"
    r"|hearing|ceremony|exercise|seminar)\s+\Z",
    re.IGNORECASE,
)
_REDUCED = expression(r"\s+(?:to|by|with|from|for|under|as|into|on|at|through|in)\b")
_SUBJECT = expression(r"\b(?:that|which|who|it|they|he|she)\b|;")
_OF_AN_END = expression(r"closed|ended|opened|concluded|finished|started|convened", re.IGNORECASE)
_CLAUSE = expression(
    r"\b(?:as|when|after|before|where|once)\s+(?:(?:the|their|its|an?)\s|[A-Z])"
    r"(?![^,;]*\b(?:in|on|at|to|by|with|from|for|as)\s+(?:an?|the)\s+\w+\s+\Z)"
)
_JOINED = expression(r"\b(?:and|or)\s+(?:\w+ly\s+)?\Z")
_COORDINATED = expression(r"\b(?:and|or|that|which|who|it|they|he|she)\b|;")
