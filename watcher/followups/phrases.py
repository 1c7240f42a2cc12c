"""What a follow-up is called, in the sentence's own words."""

import re
from collections.abc import Sequence

from watcher.followups.expressions import expression
from watcher.followups.moved_things import moved_in
from watcher.followups.names import names_in
from watcher.followups.noun_phrases import (
    PREPOSITION,
    UNBRACKETED,
    clipped,
    head,
    last_noun,
    strip,
    without_lead,
    without_tail,
)
from watcher.followups.subjects import IN_CASE, TAKES_PLACE, is_pronoun, rule_in, subject, subject_of
from watcher.followups.verbs import Tense, VerbGroup, bounds

_WORD = expression(r"[^\s,;:()\"“”]+")
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
    where = [place for place in places if not _does_it(sentence, place, group)]
    lean = _phrase(sentence, low, high, date, group, sorted([*cuts, *where]), before)
    whole = _phrase(sentence, low, high, date, group, cuts, before) if places and not lean else ""
    return lean or whole or _fallback(sentence)


def _does_it(sentence: str, place: tuple[int, int], group: VerbGroup | None) -> bool:
    """ "Officials agreed that Fiji | will open a bank": who does it, and not where alone."""
    if group is None or not _SPACE.fullmatch(sentence, place[1], group.start) or _IS_VENUE.match(sentence, group.start):
        return False
    return _BESIDE_IT.search(sentence, 0, place[0]) is None


_SPACE = expression(r"\s*")
_IS_VENUE = expression(
    r"(?:(?:will|would|is|are|was|to|has|have|been|be|plans?|agreed|offered|hopes?|wants?|set|due|chosen|picked|named|also|again|next|now|then)\s+)*"
    r"(?:host|hold|stage|convene|welcome|the\s+(?:host|venue|site))"
)
_BESIDE_IT = expression(
    r"\b(?:in|at|of|on|near|to|from|by|for|with|and|between|outside)\s+(?:the\s+)?\Z", re.IGNORECASE
)


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
        said = fitted(strip(_without(sentence, group.end, date[0], cuts)))
        if said:
            return said  # "Backers of the lane say | their first run comes | before 2026 is out"
    if group is None or group.tense is Tense.REPORT:
        return fitted(strip(IN_CASE.sub("", _without(sentence, low, high, cuts))))
    if group.start < low:
        low = bounds(sentence, group.start, group.start)[0]
    low = max(
        [
            low,
            *(
                end
                for start, end in cuts
                if low <= start < end < group.start and _BEFORE_IT.search(sentence[start:end])
            ),
        ]
    )
    who = _who(sentence, low, group, cuts, before)
    verb = _predicate(sentence, high, date, group, cuts)
    if _SHIFT.search(group.words):  # "has pushed back the start of production", "the launch has slipped"
        after = _BACK.sub("", _without(sentence, group.end, max(date[0], group.end), cuts).lstrip()).lstrip()
        verb, moved = "", strip(after)
        who = moved if len(moved.split()) > 1 or (moved and _DEFINITE.match(after)) else who
    if _LIGHT.fullmatch(verb) and len(who.split()) >= 2:
        return clipped(who, MOST_WORDS)
    doer, words = _compact(who, MOST_WORDS - min(len(verb.split()), 8)), verb.split()
    if _HOSTS.match(verb) and _cuts_a_name(words, MOST_WORDS - len(doer.split())):
        doer = ""  # "The United States and Singapore | will hold their second Defence Technology Dialogue"
    if not words:
        extra = [word for word in group.words.split() if word.casefold() not in _AUXILIARIES][:1]  # "HSCE slated"
        if len(who.split()) == 1 and extra:
            return f"{who} {extra[0]}"
        definite = len(who.split()) == 1 and re.search(rf"\bthe\s+{re.escape(who)}\b", sentence, re.IGNORECASE)
        phrase = definite.group() if definite else clipped(who, MOST_WORDS)
        if definite:
            return phrase.lower()
    else:
        phrase = f"{doer} {clipped(verb, MOST_WORDS - len(doer.split()))}"
    return fitted(phrase if doer else _NAMED_ONLY.sub("", phrase.strip()))


