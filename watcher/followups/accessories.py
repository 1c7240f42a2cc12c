"""What belongs to a promised thing and is not it: its budget, its speakers, a briefing on it. English.

"Organisers of the forum published its programme", "a briefing on the strategy is put off": nothing became of the forum
or of the strategy. Whether a mention tells of a record at all, its words say before.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from watcher.followups.expressions import expression
from watcher.followups.mentions import says_moved
from watcher.followups.relations import relation
from watcher.followups.words import stem, words_of
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind

_MEETING = (
    r"summit|forum|dialogue?|conference|meeting|talks|round(?:table)?|workshop|symposium|congress|session|hearing|exercise|drill"
    r"|festival|expo|exhibition|fair|ministerial|consultations?|assembly|council|commission|committee|airshow|seminar|visit"
)
_GATHERING = expression(rf"\b(?:{_MEETING})s?\b", re.IGNORECASE)
_THING = expression(
    rf"\b(?:{_MEETING}"
    r"|strategy|roadmap|report|review|study|paper|plan|framework|guidelines?|guidance|code|blueprint|assessment|inquiry"
    r"|act|law|bill|rules?|regulations?|order|ban|tariffs?|standards?|treaty|agreement|pact|accord|memorandum|deal"
    r"|cent(?:re|er)|plant|factory|fab|facility|campus|laboratory|lab|institute|hub|park|station|observatory|satellites?"
    r"|mission|rocket|probe|telescope|cable|network|reactor|(?:super)?computer|corridor|system|line|grid"
    r"|fund|scheme|programme|program|grants?|competition|challenge|prize|pilot|trial|testbed|sandbox"
    r"|register|registry|database|portal|platform|app|model|service|deadline|window)s?\b",
    re.IGNORECASE,
)
_COMPLEMENT = expression(
    r"\b(?P<head>[A-Za-z][\w’'-]*)\s+(?P<link>of|for|on|about|against|behind|around|over)\s+"
    r"(?:(?:the|an?|its|their|his|her|this|that)\s+)?(?:(?!(?:the|an?|its|their|his|her|this|of|for|on|about|against|behind|around|over|into|in|at|to|by|with|from|and(?!\s+(?:the\s+)?(?-i:[A-Z]))|but|as|when|where|while|if|because|after|before|until|since|than|that|which|who|is|are|was|were|has|had|have"
    r"|will|would|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)(?![a-z]+ed\s)[\w’'&.-]+\s+){0,8}?\Z"
)
_DONE_FOR_IT = expression(  # "met to prepare the forum", "staff working on the bill", "ministers praised the strategy"
    r"\b(?:(?:to|will|would)\s+(?:not\s+)?(?P<to>prepare|plan|discuss|fund|finance|support|organi[sz]e|oversee|promote|coordinate|regulate"
    r"|protest|cover|debate|examine|scrutini[sz]e|affect|disrupt|overshadow|coincide\s+with|clash\s+with|speak\s+about|vote\s+on)"
    r"|(?P<ing>working|campaigning|lobbying|bidding|protesting|reporting|commenting|speaking)\s+(?:on|for|against|at|around|about)"
    r"|(?P<plan>preparing|planning|organi[sz]ing|discussing)(?:\s+for)?|(?P<asked>asked)\s+(?:about|whether)"
    r"|(?P<did>praised|critici[sz]ed|discussed|debated|attacked|welcomed|defended|condemned|mentioned|funded|inspected|toured))\s+"
    r"(?:(?!(?:of|for|on|in|at|to|by|with|from|and|that|which)\b)[\w’'&.-]+\s+){0,8}?\Z",
    re.IGNORECASE,
)
# "the launch of the satellite", "the seventh edition of the forum": the thing itself, or as good as it
_ITSELF = frozenset(
    "launch opening start beginning publication release issue completion signing adoption entry"
    " commissioning inauguration delivery deployment introduction arrival establishment creation"
    " production edition editions round session meeting meetings talks day week phase stage part version"
    " text conclusion end close closing date dates deadline window period extension delay postponement"
    " cancellation move rest first second third fourth half most all both each one some none copy host"
    " hosts venue holding staging ban plan plans idea proposal proposals project installation construction"
    " building termination suspension revival review series set batch result results findings conclusions"
    " outcome outcomes summary plug halt stop brakes ice lid curtain ratification passage approval"
    " implementation use operation compliance enforcement application flight test tests visit".split()
)
_HEARSAY = frozenset("report reports rumour rumours claim claims story news announcement talk word".split())
_GATHERED = frozenset(  # who meets is the meeting
    "ministers leaders delegates members participants officials representatives delegations parties sides countries"
    " envoys negotiators experts chiefs heads governments".split()
)
_TAKEN_IN = frozenset(
    "applications application consultation comments views feedback responses replies bids entries submissions"
    " registration nominations proposals calls call winners recipients awards".split()
)
_OPEN_TO_ALL = frozenset(map(stem, "fund scheme programme program grant competition challenge prize sandbox".split()))
_NO_NOUN = expression(
    r"[a-z]+(?:ed|ly)|agree|agrees|vote|votes|met|meet|meets|sat|led|based|depends?|works?|wait|waits|calls?|look|looks|prepares?|left"
    r"|went|goes|go|and|or|but|not|up|out|off|down|back|ahead|forward|is|are|was|were|be|been|now|also|only|just|it|them|that|this",
    re.IGNORECASE,
)
_DID_IT = expression(  # "The owners of the cable expect it to land"
    r"\b(?:opened|launched|published|released|signed|adopted|held|hosted|unveiled|issued|expects?|plans?|want|moved?|delay\w*|postpon\w*"
    r"|reschedul\w+|push\w*|put|shift\w*|defer\w*|cancel\w*|call\w*|brought|bring)"
    r"\s+(?:it|them|the\s+(?:event|gathering|meeting|date|dates|opening|start|launch))\b"
)
_STOPPED = expression(r"(?:preparations|planning|arrangements|work)\s+(?:for|on)\b", re.IGNORECASE)


def is_beside(found: FoundFollowUp, known: FollowUp) -> bool:
    """Whether the mention names the record's thing only as what something else belongs to."""
    record = _record(known.event, known.kind)
    if not record.things:  # "ministers will meet | for a governance dialogue"
        record = _record(" ".join(_GATHERING.findall(known.text)), known.kind)
    if not record.things or _DID_IT.search(found.text):
        return False
    if found.report is Change.ANNOUNCED:
        if _is_at_its_time(found, known):
            return False  # "Preparations for the forum on 12 June are on schedule"
        if (
            _hanging(found.event, record, found.report) is None
        ):  # "A strike on 3 May is not expected to affect the forum"
            return not says_moved(found) and _hanging(found.text, record, Change.HELD) is True
        first = " ".join(found.event.split()[:2])
        named = first in found.text if first[:1].islower() else found.text.startswith(first)
        return named and _hanging(found.event, record, found.report) is True
    if found.report is not Change.HELD and _STOPPED.match(found.text):
        return False  # "Preparations for the forum have been suspended"
    told = _hanging(found.event, record, found.report, phrase=True)
    return told is not False and _hanging(found.text, record, found.report) is True


