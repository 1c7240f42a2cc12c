"""Whether a mention means a follow-up already known: shared names and words, weighed. Decides nothing by itself.

``keys`` are the words by which a store finds candidates without reading every record; ``likeness`` scores one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from watcher.followups.grammar import MONTHS, WEEKDAYS
from watcher.followups.phrases import edition_of
from watcher.followups.places import NAMES
from watcher.model import FollowUp, FoundFollowUp, Kind

_WORD = re.compile(r"[A-Za-z][\w'’&*]*(?:[.-]\w+)*|\d+[A-Za-z]\w*|[\u4e00-\u9fff]+|[^\W\d_][\w'’]+")
_STOP = frozenset(
    "the a an of on in at to for by with and or from its their his her this that is are be will would should as it"
    " he she they new next was were has have had not no but which who whom whose what when where "
    "while than then also said says say told according after before during until over under between into about more"
    " most some all both each other own can could may might must it's there here been being up out "
    "first second third fourth fifth last early late later mid end beginning month year week day quarter half today"
    " tomorrow time date plans plan planned planning set due scheduled expected expects slated agreed agree "
    "aims aim intends hopes hope make made take takes place officials official government ministry minister"
    " ministers country countries sides side two three four annual upcoming now still again its us united states "
    "year's spokesperson statement told reporters announced announcement confirmed confirms confirm held hold holds"
    " host hosts hosted will".split()
)
_GENERIC = frozenset(
    "meet meetin dialog summit forum confer talk talks sessio round event gather report publis launch open openin"
    " releas agreem sign signed deal facili plant produc progra projec build comple start begin begins deliver "
    "deadli commen submis applic regist rule rules compan firm group system servic techno digita nation joint"
    " intern region editio worksh compri public state partne cooper work works postpo moved move delay cancel "
    "called resche pushed back off extend close closes closin closed ended propos draft final person people leader"
    " visit trade centre center billio millio invest fund fundin round".split()
)
# Stems of verbs that outlets swap freely, and of countries, which half of all follow-ups name: they set nothing apart.
_DEEDS = frozenset(
    (
        "met put lift lifted reach reache land landed conclu arrive arrivi carry carrie hear heard given finali "
        "issue operat adopt enter sign finish finis comple constr implem introd unveil wrap wrappe kick visit "
        "travel head return run runs ready need want agree expect receiv establ create creati set sets bring "
        "brough said told show hire hiring repeat remain mid-20 year-e end-20 scrap scrapp axed abando shelve withdr"
        " opened began begun starte kicked conduc organi stage staged sail sailed depart left leave arrive fly flew"
        " convene conven effect force come comes came taking takes took goes going"
    ).split()
)
_COUNTRY = frozenset(
    "singap u.s us usa americ united states china chines japan japane india indian britai uk europe asean".split()
)
_LASTING = re.compile(r"-(?:day|week|month|year)s?\Z")  # "two-day"
_CALENDAR = frozenset(MONTHS) | frozenset(WEEKDAYS)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9*&-]{1,7}")


@dataclass(frozen=True, slots=True)
class Words:
    """``names`` are capitalised or mixed with digits, ``plain`` the other content words, all cut to stems."""

    names: frozenset[str]
    plain: frozenset[str]
    initials: frozenset[str] = frozenset()

    @property
    def own(self) -> frozenset[str]:
        """The words that stand there."""
        return self.names | self.plain

    @property
    def all(self) -> frozenset[str]:
        """With the initials of its names, which another text may use for them."""
        return self.names | self.plain | self.initials


def stem(word: str) -> str:
    word = word.casefold().removesuffix("’s").removesuffix("'s").strip("'’.-")
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[:6]


@lru_cache(maxsize=4096)
def words_of(text: str) -> Words:
    """The words of a phrase or sentence that can tell one event from another."""
    names: set[str] = set()
    plain: set[str] = set()
    initials: set[str] = set()
    capitals: list[str] = []
    first = True
    for match in _WORD.finditer(text):
        word = match.group()
        folded = word.casefold().strip(".")
        if "\u4e00" <= word[0] <= "\u9fff":
            plain.update(word[index : index + 2] for index in range(max(1, len(word) - 1)))
        elif folded in _CALENDAR:
            pass
        elif folded in _STOP or _LASTING.search(folded):
            _flush(capitals, initials)
        else:
            named = (
                (word[0].isupper() and not first)
                or any(char.isdigit() for char in word)
                or (word.isupper() and len(word) > 1)
            )
            (names if named else plain).add(stem(word))
            if word[0].isupper():
                capitals.append(word)
            else:
                _flush(capitals, initials)
        first = False
    _flush(capitals, initials)
    names.discard("")
    plain.discard("")
    return Words(frozenset(names), frozenset(plain - names), frozenset(initials - names))


def _flush(capitals: list[str], initials: set[str]) -> None:
    """The initials of a name of several words, so that "Quantum Security Forum" answers to "QSF"."""
    if 3 <= len(capitals) <= 7:
        initials.add("".join(word[0] for word in capitals).casefold())
    capitals.clear()


def keys_of_texts(slug: str | None, *texts: str) -> frozenset[str]:
    """Lookup keys: the slug, and the distinctive stems of the texts (at most 24)."""
    keys = {f"event:{slug}"} if slug else set()
    stems: dict[str, None] = {}
    for text in texts:
        words = words_of(text)
        stems |= dict.fromkeys(sorted(words.names | words.initials)) | dict.fromkeys(sorted(words.plain))
    distinctive = [word for word in stems if word not in _GENERIC and len(word) > 1]
    return frozenset(keys) | frozenset(distinctive[:24] or list(stems)[:8])


def _weight(word: str, names: frozenset[str]) -> int:
    """In tenths: sums of whole numbers come out the same in any order."""
    if word in _GENERIC:
        return 4
    return 15 if word in names else 10


@dataclass(frozen=True, slots=True)
class Likeness:
    """``score`` 0-1: how much of the shorter description is found in the other. ``shared``: distinctive words in both.

    ``apart``: each names something in its event that the other nowhere says; ``by_name``: one of them by a name.
    """

    score: float
    shared: int
    apart: bool
    by_name: bool = False


def likeness(found: FoundFollowUp, title: str, known: FollowUp, *, alone: bool = False) -> Likeness:
    """How alike a mention and a record are by their words alone.

    ``alone``: they come from one entry, whose title and neighbouring sentences say nothing of their being one.
    """
    around = () if alone else (found.context, title)
    mine, mine_all = words_of(found.event), _join(*map(words_of, (found.event, found.text, *around)))
    texts = [known.event, known.text] + [line.text for line in known.history[-6:]]
    if not alone:
        texts += [source.title for source in known.sources[:4]]
    theirs, theirs_all = words_of(known.event), _join(*(words_of(text) for text in texts))
    forward = _contained(mine, theirs_all)
    backward = _contained(theirs, mine_all)
    sentences = _contained(words_of(found.text), theirs_all)
    shared = {word for word in mine_all.all & theirs_all.all if word not in _GENERIC}
    apart = _apart(mine, theirs, mine_all, theirs_all)
    named = mine.names & (theirs.names | theirs.plain) - _GENERIC  # a name in both phrases weighs as two words
    return Likeness(
        round(max(forward, backward, sentences) * 0.7 + min(forward, backward) * 0.3, 4),
        len(shared | {f"{name}!" for name in named}),
        apart,
        bool(_things(mine.names - theirs_all.all) or _things(theirs.names - mine_all.all)),
    )


def shares_a_thing(text: str, known: FollowUp) -> bool:
    """Whether a sentence itself names something of the record's that is neither a place nor a common word."""
    texts = [known.event, known.text, *(line.text for line in known.history), *(each.title for each in known.sources)]
    told = _join(*map(words_of, texts))
    return bool(_things(words_of(text).own & told.all) - _PLACE_WORDS)


