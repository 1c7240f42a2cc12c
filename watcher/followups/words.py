"""The words of a text that can tell one event from another, each with a weight. Decides nothing.

Weights are whole tenths, so that their sums come out the same in any order. Countries are one token whatever they are
called ("Dutch", "The Hague" and "the Netherlands"); sums of money are tokens; words are cut to stems.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from watcher.followups.expressions import expression
from watcher.followups.glossary import in_english
from watcher.followups.grammar import MONTHS, WEEKDAYS
from watcher.followups.nations import NATION, token

NAME, NUMBERED, PLAIN, WIDE, GENERIC = 15, 20, 10, 5, 2
BEAT = 12  # what most of a beat is about
LONGEST = 2_000  # characters of a text that are read

_WORD = expression(r"@\w+|[A-Za-zÀ-ɏ][\w’'&*]*(?:[.-]\w+)*|\d+(?:-?[A-Za-z]\w*)+|#\d+|[\u4e00-\u9fff]+|[^\W\d_][\w'’]+")
_CHINESE = expression("[\u4e00-\u9fff]")
_MONEY = expression(
    r"(?:[$€£¥₹]|\bR[sM]\.?)\s?(\d[\d,]*(?:\.\d+)?)|\b(\d[\d,]*(?:\.\d+)?)(?=\s?(?:million|billion|trillion|mln|bn|crore|[MG]W)\b)"
)
_STOP = frozenset(
    "the a an of on in at to for by with and or from its their his her this that is are be will would should as it"
    " he she they new next was were has have had not no but which who whom whose what when where we you i our your"
    "while than then also said says say told according after before during until over under between into about more"
    " most some all both each other own can could may might must it's there here been being up out do does did done"
    " if whether because since against without within across among through per via back down off again"
    " first second third fourth fifth last early late later mid end beginning month year week day quarter half today"
    " tomorrow time date plans plan planned planning set due scheduled expected expects slated agreed agree "
    "aims aim intends hopes hope make made take takes place officials official government ministry minister"
    " ministers country countries sides side one two three four five six seven eight nine ten annual upcoming now still"
    " year's spokesperson spokesman spokeswoman statement reporters announced announcement confirmed confirms confirm"
    " held hold holds host hosted hosts hosting u.s us cent".split()
)
_GENERIC = frozenset(
    "new meet meetin dialog summit forum confer talk talks sessio round event gather report publis launch open openin"
    " releas agreem sign signed deal facili plant produc progra projec build comple start begin begins deliver "
    "deadli commen submis applic regist rule rules compan firm group system servic techno digita nation joint"
    " intern region editio worksh compri public state partne cooper work works postpo moved move delay delaye cancel "
    "twice called resche pushed extend close closes closin closed ended propos draft final person people leader"
    " visit trade centre center billio millio invest fund fundin round week counci commit minist secret direct"
    " agency depart author office chief head indust founda resear develo instit univer commis"
    " bureau busine operat news market local global world plan scheme"
    " initia policy sector body entity".split()
)
# What many a promise is of: it says little, and more than nothing.
_TYPES = frozenset(
    "guidel regula standa roadma strate framew report polici law bill order list paper study review award".split()
)
# Names that half of the news of this field has: they tell few things apart, though "AI rule" is no "chip rule".
_EVERYWHERE = frozenset("ai trump donald presid biden reuter".split())
# Stems of verbs that outlets swap freely: they set nothing apart.
_DEED_WORDS = (
    "met put lift lifted reach reache land landed conclu arrive arrivi carry carrie hear heard given finali "
    "issue operat adopt enter sign finish finis comple constr implem introd unveil wrap wrappe kick visit "
    "travel head return run runs ready need want agree expect receiv establ create creati set sets bring "
    "grille quizze "
    "heard brough said told show hire hiring repeat remain mid-20 year-e end-20 scrap scrapp axed abando shelve withdr"
    " opened began begun starte kicked conduc organi stage staged sail sailed depart left leave arrive fly flew"
    " long awaite antici praise hail hailed draw drawin drew welcom critic prompt"
    " convene conven effect force come comes came taking takes took goes going see become keep get go give"
).split()
# Words of this field that stand for each other.
_SAME = {
    "chip": "semico", "microc": "semico", "unders": "submar", "subsea": "submar", "uncrew": "unmann",
    "crewle": "unmann", "artifi": "ai", "licens": "permit", "lift-o": "launch",
    "lab": "labora", "act": "law", "statut": "law",
    "winner": "recipi", "liftof": "launch", "demons": "demo", "spacec": "satell", "guidan": "guidel", "aussie": "@au",
    "senato": "senate", "trip": "visit", "tour": "visit", "duty": "requir", "obliga": "requir",
}  # fmt: skip
_BETWEEN = frozenset("to of and in on by the at for".split())
_LASTING = expression(r"-(?:day|week|month|year)s?\Z")  # "two-day"
_YEAR = expression(r"(?:19|20)\d\d\Z")  # "mid-2026"
_CALENDAR = frozenset(MONTHS) | frozenset(WEEKDAYS)
_VERB = expression(r"\b(?:will|would|must|should|shall|to|can)\s+(?:not\s+)?(?:be\s+)?(?:\w+ly\s+)?([a-z]+)")


@dataclass(frozen=True, slots=False)
class Words:
    """``weights`` by stem. ``initials`` of the names of several words stand for them in another text."""

    weights: Mapping[str, int]
    initials: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()  # common words side by side: "digital trade" says more than both

    @cached_property
    def own(self) -> frozenset[str]:
        """The words that stand there."""
        return frozenset(self.weights)

    @cached_property
    def all(self) -> frozenset[str]:
        """With the initials of its names, which another text may use for them."""
        return self.own | self.initials

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(word for word, weight in self.weights.items() if weight >= NAME)

    @cached_property
    def is_chinese(self) -> bool:
        return any(_CHINESE.match(word) for word in self.weights)

    def told_in(self, other: "Words") -> "Words":
        """What of it another text could say: Chinese characters mean nothing to an English one."""
        if not self.is_chinese or other.is_chinese:
            return self
        kept = {word: weight for word, weight in self.weights.items() if not _CHINESE.match(word)}
        return Words(kept, self.initials, self.verbs, self.pairs)

    @cached_property
    def nations(self) -> frozenset[str]:
        return frozenset(word for word in self.weights if word.startswith("@"))

    @cached_property
    def things(self) -> frozenset[str]:
        """What can set one event apart from another: no common word, no verb, no country."""
        return frozenset(
            word
            for word, weight in self.weights.items()
            if weight >= PLAIN and word not in DEEDS and word not in self.verbs and len(word) > 1 and word[0] != "#"
        )

    @cached_property
    def amount_named(self) -> int:
        """How much the things weigh that it names."""
        return sum(self.weights[word] for word in self.things)


NOTHING = Words({})


_DOUBLING = ("ling", "lled", "ller")


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The first six letters of a word in its singular, in one spelling; a name with a number whole."""
    word = word.casefold().removesuffix("’s").removesuffix("'s").strip("'’.-")
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith("uses") and word[-5] not in "aeo":
        word = word[:-2]  # "buses", not "houses"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")):
        word = word[:-1]
    if word.endswith(("ence", "ences")):
        word = word.replace("ence", "ense")
    if word.endswith(_DOUBLING) and len(word) > 8 and word[5] == word[4]:
        word = word[:5]  # "labelling", "modelled"
    if any(map(str.isdigit, word)):
        return word  # "lumisat-3" is not "lumisat-4"
    word = word[:6].replace("centre", "center")
    return _SAME.get(word, word)


