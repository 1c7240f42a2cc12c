"""Hands for tests of the story stage: entries of made-up outlets, signed and weighed."""

from datetime import UTC, datetime, timedelta

from watcher.stories.grouping import CandidateStory, Member
from watcher.stories.signature import sign
from watcher.stories.similarity import Habits, Weighed, pack, rarities, unpack, weigh

START = datetime(2031, 5, 20, 8, tzinfo=UTC)
WEEK = timedelta(days=7)


def entry(
    title: str, text: str = "", *, outlet: str = "Harbour Times", url: str | None = None, hours: float = 0.0
) -> Weighed:
    signature = sign(title, text, outlet=outlet, canonical_url=url, published_at=START + timedelta(hours=hours))
    return weigh(signature, rarities(signature.terms, {}, 0.0), Habits())


def story(number: int, *members: Weighed) -> CandidateStory:
    """A stored story: its members have gone through the database."""
    return CandidateStory(number, [Member(100 * number + n, unpack(pack(member))) for n, member in enumerate(members)])
