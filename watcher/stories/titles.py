"""What surrounds the news in a title and an opening: lead-ins, outlet names, datelines, "read more". Pure."""

import re

# Traits of a title. A roundup is about no single event; it joins a story only as the same text. A preview or a
# profile shares names and words with the report of an event, yet tells something else; so does, less so, what
# lies AHEAD, or what a title is ASKING ("Why ...", "How ...", "...?").
ROUNDUP, PREVIEW, PROFILE, AHEAD, ASKING = 1, 2, 4, 8, 16
KINDS = PREVIEW | PROFILE

_LEAD_INS = (
    "breaking(?: news)?|just in|updated?(?: ?\\d+)?|exclusive|watch|video|photos?|live(?: updates?)?|opinion|analysis|"
    "explainer|report|reuters|ap|afp|factbox|wrapup ?\\d*|correction|corrected|poll|interview|更新|快讯|快訊|独家|獨家"
)
_LEAD_IN = re.compile(
    rf"^(?:\s*(?:{_LEAD_INS})\s*(?:[:|：]|[-–—](?=\s|[A-Z]))\s*|\s*【[^】]{{1,12}}】\s*)+", re.IGNORECASE
)
_OUTLET_TAIL = re.compile(r"^(.{12,}?)\s+(?:[|–—]|-)\s+([^|–—]{2,40})$")
_DATELINE = re.compile(
    r"^\s*[A-Z][\w .,/'’-]{1,60}?\s*(?:\([A-Za-z .]{2,20}\)\s*(?:[-–—:]+\s*)?|[-–—]{1,2}\s+(?=\S))"
    r"|^\s*[（(]?[^\s（(]{0,12}[讯訊电電][）)]?\s*"
)
# Each alternative begins with a character, not with an edge: so a text is passed over to the next of these characters.
_READ_MORE = re.compile(
    r"(?:\.\.\.|…|\[…\]|R(?<=\bR)ead more\b|C(?<=\bC)ontinue reading\b|"
    r"T(?<=\bT)he post\b .{0,200}?\bappeared first on\b).{0,60}$"
)
_ROUNDUPS = (
    "at a glance",
    "(?:morning|evening|midday|nightly|weekend) (?:briefing|brief|bid|headlines|update|mail|edition|wrap|report)",
    "daily (?:briefing|brief|digest|news ?cast|roundup|wrap|cartoon|show|podcast)",
    "news ?(?:letter|brief|briefs|wrap|roundup|round-up|quiz|digest)",
    "week in (?:review|pictures|photos)|week ahead|this week in",
    "round-?up|top (?:stories|headlines)|headlines (?:today|of the day)|(?:photos?|pictures?) of the (?:day|week)",
    "in pictures|what we learned this week|(?:this|the) week(?:'s|’s) (?:best|top|biggest)|best of (?:the )?week",
    "tv tonight|front pages?|the papers|what the papers say|deals of the (?:day|week)|best deals|horoscopes?|crossword",
    "letters to the editor|corrections and clarifications|open thread|market wrap|stocks to watch|list of key events",
    "e-?paper|full (?:episode|broadcast)|(?:hints|answers) (?:and|for|today)|every(?:thing)? (?:we|you) (?:know|need)",
)
_ROUNDUP = re.compile(rf"\b(?:{'|'.join(_ROUNDUPS)})\b")


def headline(title: str, outlet: str = "") -> str:
    """The title without "BREAKING:", "UPDATE 1-" and the outlet's name behind it."""
    bare = _LEAD_IN.sub("", title).strip() or title.strip()
    tail = _OUTLET_TAIL.match(bare)
    if tail and (_is_outlet(tail.group(2), outlet) or "|" in bare[tail.end(1) :]):
        bare = tail.group(1)
    return bare


def _is_outlet(tail: str, outlet: str) -> bool:
    """Whether a title's last part is its outlet's name: "Star" of "thestar.com", "Gulf Times" of "gulftimes"."""
    letters = re.sub(r"\W|^the\s", "", tail.casefold())
    known = re.sub(r"\W", "", outlet.casefold().removeprefix("the ").removeprefix("www."))
    return len(letters) >= 2 and bool(known) and (letters[:6] in known or known[:6] in letters)