def _who(sentence: str, low: int, group: VerbGroup, cuts: list[tuple[int, int]], before: str) -> str:
    """What the verb is said of, which for "it" the sentence before names."""
    who = subject(sentence, _without(sentence, low, group.start, cuts), low, group)
    if before and not who and is_pronoun(sentence, group):
        in_force = _IN_FORCE.match(sentence, group.start) is not None
        who = (rule_in(before) if in_force else "") or moved_in(before) or _gathering(sentence, group, before)
        who = who or subject_of(before)
    if who and (limit := _LIMIT.match(sentence, group.start)):
        who = f"{who} {limit.group()}"  # "The grant | deadline | has been moved"
    return who


def _cuts_a_name(words: list[str], room: int) -> bool:
    kept = clipped(" ".join(words), room).split()
    return (
        len(kept) < len(words) <= MOST_WORDS
        and kept[-1:] == words[len(kept) - 1 : len(kept)]
        and all(word[0].isupper() for word in words[len(kept) - 1 : len(kept) + 1])
    )


def _gathering(sentence: str, group: VerbGroup, before: str) -> str:
    """What "it" is that will be held, behind "Ferrets are on the agenda of the Reef Dialogue": its full name."""
    if not TAKES_PLACE.match(sentence, group.start):
        return ""
    names = names_in(before)
    return names[-1] if names and names[-1] not in subject_of(before) else ""


_LIMIT = expression(r"deadline|(?:due|closing|opening|launch|release|start)\s+date")
# "[Singapore] will host the third dialogue": where stands apart, so what.
_HOSTS = expression(r"(?:(?:will|to)\s+)?(?:host|hold|stage|convene)s?\s+(?:the|an?|its|their|['’]s)\s")
_NAMED_ONLY = expression(
    r"\A(?:may|can|could)\s+(?=\S+\s+\S)|\A(?:(?:will|to)\s+)?(?:host|hold|stage|welcome)s?\s+(?:the|an?|its|their|['’]s)\s+(?=\S+\s+\S)"
)
_SHIFT = expression(
    r"\b(?:postpon|adjourn|reschedul|mov(?:ed|es|ing)|push|delay|shift|slip|defer|extend|brought|advanced|put)",
    re.IGNORECASE,
)
_BEFORE_IT = expression(r"\s(?:before|after|until)\Z", re.IGNORECASE)  # "three weeks before | bidding closes"
_DEFINITE = expression(r"(?:the|its|their|this)\s", re.IGNORECASE)
_BACK = expression(r"\A(?:back|forward|off|up)\b|\bdeadline\s+for\b", re.IGNORECASE)
_IN_FORCE = expression(  # "It takes effect on January 1"
    r"(?:(?:will|would|is|are|to|now)\s+)*(?:takes?\s+effect|be\s+in\s+force|comes?\s+into\s+(?:force|effect)|enters?\s+into\s+force|appl(?:y|ies)\b)"
)
_AUXILIARIES = frozenset("will would is are be been being was were has have had did should".split())
_LIGHT = expression(
    r"(?:(?:will|would|must|should|to)\s+)?(?:(?:be|also)\s+)*(?:held|hosted?|staged?|hold|convened?|take\s+place|happen"
    r"|occur|go\s+ahead|be|come|(?:postponed|moved|rescheduled|delayed|adjourned|deferred|extended|pushed\s+back"
    r"|put\s+off|brought\s+forward))(?:\s+(?:here|there|online|virtually|again|instead|in\s+person|as\s+planned))?",
    re.IGNORECASE,
)


