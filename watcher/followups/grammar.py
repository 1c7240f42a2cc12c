"""The words of English date expressions as one pattern: ``UNIT`` matches one unit of calendar time.

A strict grammar, not a general date finder: month names must be capitalised, nothing is guessed, and what it does
not know it leaves. What a match means is ``units``' business.
"""

import re
from functools import cache
from typing import Final

from watcher.followups.expressions import expression

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS: Final = {
    name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
NUMBERS: Final = {
    name: number
    for number, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"a": 1, "an": 1, "couple": 2, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90}
ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "latter": 2, "opening": 1, "back": 2,
}  # fmt: skip

# "iPhone 18 May See A Price Rise": the verb of a headline in capitals, and no month.
_NO_VERB_BEHIND = (
    r"(?!\s+(?:[A-Z][a-z]+ly\s+)?(?:Be|See|Get|Have|Not|Also|Still|Soon|Never|Even|Just|Need|Want|Take|Come|Become|Make|Help"
    r"|Face|Bring|Give|Lose|Receive|Include|Require|Seek|Allow|Offer|Go|Keep|Find|Use|Prove|Cause|Lead)\b)"
)
_MONTH = (
    r"(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|(?:January|February|March|April"
    rf"|May(?=\b){_NO_VERB_BEHIND}|June|July|August"
    r"|September|October|November|December|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER"
    r"|NOVEMBER|DECEMBER)\b)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
_WEEKDAY_MARK = r"(?:(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?)\b\.?,?\s+(?:the\s+)?)?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d%])"
_YEAR = r"(?:19|20|21)\d\d(?![\d%])"
_THIS_YEAR = r"(?:of\s+)?(?i:next|this|last)\s+year\b(?!['’]s?\s)"
# "on the agenda of October's Cable Summit"
_EVENT = (
    r"(?i:summit|meeting|forum|dialogue|conference|roundtable|workshop|symposium|congress|session|ministerial"
    r"|talks|edition|round|exercise|plenary)"
)
_DASH = r"\s*(?:-|–|—|\bto\b|\band\b|\buntil\b|\bthrough\b|&)\s*"
_NUMBER = r"(?:\d{1,4}|" + "|".join(NUMBERS) + r")"
_WHICH = (
    r"(?i:this\s+coming|this|next|the\s+coming|the\s+next|coming|the\s+following|following|the\s+current|current"
    r"|last|the\s+last|the\s+past|past|the\s+previous|previous|the)"
)
_SEASON = (
    r"(?i:spring|summer|autumn|fall|winter)\b"
    r"(?!\s+(?:Festival|Break|Statement|Budget|Olympics|Olympic|Games|Palace|Paralympics|Springs)\b)"
)
# "prices fall by", "Set To Fall", "rise and fall", "the fall of the wall": no time of the year.
_NO_VERB_BEFORE = (
    "".join(
        rf"(?<!\b[{word[0].upper()}{word[0]}]{word[1:]}\s[Ff]all)"
        for word in "to not will could may can then would might should".split()
    )
    + r"(?<!\b[Rr]ise\s[Aa]nd\s[Ff]all)(?<!\b[Rr]ise\s&\s[Ff]all)"
)
_NO_SEASON = (
    r"(?<!\ba\s[Ss]ummer)(?<!\ba\s[Ww]inter)(?<!\ban\s[Aa]utumn)(?<!\ba\s[Ss]pring)"
    + "".join(rf"(?<!\b{word}\s[Ff]all)" for word in "a its his her their".split())
    + _NO_VERB_BEFORE
    + r"(?!(?<=[Ff]all)\s+(?:of|from|to|by|short|behind|apart|under|within|into|off|out|below|asleep|victim|back"
    r"|sharply|further|foul|prey)\b)"
)
_WHOLE = r"(?i:week-?end|week|month|quarter|half|year|decade|century)\b(?![-‐](?!end\b|\s))"

_PART = (
    r"(?:(?P<part>(?i:the\s+)?(?i:very\s+)?(?:"
    r"(?P<part2>(?i:early|mid|late)(?:\s+to\s+|[-–](?:to[-–])?))?(?P<part1>(?i:early|mid|late(?!r)|later|earlier))\b"
    r"(?:\s+(?:part|days|stages)(?=\s+of))?(?:\s+(?:of|in|on)\s+|[-–]|\s+)"
    r"|(?P<part3>(?i:(?:first|second|latter|opening|back)\s+half|(?:first|second|third|fourth|last|final"
    r"|opening)\s+week"
    r"|(?:first|second|third|fourth|last|final|1st|2nd|3rd|4th)\s+quarter))\b\s+(?:(?:of|in)\s+)?"
    r"|(?P<part4>(?i:end|beginning|start|middle|close|rest|remainder|turn|year[- ]end))\b"
    r"(?:\s+of\s+|(?<=end)[-–]|(?<=end)\s+(?=20\d\d)))))"
)

_BASES = rf"""
  (?P<iso>(?<![\d-])(?P<isoy>(?:19|20|21)\d\d)-(?P<isom>\d\d)-(?P<isod>\d\d)(?![\d-]))
| (?P<slash>(?<![\d/.])(?P<s1>\d{{1,2}})(?P<sep>[/.])(?P<s2>\d{{1,2}})(?P=sep)(?P<s3>20\d\d)(?![\d/]))
| (?P<daymonth>(?:(?<![\d.,$€£-])|(?<=[yhletr]-)){_WEEKDAY_MARK}(?P<dm1>{_DAY})
      (?:(?:,\s+{_DAY}){{0,6}},?{_DASH}{_WEEKDAY_MARK}(?P<dm2>{_DAY}))?(?:\s+of)?
      (?:\s+|-)(?P<dmm>{_MONTH})
    (?:(?:,?\s+|-)(?P<dmy>{_YEAR})|,?\s+(?P<dmrel>{_THIS_YEAR}))?)
| (?P<monthday>{_WEEKDAY_MARK}(?P<mdm>{_MONTH})\s+(?:the\s+)?(?P<md1>{_DAY})(?![:.]\d)
    (?:(?:,\s+{_DAY}(?=,|\s+and)){{0,6}},?{_DASH}{_WEEKDAY_MARK}(?P<md2>{_DAY})(?!\s+(?:{_MONTH})))?
    (?:,?\s+(?:in\s+)?(?P<mdy>{_YEAR})|,?\s+(?P<mdrel>{_THIS_YEAR}))?)
| (?P<monthyear>(?P<mym>{_MONTH})(?:,?\s+(?:of\s+)?|-|\s+in\s+)(?:(?P<myy>{_YEAR})|(?P<myrel>(?i:next|this
      |last)\s+year\b)))
| (?P<relmonth>(?P<rmw>(?i:this\s+coming|this|next|last|coming|the\s+following))\s+(?P<rmm>{_MONTH}))
| (?P<month>(?P<mm>{_MONTH})(?:(?=['’]s\s+(?:[\w&-]+\s+){{0,5}}?{_EVENT}\b)|(?![-'’]s?(?!{_MONTH})\w)))
| (?P<qshort>(?:\bQ(?P<q1>[1-4])|\b(?P<q2>[1-4])Q)(?:[\s/'’-]*(?:(?:of\s+)?(?P<qy>{_YEAR})
      |FY\s?(?P<qfy>\d\d(?:\d\d)?)|'?(?P<qyy>\d\d)\b|of\s+(?P<qrel>(?i:next|this|the)\s+year)))?(?!\w))
| (?P<hshort>(?:\bH(?P<h1>[12])|\b(?P<h2>[12])H)(?:[\s/'’-]*(?:(?:of\s+)?(?P<hy>{_YEAR})|(?P<hyy>\d\d)\b
      |of\s+(?P<hrel>(?i:next|this|the)\s+year)))(?!\w))
| (?P<fiscal>(?:\bFY\s?['’]?(?P<fy1>(?:20)?\d\d)(?:/\d\d)?|(?i:\b(?:fiscal
      |financial)\s+(?:year\s+)?)(?P<fy2>20\d\d)(?:[-/]\d\d)?|(?P<fyrel>(?i:this|next|the|the\s+current
      |the\s+next|current)\s+(?i:fiscal|financial)\s+year))\b)
| (?P<seasonyear>\b(?=[a-zA-Z])(?:(?i:the)\s+)?(?P<sys>{_SEASON}){_NO_VERB_BEFORE}\s+(?:of\s+|in\s+)?
    (?:(?P<syy>{_YEAR})|(?P<syrel>(?i:next|this|last)\s+year\b)))
| (?P<decade>(?:the\s+)?(?P<dec>(?:19|20|21)\d0)s\b)
| (?P<nthday>\b(?:the\s+)?(?P<nth>(?i:first|second|third|fourth|last))\s+(?P<nwd>{_WEEKDAY})\s+(?:of|in)
      \s+(?P<nmm>{_MONTH})(?:,?\s+(?P<nyy>{_YEAR}))?)
| (?P<weekdayof>\b(?P<wod>{_WEEKDAY}),?\s+(?:of\s+)?(?P<wow>(?i:next|this|(?:the\s+)?following))\s+(?i:week)\b)
| (?P<dayofmonth>\bthe\s+(?P<domd>\d{{1,2}})(?:st|nd|rd|th)\s+of\s+(?P<domw>(?i:this|next))\s+(?i:month)\b)
| (?P<relweekday>(?P<rww>(?i:this\s+coming|this|next|last|coming))\s+(?P<rwd>{_WEEKDAY}))
| (?P<weekday>(?=[MTWFS])(?<!Black\s)(?<!Good\s)(?<!Super\s)(?<!Cyber\s)(?<!Bloody\s)(?<!Ash\s)\b(?P<wd>{_WEEKDAY})
      (?!\s+(?:Times|Telegraph|Mirror|Mail|Express|Herald|Post|Night\s+(?:Live|Football)|Prayers?)\b))
| (?P<yearend>\b(?:(?i:the\s+)?(?i:year|month|week)(?:[’']s|[-\s])\s?(?i:end)\b(?:\s+(?:of\s+)?(?P<yey>{_YEAR}))?))
| (?P<which>\b(?P<ww>{_WHICH})\s+(?:(?i:calendar)\s+)?(?P<wu>{_WHOLE}
      |{_SEASON}(?!(?<=[Tt]he\s[Ff]all)\s+(?:of|from|in)\b))(?:['’]s\s+(?:(?P<wq>(?i:first
      |second|third|fourth|final))\s+(?P<wqu>(?i:quarter|half))|(?P<wend>(?i:end))))?)
| (?P<year>(?<![\d.,$€£/])(?:(?<![A-Za-z]-)|(?<=mid-|end-|ate-
      |rly-))(?i:(?:the\s+)?(?:calendar\s+)?year\s+)?(?P<yy>{_YEAR})(?!\s*%|[-–]\w*[a-z]|,\d{{3}}|['’]s))
| (?P<newyear>\b(?i:the\s+new\s+year)\b(?!['’]s|
      \s+(?:reception|part(?:y|ies)|holidays?|greetings?|message|address|speech|celebrations?|hono\w+|break|day|eve|gala)\b))
| (?P<season>\b(?=[sSaAfFwW])(?P<ss>{_SEASON})(?!\w){_NO_SEASON})
"""
_BARE_QUARTER = (
    r"(?P<barequarter>\b(?:the\s+)?(?P<bq>(?i:first|second|third|fourth|final))\s+(?:fiscal\s+)?(?P<bqu>quarter|half)\b"
    r"(?![-‐]\w))"
)
_LAPSES = rf"""
  (?P<given>(?<!took\s)(?<!takes\s)(?<!take\s)(?<!least\s)(?<!about\s)\b(?P<gn>{_NUMBER})\s+(?:(?:calendar|business|working)\s+)?
      (?P<gu>day|week|month)s?\s+(?:from\s+(?:the\s+)?(?:date\s+of\s+)?\w+\s+)?to\s+(?:respond|reply|answer|comment|comply|appeal|object
      |apply|submit|file|register|decide|act|lodge|sign|ratify|produce|present|report|propose|raise|challenge)\b)
| (?P<after>\b(?P<an>{_NUMBER})(?:-|\s+)(?P<acal>calendar\s+|business\s+|working\s+)?(?P<au>day|week|month
      |year)s?(?:['’])?\s+
    (?:(?:after|from|following|of)\s+(?:the\s+)?(?:date\s+of\s+)?(?:its\s+|their\s+)?(?:publication|issuance
      |release|this\s+(?:notice|announcement|publication|order|rule|memorandum|act|law|regulation)|enactment|signing|signature))\b)
| (?P<within>\b(?P<wp>(?i:within|in|over|during|inside|throughout|for|takes?|taking|after))\s+
    (?P<wfill>(?:(?:the|a|about|around|roughly|approximately|some|under|less\s+than|up\s+to|as\s+little\s+as|just
      |only|a\s+further|another|at\s+least|span\s+of|period\s+of|matter\s+of)\s+){{0,3}})
    (?P<wnext>(?:next|coming|following|ensuing)\s+)?(?P<wnfill>(?:about|around|roughly|approximately)\s+)?
    (?:(?P<wn0>{_NUMBER})(?:\s+to\s+|\s+or\s+|[-–]))?(?P<wn>{_NUMBER}|single)\s+(?:of\s+)?(?:(?:calendar|business
      |working)\s+)?
    (?P<wu2>day|week|fortnight|month|quarter|year|decade)s?\b(?P<wtime>['’]?s?\s+time\b)?(?P<wago>\s+(?:ago|earlier|before
      |later)\b)?)
| (?P<fromnow>\b(?P<fn>(?i:{_NUMBER}))\s+(?P<fu>day|week|fortnight|month|year)s?\s+(?:from\s+(?:now|today)|hence)\b)
| (?P<ndays>\b(?P<nn>{_NUMBER})[-‐](?P<nu>day|week|month)\s+(?:\w+\s+){{0,3}}?(?:deadline|comment\s+period
      |consultation|window|notice)\b)
| (?P<ago>\b(?:(?:{_NUMBER}|several|few|many)\s+(?:day|week|month|year|decade)s?\s+(?:ago|earlier|before)\b
      (?:\s+(?:to\s+the\s+day|today|tonight|tomorrow|(?:on\s+)?{_WEEKDAY}|(?:this|next|last)\s+(?:week-?end|week|month|year|spring|summer|autumn
      |fall|winter|{_WEEKDAY}|{_MONTH})))?
      |(?i:yesterday)\b|(?i:last\s+night)\b|(?i:recently)\b|(?i:earlier)\b(?!\s+(?:this|in|on|today|last|that)\b)))
| (?P<dayword>\b(?i:day\s+after\s+tomorrow|tomorrow|tonight|today|later\s+today|this\s+(?:morning|afternoon|evening))\b)
| (?P<weekafter>\b(?i:the\s+week\s+after\s+next))
| (?P<vague>\b(?:(?i:in|over|during|within|for(?=\s+(?:the\s+)?(?:next|coming|few\s+\w+\s+ahead)\b))\s+
      (?:the\s+)?(?:(?:next|coming)\s+)?(?:few\s+|several\s+
      |couple\s+of\s+)?(?:coming\s+|next\s+)?
     (?:hours|days|weeks|months|years)(?:\s+and\s+(?:weeks|months|years))?(?:\s+(?:ahead|to\s+come))?(?:\s+or\s+so)?
    |(?i:(?:very\s+|quite\s+)?(?<!as\s)soon(?!er|\s+as\b|\s+(?:after|before)\b)|shortly|imminently|in\s+due\s+course|before\s+long
      |in\s+the\s+(?:very\s+)?(?:near|foreseeable)\s+(?:future|term)|at\s+a\s+later\s+date|in\s+short\s+order))\b)
"""
# What a unit can begin with: lets the search pass over most words without trying the rules one by one.
_BEGINS = (
    r"(?=\d|[A-Z]|(?:early|mid|late|later|earlier|end|beginning|start|middle|close|rest|remainder|turn|year|month"
    r"|week|first|second"
    r"|third|fourth|last|final|opening|latter|back|very|this|next|coming|following|current|past|previous|fiscal"
    r"|financial|calendar"
    r"|spring|summer|autumn|fall|winter|within|over|during|inside|throughout|takes?|taking|after|several|few|many"
    r"|yesterday"
    r"|recently|tomorrow|tonight|today|day|soon|shortly|imminently|before|quite|single|half|quarter|"
    + "|".join(name for name in NUMBERS if len(name) > 2)
    + r")\b|(?:the|as|a|an|in|for)\s+(?:the\s+|a\s+|due\s+)?(?:\d|[A-Z]|near|fore|very|early|mid|late|end|beg"
    r"|star|rest|rem|turn|year|mon|week|fir|sec|thi|four|last|fin|open|back|close|latter|next|com|foll|curr"
    r"|past|prev|fisc|cal"
    r"|spr|sum|aut|fall|win|few|sev|soon|short|couple|course|day|matter|period|span|about|around|rough|approx|some"
    r"|under|less|up|as|just|only|new|fortn|furth|anoth|at|one|two|thr|fiv|six|eig|nin|ten|ele|twe|sin|half|quar|wee|quite))"
)
UNIT: Final = rf"\b{_BEGINS}(?:(?:{_LAPSES})|(?:{_PART}?(?:{_BASES}))|{_BARE_QUARTER})"


@cache
def unit_pattern() -> re.Pattern[str]:
    """``UNIT``, compiled when a text is first read for dates: it takes a sixth of a second."""
    return expression(UNIT, re.VERBOSE)