_PREVIEW = re.compile(
    r"\b(?:(?:how|where|when) to (?:watch|stream|follow|see|buy|get)|live ?stream|tv channel|(?:start|kick-?off) time|"
    r"what time|how to \w+|predictions?|predicted|preview|odds|betting|best bets|line-?ups?|team news|what to expect|"
    r"everything to know before)\b"
)
_PROFILE = re.compile(
    r"\b(?:(?:who|what) (?:is|are|was|were)\b(?!.*\bsaid\b)|(?:key )?takeaways?|what(?:'s|’s| is| comes)? next|"
    r"what (?:to|you need to|we) know|things to know|explained|explainer|timeline of|fact[- ]?check|"
    r"in (?:pictures|photos|charts|numbers)|a look (?:at|back)|opinion|editorial|analysis|commentary|column|interview|"
    r"q&a|review|(?:the )?(?:\d+ )?best \w+ (?:of|for|to|in)|obituary|quiz|podcast|letters?)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|set to|expect(?:s|ed)?|plan(?:s|ning)?|poised|ahead of|could|may|might|would|about to|prepares?|"
    r"upcoming|next week|this week)\b"
)


_ASKING = re.compile(
    r"\W*(?:how|why|what|who|where|when|is|are|can|could|should|would|will|does|did|inside|here(?:'s|’s))\b"
)
_CHINESE = (
    (ROUNDUP, re.compile("早报|早報|晚报|晚報|要闻速览|新闻联播|一周回顾|每日简报")),
    (ASKING, re.compile("？|为什么|為什麼|如何|怎么|怎麼")),
    (AHEAD, re.compile("将|將|拟|擬|预计|預計")),
)
# Of the words of each alternative one: a title without any of them is not searched, and most have none.
_TELLING = (
    (
        ROUNDUP,
        _ROUNDUP,
        frozenset(
            "glance morning evening midday nightly weekend daily news newsletter newsbrief newsbriefs newswrap "
            "newsroundup newsround newsquiz newsdigest week round roundup top headlines photo photos picture pictures "
            "tonight front papers deals horoscope horoscopes crossword editor clarifications thread wrap stocks "
            "events paper epaper episode broadcast hints answers every everything".split()
        ),
    ),
    (
        PREVIEW,
        _PREVIEW,
        frozenset(
            "how where when live livestream channel time prediction predictions predicted preview odds betting bets "
            "line lineup lineups news expect before".split()
        ),
    ),
    (
        PROFILE,
        _PROFILE,
        frozenset(
            "who what takeaway takeaways next know explained explainer timeline fact factcheck pictures photos charts "
            "numbers look opinion editorial analysis commentary column interview q review best obituary quiz podcast "
            "letter letters".split()
        ),
    ),
    (
        AHEAD,
        _AHEAD,
        frozenset(
            "will set expect expects expected plan plans planning poised ahead could may might would about prepare "
            "prepares upcoming week".split()
        ),
    ),
)
_WORDS = re.compile("[a-z]+")


def traits(title: str) -> int:
    """What kind of item a title announces: a set of ``ROUNDUP``, ``PREVIEW``, ``PROFILE``, ``AHEAD`` and ``ASKING``."""
    title = title.lower()  # half the time of ``re.IGNORECASE``
    words = frozenset(_WORDS.findall(title))
    found = ASKING if "?" in title or _ASKING.match(title) else 0
    for trait, pattern, telling in _TELLING:
        if not telling.isdisjoint(words) and pattern.search(title):
            found |= trait
    if not title.isascii():
        for trait, pattern in _CHINESE:
            found |= trait if pattern.search(title) else 0
    return found


def opening(text: str) -> str:
    """A text without its dateline ("SINGAPORE (Reuters) -") and its "read more"."""
    start = max(0, len(text) - _LONGEST_END)
    end = _READ_MORE.search(text, start) if any(text.find(sign, start) >= 0 for sign in _SIGNS_OF_END) else None
    if end is not None:
        text = text[: end.start()] + text[end.end() :]
    dateline = _DATELINE.match(text) if _SIGN_OF_DATELINE.search(text, 0, 200) else None
    return text[dateline.end() :] if dateline else text


_SIGNS_OF_END = ("...", "…", "Read more", "Continue reading", "The post ")
_SIGN_OF_DATELINE = re.compile(r"[-–—(讯訊电電]")
_LONGEST_END = 320
"""Characters of the longest "The post ... appeared first on ..."."""
