"""Words that tell what became of something, or that nothing is promised: cancelled, held, moved, forecast. English."""

import re

from watcher.followups.expressions import expression

QUESTION = expression(r"\?[\"'”’)]*\Z")
REGULARLY = expression(
    r"\b(?:each|every)\s+(?:year|month|week|quarter|spring|summer|fall|autumn|winter|\w+day)\b|\bannually\b"
    r"|\bmonthly\s+basis\b|\bper\s+(?:year|annum)\b",
    re.IGNORECASE,
)
_QUANTITY = (
    r"(?:[$€£¥]\s?\d|US\$|S\$|\d[\d.,]*\s*(?:%|per\s?cent|percent|percentage|billion|million|trillion|bn\b|m\b"
    r"|degrees?\b|°|times\b|-fold|fold\b|[GMT]W)|\b(?:double|triple|quadruple|halve))"
)
FORECAST = expression(
    rf"\b(?:grow|growth|rise|fall|reach(?:es|ing)?|hit|exceed(?:s|ing)?|surpass(?:es|ing)?|pass(?:es|ing)?|top|double|triple|quadruple|account\s+for|be\s+worth"
    rf"|be\s+valued|climb|drop|decline|shrink|expand|increase"
    rf"|decrease|contribute|generate|lift|boost|soar|jump|accelerate|slow|swell|ease|cool|moderate|narrow|widen|total|average|CAGR"
    rf"|peak)\b.{{0,80}}?{_QUANTITY}|\b(?:will|would)\s+be\s+(?:an?|one|two)[\s-]+(?:quarter|third|half|fifth|tenth|thirds)s?\b"
    rf"|\b(?:growth|CAGR)\b.{{0,30}}?%|\b(?:double|triple|quadruple)\b",
    re.IGNORECASE,
)
_FORECASTER = expression(
    r"\b(?:forecasts?|projected|projects|projections?|estimated?s?|predict\w*|analysts?|economists?|market|demand"
    r"|sales|revenues?|GDP|economy|inflation|prices?|spending|shipments?|exports?|consumption|valuation|growth"
    r"|capacity|population|shortfall|workloads?|emissions|temperatures|sea\s+levels?|warming|traffic|outlook)\b",
    re.IGNORECASE,
)
# What is called off when it "will not" be done; "will not start without a permit" calls nothing off.
_IS_DONE = (
    r"(?:be\s+(?:held|launched|published|released|built|opened|signed|hosted|issued|awarded|made|paid|granted|delivered|introduced|staged|convened|completed|installed|going\s+ahead)"
    r"|take\s+(?:place|effect|off)|go\s+(?:ahead|live|up)|come\s+into\s+(?:force|effect)|enter\s+into\s+force|happen|proceed|host|hold|meet|launch|build"
    r"|open|publish|sign|fly|lift\s+off|convene|stage|materiali[sz]e)"
    r"\b(?!\s+(?:only|alone|just|any\s+(?:more|further|other)|more|another|in\s+(?:full|English|secret|public|private)|online|talks?\b)|[^,;.]{0,60}\b(?:without|unless|if|except|alone)\b)"
)
_PLAN = (
    r"(?:plans?|bids?|proposals?|project|scheme|mission|launch|pilot|trial|forum|summit|meeting|conference|dialogue|workshop|festival|exercise|programme"
    r"|program|event|consultation|rules?|bill|agreement|pact|deal|visit|trip|tour|competition|plant|factory|report|review|inquiry|deadline|requirement"
    r"|fund|initiative|laborator(?:y|ies)|cent(?:re|er)|partnership|hub|guidelines?|strategy|facility|tender|exhibition)"
)
_MEETING = (
    r"(?:summit|meeting|forum|dialogue|conference|roundtable|exercise|drill|edition|fair|festival|workshop|congress|ceremony|session|hearing"
    r"|ministerial|symposium)"
)
# "no ministerial meeting with Ghana on cables in April": of a time, not at all
_THEN = (
    r"\b(?!\s+(?:of\s+minds|at\s+which))[^.;:]{0,80}?\b(?:in|on|this|next|for)\s+(?:the\s+)?(?:(?-i:January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Jan\b|Feb\b|Mar\b|Apr\b|Jun\b|Jul\b|Aug\b|Sept?\b|Oct\b|Nov\b|Dec\b)|year|month|week|spring|summer|autumn|fall"
    r"|winter|\d)"
)
# "denied that it would sign in May", "reports of a June summit were untrue": what was told is taken back.
_TO_COME = (
    r"(?=[^.;]{0,90}\b(?:will|would|plans?|planned|planning|(?:is|are|going)\s+to|upcoming|coming|next|to\s+be)\b)"
)
_UNCHANGED = (
    r"(?![^.;]*\b(?:delay|postpon|cancel|scrap|slip|put\s+(?:off|back)|push|call(?:ed)?\s+off|drop|abandon|be\s+late"
    r"|shelv|withdr|mov)\w*)"
)
_HEARSAY = r"(?:reports?|claims?|rumou?rs?|suggestions?|speculation|stor(?:y|ies)|allegations?)"
_DENIES = (
    r"(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed)(?:\s+as\s+\w+)?|reject(?:s|ed)|refut(?:es|ed)|disput(?:es|ed))(?:\s+(?:on\s+)?\w+day)?\s+"
    rf"(?:(?:(?:an?|the|any|all|such|these)\s+)?(?:[\w-]+\s+){{0,2}}?{_HEARSAY}\s+(?:that|of|about)|that|(?:it|they|he|she)(?=\s+would))\b"
)
DENYING = expression(rf"\b{_DENIES}", re.IGNORECASE)
_TAKEN_BACK = (
    rf"{_DENIES}{_UNCHANGED}{_TO_COME}"
    rf"|{_HEARSAY}\s+(?:of\s+an?|that|about\s+an?)\s{_UNCHANGED}[^.;]{{3,90}}?\s(?:is|are|was|were)\s+(?:\w+ly\s+)?"
    r"(?:untrue|false|fake|baseless|unfounded|inaccurate|incorrect|wrong)"
)
# "a report that | the navies would hold a drill | was wrong"
HEARSAY_OF = expression(
    rf"{_HEARSAY}\s+(?:of|that|about)\s+(?:(?:an?|the)\s+)?(?P<what>[^.;]{{3,90}}?)\s(?:is|are|was|were)\s",
    re.IGNORECASE,
)
# "took back her promise to bring a bill in March"
_BREAKS = (
    r"(?:(?:t(?:ake|akes|ook|aken)|go(?:es)?|went|gone)\s+back(?:\s+on)?|withdr(?:aws?|ew|awn)|retract(?:s|ed)"
    r"|reneg(?:es|ed)\s+on|backtrack(?:s|ed)\s+on)\s+"
    r"(?:the|its|their|his|her|an?|that)\s+(?:[\w’'-]+\s+){0,3}?(?:promise|pledge|commitment|undertaking|vow|announcement)\b"
)
CANCELLED = expression(
    rf"\b(?:{_TAKEN_BACK}|{_BREAKS}"
    r"|cancel(?:s|led|ed|ling|ing|lation)?(?!(?<=(?:had|ave)\s[cC]ancelled)(?:\s+(?:after|because|over|citing|and|but|when|since|amid|too)\b|[.,;]))|call(?:s|ed|ing)?\s+(?:[\w’'-]+\s+){0,6}?off|scrap(?:s|ped|ping)?|axe[ds]?|abandon(?:s"
    r"|ed)?|shelve[sd]?|withdr(?:aws?|awn|ew)(?!(?<=(?:d|e|s)\swithdrawn)(?:\s+(?:after|because|over|citing|and|but|when|since|amid|too)\b|[.,;]))|rescind(?:s|ed)?|revoke[sd]?|retract(?:s|ed)?|ditch(?:es|ed)|junk(?:s|ed)|nixed|binned"
    rf"|(?:drop(?:s|ped)|kill(?:s|ed)(?:\s+off)?)\s+(?:its|their|the|all|a|his|her)\s+(?:[\w’'-]+\s+){{0,4}}?{_PLAN}"
    r"|(?:been|were|was|be)\s+(?:\w+ly\s+)?dropped(?!\s+(?:off|by|in|into|to|at|over)\b|\s+on\s+(?!\w+day\b))"
    r"|drop(?:s|ped)\s+(?:plans?|bids?|proposals?)|pull(?:s|ed)?\s+(?:the\s+plug|out)|back(?:s|ed)\s+out|walk(?:s|ed)\s+away\s+from|g[ia]ve(?:s|n)?\s+up\s+on"
    r"|(?:will\s+not|won['’]t|would\s+not|wouldn['’]t)(?=\s+[a-z]+\s[^,;.]{2,80}?\safter\s+all\b)"
    rf"|(?:will|would)\s+(?:not|no\s+longer|never)\s+(?:now\s+)?{_IS_DONE}|(?:won|wouldn)['’]t\s+(?:now\s+)?{_IS_DONE}"
    rf"|(?:decided|chosen|opted|agreed|resolved|voted)\s+(?:not\s+to\s+{_IS_DONE}|against\s+(?:holding|hosting|opening|building|launching|publishing|signing"
    r"|staging|going\s+ahead|proceeding|the\s+\w+))"
    r"|(?:there\s+(?:is|are|was|were)|has|have|had)\s+no\s+such\s+(?:plans?|intentions?|meetings?|agreements?|deals?|talks|visits?|event)"
    rf"|not\s+(?:be\s+)?go(?:ing)?\s+ahead|no\s+longer\s+(?:going\s+ahead|planned|plans)|has\s+no\s+plans|(?:had|ha(?:ve|s)|there\s+(?:is|are|was|were))\s+no\s+plans?\s+to(?=\s+{_IS_DONE})|(?:is|are)\s+off\b(?!\s+(?:to|the|by|limits|course|track|until|till|and\s+running)\b)"
    r"|(?:is|are|was)\s+(?:now\s+|all\s+but\s+|effectively\s+)?dead\b(?!-)"
    r"|f(?:a|e)ll(?:en|s)?\s+(?:through\b(?!\s+the)|victim\s+to)|c[ao]me(?:s)?\s+to\s+(?:nothing|naught)"
    r"|(?:struck|removed|taken|dropped|deleted)\s+(?:off|from)\s+(?:the|its|their)\s+(?:[\w’'-]+\s+){0,3}?(?:calendar|agenda|programme|schedule|diary)"
    r"|there\s+(?:is|are|was|were)\s+no\s+plans?\s+for(?=\s+(?:an?|the|any)\s)(?!\s+\w+\s+(?:delay|change|extension|postponement))"
    r"|there\s+will\s+be\s+no(?=\s+(?!further|more|other|new)(?:[\w’'-]+\s+){0,6}(?:summit|meeting|forum|dialogue|conference|roundtable"
    r"|exercise|drill|launch|opening|auction|round|pilot|trial|edition|fair|festival|workshop|congress|ceremony|session|hearing|signing|ministerial"
    r"|symposium|report|agreement|plant|mission|event|levy|tax|tariffs?|fee|ban|law|bill|rules?|requirement|licen[cs]e|fund|scheme|programme|program"
    r"|strategy|office|cent(?:re|er)|laborator(?:y|ies)|lab|hub|campus|factory|pact|deal|treaty|visit|tour|satellite|competition)\b)"
    rf"|there\s+(?:is|are|was|were|will\s+be)\s+no(?=\s+(?!further|more|other|new)(?:[\w’'-]+\s+){{0,6}}{_MEETING}{_THEN})"
    rf"|there\s+(?:will|would)\s+not\s+be\s+an?y?(?=\s+(?!further|more|other|new)(?:[\w’'-]+\s+){{0,6}}{_MEETING}\b)"
    r"|no\s+(?:such\s+)?\w+\s+(?:(?:is|was|had\s+been)\s+(?:ever\s+)?planned|will\s+(?:be\s+(?:opened|held|launched|published|issued|signed|built)"
    r"|take\s+place|open|follow|go\s+ahead))|terminat(?:ed|es))\b"
    rf"|(?:\A|:\s)no(?=\s+(?:(?!(?:of|in|at|on|for|from|to|after|before|the|an?|its)\b)[\w’'-]+\s+){{1,6}}{_MEETING}{_THEN})",
    re.IGNORECASE,
)
# One of them stands in every match of CANCELLED: a look that costs little.
_CANCELLED_STEMS = (
    "cancel| off|scrap|axe|abandon|shelv|withdr|rescind|revok|retract|ditch|junk"
    "|nixed|binned|drop|kill|pull|back|walk|up on|not|n't|n’t|no "
    "|denie|deny|dismiss|reject|refut|disput|true|false|fake|baseless|unfound|accurate|incorrect|wrong"
    "|reneg"
    "|longer|never|dead|fall|fell|came to|come to|comes to|struck|removed|taken|deleted|terminat|indefinite|against"
).split("|")


