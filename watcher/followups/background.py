"""Dates that tell something else than what is promised: when it was said or agreed, an event long known by its day,
a list of the season's best, a period that is itself what the sentence is about. English; knows no records.
"""

import re
from datetime import date

from watcher.followups.decisions import was_decided_then
from watcher.followups.expressions import expression
from watcher.followups.hits import PeriodHit
from watcher.followups.verbs import Tense, VerbGroup
from watcher.model.period import Precision


def is_background(sentence: str, hit: PeriodHit, group: VerbGroup | None, published: date, *, headline: bool) -> bool:
    """Whether the date belongs to the background, whatever the verb beside it says."""
    before = sentence[max(0, hit.start - _REACH) : hit.start]
    if hit.name in _DAYS and _is_of_the_deed(sentence, before, hit, group, published):
        return True
    if hit.name in {"weekday", "dayword"} and not sentence[hit.start].islower() and _is_of_the_word(before):
        return True
    if hit.name == "dayword" and (_FROM_THEN.search(before) or _FROM_TODAY.match(sentence, hit.start)):
        return True  # "three weeks from today"
    if (hit.name in _DAYS and _YEAR_ENDS.search(before[-80:])) or (hit.name == "given" and _TOOK.search(before[-60:])):
        return True
    if (
        _is_done_by_then(hit, group)
        or (hit.name == "which" and _BECAUSE_OF.search(before))
        or (not hit.yearless and _COVERS.search(before[-60:]))
        or _HOME.search(before[-30:])
    ):
        return True
    if hit.name == "month" and (_is_of_the_last(sentence, hit, published) or _LATEST.match(sentence, hit.end)):
        return True
    if hit.yearless and hit.by and _had_said(before, hit, published):
        return True
    if hit.yearless and (_is_after_a_deed(before, group) or _is_known_by_its_day(sentence, before, hit, published)):
        return True
    if hit.name in _SPANS and (_is_a_topic(sentence, before, hit) or _is_owned(sentence, hit, group)):
        return True
    if hit.name in _SPANS and ((headline and _LISTS.search(sentence)) or _is_to_readers(before)):
        return True
    if group is None and hit.name == "year" and before.endswith("of "):
        return True  # "Museum shows of 2026"
    return _is_of_figures(sentence, before, hit, group) or _is_guessed(sentence, hit)