def _predicate(sentence: str, high: int, date: tuple[int, int], group: VerbGroup, cuts: list[tuple[int, int]]) -> str:
    """What is to be done, with its "will" or "to", up to the date; behind the date where nothing stands before it."""
    to_do = _WHAT_TO_DO.match(sentence, date[1])
    if to_do and _MORE_TIME.search(sentence, group.start, max(group.end, date[0])):
        return f"to {strip(to_do['what'])}"
    stop = date[0] if date[0] > group.end else high
    verb = strip(_BY_WHOM.sub("", _ATTRIBUTION.sub("", _without(sentence, group.end, stop, cuts))))
    leads = _LEADS.search(group.words)
    if not verb and high > stop and group.tense is Tense.FUTURE and leads:
        verb = strip(_ATTRIBUTION.sub("", _without(sentence, group.end, high, cuts)))
    if _ALLOWED.match(group.words):  # "the public may submit comments"
        return f"{group.words} {verb}".strip()
    if group.tense in _PLAIN and not re.match(r"(?:is|are|can|was|were|has|had|have)\b", group.words, re.IGNORECASE):
        return f"{group.words} {verb}".strip()
    if verb and leads and group.tense is Tense.FUTURE:
        word = leads.group().casefold()
        passive = re.match(r"\s*be\b(?!\s+able\b)", sentence[group.end :]) is not None
        return f"{word if word != 'shall' else 'will'} {'be ' if passive else ''}{verb}"
    if verb and group.tense is Tense.FUTURE and (leads := _TO_DO.match(sentence, group.end)):
        return f"to {'be ' if leads['be'] else ''}{verb}"  # "is expected | to be launched"
    return verb


