"""Where something is to happen: the words of a sentence that tie a place to what it tells.

A place counts only where the sentence says that the thing happens there ("in Singapore", "Washington is to host",
"at its Leipzig plant"), never as an origin, a nationality or a side of talks. A name that no gazetteer lists counts
behind "in" and behind a building alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from watcher.followups.expressions import expression
from watcher.followups.places import NAMES, REGIONS, TOWNS, VENUE, VENUES


def _any(names: list[str]) -> str:
    begins = "".join(sorted({re.escape(name[0]) for name in names}))  # passes over most words at once
    return rf"(?:(?=[{begins}])(?:" + "|".join(map(re.escape, names)) + r")(?!\w))"


_NAME, _REGION, _TOWN = _any(NAMES), _any(REGIONS), _any(TOWNS)
_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'&.-]*"
_VENUE = (
    rf"(?:(?:{_WORD}|of|and|for|the|on)\s+){{0,5}}{_WORD}\s+{VENUES}\b|{_WORD}\s+University"
    rf"|(?:University|Port)\s+of\s+{_WORD}(?:\s+{_WORD})?"
)
_PART_OF = (
    r"(?:(?:northern|southern|eastern|western|central|north(?:east|west)?(?:ern)?|south(?:east|west)?(?:ern)?|downtown"
    r"|greater|rural|upstate|nearby|neighbou?ring)\s+)?"
)
_SITE = (
    r"(?:plant|fab|factory|campus|headquarters|offices?|site|base|facility|lab|laboratory|hub|yard|shipyard|terminal"
    r"|airport|warehouse|foundry|mill|refinery|smelter|gigafactory|showroom|data\s+cent(?:re|er)|launch\s+site)\b"
)
_DATES = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Q\d|FY\d*|H\d)\b"
)
_WATERS = r"(?:Sea|Ocean|Straits?|Gulf|Islands?|Desert|Peninsula|Delta|Valley|Basin|Mountains|River|Coast)\b"
_TIED = expression(
    rf"\b(?P<prep>in|In|at|At|near|outside|reach(?:es|ed|ing)?|past|gets?\s+to|on(?=\s+the\s+Moon)"
    rf"|orbit\s+(?:round|around)|across|throughout|visit(?:s|ed|ing)?|tour(?:s|ing)?|(?:visit|trip|return(?:s"
    rf"|ing|ed)?|travel(?:s|ling|ing)?|head(?:s|ing|ed)?|fl(?:y|ies|ying)|come(?:s)?|coming|goes|go|going|move(?:s"
    rf"|d)?|moving|relocat\w+|mission|delegation)\s+(?:back\s+)?to|\AFrom(?=\s+[^\s,]+(?:\s+[A-Z][^\s,]*)*,)"
    rf"|(?:launch(?:ed|es|ing)?|(?:lift|blast)(?:s|ed|ing)?\s+off|lift-?off|fly|flies|flew|flown|flight)"
    rf"\s+(?:[\w-]+\s+){{0,9}}?from|(?:welcom|receiv|invit)\w*\s+(?:[\w’'.&-]+,?\s+){{1,14}}?to"
    rf"|(?<!call\s)(?<!called\s)(?<!kick\s)(?<!lift\s)(?<!put\s)off"
    rf"|(?:hosted|staged)\s+by|host\s+(?:city|country)|all\s+around|around|into|expected\s+in|for)\s+"
    rf"(?:its\s+(?={_WORD}\s+{_SITE}))?"
    rf"(?:{_REGION}['’]s\s+)?{_PART_OF}(?P<where>(?:the\s+)?(?:(?P<venue>{_VENUE})(?:(?:,|\s+in)\s+(?:{_NAME}|(?!{_DATES}){_WORD}(?=,)))?"
    rf"|(?P<city>(?!{_DATES}){_WORD}(?:\s+(?!{_DATES}){_WORD})?)(?:,\s+{_REGION}|\s+in\s+{_NAME})|(?P<name>{_NAME})(?:,\s+{_REGION})?"
    rf"|(?!{_DATES}){_WORD}(?:\s+(?!{_DATES}){_WORD})?,\s+{_TOWN}(?!,?\s+(?:and|or|&)\b|,\s+[A-Z])"  # "Songdo, Incheon"
    rf"|(?P<waters>(?:{_WORD}\s+){{1,3}}{_WATERS})"
    rf"|(?P<open>{_WORD}(?:\s+{_WORD}){{0,3}})))",
)
_HOSTS = expression(
    rf"\b(?=[A-Zt])(?P<where>(?:the\s+)?{_NAME}|(?:{_WORD}\s+){{1,3}}(?:Park|Centre|Center|Hall|Expo|Campus|Arena|Stadium|Hotel))(?:,\s+(?:which|that))?\s+(?:\w+\s+){{0,1}}?"
    rf"(?:(?:will|is|are|was|has|have|been|plans?|agreed|hopes?|wants?|to|set|due|scheduled|be|also|again|next|then"
    rf"|offered|in\s+line|would|expected|slated|chosen|picked|selected|named|confirmed|announced)\s+){{0,5}}"
    rf"(?:gets?\s+its|holds?\s+the\s+next|host|hosts|hosted|hosting|stages?|plays?\s+host|welcome|welcomes|welcoming"
    rf"|(?:be\s+|as\s+|the\s+)?(?:the\s+)?(?:host|venue|site|setting)\b|(?:be\s+)?home\s+to|where)\b"
)
# "Tsukuba will be home to the machine", "Nusantara, the country's new capital, is to get ...": listed nowhere.
_SAID_TO_BE = expression(
    rf"\A(?P<where>{_WORD}(?:\s+{_WORD})?)(?:\s+(?:will|is|has|was|to|be|been|set|due|chosen|picked|named|confirmed|as)){{1,5}}"
    r"\s+(?:home\s+to|the\s+(?:venue|setting|host\s+city|site)\b)"
    rf"|\A(?P<place>{_WORD}(?:\s+{_WORD})?),\s+(?:[^\s,]+\s+){{0,6}}?(?:capital|city|town|township|island|province|state|prefecture"
    r"|district|suburb|village|territory|port|estate)\b[^,]{0,40},"
)
_HOSTING = expression(r"\b(?:host|stage|is\s+where|welcom|venue|site|setting|home\s+to|gets?\s+its)")
_HELD_AT = expression(
    rf"\b(?:held|hosted|hold|place|staged|commissioned|conducted|built|signed|located|opened|launched|convened?|meet|meets"
    rf"|met|gather|gathers|scheduled|opens?|opened|installed|set\s+up|(?P<built>lab|laboratory|plant|fab|line|site|facility"
    rf"|factory|campus|station|reactor|centre|center|cluster|computer|testbed|supercomputer)|summit|conference|forum|meeting"
    rf"|dialogue|workshop|symposium|exercise|drill|trial|seminar|hearing|congress|ceremony|session|running|operating)\s+(?P<prep>in|at)\s+(?P<where>(?:the\s+)?{_WORD}(?:\s+{_WORD}){{0,3}})"
)
# A name that qualifies: "the Jakarta-hosted forum", "the Seoul summit", "its Leipzig plant",
# or beside its date in brackets: "(Oslo, 4-8 June)", "(4-8 June, Oslo)".
_QUALIFYING = expression(
    rf"(?<![\w-])(?:(?P<hosted>{_NAME})-hosted\b"
    rf"|(?P<gathering>{_TOWN})\s+(?:(?!and\b|or\b)[\w-]+\s+){{0,2}}?(?:summit|conference|congress|forum|fair|meetings?|talks|session"
    rf"|round|workshop|symposium|gathering|hackathon|leg|event|dialogue|roundtable)\b"
    rf"|(?:[Ii]ts|[Tt]heir|[Tt]he|[Aa]|[Aa]n|new|second|first|['’]s)\s+(?P<site>{_NAME})\s+(?:\w+\s+)?{_SITE}"
    rf"|(?P<turn>{_NAME})(?:['’]s\s+turn\s+to\s+(?:play\s+host|host|stage)|,\s+hosts?\s+of)\b"
    rf"|\b(?:stop|leg|up|venue|host)\s+(?:is|will\s+be)\s+(?P<stop>{_NAME})"
    rf"|\bat\s+(?:its|their|the|a)\s+(?P<own>{_WORD})\s+{_SITE}"
    rf"|(?<=\()(?P<bracket>(?:{_WORD}(?:\s+{_WORD}){{0,3}},\s+)?{_NAME})[,;]?\s+(?=\d|[A-Z][a-z]{{2}})"
    rf"|\((?=[^()]*\d)(?=\d|[A-Z][a-z]{{2}})[^(),]{{3,30}}(?:,\s+(?:19|20)\d\d)?,\s+(?P<last>(?:{_WORD}(?:\s+{_WORD}){{0,3}},\s+)?{_NAME})(?=\)))"
)
_LEADING = expression(r"\A(?:the|The)\s+(?!Hague)")
_CAPITALS = r"(?!US\b|UK\b|UAE\b|USA\b|[A-Z]\.)[A-Z]{2,}"
_NOT_PLACE = expression(rf"\A(?:the\s+)?(?:{_DATES}|{_CAPITALS}\Z)")
# Behind "in" as a place would be, and none: parliaments, languages, divisions of a text, subjects.
_NOT_OPEN = expression(
    rf"\A(?:{_DATES}|{_CAPITALS}(?!\w)|Parliament|Congress|Cabinet|Senate|House|Commons|Lords|Assembly|Council|Court"
    r"|English|Chinese|Mandarin|Malay|Tamil|French|Spanish|German|Japanese|Korean|Arabic|Hindi|Latin|Russian"
    r"|Phase|Part|Section|Chapter|Annex|Appendix|Table|Figure|Article|Title|Round|Series|Class|Group|Tier|Level|Stage|Step"
    r"|Version|Volume|Day|Week|Year|Quarter|Spring|Summer|Autumn|Fall|Winter|Easter|Christmas|Ramadan|Advent"
    r"|Python|Java|Rust|Nature|Science|Web|Internet|Bitcoin|Ethereum|Treasury|Windows|Linux|God|Mr|Ms|Dr)\b"
)
_SUBJECT = expression(
    r"\b(?:Intelligence|Computing|Technolog\w+|Security|Cybersecurity|Engineering|Sciences?|Learning|Energy|Finance|Policy"
    r"|Research|Act|Bill|Law|Code|Order|Programme|Program|Journal|Times|Post|News|Committee|Commission|Agency|Ministry|Fund"
    r"|Partnership|Agreement|Framework|Inc|Ltd|Corp|Roundtable|Forum|Summit|Dialogue|Conference|Workshop|Symposium|Congress|Festival|Week)\b"
)
# "invest in Arcus", "shares in Arcus", "written in Ada": what is done in a name that is no place.
_ABSTRACT = expression(
    r"\b(?:invest\w*|stakes?|interests?|shares?|confidence|trust|believ\w*|written|rewritten|result\w*|published|speciali\w+"
    r"|degrees?|certificates?|courses?|available|listed|participat\w+|part|role|changes?|increases?|rise|drop|cuts?|growth"
    r"|fluent|denominated|paid|priced|quoted|involve[sd]?|engage[sd]?|included?|features?|used|found|appear\w*|detail\w*"
    r"|set\s+out|described|outlined|promised|million|billion)\s+\Z",
    re.IGNORECASE,
)
_OWNED = expression(
    r"['’]s?\s|-\w|\s+(?:dollars?|terms|officials|companies|markets?|firms|law|history|shares|models?|chips?|orbit)\b"
)
_OWNS_SITE = expression(r"['’]s?\s(?=[A-Z])(?!\w+\s+(?:law|market|shares|officials))")


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place tied to something by the words around it; ``name`` stands at ``text[start:end]``."""

    start: int
    end: int
    name: str


