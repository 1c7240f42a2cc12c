"""Which sentences speak of an event of ``keywords.yaml``: its name in them, or "the next dialogue" after its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.model import EventTag

_BACK = r"(?:next|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|following|upcoming|forthcoming|coming|annual|inaugural|first|latest|subsequent|follow-up|two-day|one-day|ministerial|new|rescheduled|postponed|planned|same|this\s+year['’]s|next\s+year['’]s|\d{4})"
_GENERIC = r"(?:meeting|session|round|edition|iteration|instal?lment|talks|gathering|event|one)"
_CLOSE = 4  # sentences after which "the next meeting" no longer means the event named before


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event's name, or words that stand for it, at ``start:end`` of a sentence."""

    slug: str
    start: int
    end: int


class EventReader:
    """Walks an entry's sentences in order and remembers the event named last."""

    def __init__(self, events: Sequence[EventTag]) -> None:
        self._hits = [(hit.where, hit.start, hit.end, tag.slug, hit.matched) for tag in events for hit in tag.hits]
        self._last: tuple[str, str] | None = None
        self._since = 0

    def mention(self, where: str, sentence: str, start: int) -> EventMention | None:
        """The event that the sentence at ``start`` of ``where`` speaks of."""
        if not self._hits:
            return None
        for place, low, high, slug, matched in self._hits:
            if place == where and start <= low < start + len(sentence):
                self._last, self._since = (slug, matched), 0
                return EventMention(slug, low - start, min(high - start, len(sentence)))
        self._since += 1
        if self._last is None or self._since > _CLOSE:
            return None
        slug, matched = self._last
        found = _anaphor(matched).search(sentence)
        return EventMention(slug, found.start(), found.end()) if found else None


def _anaphor(matched: str) -> re.Pattern[str]:
    words = re.findall(r"\w+", matched)
    head = re.escape(words[-1]) if words else "dialogue"
    return re.compile(
        rf"\b(?:(?:the|this|its|their|a|that|each)\s+)?(?:{_BACK}\s+)+(?:{head}|{_GENERIC})\b|\b(?:the|this|their|its)\s+{head}\b"
        rf"|\A(?:It|The\s+(?:event|meeting|talks))\b(?=.*\b(?:held|take\s+place|took\s+place|host\w*|convene\w*|postponed|cancel\w*|scheduled|planned|moved|rescheduled|set|due)\b)"
        rf"|(?:下一次|下次|下一轮|第[一二三四五六七八九十\d]+[届次轮])(?:对话|会议|会谈)",
        re.IGNORECASE,
    )


_ADJUNCT = re.compile(
    r"\b(?:at|during|after|following|since|from|through|under|before|ahead\s+of|on\s+the\s+sidelines\s+of|in)\s+(?:the\s+|their\s+|its\s+|this\s+|last\s+)?(?:[\w.'’-]+\s+){0,5}\Z",
    re.IGNORECASE,
)
_GATHERING = re.compile(
    r"\b(?:held|hold|holds|holding|host\w*|take\s+place|took\s+place|convene\w*|meet|meets|met|postpone\w*|cancel\w*|reschedule\w*|planned|scheduled|slated)\b",
    re.IGNORECASE,
)


def concerns(sentence: str, mention: EventMention, verb_phrase: str) -> bool:
    """Whether what is told is the event itself, not something decided "at the CET Dialogue"."""
    before = sentence[: mention.start][-80:]
    return _ADJUNCT.search(before) is None or _GATHERING.search(verb_phrase) is not None
