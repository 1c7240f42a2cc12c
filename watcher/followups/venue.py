"""Where the thing at a date is: the place of a sentence tied to it, and no place of whoever does it. English."""

import re

from watcher.followups.expressions import expression
from watcher.followups.governors import governing
from watcher.followups.hits import PeriodHit
from watcher.followups.verbs import Tense, VerbGroup, bounds
from watcher.followups.whereabouts import PlaceHit, beside, nearest, of_the_subject


def venue(
    sentence: str,
    hit: PeriodHit,
    hits: list[PeriodHit],
    groups: list[VerbGroup],
    places: list[PlaceHit],
    within: tuple[int, int],
) -> str | None:
    """The name of the place of what is at one of the sentence's dates; ``within``: the clause it is told in."""
    before = [other.end for other in hits if other.end <= hit.start and not other.weak]  # "for a year from May"
    listed = any(other.start >= hit.end for other in hits)
    verb = governing(sentence, groups, hit.start, hit.end)
    low, high = _reach(sentence, hit, hits, groups, verb, within)
    found = nearest(places, hit.start, hit.end, low, high, more=listed)
    if found is None and not before and _RELATIVE.search(sentence[:low]):
        # "in Singapore for the summit, which will be held ..."
        found = nearest(places, hit.start, hit.end, 0, high)
        if found and any(found.end <= one.start < low for one in groups if one.tense in _FINITE):
            found = None  # "Linguists in Manila prepare bids for the fund, which opens in October"
    if found is None and len(hits) == 1:
        found = of_the_subject(sentence, places, hit.start)
    if found is None:
        return beside(sentence, hit.start, hit.end)
    if verb is not None and found.end <= verb.start and _is_the_doers(sentence, found):
        return None
    if before and found.start > before[-1] and _NEXT_THING.search(sentence[found.end : hit.start]):
        return None  # "opens on Saturday at Tuas, and the finals are on Friday"
    if found.start > hit.end and listed and _NEXT_DEED.search(sentence[hit.end : found.start]):
        return None  # "will pass Mars in May and reach Jupiter in June"
    return None if _WHERE_SAID.search(sentence[: found.start]) and found.end < hit.start else found.name


def _reach(
    sentence: str,
    hit: PeriodHit,
    hits: list[PeriodHit],
    groups: list[VerbGroup],
    verb: VerbGroup | None,
    within: tuple[int, int],
) -> tuple[int, int]:
    """Between which other dates, verbs and reasons a place is looked for."""
    low, high = within
    before = [other.end for other in hits if other.end <= hit.start and not other.weak]
    low = max([low if not before else max(bounds(sentence, hit.start, hit.end)[0], *before), 0])
    high = min([high, *(other.start for other in hits if other.start >= hit.end)])
    since = max(hit.end, verb.end if verb else 0)
    if verb is not None and verb.tense is Tense.REPORT and verb.start > hit.end:
        high = min(high, verb.start)  # "..., he told a conference in New Delhi"
    reason = _REASON.search(sentence, hit.end, high)
    following = [group.start for group in groups if group.start >= since]
    return low, min([high, *following, *([reason.start()] if reason else [])])


def _is_the_doers(sentence: str, found: PlaceHit) -> bool:
    """ "certificates issued in Fiji | become valid on 1 July"."""
    before = sentence[: found.start]
    return bool(_MADE_THERE.search(before) or _WHO_IS_THERE.search(before) or _WHOSE_DEED.match(sentence, found.end))


_FINITE = frozenset({Tense.PAST, Tense.FUTURE, Tense.REPORT, Tense.PRESENT})
_NEXT_DEED = expression(r"\b(?:and|then)\s+(?:\w+\s+){1,3}\Z|,\s+(?!in\b|at\b)\w+\s+\Z")
_MADE_THERE = expression(
    r"\b(?:issued|granted|made|produced|sold|registered|based|founded|grown|licen[sc]ed|certified|trained|built|mined|approved|earned)\s+in\s+(?:the\s+)?\Z"
)
_WHO_IS_THERE = expression(  # "insurers in Fiji | are to start in July"
    r"\b(?:(?:re)?insurers|bankers|banks|lawyers|traders|makers|farmers|growers|developers|providers|carriers|operators|investors|researchers"
    r"|engineers|workers|teachers|doctors|scientists|linguists|students|officials|regulators|firms|companies|hospitals|schools|users|consumers)"
    r"\s+in\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_WHOSE_DEED = expression(  # "Fiji's reef centre | has delayed the release of its map"
    r"['’]s?\s[^,;]{2,60}\s(?:(?:has|have|had|will|would)\s+)?(?:delay|postpone|move|push|defer|publish|release|issue|announce)(?:d|s|ed|es)?\s+"
    r"(?:the|its|their|an?)\b"
)
_NEXT_THING = expression(r",\s+(?:and|the\s+day|with)\b")
_WHERE_SAID = expression(
    r"\b(?:said|told\s+\w+|announced|agreed|committed|pledged|promised|vowed|speaking|talking)\s+(?:at|in)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_REASON = expression(  # "..., citing a clash with a fair in Germany"
    r",?\s+(?:citing|blaming|because|due\s+to|owing\s+to|amid|following|to\s+avoid|to\s+make\s+(?:room|way)|despite|instead\s+of|rather\s+than)\b"
    r"|,\s+(?:after|as|since|so|when|while)\b"
)
_RELATIVE = expression(r",\s+(?:which|where|when)\s*\Z")