def places_in(text: str) -> list[PlaceHit]:
    """Every place that the text says something happens at, in order."""
    hits: dict[int, PlaceHit] = {}
    for match in _tied(text):
        _add(hits, match, "where")
    for pattern in (_HOSTS, _HELD_AT) if _HOSTING.search(text) else (_HELD_AT,):
        for match in pattern.finditer(text):
            if not _is_no_place(text, match):
                _add(hits, match, "where")
    for match in (*_QUALIFYING.finditer(text), *_SAID_TO_BE.finditer(text)):
        kind = match.lastgroup or "where"
        if not (kind == "gathering" and hits) and not _NOT_OPEN.match(match[kind]):
            _add(hits, match, kind)
    return sorted(hits.values(), key=lambda hit: hit.start)


def _tied(text: str) -> Iterator[re.Match[str]]:
    """What the words before a place tie; behind a match that is none, the search goes on with its next word."""
    position = 0
    while match := _TIED.search(text, position):
        if _is_tied(text, match):
            yield match
            position = match.end()
        else:
            position = match.end("prep")


def _is_tied(text: str, match: re.Match[str]) -> bool:
    prep = match["prep"]
    if match["open"] and not _is_open(text, match):
        return False
    if match["city"] and _SUBJECT.search(match["city"]):
        return False  # "the AI in Finance Roundtable in Lima"
    if prep == "for" and not match["name"]:
        return False
    if match["name"] and _IN_A_NAME.match(text, match.start("where")):
        return False
    if prep in {"for", "into"} and not _BOUND_FOR.search(text[: match.start()][-12:]):
        return False
    if prep == "around" and not _BOUND_FOR.search(text[: match.start()][-12:]):
        return False
    if prep in {"in", "at"} and _OF_SOMEBODY.search(text[max(0, match.start() - 30) : match.start()]):
        return _OF_A_GATHERING.search(text[max(0, match.start() - 100) : match.start()]) is not None
    if prep in {"in", "at", "near"} and _ORIGIN.search(text[max(0, match.start() - 30) : match.start()]):
        return False
    if prep in {"in", "at"} and match["name"] and _OWNS_SITE.match(text, match.end()):
        return True  # "at Rotterdam's Ahoy"
    return not _OWNED.match(text, match.end()) and not _NOT_PLACE.match(match["where"])