# "have been given | another month, until 30 April, | to bid for the fund"
_MORE_TIME = expression(
    r"\b(?:(?:another|(?:\w+\s+)?(?:more|extra|further|additional))\s+(?:\w+\s+)?(?:days?|weeks?|fortnight|months?|years?|time)|until|extension)\b",
    re.IGNORECASE,
)
_WHAT_TO_DO = expression(r",?\s+to\s+(?P<what>[a-z]+\s+[^,;.]+)")
_BY_WHOM = expression(r"\A\s*by\s+(?:the\s+)?[^,;]*\Z")  # "was opened | by the prime minister"
_LEADS = expression(
    r"\b(?:will|shall|would|must|should|to)(?=\W*(?:\w+ly|also|then|now|soon|again|both|next|first)?\W*\Z)",
    re.IGNORECASE,
)
_TO_DO = expression(r"\s+(?:\w+ly\s+)?to\s+(?:\w+ly\s+)?(?P<be>be\s)?(?=[a-z])")
_ALLOWED = expression(r"(?:may|can|could)\s")
_PLAIN = frozenset({Tense.PRESENT, Tense.PAST, Tense.INFINITIVE})
_ATTRIBUTION = expression(
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
        pieces.append(without_tail(sentence[position : max(position, start)]))
        position = max(position, end)
    pieces.append(sentence[position : max(position, high)])
    return " ".join(piece.strip() for piece in pieces if piece.strip())


def object_phrase(sentence: str, end: int, high: int, cuts: list[tuple[int, int]]) -> str:
    """What an active verb that ends at ``end`` is done to: "cancelled | the Lumen-3 mission, citing its cost"."""
    words = _ATTRIBUTION.sub("", _OBJECT_ENDS.split(_without(sentence, end, high, cuts))[0]).strip()
    phrase = clipped(strip(words), MOST_WORDS)
    return words if _DEFINITE.match(words) and len(phrase.split()) == 1 and len(words.split()) == 2 else phrase


def done_to(sentence: str, start: int, end: int) -> str:
    """What a relative clause tells as done: "the workshop | that both | held | in Oslo"; "" where none does."""
    found = _DONE_TO.search(sentence, 0, start)
    done = _DONE.match(sentence, start)
    if found is None or done is None or done.end() < end or _NO_OBJECT.match(sentence, done.end()) is None:
        return ""
    noun = last_noun(found["what"])
    return noun if len(noun.split()) > 1 else f"the {noun}"


def to_be_done(sentence: str, start: int, end: int) -> str:
    """What a relative clause up to a date promises: "the pact | that both intend to sign | in May"; or ""."""
    found = _DONE_TO.search(sentence, 0, start)
    if found is None or _IS_TO_DO.fullmatch(sentence, start, end) is None:
        return ""
    noun = last_noun(found["what"])
    return noun if len(noun.split()) > 1 else ""


_IS_TO_DO = expression(
    r"(?:(?:will|would|shall|is|are|plans?|intends?|hopes?|aims?|wants?|expects?|due|set|scheduled|agreed|promised|pledged|have|has|to|now|jointly|both|also)\s+)+"
    r"(?:sign|launch|hold|host|convene|stage|open|publish|release|issue|unveil|present|submit|table|seal|conclude|inaugurate|set\s+up|put\s+out|bring\s+out)"
    r"(?:,?\s+(?:in|on|by|at|from|early|late|sometime|before|together))*\s*"
)
_DONE_TO = expression(
    r"\b(?:the|an?|its|their|this)\s+(?P<what>(?:(?!\b(?:said|says?|told|announced|confirmed|added|reported|revealed|insisted|noted)\b)[^,;:]){3,80}?),?\s+(?:that|which)\s+"
    r"(?:(?!(?:is|are|was|were|has|had|will|would)\s)[\w.’'&-]+\s+){1,9}?\Z",
    re.IGNORECASE,
)
_DONE = expression(
    r"(?:(?:has|have|had)\s+)?(?:jointly\s+)?(?:held|hosted|convened|staged|opened|launched|published|released|issued|signed|unveiled|organi[sz]ed"
    r"|presented|inaugurated|put\s+out|brought\s+out|completed|delivered|submitted|tabled)"
)
_NO_OBJECT = expression(
    r"\s*(?:\Z|[.,;]|(?:in|on|at|last|this|here|earlier|yesterday|for|from|with|together|jointly)\b)"
)
# "scrap the fund | that it had announced in May"
_OBJECT_ENDS = expression(
    r",\s|\s(?:until|till)\s|[;:“”\"]|\s(?:(?:that|which)\s+)?(?:it|they|he|she|was|were|had|has|have)\s+(?=\w)"
)


def _compact(subject: str, room: int) -> str:
    """The subject in at most ``room`` words: whole, or its head, or its last words."""
    room = max(2, room)
    if len(subject.split()) <= room:
        return subject
    whole, first = head(subject), PREPOSITION.split(subject)[0]
    words = (whole if len(whole.split()) <= room or _AND_SO.match(subject, len(first)) else first).split()
    room = max(room, LONGEST_NAME)
    participle = next((index for index, word in enumerate(words) if index > 1 and word.endswith("ing")), len(words))
    words = words[:participle]
    return strip(" ".join(words[-room:]))


_AND_SO = expression(r"\s+(?:and|or)\s")


def fitted(phrase: str) -> str:
    """At least two words and at most ten, without brackets and quotation marks around them; else nothing."""
    words = clipped(_AGAIN.sub("", without_lead(UNBRACKETED.sub("", phrase))), MOST_WORDS).split()
    return " ".join(words).strip(' ,;:."“”()') if len(words) >= 2 else ""


def affirmed(phrase: str, denial: str) -> str:
    """What "will not be held" is said of, by what was to be: "forum will be held"; any other phrase as it is."""
    does = _WOULD_DO.fullmatch(denial) if phrase.endswith(" not") else None
    return clipped(f"{phrase[:-4]} will {does['what']}", MOST_WORDS) if does else phrase


_WOULD_DO = expression(
    r"(?:(?:will|would)\s+(?:not|no\s+longer|never)|(?:won|wouldn)['’]t)\s+(?:now\s+)?(?P<what>.+?)(?:\s+(?:in|on|by|as|at|this|next)\s.*)?",
    re.IGNORECASE,
)
_AGAIN = expression(r"\s+and\s+again\s*\Z")


def _fallback(sentence: str) -> str:
    """The sentence's first words, where its parts give no phrase of two words."""
    words = strip(IN_CASE.sub("", sentence)).split() or sentence.split()
    return clipped(" ".join(words), 8).strip(' ,;:."“”()') or sentence.strip()[:80]