_PLACE_WORDS = frozenset(stem(word) for name in NAMES for word in name.split())


def is_generic(phrase: str) -> bool:
    """Whether a phrase has no word that tells it from others ("next meeting")."""
    return not _distinct(words_of(phrase), Words(frozenset(), frozenset()))


def is_chinese(phrase: str) -> bool:
    return re.search("[\u4e00-\u9fff]", phrase) is not None


def _distinct(words: Words, other: Words) -> set[str]:
    return {word for word in words.own - other.all if word not in _GENERIC}


def _apart(mine: Words, theirs: Words, mine_all: Words, theirs_all: Words) -> bool:
    """Whether each phrase names things the other text nowhere says, and more of them than both have in common."""
    only_mine, only_theirs = _things(mine.own - theirs_all.all), _things(theirs.own - mine_all.all)
    both = _things(mine.own & theirs_all.all) | _things(theirs.own & mine_all.all)
    return bool(only_mine) and bool(only_theirs) and len(both) < len(only_mine) + len(only_theirs)


def _things(words: frozenset[str]) -> set[str]:
    return {
        word for word in words if word not in _GENERIC and word not in _DEEDS and word not in _COUNTRY and len(word) > 1
    }


def _join(*parts: Words) -> Words:
    return Words(
        frozenset().union(*(part.names for part in parts)),
        frozenset().union(*(part.plain for part in parts)),
        frozenset().union(*(part.initials for part in parts)),
    )


def _contained(part: Words, whole: Words) -> float:
    total = sum(_weight(word, part.names) for word in part.own)
    if total == 0:
        return 0.0
    return sum(_weight(word, part.names) for word in part.own & whole.all) / total


_RELATED = {
    frozenset(pair)
    for pair in (
        (Kind.LAUNCH, Kind.FUNDING), (Kind.REPORT, Kind.LAUNCH),
        (Kind.AGREEMENT, Kind.MEETING), (Kind.DEADLINE, Kind.LAUNCH),
    )
}  # fmt: skip


def kinds_agree(one: Kind, other: Kind) -> bool:
    """Whether two kinds may be told of one thing: outlets call an opening a launch or an investment."""
    return one is other or Kind.OTHER in {one, other} or frozenset((one, other)) in _RELATED


def editions_differ(found: FoundFollowUp, known: FollowUp) -> bool:
    """Both numbered in the same way (ordinals, or years) and not the same."""
    one, other = found.edition, known.edition or edition_of(known.text)
    if one is None or other is None or (one > 1000) != (other > 1000):
        return False
    return one != other