# "at the Africa Energy Forum": of which it is the first word of the name, wherever it meets
_IN_A_NAME = expression(
    r"the\s+(?:(?:South-?\s?[Ee]ast\s+)?Asia|Africa|Europe|Latin\s+America|Middle\s+East|America|Korea)\s+(?!(?:in|on|at)\s)[\w&-]+"
)
# "the ministry in Sejong blamed", "users in Spain": where somebody is, and not what is told.
_OF_SOMEBODY = expression(
    r"\b(?:ministry|ministers?|agency|bureau|government|court|judges?|officials|lawmakers|regulators?|authorities|police"
    r"|company|companies|firms?|start-?ups?|banks?|users|customers|people|residents|voters|workers|staff|readers)\s+\Z"
)
# "a conference of data regulators in Livingstone": where they meet.
_OF_A_GATHERING = expression(
    r"\b(?:conference|meeting|summit|forum|gathering|assembly|congress|workshop|symposium|roundtable|session|talks)\s+(?:of|between|for)\s+"
    r"(?:(?!who\b|that\b|which\b)[\w’'&-]+\s+){1,6}\Z"
)
# "founded in Delft", "has offices in Leeds", "the ship built in Ulsan": where somebody or something comes from.
_ORIGIN = expression(
    r"\b(?:founded|based|born|headquartered|incorporated|registered|listed"
    r"|(?:has|have|having|with)\s+(?:\w+\s+){0,2}?(?:offices|landings|plants|sites|operations|customers|branches|factories|facilities|staff|users))\s+\Z"
    r"|(?<!\bbe)(?<!being)\s(?:built|made|designed|developed|produced|assembled|invented)\s+\Z"
)
_BOUND_FOR = expression(r"\b(?:planned|set|scheduled|slated|bound|heads?|leaves?|tested|trialled|deployed)\s+\Z")