def _is_done_by_then(hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "Eighty comments came in by Monday"."""
    by_a_weekday = hit.by and hit.name == "weekday"
    return by_a_weekday and group is not None and group.tense is Tense.PAST and group.end <= hit.start


_BECAUSE_OF = expression(  # "Despite the tariffs of | this month, both still want ..."
    r"\b(?:[Dd]espite|[Aa]fter|[Ff]ollowing|[Aa]mid|[Bb]ecause\s+of|[Ss]ince)\s+[^,;]{2,60}\s(?:of|from|in)\s+\Z"
)
_HALF_A_YEAR = 183  # days


def _is_of_the_last(sentence: str, hit: PeriodHit, published: date) -> bool:
    """ "the conclusions of November's summit", told in February: of the last one, not of the next."""
    begins = hit.period.start if hit.period is not None else None
    owns = sentence[hit.end : hit.end + 2] in {"'s", "’s"}
    return owns and begins is not None and (begins - published).days > _HALF_A_YEAR


_COVERS = expression(  # "is to cover the period to | 2035"
    r"\bcover(?:s|ing|ed)?\s+(?:the\s+)?(?:periods?|years?|decades?|time|span)\b[^.;,]{0,24}\Z|\bcover(?:s|ing|ed)?\s+\Z"
)
_HOME = expression(r"\b(?:returns?|fl(?:y|ies)|goes|heads?|travels?)\s+(?:back\s+)?home\s+(?:on\s+)?\Z")
_LATEST = expression(
    r"\s(?:[\w-]+\s){1,4}?as\s+(?:the|its|their)\s+(?:latest|last|most\s+recent)\b"
)  # "the July session"
# "before the American fiscal year runs out on | 30 September": the calendar's, nobody's promise
_YEAR_ENDS = expression(
    r"\b(?:fiscal|financial|budget|calendar|school|academic)\s+year\b,?\s+(?:which\s+|that\s+)?(?:runs?\s+out|runs?\s+(?:until|to)|ends?|ending|closes?"
    r"|expires?|is\s+over|finishes)\s+(?:on\s+)?\Z",
    re.IGNORECASE,
)
_REACH = 160  # characters before the date that are looked at
_DAYS = frozenset({"weekday", "relweekday", "dayword", "monthday", "daymonth"})
_SPANS = frozenset({"year", "which", "month", "monthyear", "season", "seasonyear", "yearend", "decade"})
_AGREED = (
    r"(?:agreed|vowed|pledged|promised|decided|resolved|undertook|committed|offered|proposed|ordered|told|asked|urged|called|appealed|threatened"
    r"|voted|refused|declined|moved|pleaded|warned|announced|confirmed|instructed|directed|approved|adopted|endorsed|signed|unveiled|launched)"
)
_TO_DO = expression(r"\s+(?:not\s+)?to\s+[a-z]+")
_DID_ON = expression(  # "refused on Sunday | to condemn", "vowed Friday to"
    rf"\b(?:{_AGREED}|refusing|agreeing|vowing|pledging|promising|deciding|voting|urging|calling|began|continued|tried|sought|joined)"
    r"\s+(?:(?:in|at)\s+[A-Z][^,;]{1,40}?\s+)?(?:on\s+|late\s+|early\s+)*\Z",
    re.IGNORECASE,
)
_AFTER_A = expression(r"\b(?:after|since|following)\s+(?:an?|the|its|their)\s+(?:[\w’'-]+\s+){1,5}on\s+\Z")
_THEN_DID = expression(
    rf"(?:\s+(?:afternoon|morning|evening|night))?\s+(?:\w+ly\s+)?(?:had\s+|have\s+|has\s+)?{_AGREED}\b"
)
_ON = expression(r"[A-Z][\w.’'-]*\s+on\s+\Z")
_DID = expression(
    r"\s+(?!need|speed|feed|schedul|plann|expect|organi|host)[a-z]+ed\b(?!\s+by\b)"
)  # "Lee on Friday | doubled down"
_PARTICIPLE_ON = expression(  # "The decision, taken on Wednesday by ambassadors"
    r",\s+(?:\w+ly\s+)?(?:taken|made|given|sent|signed|issued|announced|adopted|approved|published|released|agreed|reached|unveiled|passed|filed)"
    r"\s+(?:late\s+|early\s+)?(?:on\s+)?\Z"
)
_BY_WHOM = expression(r"\s+by\b|\s*,")


def _is_of_the_deed(sentence: str, before: str, hit: PeriodHit, group: VerbGroup | None, published: date) -> bool:
    """ "on Thursday agreed to form a group", "vowed Friday to build": when it was agreed, not when it is to be."""
    if hit.by or not (hit.yearless or hit.name == "dayword"):
        return False
    words = sentence[hit.start : hit.end].casefold()
    if words.startswith(("next", "tom")):
        return False
    if _THEN_DID.match(sentence, hit.end) or (_DID.match(sentence, hit.end) and _ON.search(before[-40:])):
        return True
    if hit.name == "weekday" and group is not None and group.tense is Tense.PRESENT and _AFTER_A.search(before):
        return True  # "is circling the Earth after a flawless start on Thursday"
    if hit.name == "weekday" and was_decided_then(sentence, before, hit, group):
        return True
    if _TO_DO.match(sentence, hit.end) and _DID_ON.search(before[-40:]):
        return True
    if _BY_WHOM.match(sentence, hit.end) and _PARTICIPLE_ON.search(before[-60:]):
        return True
    if ("ollowing " in before or "fter " in before) and _AFTER_EVENT.search(before):
        return True
    told = group is not None and _ORDERED.match(group.words) is not None
    told = told and hit.name in {"weekday", "dayword"}
    return told and hit.period is not None and hit.period.start == published


_ORDERED = expression(r"(?:was\s+|were\s+)?(?:ordered|told|asked|agreed|decided|directed|instructed|voted)\b")
_AFTER_EVENT = expression(  # "..., following the inaugural meeting of its committee on | Thursday"
    r"(?:\A|,\s+)(?:following|after)\s+(?:the|an?|its|their|his|her|this|last)\s+(?:(?!will\b|is\b|are\b|to\b|was\b|were\b|has\b|had\b)[\w’'&.-]+\s+)+\Z",
    re.IGNORECASE,
)
_HAVING_DONE = expression(r"\bafter\s+(?:(?P<perfect>being|having)|[a-z]+ing)\s[^,;]*\Z")
_IN_A_SPEECH = expression(
    r"(?:\A\W*|[,;]\s+)(?:in|during|at)\s+(?:an?|his|her|their|its)\s+(?:[\w’'-]+\s+){0,4}?(?:speech|address|statement|interview|briefing|tweet|post|letter"
    r"|(?:press|news)\s+conference|ruling|decision|report|memo|message|broadcast|testimony|remarks|filing|e-?mail|action)\s+(?:late\s+|early\s+)?(?:on\s+)?\Z",
    re.IGNORECASE,
)
_IN_A_NOTICE = expression(  # "announced the new deadline in a notice on its website on | Tuesday"
    r"\b(?:announced|said|confirmed|published|posted|told|disclosed|revealed|wrote|explained|stated|added)\b[^.;]{0,80}\bin\s+an?\s+(?:[\w-]+\s+){0,3}?"
    r"(?:notice|statement|circular|post|filing|letter|memo|release|notification|gazette|blog|e-?mail|update|advisory|message|note|tweet)\s+"
    r"(?:(?:on|to)\s+(?:its|their|the|his|her)\s+(?:[\w-]+\s+){0,2}?(?:website|site|account|page|blog|portal|members|customers|clients|reporters)\s+)?(?:on\s+)?\Z"
)
_SIGNED_ON = expression(  # "under an arrangement signed in Canberra on | Tuesday"
    r"\b(?:agreement|arrangement|deal|pact|accord|memorandum|treaty|declaration|statement|understanding|contract|letter|report|paper|order|notice|plan"
    r"|roadmap|strategy|framework|guidelines|rules|bill|law|decree)\s+(?:that\s+(?:was|were)\s+)?(?:signed|reached|struck|sealed|concluded|inked|issued|released"
    r"|published|announced|unveiled|adopted|approved|passed|agreed|initialled|endorsed)\s+(?:(?:in|at|by)\s+[^,;]{2,40}?\s+)?on\s+\Z"
)
_FROM_THEN = expression(r"\b(?:days?|weeks?|months?|years?|fortnight)\s+from\s+\Z", re.IGNORECASE)
_FROM_TODAY = expression(r"from\s+(?:today|tomorrow|now)\b", re.IGNORECASE)
_TOOK = expression(  # "took a median of | 38 days to decide"
    r"\b(?:takes?|took|taken|taking|lasts?|lasted|spends?|spent|waits?|waited|needs?|needed|averag\w+)\b[^,;.]{0,40}\Z",
    re.IGNORECASE,
)
_HAD_SAID = expression(
    r"\bhad\s+(?:\w+ly\s+)?(?:told|said|promised|pledged|announced|vowed|planned|hoped|expected|asked|agreed|undertaken|set|wanted)\b[^.;]*\Z",
    re.IGNORECASE,
)


def _had_said(before: str, hit: PeriodHit, published: date) -> bool:
    """ "had told the public to look for it | by 30 June", told in July: the June that was."""
    end = hit.period.end if hit.period is not None else None
    return end is not None and (end - published).days > NEARER_BACK and _HAD_SAID.search(before) is not None


_A_DAY = expression(r"\bon\s+(?:a|an|one|some)\s+(?:[\w-]+\s+){0,2}\Z")


def _is_of_the_word(before: str) -> bool:
    """ "In a televised address on Sunday, ...", "on a cold Saturday morning"."""
    if _A_DAY.search(before[-40:]) or _SIGNED_ON.search(before[-100:]) or _IN_A_SPEECH.search(before):
        return True
    return " in a" in before and _IN_A_NOTICE.search(before) is not None


def _is_after_a_deed(before: str, group: VerbGroup | None) -> bool:
    """ "is hiring a coach after firing Lee in October"; not "will close after dredging on Friday"."""
    deed = _HAVING_DONE.search(before) if "after " in before else None
    return deed is not None and (deed["perfect"] is not None or group is None or group.tense is not Tense.FUTURE)


_LEADS_TO_A_DAY = expression(
    r"(?:\b(?:on|by|before|until|till|from|for|through|to|at|in|and|or|between|(?:day|date|night|morning|evening|eve|week|weekend)\s+of|since|after|is|are|was|be|set|due|the\s+(?:deadline|date))|[,:;(–—-]|\A)\s*\Z"
    r"|\b(?:launch\w*|open\w*|start\w*|begin\w*|meet\w*|held|due|arriv\w*|return\w*|sign\w*|vote\w*|releas\w*|publish\w*|debut\w*|ends?|take\s+effect)\s+\Z",
    re.IGNORECASE,
)
NEARER_BACK = 183  # days


def _is_known_by_its_day(sentence: str, before: str, hit: PeriodHit, published: date) -> bool:
    """ "the commission on the 6 January riot" in May: a day that names a past event."""
    if hit.name not in {"monthday", "daymonth"} or hit.period is None or hit.period.end is None:
        return False
    if ((hit.period.start or hit.period.end) - published).days <= NEARER_BACK:
        return False
    if sentence[hit.start].islower():
        return (
            hit.by
            and _THE_DAY.match(sentence[hit.start : hit.end]) is not None
            and _A_NOUN.match(sentence, hit.end) is not None
        )
    return _LEADS_TO_A_DAY.search(before) is None


_THE_DAY = expression(r"(?:before|ahead\s+of|prior\s+to|until)\s+the\b")
_A_NOUN = expression(r"\s+(?!deadline\b|target\b|date\b|and\b|or\b|to\b|in\b|at\b|for\b)[a-z]+")
_IS_ABOUT = expression(
    r"\s+(?:will|could|might|may|should|would|is|are|promises|looks|seems|has|must|can)\s+(?!(?:see|bring|mark|feature)\b|also\s+(?:see|bring|mark)\b)"
)
_RINGS_IN = expression(
    r"\b(?:ring|rings|ringing|bring|usher|welcome|welcomes|see)\s+(?:in|on)\s+\Z|\b(?:(?:look\w*|fast)[\s-]+(?:ahead|forward)|start|end)\s+to\s+\Z|\b(?:heading|headed|going)\s+into\s+\Z",
    re.IGNORECASE,
)
_CAMPAIGN = expression(
    r"\s+(?:midterms?|primar(?:y|ies)|(?:midterm|general|presidential)\s+elections?|election\s+(?:cycle|season|campaign))\b"
)
_STARTS = expression(
    r"(?:\A\W*|[,;:]\s+|\b(?:that|says?|said|and|but|as|because|while|whether)\s+)(?:the\s+)?\Z", re.IGNORECASE
)


def _is_a_topic(sentence: str, before: str, hit: PeriodHit) -> bool:
    """ "the coming year will test the bloc", "ring in 2026", "looking ahead to 2026": the period is what is told of."""
    if _RINGS_IN.search(before[-24:]) or _CAMPAIGN.match(sentence, hit.end):
        return True
    return not hit.by and _IS_ABOUT.match(sentence, hit.end) is not None and _STARTS.search(before[-24:]) is not None


_OWNS = expression(
    r"['’]s?\s+(?!(?:[\w’'&.-]+\s+){0,4}?(?:meetings?|talks|summit|forum|dialogue|conference|ministerial|roundtable|workshop|session|round|hearing|vote|visit"
    r"|election|launch|deadline|congress|symposium|exercise|council|edition|fair|expo|consultations|plenary|signing|show)\b)\w"
)


def _is_owned(sentence: str, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "for this weekend's raid", "this year's trends are": what is there is told, not promised."""
    return (
        hit.name == "which"
        and group is not None
        and group.tense in {Tense.PAST, Tense.PRESENT, Tense.REPORT}
        and not group.words.endswith("ing")
        and _OWNS.match(sentence, hit.end) is not None
    )


def _is_to_readers(before: str) -> bool:
    return ("ou " in before or "I " in before or "we" in before) and _TO_READERS.search(before) is not None


_TO_READERS = expression(  # "that you should be keeping an eye on in", "9 things I want to see in"
    r"\b(?:you|I|we['’]d)\s+(?:\w+\s+)?(?:should|need|want|can|could|might|wish|hope|expect)\b[^,;.]*\Z"
)
_LISTS = expression(
    r"\A\W*(?:(?:the|my|our)\s+)?(?:\d+|top|best|two|three|four|five|six|seven|eight|nine|ten|twelve|biggest|most)\s[^.;]*\bto\s+(?:watch|know|see|read|play|try"
    r"|visit|buy|expect|follow|avoid|make|get|add|consider|keep|learn|look|succeed|beat|use|catch|stream)\b"
    r"|\A\W*(?:the\s+)?(?:(?:top|best)\s|\d+\s+(?:\w+\s+){0,3}(?:ways|tips|things|reasons|trends|stories|predictions|lessons|books|questions)\b)"
    r"|\A\W*(?:here(?:['’]s|\s+(?:are|is))|how\s+to|what\s+to|why|everything|what\s+we)\b|\(20\d\d\)\W*\Z",
    re.IGNORECASE,
)
_RESULTS = expression(
    r"\s+(?:\w+\s+){0,2}?(?:revenue|revenues|profits?|earnings|sales|results|GDP|loss|losses|net|income|guidance|forecast|outlook|deliveries|shipments|dividend)\b"
)
_AIMS = ("arget", "xpect", "sees ", "project", "aim")
_TARGETS = expression(  # "targets 3.35 million vehicle sales in"
    r"\b(?:targets?|targeting|expects?|expecting|sees|projects|aims?\s+for)\s+(?:an?\s+|about\s+|some\s+|over\s+)?(?:[A-Z]{0,3}[$€£¥])?\d[\d.,]*"
    r"\s*(?:%|(?:per\s?cent|percent|million|billion|trillion|bn|m)\b)?[^,;.]{0,30}\b(?:sales|revenues?|profits?|growth|deliveries|units|vehicles|exports|shipments"
    r"|arrivals|visitors|output|turnover|earnings)\b[^,;.]{0,30}\Z",
    re.IGNORECASE,
)
_GOAL_OF = expression(  # "against a target of 14.3 gigawatts for"
    r"\b(?:target|goal|ambition|aim|objective)s?\s+of\s+(?:about\s+|some\s+|over\s+|at\s+least\s+|around\s+|nearly\s+)?(?:[A-Z]{0,3}[$€£¥]\s?)?\d"
    r"[^;:]{0,60}\Z"
)
_EARNS = expression(  # "expects revenue of $2 billion in"
    r"\b(?:targets?|targeting|expects?|expecting|sees|projects|forecasts)\s+(?:[\w’'-]+\s+){0,3}?(?:revenues?|sales|profits?|earnings|turnover|net\s+income|losses)"
    r"\s+(?:of|between|around|above|below|to\s+(?:be|reach|rise|fall|grow|total))\b[^;]{0,60}\Z",
    re.IGNORECASE,
)
_SHOW = expression(
    r"\b(?:data|figures|statistics|records|status|results|numbers|counts?)\s+(?:through|up\s+to|until|to)\s+\Z"
)
_PER_CENT_IN = expression(r"\d\s?(?:%|per\s?cent)\s+in\s+\Z")  # "a rate of 6.1% in | April"
_IN = expression(r"\b(?:in|during|for|over)\s+(?:the\s+|its\s+)?\Z")
_ECONOMY = expression(
    r"\b(?:GDP|revenues?|profits?|sales|earnings|inflation|exports|imports|output|prices|economy|shipments)\b"
)


def _is_of_figures(sentence: str, before: str, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "raises its Q3 revenue forecast", "exports rise in second quarter", "figures through 9 April"."""
    if hit.name in {"qshort", "barequarter"} and _RESULTS.match(sentence, hit.end):
        return True
    looks_ahead = group is not None and group.tense in {Tense.FUTURE, Tense.INFINITIVE}
    if hit.name == "barequarter" and not looks_ahead and _IN.search(before) and _ECONOMY.search(before):
        return True
    if " of " in before and _GOAL_OF.search(before):
        return True
    if any(map(before.__contains__, _AIMS)) and _EARNS.search(before):
        return True
    if hit.name in _SPANS | {"qshort"} and any(map(before.__contains__, _AIMS)) and _TARGETS.search(before):
        return True
    if hit.name == "month" and not looks_ahead and _PER_CENT_IN.search(before[-30:]):
        return True
    return (
        hit.by
        and _SHOW.search(sentence[: hit.start] + sentence[hit.start : hit.end].split(maxsplit=1)[0] + " ") is not None
    )


_ANALYSTS = expression(
    r"\b(?:analysts?|economists?|experts?|observers|pundits|commentators|forecasters|strategists?|critics|opponents|sceptics|skeptics)\b[^,;]{0,40}\b(?:say|says|said|expects?|expected"
    r"|believes?|think|thinks|predicts?|predicted|sees?|saw|warns?|warned|reckons?|forecasts?|estimates?)\b"
    r"|\b(?:predicts?|predicted\s+to|forecasts?|has\s+forecast|have\s+forecast)\b|,\s+(?:analysts|economists|experts|observers)\s+(?:say|said|expect|predict)\b",
    re.IGNORECASE,
)
_GUESSING = "nalyst conomist xpert bserver undit ommentator orecast trategist redict ritic pponent ceptic".split()
_WIDE = frozenset({Precision.YEAR, Precision.HALF, Precision.QUARTER, Precision.RANGE})


def _is_guessed(sentence: str, hit: PeriodHit) -> bool:
    """ "analysts say the market will turn next year": nobody who could promise it."""
    if hit.period is None or hit.period.precision not in _WIDE or not any(map(sentence.__contains__, _GUESSING)):
        return False
    return _ANALYSTS.search(sentence) is not None