def called_off(sentence: str) -> re.Match[str] | None:
    """The first word that calls something off."""
    lower = sentence.lower()
    if not any(map(lower.__contains__, _CANCELLED_STEMS)):
        return None
    found = _next_cancelled(sentence, 0)
    if found and (_WANTED.search(sentence, 0, found.start()) or _MAY.search(sentence, 0, found.start())):
        return None
    while (
        found
        and _REVIVED.search(sentence, found.end())
        and _OF_WHAT_WAS.search(sentence[: found.start()])
        and _ITS_NOUN.match(sentence, found.start())
    ):
        found = _next_cancelled(sentence, found.end())  # "The cancelled forum will be held after all"
    return found


def _next_cancelled(sentence: str, start: int) -> re.Match[str] | None:
    others = [match.span() for match in _OTHER_SENSES.finditer(sentence)]
    for found in CANCELLED.finditer(sentence, start):
        if any(first <= found.start() < end for first, end in others):
            continue
        if (
            found.group().endswith("dropped")
            and " " in found.group()
            and not _A_PLAN.search(sentence, 0, found.start())
        ):
            continue  # "the charges were dropped"
        return found
    return None


_A_PLAN = expression(  # "Plans for a forum | have been dropped"
    r"\b(?:[Pp]lans?|[Pp]roposals?|[Bb]ids?|[Ii]deas?|[Pp]rojects?|[Ss]chemes?)\b[^,;.]{0,90}?\s(?:(?:have|has|had|will|would)\s+(?:\w+ly\s+|now\s+|also\s+)?)?\Z"
)


