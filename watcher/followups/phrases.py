"""What a follow-up is called, in the sentence's own words."""

import re
from collections.abc import Sequence

from watcher.followups.verbs import Tense, VerbGroup, bounds, verb_groups

_WORD = re.compile(r"[^\s,;:()\"“”]+")
_TRAILING = re.compile(
    r"(?:\s|\b(?:in|on|at|by|for|to|the|a|an|of|from|until|till|through|before|within|during|over|and|or|with|its"
    r"|their|his|her|this|next|that|as|is|are|be|will|which|who|it|both|than"
    r"|no|later|sometime|around|about|early|late|some|scheduled|planned|set|due|slated|expected|starting"
    r"|beginning|effective)\b|[,;:.!?()\"“”'’–—-])+\Z",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\A(?:\s|['’]s\b|\b(?:the|a|an|this|that|these|those|its|their|his|her|our|your|and|but|or|so|also|meanwhile|be|to"
    r"|been|being|have|has|of|for|in|on|at|by|as|with|from|it|he|she|they|we|i|you|both|there|jointly|formally"
    r"|officially|then|now|which|who|able|"
    r"if|after|when|where|while|because|since)\b|[,;:.!?()\"“”'’–—-])+",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\A.*?\b(?:said|says|told|announced|added|noted|reported|confirmed|according\s+to|revealed|expects?"
    r"|hopes?)\b(?:\s+(?:on\s+)?\w+day)?(?:\s+\w+){0,3}?\s+(?:that|it|they|he|she|how)\s+",
    re.IGNORECASE | re.DOTALL,
)
_SAYING = re.compile(r"\A.*\b(?:said|says|announced|confirmed|added|noted)\s+(?=\S+\s+\S)", re.IGNORECASE | re.DOTALL)
MOST_WORDS = 10
LONGEST_NAME = 4  # words of who does something that are kept whole


def event_phrase(
    sentence: str,
    low: int,
    high: int,
    date: tuple[int, int],
    group: VerbGroup | None,
    cuts: list[tuple[int, int]],
    before: str = "",
    places: Sequence[tuple[int, int]] = (),
) -> str:
    """2-10 words that name what is to happen: who does what, or what takes place.

    ``low:high`` is the clause, ``cuts`` are the spans of its dates, which are left out, as are its ``places`` where
    enough is left without them; ``before`` is the sentence before, which tells who "it" is.
    """
    lean = _phrase(sentence, low, high, date, group, sorted([*cuts, *places]), before)
    whole = _phrase(sentence, low, high, date, group, cuts, before) if places and not lean else ""
    return lean or whole or _fallback(sentence)


def _phrase(
    sentence: str,
    low: int,
    high: int,
    date: tuple[int, int],
    group: VerbGroup | None,
    cuts: list[tuple[int, int]],
    before: str,
) -> str:
    if group is not None and group.tense is Tense.REPORT and group.end < date[0]:
        said = fitted(_strip(_without(sentence, group.end, date[0], cuts)))
        if said:
            return said  # "Backers of the lane say | their first run comes | before 2026 is out"
    if group is None or group.tense is Tense.REPORT:
        return fitted(_strip(_without(sentence, low, high, cuts)))
    if group.start < low:
        low = bounds(sentence, group.start, group.start)[0]
    subject = _subject(sentence, _without(sentence, low, group.start, cuts), low, group)
    if before and (_PRONOUN.match(sentence) or _LATE_PRONOUN.search(sentence[: group.start])) and not subject:
        subject = _subject_of(before)
    verb = _predicate(sentence, high, date, group, cuts)
    if _SHIFT.search(group.words):  # "has pushed back the start of production", "the launch has slipped"
        after = _BACK.sub("", _without(sentence, group.end, max(date[0], group.end), cuts).lstrip()).lstrip()
        verb, moved = "", _strip(after)
        subject = moved if len(moved.split()) > 1 or (moved and _DEFINITE.match(after)) else subject
    if _LIGHT.fullmatch(verb) and len(subject.split()) >= 2:
        return _clipped(subject, MOST_WORDS)
    who, words = _compact(subject, MOST_WORDS - min(len(verb.split()), 8)), verb.split()
    if not words:
        extra = [word for word in group.words.split() if word.casefold() not in _AUXILIARIES][:1]  # "HSCE slated"
        if len(subject.split()) == 1 and extra:
            return f"{subject} {extra[0]}"
        definite = len(subject.split()) == 1 and re.search(rf"\bthe\s+{re.escape(subject)}\b", sentence, re.IGNORECASE)
        phrase = definite.group() if definite else _clipped(subject, MOST_WORDS)
        if definite:
            return phrase.lower()
    else:
        phrase = f"{who} {_clipped(verb, MOST_WORDS - len(who.split()))}"
    return fitted(phrase if who else _NAMED_ONLY.sub("", phrase.strip()))


# "[Singapore] will host the third dialogue": where stands apart, so what.
_NAMED_ONLY = re.compile(
    r"\A(?:may|can|could)\s+(?=\S+\s+\S)|\A(?:(?:will|to)\s+)?(?:host|hold|stage|welcome)s?\s+(?:the|an?|its|their)\s+(?=\S+\s+\S)"
)
_SHIFT = re.compile(
    r"\b(?:postpon|adjourn|reschedul|mov(?:ed|es|ing)|push|delay|shift|slip|defer|extend|brought|advanced|put)",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?:the|its|their|this)\s", re.IGNORECASE)
_BACK = re.compile(r"\A(?:back|forward|off|up)\b|\bdeadline\s+for\b", re.IGNORECASE)
_AUXILIARIES = frozenset("will would is are be was were has have had did should".split())
_LIGHT = re.compile(
    r"(?:(?:will|would|must|should|to)\s+)?(?:(?:be|also)\s+)*(?:held|hosted?|staged?|hold|convened?|take\s+place|happen"
    r"|occur|go\s+ahead|be|come|(?:postponed|moved|rescheduled|delayed|adjourned|deferred|extended|pushed\s+back"
    r"|put\s+off|brought\s+forward))",
    re.IGNORECASE,
)


def _predicate(sentence: str, high: int, date: tuple[int, int], group: VerbGroup, cuts: list[tuple[int, int]]) -> str:
    """What is to be done, with its "will" or "to", up to the date; behind the date where nothing stands before it."""
    stop = date[0] if date[0] > group.end else high
    verb = _strip(_ATTRIBUTION.sub("", _without(sentence, group.end, stop, cuts)))
    leads = _LEADS.search(group.words)
    if not verb and high > stop and group.tense is Tense.FUTURE and leads:
        verb = _strip(_ATTRIBUTION.sub("", _without(sentence, group.end, high, cuts)))
    if _ALLOWED.match(group.words):  # "the public may submit comments"
        return f"{group.words} {verb}".strip()
    if group.tense in _PLAIN and not re.match(r"(?:is|are|can|was|were|has|had|have)\b", group.words, re.IGNORECASE):
        return f"{group.words} {verb}".strip()
    if verb and leads and group.tense is Tense.FUTURE:
        word = leads.group().casefold()
        passive = re.match(r"\s*be\b", sentence[group.end :]) is not None
        return f"{word if word != 'shall' else 'will'} {'be ' if passive else ''}{verb}"
    return verb


_LEADS = re.compile(
    r"\b(?:will|shall|would|must|should|to)(?=\W*(?:\w+ly|also|then|now|soon|again|both|next|first)?\W*\Z)",
    re.IGNORECASE,
)
_ALLOWED = re.compile(r"(?:may|can|could)\s")
_PLAIN = frozenset({Tense.PRESENT, Tense.PAST, Tense.INFINITIVE})
_ATTRIBUTION = re.compile(
    r"(?:,|\A)\s*[^,]{0,80}?\b(?<!be )(?:said|says|announced|wrote|told\s+(?:\w+\s+){0,3}\w+"
    r"|according\s+to|reported|added|confirmed)\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)


def _without(sentence: str, low: int, high: int, cuts: list[tuple[int, int]]) -> str:
    pieces = []
    position = low
    for start, end in cuts:
        if end <= position or start >= high:
            continue
        pieces.append(_TRAILING.sub("", sentence[position : max(position, start)]))
        position = max(position, end)
    pieces.append(sentence[position : max(position, high)])
    return " ".join(piece.strip() for piece in pieces if piece.strip())


_SUBORDINATE = re.compile(
    r"\b(?:before|after|when|once|because|until|that|if|as|time)\s+(?=(?:the|a|an|its|their|his|her|[A-Z][\w.’'-]*)\s)"
)
_WHO_SAID = re.compile(
    r"(?P<who>[A-Z][^,;:“”\"]{2,70}?)\s+(?:(?:has|have|also)\s+)?(?:said|says|announced|told|added|confirmed|pledged"
    r"|promised|vowed|agreed)\b"
)
_WHICH = re.compile(r"(?P<noun>[^,;:]+),?\s+(?:which|that|who|and)\s*\Z|(?P<reduced>[^,;:]+),\s*\Z")


def _subject(sentence: str, words: str, low: int, group: VerbGroup) -> str:
    """The noun phrase before the verb; for "he" who spoke; for "which" what stands before it."""
    aside = _RELATIVE.search(sentence[:low])
    if aside and "," in sentence[low : group.start]:  # "The window, which was to close in July, has been extended"
        low, words = 0, sentence[: aside.start()]
    relative = _WHICH.search(sentence[:low].rstrip()) if not _strip(words) else _WHICH.search(words)
    if relative and (relative["noun"] or _REDUCED.match(group.words) or _TO_BE_HELD.match(sentence, group.start)):
        return _last_noun(relative["noun"] or relative["reduced"])
    told = _WHICH_IS_SAID.search(sentence[: group.start]) if ", which " in sentence else None
    if told:  # "this year's dialogue, which the ministry now says | will take place"
        return _last_noun(told["noun"])
    pronoun = re.search(r"\b(?:he|she|it|they|we)\s*\Z", words, re.IGNORECASE)
    if pronoun and (speakers := list(_WHO_SAID.finditer(sentence[: low + len(words)]))):
        return _head(_strip(speakers[-1]["who"]))
    if pronoun and (speaker := _SPEAKER.search(sentence[: low + len(words)].rstrip())):
        return _strip(speaker["who"])
    if pronoun and (same := _of_clause_before(sentence, low)):
        return same
    if pronoun and _LATE_PRONOUN.search(words):
        return ""  # "Originally set for March, it is now ...": the sentence before tells what
    if _AND_WILL.search(words) and (before := [one for one in verb_groups(words) if one.tense is not Tense.INFINITIVE]):
        words = words[: before[0].start] if before[0].tense is not Tense.REPORT else words
    words = _SAYING.sub("", _FRAME.sub("", words[-300:]))
    words = _SUBORDINATE.split(words)[-1]
    apposition = _APPOSITION.match(words.rstrip())
    if apposition:
        return _strip(apposition["name"])
    parts = [part for part in re.split(r",\s+|[\"“”;:]|\s[-–—]\s", words) if len(_strip(part).split()) >= 2]
    while len(parts) > 1 and _ASIDE.match(parts[-1]) and re.search(r"[A-Z\d]", parts[-2]):
        parts.pop()  # "Night Heron, originally scheduled to start on 10 March, will now run ..."
    if not parts:  # "The satellite, launched in 2019, will be retired"
        parts = [part for part in words.split(", ")[:1] if _strip(part) and not _PRONOUN.match(part)] or [words]
    return _strip(parts[-1])


def _of_clause_before(sentence: str, low: int) -> str:
    """Who "it" is in "and the Joint Commission follows in Quito, | where it has been put back"."""
    if not _WHERE_IT.search(sentence[:low]):
        return ""
    earlier = [group for group in verb_groups(sentence[:low]) if group.tense is not Tense.INFINITIVE]
    if not earlier:
        return ""
    clause = sentence[bounds(sentence, earlier[-1].start, earlier[-1].start)[0] : earlier[-1].start]
    words = _strip(re.split(r",\s+(?:and|but|while)\s|;", clause)[-1])
    return words if len(words.split()) > 1 else ""


_WHERE_IT = re.compile(r",\s+(?:where|when)\s*\Z")
# "has passed its tests and | remains on course"
_AND_WILL = re.compile(r"[^,]\s+(?:and|but|yet)(?:\s+(?:\w+ly|now|still|then))*\s*\Z")
_RELATIVE = re.compile(r",\s+(?:which|who|whose|where)\s*\Z")
_PRONOUN = re.compile(r"(?:It|They|He|She)\b")
_WHICH_IS_SAID = re.compile(
    r"(?P<noun>[^,;:]+),\s+which\s+[^,;]{2,60}\b(?:says?|said|expects?|hopes?|believes?|confirmed)\s*\Z"
)
_LATE_PRONOUN = re.compile(r"\A[^,]*,\s+(?:it|they)\s*\Z")
_SPEAKER = re.compile(  # "Separately, the secretariat said it | will publish"
    r"(?:\A|,\s+)(?P<who>(?:[\w’'&-]+\s+){1,6}?)(?:(?:has|have|also)\s+)?(?:said|says|announced|confirmed|added|pledged|promised)"
    r"\s+(?:(?:on\s+)?\w+day\s+)?(?:that\s+)?(?:it|they|he|she)\Z"
)


def _subject_of(sentence: str) -> str:
    """Who does something in a whole sentence: what stands before its first verb."""
    groups = [group for group in verb_groups(sentence) if group.tense is not Tense.INFINITIVE]
    if not groups or groups[0].start == 0:
        return ""
    return _head(_subject(sentence, sentence[: groups[0].start], 0, groups[0]))


_ASIDE = re.compile(
    r"\s*(?:(?:originally|previously|initially|first|once|already|now)\s+)?(?:scheduled|planned|due|set|slated|expected|postponed|delayed"
    r"|promised|announced|billed|known|named|called|led|run|built|based|owned)\b"
)
_APPOSITION = re.compile(r"(?:.*[,:]\s+)?(?P<name>[^,:]*[A-Z][^,:]*),\s+(?:the|a|an|its|their)\s[^,]+,\Z", re.DOTALL)
_TO_BE_HELD = re.compile(r"to\s+be\s+(?:held|staged|hosted|convened)\b|to\s+take\s+place\b")
_REDUCED = re.compile(r"(?:due|set|scheduled|slated|expected|planned|billed|timed|booked|fixed)\b", re.IGNORECASE)


def object_phrase(sentence: str, end: int, high: int, cuts: list[tuple[int, int]]) -> str:
    """What an active verb that ends at ``end`` is done to: "cancelled | the Lumen-3 mission, citing its cost"."""
    words = re.split(r",\s|[;:“”\"]", _without(sentence, end, high, cuts))[0]
    return _clipped(_strip(_ATTRIBUTION.sub("", words)), MOST_WORDS)


def _last_noun(words: str) -> str:
    """ "teams tested Lumen-3", "at the fourth Roundtable": what a relative clause behind it is about."""
    named = re.findall(r"(?:[A-Z\d][\w.’'&-]*|of|for|and|the)(?:\s+(?:[A-Z\d][\w.’'&-]*|of|for|and|the))*\s*\Z", words)
    if named and _strip(named[0]) and named[0] != words:
        return _strip(named[0])
    return _strip(re.split(_PREPOSITION, words)[-1])


_PREPOSITION = re.compile(
    r"\s+(?=(?:of|in|on|at|by|for|to|with|from|about|under|between|among|over|as|into|through|during|after|before|that"
    r"|which|who|(?:and|or)(?!\s+[A-Z]))\s)"
)


def _head(words: str) -> str:
    """The noun phrase without what hangs on it: "AI safety institutes of two countries"."""
    pieces = _PREPOSITION.split(words)
    head = pieces[0]
    for piece in pieces[1:]:
        if len(head.split()) > 1:
            break
        head = f"{head} {piece}"
    return _strip(_PARTICIPLE.sub("", head) if len(pieces) > 1 else head)


_PARTICIPLE = re.compile(
    r"(?<=\w)\s+(?:led|run|backed|owned|chaired|headed|made|built|based|founded|formed|set\s+up)\Z"
)


def _compact(subject: str, room: int) -> str:
    """The subject in at most ``room`` words: whole, or its head, or its last words."""
    room = max(2, room)
    if len(subject.split()) <= room:
        return subject
    head, first = _head(subject), _PREPOSITION.split(subject)[0]
    words = (head if len(head.split()) <= room or _AND_SO.match(subject, len(first)) else first).split()
    room = max(room, LONGEST_NAME)
    participle = next((index for index, word in enumerate(words) if index > 1 and word.endswith("ing")), len(words))
    words = words[:participle]
    return _strip(" ".join(words[-room:]))


_AND_SO = re.compile(r"\s+(?:and|or)\s")


def _clipped(phrase: str, room: int) -> str:
    """The phrase cut where a part of it ends: before a preposition or a conjunction, never inside a noun phrase."""
    words = _UNBRACKETED.sub("", phrase).split()
    if len(words) <= room:
        return _TRAILING.sub("", " ".join(words))
    clipped = ""
    for piece in re.split(r"(?<=,)\s+|" + _PREPOSITION.pattern, " ".join(words)):
        longer = f"{clipped} {piece}".strip()
        if len(longer.split()) > room:
            break
        clipped = longer
    if len(_TRAILING.sub("", clipped).split()) < min(3, room):
        clipped = " ".join(words[:room])
    return _TRAILING.sub("", clipped)


_UNBRACKETED = re.compile(r"\s*\([^()]*\)|[()\"“”]")


def _strip(words: str) -> str:
    return _LEADING.sub("", _TRAILING.sub("", " ".join(words.split())))


def fitted(phrase: str) -> str:
    """At least two words and at most ten, without brackets and quotation marks around them; else nothing."""
    words = _clipped(_AGAIN.sub("", _LEADING.sub("", _UNBRACKETED.sub("", phrase))), MOST_WORDS).split()
    return " ".join(words).strip(' ,;:."“”()') if len(words) >= 2 else ""


_AGAIN = re.compile(r"\s+and\s+again\s*\Z")


def _fallback(sentence: str) -> str:
    """The sentence's first words, where its parts give no phrase of two words."""
    words = _strip(sentence).split() or sentence.split()
    return _clipped(" ".join(words), 8).strip(' ,;:."“”()') or sentence.strip()[:80]