def _is_open(text: str, match: re.Match[str]) -> bool:
    """A capitalised name behind "in", at most three words, that is not known for something else."""
    name = match["open"]
    return (
        match["prep"] in {"in", "In"}
        and len(name.split()) <= 3
        and match["where"] == name
        and not _NOT_OPEN.match(name)
        and not _SUBJECT.search(name)
        and not re.search(r"\b[A-Z]\Z", name)
        and not re.match(r"\s+\d|\w", text[match.end() :])
        and not _ABSTRACT.search(text[max(0, match.start() - 24) : match.start()])
    )


def _is_no_place(text: str, match: re.Match[str]) -> bool:
    where = match["where"]
    if _OWNED.match(text, match.end("where")):
        return True
    if "prep" not in match.groupdict():
        return _NOT_PLACE.match(where) is not None or _NOT_OPEN.match(where) is not None
    if match["prep"] == "in" and _ORIGIN.search(text[: match.start("prep")][-30:]):
        return True
    if match["prep"] == "in" and (_NOT_OPEN.match(where) or re.match(r"\s+\d", text[match.end() :])):
        return re.fullmatch(_NAME, where) is None
    built = match["built"] or match.group().startswith(("built", "installed", "set up", "open"))
    return _NOT_PLACE.match(where) is not None and not (built and match["prep"] == "at" and not re.match(_DATES, where))


