"""Follow-ups that a mention may be about: found by the words they share, the rarer the better.

What it costs does not grow with what is stored: of a word that many follow-ups share the newest few are read, and of
all that are found this way the likeliest few are looked at.
"""

from bisect import insort
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from heapq import nlargest
from math import log2

from sqlalchemy import Connection, bindparam, select

from watcher.model.followups import FollowUp
from watcher.model.stories import Source
from watcher.store.followups import LONGEST_WORD, Stored, keep, stored
from watcher.store.tables import FOLLOWUPS

CANDIDATES = 40
"""Records looked at for one mention."""
OF_EVENT = 100
"""And the newest of its event, whatever words they share."""
POSTINGS = 48
"""Records read for one word: the newest that have it."""
REMEMBERED, REMEMBERED_WORDS = 500, 20_000
"""Records and words that are kept in memory from one transaction to the next."""
_STATEMENTS = (4, 16, 64)  # words looked up at once: few different statements, so that the driver knows them
_NO_WORD = ""

_TABLE = FOLLOWUPS
_OF_EVENT = (
    select(_TABLE.c.id)
    .where(_TABLE.c.event_slug == bindparam("slug"))
    .order_by(_TABLE.c.updated_at.desc(), _TABLE.c.id.desc())
    .limit(OF_EVENT)
)


class Candidates:
    """For the mentions of one writing transaction, in which each word is asked for once, each record read once.

    It may go on in a later transaction (``resume``) where nobody else has written in between. What one more mention
    costs does not grow with those that its record has already: whoever changes mentions says so (``mentioned``), and
    nobody else changes records.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found_by: dict[str, set[int]] = {}
        self._of_event: dict[str, set[int]] = {}
        self._known: dict[int, Stored] = {}
        self._grown: set[str] = set()  # words found by, of which records were added

    def resume(self, connection: Connection) -> None:
        """Go on in a later transaction, with what was read last: memory stays bounded."""
        self._connection = connection
        for word in self._grown:  # the newest, as they would be read now
            self._found_by[word] = set(nlargest(POSTINGS, self._found_by[word]))
        self._grown.clear()
        if len(self._found_by) > REMEMBERED_WORDS:
            self._found_by.clear()
        for identity in list(self._known)[:-REMEMBERED]:
            del self._known[identity]

    def find(self, slug: str | None, words: Iterable[str]) -> list[FollowUp]:
        """Follow-ups that a mention may be about: of the same event, or with words in common, by id."""
        wanted = {word[:LONGEST_WORD] for word in words}
        self._look_up(sorted(wanted - self._found_by.keys()))
        mass: dict[int, float] = {}
        for word in sorted(wanted):
            found = self._found_by[word]
            rarity = 1 + log2(max(POSTINGS, len(found))) - log2(len(found) or 1)
            for identity in found:
                mass[identity] = mass.get(identity, 0.0) + rarity
        ids = set(nlargest(CANDIDATES, mass, key=lambda identity: (round(mass[identity], 6), identity)))
        if slug:
            ids |= self._event(slug)
        missing = ids - self._known.keys()
        if missing:
            self._known |= stored(self._connection, sorted(missing))
        return [self._known[identity].followup for identity in sorted(ids) if identity in self._known]

    def known(self, identity: int) -> FollowUp | None:
        """A record by its id."""
        if identity not in self._known:
            self._known |= stored(self._connection, [identity])
        return self._known[identity].followup if identity in self._known else None

    def save(self, followup: FollowUp, words: Iterable[str]) -> int:
        """Keep a follow-up, found by these words from now on; its id."""
        words = {word[:LONGEST_WORD] for word in words}
        before = self._known.get(followup.id)
        if before is None and followup.id:
            before = stored(self._connection, [followup.id])[followup.id]
        kept = keep(self._connection, followup, words, before)
        identity = kept.followup.id
        self._known[identity] = kept
        for word in words & self._found_by.keys():
            if identity not in self._found_by[word]:
                self._found_by[word].add(identity)
                self._grown.add(word)
        if followup.event_slug:
            self._of_event.pop(followup.event_slug, None)
        return identity

    def mentioned(self, source: Source, before: Collection[int | None], now: Collection[int | None]) -> None:
        """An entry, which told of these records before, tells of these now."""
        for identity in {*before, *now}:
            known = self._known.get(identity or 0)
            if known is not None:
                sources = [one for one in known.followup.sources if one.entry != source.entry]
                if identity in now or any(line.entry == source.entry for line in known.followup.history):
                    insort(sources, source, key=lambda one: (one.published_at, one.entry))
                self._known[known.followup.id] = replace(
                    known, followup=replace(known.followup, sources=tuple(sources))
                )

    def _event(self, slug: str) -> set[int]:
        if slug not in self._of_event:
            self._of_event[slug] = set(self._connection.execute(_OF_EVENT, {"slug": slug}).scalars())
        return self._of_event[slug]

    def _look_up(self, words: Sequence[str]) -> None:
        self._found_by.update((word, set()) for word in words)
        connection = self._connection
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        for start in range(0, len(words), _STATEMENTS[-1]):
            part = words[start : start + _STATEMENTS[-1]]
            places = next(size for size in _STATEMENTS if size >= len(part))
            values = (*part, *[_NO_WORD] * (places - len(part)))
            for word, identity in connection.exec_driver_sql(_statement(places, mark), values).all():
                self._found_by[word].add(identity)


@lru_cache(maxsize=8)
def _statement(words: int, mark: str) -> str:
    newest = (
        f"SELECT word, followup_id FROM followup_words WHERE word = {mark} "  # noqa: S608 - no input in it
        f"ORDER BY followup_id DESC LIMIT {POSTINGS}"
    )
    return " UNION ALL ".join(f"SELECT * FROM ({newest}) AS w{place}" for place in range(words))  # noqa: S608 - as above
