"""A message for glancing at: follow-ups told, then stories as title, area and outlets. Pure.

Built from the contract's JSON object, dates in the words that the digest chose, so that every chat service says
the same as the mail. How a line is written and how much fits is each service's own (``slack.py`` and its like).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from watcher.model.deliveries import Message
from watcher.text import shorten

STORIES = 10  # told in one message that has a link to the rest
OUTLETS = 4  # named in one line; the others are counted
_INTRO = 1500
_NOTICES = {
    "new": "New",
    "changed": "Changed",
    "coming": "Coming up",
    "due": "Now",
    "overdue": "Overdue",
    "no-longer-chased": "No longer chased",
}
_GROUPS = {"new": "new", "changed": "changed", "upcoming": "coming", "overdue": "overdue"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """``lead`` (bold) ``title`` (linked) ``detail``; any of them plain text as the feeds gave it."""

    title: str
    url: str | None = None
    lead: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """``intro`` stands where there is no story and no follow-up; ``more`` and ``link`` lead to the rest."""

    title: str
    intro: str
    sections: tuple[Section, ...]
    more: str = ""
    link: str | None = None


def glance(message: Message, stories: int | None = None, followups: int | None = None) -> Glance:
    """The message at a glance; with ``stories`` and ``followups`` at most so many of each, the rest counted."""
    body = message.body
    link = body.get("url") or None
    if message.kind == "digest":
        sections, more = _digest(body, stories, followups)
        intro = "" if any(section.lines for section in sections[:2]) else _nothing(body)
    else:
        sections, more = _alert(body), ""
        intro = "" if sections[0].lines else shorten(str(body.get("text") or message.text), _INTRO)
    shown = tuple(section for section in sections if section.lines)
    return Glance(message.subject, intro, shown, more, str(link) if link else None)


# ---------------------------------------------------------------- digest


def _digest(body: Json, stories: int | None, followups: int | None) -> tuple[list[Section], str]:
    told = list(_followup_lines(body.get("followups") or {}))
    full = list(_story_lines(body.get("focus_areas") or ()))
    rest = [
        Section("Since told", tuple(map(_development, body.get("developments") or ()))),
        Section("Told by an alert", tuple(map(_alerted, body.get("alerted") or ()))),
        Section("Standing", tuple(_standing(body.get("events") or ()))),
    ]
    short = stories is not None or followups is not None
    shown = [Section("Follow-ups", tuple(told[:followups])), Section("Stories", tuple(full[:stories]))]
    counts = {
        "more story": len(full) - len(shown[1].lines) + _unlisted(body),
        "more follow-up": len(told) - len(shown[0].lines),
        "development": len(rest[0].lines) if short else 0,
    }
    more = _and([_counted(number, words) for words, number in counts.items() if number])
    return [*shown, *([] if short else rest), _not_covered(body)], more


def _nothing(body: Json) -> str:
    feeds = (body.get("coverage") or {}).get("feeds_polled")
    return f"Still watching: {_counted(int(feeds), 'feed')}, nothing new to tell." if feeds else "Nothing new to tell."


def _unlisted(body: Json) -> int:
    totals = body.get("totals") or {}
    return int(totals.get("unlisted_stories") or 0)


def _story_lines(areas: Iterable[Json]) -> Iterable[Line]:
    for area in areas:
        for story in area.get("stories") or ():
            if "see" not in story:
                yield Line(story["title"], story.get("url"), detail=f"{area['name']} · {_outlets(story['sources'])}")


def _outlets(sources: Iterable[Json]) -> str:
    names = list(dict.fromkeys(str(source["outlet"]) for source in sources))
    return _and(names if len(names) <= OUTLETS else [*names[: OUTLETS - 1], f"{len(names) - OUTLETS + 1} more"])


def _followup_lines(groups: Json) -> Iterable[Line]:
    for group, notice in _GROUPS.items():
        for followup in groups.get(group) or ():
            yield _followup(followup, _NOTICES.get(str(followup.get("notice")), _NOTICES[notice]))


def _followup(followup: Json, lead: str) -> Line:
    """``when`` says where, too; the ``words`` of ``was`` are empty where nothing is to be said of it."""
    detail = [followup.get("when"), (followup.get("was") or {}).get("words")]
    url = next((source["url"] for source in followup.get("sources") or () if source.get("url")), None)
    return Line(
        followup.get("title") or followup["event"], url, lead, " · ".join(str(piece) for piece in detail if piece)
    )


def _development(item: Json) -> Line:
    gained = []
    if item.get("correction"):
        gained.append(f"corrected: {item['correction']}")
    if item.get("new_sources"):
        gained.append(f"now also in {_outlets(item['new_sources'])}")
    if item.get("new_followups"):
        gained.append("with a new follow-up")
    return Line(str(item.get("title") or item["story"]), item.get("url"), detail="; ".join(gained))


def _alerted(item: Json) -> Line:
    return Line(item["title"], item.get("url"), detail=str(item.get("when") or ""))


def _standing(events: Iterable[Json]) -> Iterable[Line]:
    """Events of which something is known; the others have no ``words``."""
    for event in events:
        if said := event.get("words"):
            yield Line(event["name"], detail=str(said))


def _not_covered(body: Json) -> Section:
    coverage = body.get("coverage") or {}
    kinds = {
        "feeds_failing": ("feed", "failing"),
        "feeds_silent": ("feed", "silent"),
        "deliveries_failing": ("channel", "not taking deliveries"),
    }
    lines = []
    for key, (what, how) in kinds.items():
        if names := [str(note["name"]) if isinstance(note, Mapping) else str(note) for note in coverage.get(key) or ()]:
            shown = names if len(names) <= 5 else [*names[:4], f"{len(names) - 4} more"]
            lines.append(Line(f"{_counted(len(names), what)} {how}", detail=_and(shown)))
    return Section("Not covered", tuple(lines))


# ---------------------------------------------------------------- alert


def _alert(body: Json) -> list[Section]:
    lines = []
    if followup := body.get("followup"):
        lines.append(_followup(followup, ""))
    if story := body.get("story"):
        outlets = _outlets(story.get("sources") or ())
        lines.append(
            Line(story["title"], story.get("url"), detail=" · ".join(filter(None, (outlets, story["summary"]))))
        )
    return [Section("", tuple(lines))]


# ---------------------------------------------------------------- words


def _counted(number: int, word: str) -> str:
    plural = word.replace("story", "storie") + "s"
    return f"{number} {word if number == 1 else plural}"


def _and(words: Sequence[str], last: str = " and ") -> str:
    return ", ".join(words[:-1]) + last + words[-1] if len(words) > 1 else "".join(words)
