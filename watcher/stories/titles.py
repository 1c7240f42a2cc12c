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
_READ_MORE = re.compile(
    r"(?:\.\.\.|…|\[…\]|\bRead more\b|\bContinue reading\b|\bThe post\b .{0,200}?\bappeared first on\b).{0,60}$"
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
_ROUNDUP = re.compile(rf"\b(?:{'|'.join(_ROUNDUPS)})\b|早报|早報|晚报|晚報|要闻速览|新闻联播|一周回顾|每日简报")


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
    r"upcoming|next week|this week)\b|将|將|拟|擬|预计|預計"
)


_ASKING = re.compile(
    r"^\W*(?:how|why|what|who|where|when|is|are|can|could|should|would|will|does|did|inside|here(?:'s|’s))\b|[?？]|"
    r"为什么|為什麼|如何|怎么|怎麼"
)


def traits(title: str) -> int:
    """What kind of item a title announces: a set of ``ROUNDUP``, ``PREVIEW``, ``PROFILE``, ``AHEAD`` and ``ASKING``."""
    title = title.lower()  # half the time of ``re.IGNORECASE``
    found = ROUNDUP if _ROUNDUP.search(title) else 0
    found |= PREVIEW if _PREVIEW.search(title) else 0
    found |= PROFILE if _PROFILE.search(title) else 0
    found |= ASKING if _ASKING.search(title) else 0
    return found | (AHEAD if _AHEAD.search(title) else 0)


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