# "noise cancellation", "store shelves", "withdrew from the race", "a firm called Popu is showing off a guitar"
_OTHER_SENSES = expression(
    r"\b(?:noise|echo)[\s-]+cancel\w*"
    r"|\b(?:for|of|some|metal|paper|steel|table|over)\s+(?:the\s+)?scraps?\b|\bscraps?\s+(?:metals?|steel|iron|paper|of|yards?|dealers?|value|prices?)\b"
    r"|\b(?:store|shop|supermarket|retail|book|pharmacy|empty|the|on|hit|ice|from|of)\s+shelves\b"
    r"|\bwithdr[ae]w\w*\s+from\s+(?:(?:the|an?|his|her|its|their)\s+)?(?:[\w-]+\s+){0,2}?(?:re-?election|race|contest|running|market|ballot|office)\b"
    r"|\bcalled\s+(?:[\w’'-]+\s+){1,5}?(?:is|are|was|were)\s+\w+ing\s+off\b"
    r"|\b(?:cancel\w*|axed?|axing|scrap\w*)\s+(?:(?:some|all|the|its|their|many|most|more\s+than|about|nearly|over|\d[\d,]*)\s+){0,3}(?:[\w-]+\s+){0,2}?"
    r"(?:flights|trains|sailings|jobs|orders|subscriptions|bookings|tickets)\b"
    r"|\b(?:flights|trains|sailings|orders|subscriptions|bookings|tickets)\s+(?:(?:were|are|have|had|been|being|also)\s+){0,3}(?:cancell?ed|axed|scrapped)\b",
    re.IGNORECASE,
)
_MAY = expression(r"\b(?:can|could|may|might|free\s+to|able\s+to|(?:right|option)\s+to)\s+\Z", re.IGNORECASE)
_WANTED = expression(  # "The opposition wants the forum | cancelled"
    r"\b(?:wants?|wanted|demands?|demanded|urges?|urged|asks?|asked|calls?|called|petition\w*|press(?:es|ed)|like|hopes?|prefers?|see)\s+(?:for\s+)?"
    r"(?:(?:the|this|that|its|their|an?|all)\s[^,;.]{2,80}|it|them)\s+(?:to\s+be\s+|be\s+)?\Z",
    re.IGNORECASE,
)
_REVIVED = expression(
    r"\bafter\s+all\b|\b(?:will|is|are)\s+(?:now\s+|to\s+|instead\s+)+(?:be\s+held|take\s+place|go\s+ahead|happen|meet)\b",
    re.IGNORECASE,
)
_OF_WHAT_WAS = expression(r"\b(?:the|an?|its|their|this|that)\s+(?:\w+ly\s+|once\s+|long\s+)?\Z", re.IGNORECASE)
_ITS_NOUN = expression(
    r"(?:cancelled|canceled|scrapped|abandoned|shelved|axed|withdrawn)\s+(?!by\b|in\b|on\b|after\b|because\b)[\w’'-]",
    re.IGNORECASE,
)