DEEDS = frozenset(map(stem, _DEED_WORDS))


def join(*parts: Words) -> Words:
    weights: dict[str, int] = {}
    for part in parts:
        for word, weight in part.weights.items():
            weights[word] = max(weight, weights.get(word, 0))
    return Words(
        weights,
        frozenset().union(*(part.initials for part in parts)),
        frozenset().union(*(part.verbs for part in parts)),
        frozenset().union(*(part.pairs for part in parts)),
    )


@lru_cache(maxsize=1024)  # one takes some 8 KiB
def words_of(text: str) -> Words:
    """The words of a phrase, sentence or headline."""
    text = text[:LONGEST]
    ended = text.endswith((".", ".”", '."'))  # a whole sentence
    if not text.isascii() and _CHINESE.search(text):
        text = in_english(text)
    text = NATION.sub(_nation, text)
    money = {"#" + digits for match in _MONEY.finditer(text) if (digits := (match[1] or match[2]).replace(",", ""))}
    found = _WORD.findall(text)
    headline = not ended and _capitals_mean_nothing(found)
    weights: dict[str, int] = dict.fromkeys(sorted(money), 12)
    capitals: list[str] = []
    initials: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    before = ""
    first = True
    for whole in found:
        for word in _parted(whole):
            if "\u4e00" <= word[0] <= "\u9fff":
                twos = [word[index : index + 2] for index in range(max(1, len(word) - 1))]
                weights |= {two: max(PLAIN, weights.get(two, 0)) for two in twos}
                continue
            weight = _weight(word, first=first, headline=headline)
            root = "" if not weight else word if word[0] == "@" else stem(word)
            if root:
                weights[root] = max(weight, weights.get(root, 0))
            if before and root and root[0] != "@" and weight <= WIDE:
                pairs.add((before, root))
            before = root if root and root[0] != "@" and weight <= WIDE else ""
            _collect(word, weight, capitals, initials)
            first = False
    _flush(capitals, initials)
    weights.pop("", None)
    verbs = frozenset(stem(verb) for verb in _VERB.findall(text)) | frozenset(
        stem(word) for word in found if word.endswith("ed") and word.islower()
    )
    return Words(weights, frozenset(initials - weights.keys()), verbs, frozenset(pairs))


