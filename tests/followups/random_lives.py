"""Lives of made-up promises put together at random: what was promised, how outlets say it, and what became of it.

A life is drawn from a seed: a thing, a plan such as "AMCH" (announced, moved, confirmed, held; "YQND" give year,
quarter, month and day), and for each step one of several ways to report it, between sentences that say nothing of it.
What its record must hold in the end is known by construction, so that ways of saying meet that no written life has
together. The words are in random_lives.yaml.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.followups.lives import Story

PLANS = "AMCH ACMH ACX AMMX ACCH APH ACPX AMCCH APX AMMCH ACH AMX APMH YNDH QDH YDCH QNDMH".split()


@dataclass(frozen=True)
class Thing:
    """``full`` and ``short`` are what outlets call it, ``deed`` a key of the deeds; ``many``: it is a plural."""

    full: str
    short: tuple[str, ...]
    deed: str
    place: str | None
    who: str
    land: str
    many: bool = False


@dataclass(frozen=True)
class Life:
    """The stories, the letters of the history (see ``PLANS``), the day that its record must end with, and the place."""

    thing: Thing
    plan: str
    stories: tuple[Story, ...]
    day: date


_WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("random_lives.yaml").read_text(encoding="utf-8"))
THINGS = tuple(Thing(**{**thing, "short": tuple(thing["short"])}) for thing in _WORDS["things"])


def drawn(seed: int) -> Life:
    """The life of a seed; the same on every machine."""
    chance = random.Random(seed)
    thing, plan = chance.choice(THINGS), chance.choice(PLANS)
    today = date(2025, 1, 6) + timedelta(chance.randrange(200))
    day = before = today + timedelta(chance.randrange(100, 160))
    stories = []
    for number, step in enumerate(plan):
        before = day
        if step == "M":
            day += timedelta(chance.randrange(25, 80))
        if step == "H":
            today = day + timedelta(1)
        ways = _ways(step, after_delay="P" in plan[:number])
        headline, sentence = chance.choice(ways)
        words = _words(thing, chance.choice(thing.short), today, day, before)
        stories.append(
            Story(
                today.isoformat(),
                f"Outlet {number}",
                headline.format(**words),
                _among(chance, sentence.format(**words)),
            )
        )
        today += timedelta(max(6, min((day - today).days // len(plan), 30)) if (day - today).days > 8 else 1)
    return Life(thing, plan, tuple(stories), day)


def _ways(step: str, *, after_delay: bool) -> Sequence[tuple[str, str]]:
    """A new date after a postponement gives way to none."""
    return [way for way in _WORDS["said"][step] if not (step == "M" and after_delay and "before}" in way[1])]


def _words(thing: Thing, short: str, today: date, day: date, before: date) -> dict[str, str]:
    do, done = _WORDS["deeds"][thing.deed]
    names = {"full": thing.full, "short": short, "who": thing.who}
    return {
        **names,
        **{_capital(key): _capital(name) for key, name in names.items()},
        "land": thing.land,
        "do": do,
        "done": done,
        "at": f" in {thing.place}" if thing.place else "",
        "be": "are" if thing.many else "is",
        "have": "have" if thing.many else "has",
        "weekday": f"{today:%A}",
        "on": f"{day:%A}",
        "day": f"{day.day} {day:%B}",
        "before": f"{before.day} {before:%B}",
        "us": f"{day:%B} {day.day}",
        "us_before": f"{before:%B} {before.day}",
        "month": f"{day:%B}",
        "quarter": _QUARTERS[(day.month - 1) // 3],
        "year": str(day.year),
    }


_QUARTERS = ("first", "second", "third", "fourth")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _among(chance: random.Random, sentence: str) -> str:
    """The sentence at the head of a story, or further down."""
    others = chance.sample(_WORDS["else"], 3)
    at = chance.choice((0, 0, 0, 1, 2))
    return " ".join([*others[:at], sentence, *others[at:]])