def _add(hits: dict[int, PlaceHit], match: re.Match[str], group: str) -> None:
    name, start = match[group], match.start(group)
    lead = _LEADING.match(name)
    if lead:
        name, start = name[lead.end() :], start + lead.end()
    name = name.rstrip(".,;") if not re.search(r"\b[A-Z]\.[A-Z]\.\Z", name) else name
    if not any(hit.start <= start < hit.end for hit in hits.values()):
        hits[start] = PlaceHit(start, start + len(name), name)


_IN_A_LIST = expression(
    rf"(?::|,|,\s+and)\s+(?P<where>{_NAME})\s+(?:on|over|in|from)?\s*(?:the\s+)?(?:(?:week|weekend)\s+of\s+)?\Z"
)
_AFTER_A_COLON = expression(rf"\A[^:]{{0,3}}:[^:]{{1,80}},\s+(?P<where>{_NAME}[^,]{{0,30}}?)\W*\Z")
_OF_A_COUNTRY = expression(
    rf"\A(?P<where>{_REGION})['’]s\s+(?:[\w-]+\s+){{0,5}}?(?:plant|fab|factory|laws?|reactor|park|port|airport|station"
    rf"|line|hub|grid|centre|center|site)\b"
)


def beside(text: str, start: int, end: int) -> str | None:
    """The place that stands right beside a date in a list, or whose thing the sentence is about."""
    listed = _IN_A_LIST.search(text[max(0, start - 60) : start])
    if listed is None and start <= 3:
        listed = _AFTER_A_COLON.match(text[end:])
    if listed is None:
        listed = _OF_A_COUNTRY.match(text)
    return listed["where"] if listed else None


def nearest(
    places: list[PlaceHit], start: int, end: int, low: int, high: int, *, more: bool = False
) -> PlaceHit | None:
    """The place for a date at ``start:end`` inside ``low:high``: right behind it, else the last before, else after.

    ``more``: another date stands at ``high``, which the place right before it belongs to.
    """
    behind = [place for place in places if end <= place.start < high]
    before = [place for place in places if low <= place.start < start]
    if not before or not behind:
        return before[-1] if before else behind[0] if behind else None
    if more and high - behind[0].end <= 5:
        return before[-1]  # "in Singapore on 5 May and in Tokyo on ..."
    if venue := _venue_in_town(before[-1], behind[0]):
        return venue
    return behind[0] if behind[0].start - end <= 10 else before[-1]


_SITED = expression(
    r"\b(?:plant|fab|factory|building|campus|centre|center|facility|line|laboratory|lab|reactor|station|port|terminal|park|site|mill"
    r"|complex|foundry|hall|tower)\s+(?:in|at)\s+(?:the\s+)?\Z"
)


def of_the_subject(text: str, places: list[PlaceHit], start: int) -> PlaceHit | None:
    """ "The plant, the firm's third building in Batam, is ahead of plan, and wafers should come out in 2028"."""
    if len(places) != 1 or places[0].start >= start or not _SITED.search(text[: places[0].start]):
        return None
    return places[0]


def _venue_in_town(one: PlaceHit, other: PlaceHit) -> PlaceHit | None:
    """ "in Oslo is on for 27 May, at the Harbour Hall": "Harbour Hall, Oslo"."""
    venues = [hit for hit in (one, other) if VENUE.search(hit.name)]
    if len(venues) != 1:
        return None
    town = other if venues[0] is one else one
    return venues[0] if town.name in venues[0].name else replace(venues[0], name=f"{venues[0].name}, {town.name}")