def _nation(match: re.Match[str]) -> str:
    return f" {token(match.group())} "


def is_headline(text: str) -> bool:
    return not text.endswith((".", ".”", '."')) and _capitals_mean_nothing(_WORD.findall(text))


def _capitals_mean_nothing(words: list[str]) -> bool:
    """Whether capitals mean nothing: "Rule Due for Data Centers"."""
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) > 3 and sum(word[0].isupper() for word in long) * 10 >= len(long) * 7


def _parted(word: str) -> list[str]:
    """ "data-center" is two words, "LumiSat-3" and "on-site" one."""
    parts = word.split("-")
    if len(parts) > 2:  # "satellite-to-phone"
        parts = [parts[0], *(part for part in parts[1:-1] if part not in _BETWEEN), parts[-1]]
    if len(parts) == 1 or any(len(part) < 3 or part.isdigit() for part in parts) or _LASTING.search(word):
        return [word]
    return parts


@lru_cache(maxsize=4096)
def _weight(word: str, *, first: bool, headline: bool) -> int:
    folded = word.casefold().strip(".").removesuffix("'s").removesuffix("’s")
    if word[0] == "@":
        return WIDE
    if folded in _CALENDAR or folded in _STOP or _LASTING.search(folded):
        return 0
    root = stem(word)
    if len(folded) < 2 or _YEAR.search(folded):
        return 0
    if root in _EVERYWHERE:
        return BEAT if root == "ai" else WIDE
    named = word[0].isupper() and not first and not headline
    if root in _GENERIC or root in _TYPES or (word.islower() and root in DEEDS):
        return WIDE if named or root in _TYPES else GENERIC
    if any(char.isdigit() for char in word) or (word[1:] != word[1:].lower() and len(word) > 1):
        return NUMBERED if len(word) > 2 else NAME
    return NAME if named else PLAIN


def _collect(word: str, weight: int, capitals: list[str], initials: set[str]) -> None:
    if word[0].isupper():
        capitals.append(word)
    elif weight:
        _flush(capitals, initials)


def _flush(capitals: list[str], initials: set[str]) -> None:
    """The initials of a name of several words, so that "Quantum Security Forum" answers to "QSF"."""
    if 3 <= len(capitals) <= 7:
        letters = "".join(word[0] for word in capitals).casefold()
        initials.add(letters)
        if len(letters) > 3 and stem(capitals[-1]) in _GENERIC:  # "Critical and Emerging Technology Dialogue": CET
            initials.add(letters[:-1])
    capitals.clear()
