"""Hands for tests of the story stage: entries of made-up outlets, signed and weighed, and stories brought together."""

from datetime import UTC, datetime, timedelta

from watcher.stories.grouping import Candidate, Gathering, Union
from watcher.stories.packed import pack, unpack
from watcher.stories.pairs import Member, Pairs
from watcher.stories.signature import sign
from watcher.stories.similarity import Habits, Weighed, rarities, weigh

START = datetime(2031, 5, 20, 8, tzinfo=UTC)
WEEK = timedelta(days=7)


def entry(
    title: str, text: str = "", *, outlet: str = "Harbour Times", url: str | None = None, hours: float = 0.0
) -> Weighed:
    signature = sign(title, text, outlet=outlet, canonical_url=url, published_at=START + timedelta(hours=hours))
    return weigh(signature, rarities(signature.terms, {}, 0.0), Habits())


def stored(weighed: Weighed) -> Weighed:
    """An entry as it comes back from the database."""
    known = unpack(pack(weighed))
    assert known is not None
    return known


def story(number: int, *members: Weighed, bound: bool = False) -> Candidate:
    """A stored story: its members have gone through the database."""
    ordered = sorted(members, key=lambda member: member.order)
    known = [Member(100 * number + n, stored(member)) for n, member in enumerate(ordered)]
    return Candidate(number, known, bound)


def rarity(*stories: Candidate) -> dict[int, float]:
    terms = {term for one in stories for member in one.members for term in member.weighed.terms}
    return rarities(terms, {}, 0.0)


def gathered(*stories: Candidate, window: timedelta = WEEK) -> Gathering:
    """Stories of which each may be one with each."""
    gathering = Gathering(stories, Pairs(rarity(*stories)), window)
    for first in stories:
        for second in stories:
            gathering.link(first.story, second.story)
    return gathering


def unions(*stories: Candidate, window: timedelta = WEEK) -> list[Union]:
    return gathered(*stories, window=window).unite()


def kind(first: Weighed, second: Weighed, window: timedelta = WEEK) -> str | None:
    """How two entries come to be one story; None where they stay two."""
    made = unions(story(1, first), story(2, second), window=window)
    return made[0].kind if made else None