def _is_at_its_time(found: FoundFollowUp, known: FollowUp) -> bool:
    how = relation(known.period, found.period)
    return how == "same" or (how == "narrower" and known.period.start is not None)


class _Record(NamedTuple):
    """``things``: stems of what its phrase calls the thing; ``own``: of all its words."""

    things: frozenset[str]
    own: frozenset[str]
    kind: Kind


@lru_cache(maxsize=512)
def _record(event: str, kind: Kind) -> _Record:
    words = words_of(event).own
    bare = _Record(frozenset(), frozenset(), kind)
    told = [match for match in _THING.finditer(event) if not _hangs(event, match.start(), bare, phrase=True)]
    return _Record(frozenset(stem(match.group()) for match in told), words, kind)


def _hanging(text: str, record: _Record, report: Change, *, phrase: bool = False) -> bool | None:
    """Whether each word for the thing hangs on another noun; None: there is none. ``phrase``: without articles."""
    told = [match for match in _THING.finditer(text) if stem(match.group()) in record.things]
    if not told:
        return None
    done = report is not Change.ANNOUNCED
    return all(
        _WHICH_WAS.match(text, match.end()) is None
        and (_hangs(text, match.start(), record, phrase=phrase) or _is_done_for(text, match.start(), record, done=done))
        for match in told
    )


def _is_done_for(text: str, position: int, record: _Record, *, done: bool) -> bool:
    """Whether something else is done about it; ``done``: the mention tells of what has happened."""
    match = _DONE_FOR_IT.search(text, max(0, position - _REACH), position)
    if match is None or (match["plan"] and not done):
        return False
    verb = next(filter(None, match.groups()))
    return stem(verb.split()[0]) not in record.own  # "will vote on the bill" of the vote itself


def _hangs(text: str, position: int, record: _Record, *, phrase: bool = False) -> bool:
    match = _COMPLEMENT.search(text, max(0, position - _REACH), position)
    if match is None:
        return False
    near = max(0, match.start() - _REACH)
    head = match["head"].casefold()
    itself = head in _ITSELF or (match["link"] in {"of", "about"} and head in _HEARSAY)
    if itself or stem(head) in record.own:  # "a press conference on the launch of the satellite"
        return _hangs(text, match.start("head"), record, phrase=phrase)
    if _NO_NOUN.fullmatch(head) or _MODAL.search(text, near, match.start()):
        return False
    if not match["head"][0].islower() and _STARTS.search(text, near, match.start()) is None:
        return _hangs(text, match.start("head"), record, phrase=phrase)  # "talks of Peru and Chile on standards"
    if match["link"] == "for" and not phrase and _DETERMINED.search(text, near, match.start()) is None:
        return False  # "travel for the meeting"
    if head in _GATHERED:
        return record.kind is not Kind.MEETING
    return not (head in _TAKEN_IN and (record.kind is Kind.DEADLINE or record.things & _OPEN_TO_ALL))


_MODAL = expression(r"\b(?:will|would|to|can|could|must|should|may|might)\s+\Z")
_WHICH_WAS = expression(  # "released the minutes of the meeting, which was held in June", "the pact that both signed"
    r"(?:\s+(?:of|on|for|between|in|at)\s[^,;]{2,90})?,?\s+"
    r"(?:(?:which|that)\s+(?:was|were|took|had|opened|closed|ended|met)\b|(?<=,\s)(?:held|hosted|convened)\b"
    r"|(?:which|that)\s+(?:[\w’'&-]+\s+){1,6}(?:signed|held|hosted|opened|launched|published|released|adopted|unveiled)\b)"
)
_REACH = 120  # characters
_STARTS = expression(r"(?:\A|[.;:]\s|[“\"—]\s?)\W*\Z")
_DETERMINED = expression(
    r"(?:\A\W*|\b(?:the|an?|its|their|his|her|this|that|no|any|some|more|new|all)\s+(?:[\w-]+\s+){0,3}?)\Z",
    re.IGNORECASE,
)