HELD = expression(
    r"\b(?:held|heard|hosted|hosts?|holds?|convened|convenes?|met|meets?|concluded?s?|launche[sd]|opened|opens"
    r"|published"
    r"|publishes|released|releases|sign(?:s|ed)?(?!\s+up\b)|inked|inks|unveil(?:s|ed)|inaugurated|took\s+(?:place|effect)"
    r"|wrap(?:s|ped)\s+up|ended|closed|finished|(?:drew|came)\s+to\s+(?:a\s+close|an\s+end)|lasted(?=\s+(?:(?:for|nearly|about|almost|only|over|under)\s+)*(?:an?|one|two|three|four|five|six|seven|\d+|half|several)\s)"
    r"|kick(?:s|ed)\s+off|completed|came\s+into\s+(?:force|effect)|went\s+live|entered\s+into\s+force|issued|issues"
    r"|began|begins|begun|started|adopted|passed(?!\s+(?:from|through|by|to|away|over|on|down|between|out|up|along)\b)|(?<=deadline\s)(?:passed|expired)|co-chaired|delivered|gathered|enacted|goes\s+live|rolled\s+out"
    r"|(?<!\d\s)w[io]ns?(?=\s+(?:(?:the|its|an?|more|up)\s|(?-i:[A-Z])|[$€£\d]))|named(?=\s+(?:[\w-]+\s+){0,4}(?:winners?|recipients?|grantees?|awardees?|finalists?)\b)|broke\s+ground|(?:is|are)\s+out(?=\s*(?:[.,;:]|at\s+last|and\b|now\b|\Z))"
    r"|(?:is|are)\s+(?:now|finally|at\s+last|at\s+long\s+last)\s+(?:out|available|live|online|operational|in\s+(?:force|effect|orbit|service|operation|use)"
    r"|up\s+and\s+running)(?!\s+of\b|\s+for\s+(?:\w+\s+)?(?:comments?|consultation|review|feedback)\b))\b",
    re.IGNORECASE,
)
# One of them, or "met", stands in every match of HELD: a look that costs little.
HELD_STEMS = (
    "held|heard|lasted|host|hold|conven|meet|conclu|launch|opene|opens|publis|releas|sign|ink|unveil|inaug|took|wrap"
    "|ended|closed|finish|drew|kick|complet|came|went|entered|issue|beg|start|adopt|pass|co-chair|deliver|gather"
    "|enact|goes|roll|win|won|named|broke|re out|is out| now |inally |t last "
).split("|")
EARLY = expression(  # "opened on Monday, four months early"
    r"\b(?:days?|weeks?|months?|quarters?|years?|well|far|much|slightly|bit|little)\s+(?:early|sooner|ahead)\b|\bahead\s+of\s+(?:schedule|time|plan|its\s+deadline|target)\b"
    r"|\b(?:earlier|sooner)\s+than\s+(?:\w+ly\s+)?(?:planned|expected|scheduled|promised|announced|due|forecast|thought|hoped)\b|\bbefore\s+(?:time|its\s+deadline)\b",
    re.IGNORECASE,
)
# As HELD, of a thing that was to be: too common to tell of one by themselves.
DONE = expression(
    r"\b(?:put\s+out|came\s+out|brought\s+out|handed\s+(?:over|in)|submitted|presented|approved|ratified|selected|picked|chose|named"
    r"|awarded|granted|announced\s+(?:its|the|their)\s+(?:first\s+)?(?:grants?|winners?|awards?|recipients?|decision|verdict|choice|selection|results)|switched\s+on|(?:lifted|blasted|took)\s+off|flowed|flew|splashed\s+down|landed|arrived|docked|sailed|struck|sealed|clinched"
    r"|cut\s+(?:the|an?)\s+(?:ribbon|tape)|(?:,|\bon)\s+(?:its|their)\s+(?:very\s+)?first\s+(?:day|night|morning)|(?:threw|flicked|flipped|pulled|pressed|pushed)\s+(?:the|a)\s+(?:[\w-]+\s+){0,3}(?:switch|lever|button)|c[ao]me\s+(?:on\s+stream|on-?line|into\s+(?:service|operation|use)|to\s+(?:an\s+end|a\s+close))|entered\s+service"
    r"|reached\s+(?:its\s+)?orbit|in(?:to)?\s+orbit|went\s+(?:up|aloft|on\s+(?:sale|line)|public|ahead)|opened\s+(?:its|their)\s+doors|under\s+way|underway"
    r"|(?:welcomed|carried|took\s+(?:in|on)|received|admitted|served|sold|shipped|produced|made|hosted|treated|taught|enrolled|delivered|completed)\s+"
    r"(?:its|their|the)\s+(?:very\s+)?first|in\s+(?:the|its|a)\s+(?:first|maiden)\s+(?:test\s+)?(?:flight|run|voyage|ride|trip|drive|crossing|landing|shipment)|took\s+(?:delivery|possession|command|charge|over)|took\s+to\s+the\s+(?:air|skies|water|roads?)|hovered|cleared|blocked|upheld|overturned|ruled\s+(?:that|on|against|in|for)|rejected|acquitted"
    r"|(?:crossed|docked|slid\s+into|berthed|moored|boarded|elected|appointed|sworn\s+in|signed\s+up(?=\s+(?:[\w’'-]+\s+){0,3}to\b)|acceded|switched\s+on|powered\s+up|fired\s+up"
    r"|rolled\s+out|hit\s+the\s+(?:shelves|streets|roads?)|premiered|was\s+(?:shown|screened|exhibited)|(?:brought|shot)\s+down|acquired|merged|bought|disbursed"
    r"|became\s+(?:law|mandatory|compulsory|binding|effective|operational|available|a\s+member)|made\s+(?:[\w’'-]+\s+){1,5}law)\b"
    r"|(?:(?-i:The)|the|its|their)\s+first\s+(?:[\w-]+\s+){1,3}(?:rode|entered|used|moved|arrived|enrolled|checked|walked|drove|took|received)"
    r"|broke\s+up|tabled|rolled\s+off|up\s+and\s+running|sat\s+down|put\s+(?:their|his|her)\s+(?:names|signatures)|pen\s+to\s+paper"
    r"|(?:share|receive|get)\s+(?:up\s+to\s+|a\s+total\s+of\s+|about\s+)?(?:[A-Z]{0,3}[$€£¥]\s?)?\d[\d.,]*\s?(?:million|billion|bn|mn|m|crore))\b",
    re.IGNORECASE,
)
# As DONE, of a meeting alone.
ATTENDED = expression(r"\b(?:attended|took\s+part|spoke|presided|chaired|drew|brought\s+together)\b", re.IGNORECASE)
MOVED = expression(
    r"\b(?:postpon\w+|adjourn\w*|reschedul\w+|mov(?:ed?|es|ing)|push(?:ed|es|ing)(?!\s+back\s+(?:against|at)\b|\s+back\s+on\s+(?:the|an?|its|their|his|her|claims?|plans?|criticism)\b)|delay\w*|shift(?:ed|s|ing)?"
    r"|brought\s+forward|bring(?:s|ing)?\s+forward|slip(?:s|ped|ping)?|defer\w*|put\s+(?:(?:it|them|(?:the|its|their)\s+[\w-]+)\s+)?(?:off|back)|off\s+(?:until|till)"
    r"|extend\w*|extension|prolong\w*|lengthen\w*|chang(?:ed?|es|ing)|revis\w+|(?:is|was|were|been|be)\s+advanced|instead|no\s+longer|rather\s+than|now\s+(?:says?|expects?|hopes?|wants?|intends?|promises?|be|set"
    r"|due|expected|planned|scheduled|to|targets?|plans?|aims?|begin|open|likely|take)|new\s+(?:\w+\s+)?(?:date|deadline|dates"
    r"|timeline|target)|(?:second|third|fourth)\s+date|(?:longer|shorter)\s+than\s+(?:first\s+|originally\s+)?(?:planned|announced|scheduled)"
    r"|later\s+than|earlier\s+than|originally|previously|initially|earlier\s+(?:planned|than)|(?<!\ba\s)correct(?:ion|ed|s)"
    r"|not\s+\w+\s+as|as\s+(?:first|originally|initially|previously)\s+(?:announced|planned|promised|scheduled|intended|said)|and\s+not\s+(?:in|on|next|this)|bump(?:ed|s)|slid(?:es?|ing)?|nudg(?:ed|es)|roll(?:ed|s)\s+over)\b"
    r"|(?<![\d-])(?<!day)\s(?:to|into|until)\s+(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?(?:(?-i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    r"(?:\d{1,2}(?:\s+or\s+\d+)?\s+)?(?-i:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\b|Feb\b|Mar\b|Apr\b|Jun\b|Jul\b|Aug\b|Sept?\b|Oct\b|Nov\b|Dec\b|Q[1-4])"
    r"|\b(?:gives?|given|gave|giving|grants?|granted|gets?|got|ha[sd]|have|w[io]ns?|allow(?:s|ed))\s+(?:[\w’'-]+\s+){0,5}?(?:another|extra|more|further|additional)"
    r"\s+(?:\w+\s+)?(?:days?|weeks?|fortnight|months?|time)\b"
    r"|推迟|延期|改期|改为|提前|延至|推延|展延",
    re.IGNORECASE,
)


