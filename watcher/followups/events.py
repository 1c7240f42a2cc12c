"""Which sentences speak of an event of ``keywords.yaml``: its name in them, or "the next dialogue" after its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.followups.expressions import expression
from watcher.model.tagging import EventTag

_BACK = (
    r"(?:next|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|following|upcoming"
    r"|forthcoming|coming|annual|inaugural|first|latest|subsequent|follow-up|two-day|one-day|ministerial|new"
    r"|rescheduled|postponed|planned|same|this\s+year['’]s|next\s+year['’]s|\d{4})"
)
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
        named = {(slug, matched) for _, _, _, slug, matched in self._hits}
        self._only = next(iter(named)) if len({slug for slug, _ in named}) == 1 else None

    def mention(self, where: str, sentence: str, start: int) -> EventMention | None:
        """The event that the sentence at ``start`` of ``where`` speaks of."""
        if not self._hits:
            return None
        for place, low, high, slug, matched in self._hits:
            if place == where and start <= low < start + len(sentence):
                self._last, self._since = (slug, matched), 0
                return EventMention(slug, low - start, min(high - start, len(sentence)))
        if where == "title" and self._only is not None:  # "Dialogue set for July" over a text that names it
            slug, matched = self._only
            head = _head(matched)
            chinese = _IN_CHINESE.get(head.casefold(), "(?!)")
            found = re.search(rf"\b(?:{head})\b|{chinese}", sentence, re.IGNORECASE)
            return EventMention(slug, found.start(), found.end()) if found else None
        self._since += 1
        if self._last is None or self._since > _CLOSE:
            return None
        slug, matched = self._last
        found = _anaphor(matched).search(sentence) or (_NEXT.match(sentence) if self._since == 1 else None)
        return EventMention(slug, found.start(), found.end()) if found else None


# In the sentence behind the event's name alone: "The show runs until Sunday".
_NEXT = expression(
    r"The\s+(?:show|exhibition|fair|festival|conference|summit|forum|week|gathering)(?=\s+(?:is|are|was|will|opens?|runs?"
    r"|lasts?|ends?|closes?|begins?|starts?|takes?|has|had)\b)"
)


_IN_CHINESE = {
    "dialogue": "对话|對話", "summit": "峰会|峰會", "forum": "论坛|論壇", "week": "周|週", "festival": "节|節",
    "airshow": "航展", "meeting": "会议|會議", "conference": "大会|大會",
}  # fmt: skip


def _head(matched: str) -> str:
    words = re.findall(r"\w+", matched)
    return re.escape(words[-1]) if words else "dialogue"


def _anaphor(matched: str) -> re.Pattern[str]:
    head = _head(matched)
    return expression(
        rf"\b(?:(?:the|this|its|their|a|that|each)\s+)?(?:{_BACK}\s+)+(?:{head}|{_GENERIC})\b|\b(?:the|this|their"
        rf"|its)\s+{head}\b"
        r"|\b(?:(?:the\s+)?(?:two|both)\s+(?:sides|countries|governments|delegations|nations|teams)|they)\b[^.;,]{0,40}?"
        r"\b(?:re-?convene|(?:meet|convene|gather)\s+(?:again|next))\b"
        rf"|\b[Tt]he\s+{_BACK}(?=\s+(?:is|will|was|has|would|to)\b)"
        rf"|\A(?:It|The\s+(?:event|meeting|talks))\b(?=.*\b(?:held|take\s+place|took\s+place|host\w*|convene\w*"
        rf"|postponed|cancel\w*|scheduled|planned|moved|rescheduled|set|due)\b)"
        rf"|(?:下一次|下次|下一轮|下一届|下一屆|下届|下屆|第[一二三四五六七八九十\d]+[届次轮])(?:对话|会议|会谈)",
        re.IGNORECASE,
    )


_ADJUNCT = expression(
    r"\b(?:at|during|after|following|since|from|through|under|before|ahead\s+of|on\s+the\s+sidelines\s+of"
    r"|in)\s+(?:the\s+|their\s+|its\s+|this\s+|last\s+)?(?:[\w.'’-]+\s+){0,5}\Z",
    re.IGNORECASE,
)
_VERB = expression(
    r"\b(?:will|would|is|are|was|were|has|have|had|to|agreed|said|announced|plans?|signed|and)\b", re.IGNORECASE
)


def concerns(sentence: str, mention: EventMention, date: tuple[int, int]) -> bool:
    """Whether the date at ``date`` is the event's, not of something decided "at the CET Dialogue".

    Right behind its name the date is the event's even then: "ahead of the CET Dialogue in July".
    """
    if _ADJUNCT.search(sentence[: mention.start][-80:]) is None:
        return True
    between = sentence[mention.end : date[0]]
    return date[0] >= mention.end and len(between) <= 40 and "," not in between and _VERB.search(between) is None