_COMMITTED = expression(
    r"\b(?:plan|pledge|commit|agree|aim|vow|promise|seek|want|intend|hope)\w*\s+to\b", re.IGNORECASE
)


_PROJECTED = expression(
    r"\b(?:projected|forecast|estimated|predicted|likely)\s+to\s+(?:pass|top|near|rise|grow|fall|reach|hit|exceed|surpass|climb"
    r"|drop|decline|increase"
    r"|decrease|double|triple|account|remain|cost|total)\b",
    re.IGNORECASE,
)


_PREDICTED = expression(
    r"\b(?:forecast(?:s|ers?)?|projections?|estimates?|analysts?|economists?|stud(?:y|ies)|models?)\s+(?:\w+\s+)?"
    r"(?:predicts?|projects?|forecasts?|estimates?)\s+(?:that\b|\w+\s+\w+\s+(?:will|would|to)\b)",
    re.IGNORECASE,
)


_OUTGROWS = expression(
    r"\b(?:will|to|could|would)\s+(?:consume|outstrip|outpace|account\s+for|make\s+up)\s+[^.;]{0,30}?(?:%|per\s?cent\b|supply\b|demand\b|of\s+all\b)",
    re.IGNORECASE,
)


# "About 60% of sales | will | come from Asia next year", "One in three engineers | will | retire": shares of many.
_SHARE_WILL = expression(
    r"(?:\A|[,;:]\s)\W*(?:(?:about|some|nearly|almost|more\s+than|over|up\s+to|around|roughly|only|at\s+least)\s+)?"
    r"(?:[\d.,]+\s*(?:%|per\s?cent|percent)\s+of|(?:one|two|three|four|nine)\s+(?:in|out\s+of)\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
    r"|(?:half|most|a\s+(?:third|quarter|fifth)|two\s+thirds)\s+of)\s+[^,;]{2,60}?\s(?:will|would)\b",
    re.IGNORECASE,
)


def is_forecast(clause: str) -> bool:
    """A quantity expected of something nobody commits to: a market, an economy, demand."""
    if _PROJECTED.search(clause) or _PREDICTED.search(clause) or _OUTGROWS.search(clause) or _SHARE_WILL.search(clause):
        return True
    return (
        _COMMITTED.search(clause) is None
        and FORECAST.search(clause) is not None
        and _FORECASTER.search(clause) is not None
    )
