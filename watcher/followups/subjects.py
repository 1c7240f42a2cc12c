"""Who or what a verb is said of: the noun phrase before it, who spoke, or what "which" and "it" stand for."""

import re

from watcher.followups.expressions import expression
from watcher.followups.noun_phrases import clipped, head, last_noun, strip
from watcher.followups.occasions import gathering_of
from watcher.followups.verbs import Tense, VerbGroup, bounds, verb_groups

_FRAME = expression(
    r"\A.*?\b(?:said|says|told|announced|added|noted|reported|confirmed|according\s+to|revealed|expects?"
    r"|hopes?|agreed|insisted|stressed|stated|promised|pledged|ruled|repeated|reiterated|confident|hopeful|sure|certain|convinced)\b(?:\s+(?:on\s+)?\w+day)?(?:\s+(?!the\b|an?\b|its\b|their\b)\w+){0,3}?\s+(?:that|it|they|he|she|how)\s+",
    re.IGNORECASE | re.DOTALL,
)
_SAYING = expression(
    r"\A.*\b(?:said|says|announced|confirmed|added|noted|(?:confident|hopeful|sure|certain|convinced|clear)\s+that|told\s+(?:reporters|journalists|lawmakers|parliament|delegates"
    r"|(?-i:[A-Z]\w+)(?:\s+(?:News|TV|Radio|Times|Post|Journal))?))(?:\s+on\s+\w+day)?\s+(?=\S+\s+\S|(?-i:[A-Z]\w+)\s*\Z)",
    re.IGNORECASE | re.DOTALL,
)
_SUBORDINATE = expression(
    r"\b(?:before|after|when|once|because|until|that|if|as|time)\s+(?=(?:the|a|an|its|their|his|her|[A-Z][\w.’'-]*)\s)"
)
_WHO_SAID = expression(
    r"(?P<who>[A-Z][^,;:“”\"]{2,70}?)\s+(?:(?:has|have|also)\s+)?(?:said|says|announced|told|added|confirmed|pledged"
    r"|promised|vowed|agreed)\b"
)
_WHICH = expression(r"(?P<noun>[^,;:]+),?\s+(?:which|that|who|and)\s*\Z|(?P<reduced>[^,;:]+),\s*\Z")
# What a person does, and no thing that was promised.
PERSONAL = (
    r"(?:retires?|resigns?|(?:steps?|stands?)\s+down|leaves?\s+(?:office|(?:his|her|the)\s+(?:post|job))"
    r"|takes?\s+up\s+(?:his|her)\s)"
)
TAKES_PLACE = expression(
    r"(?:will|would|is|are|was|were|has|have)\s+(?:\w+\s+){0,4}?(?:held|staged|convened|take\s+place|convene|begin|start|open)\b"
    r"|takes?\s+place|opens?\b|begins?\b|starts?\b"
)
_DECISION = expression(
    r"(?:decision|plan|move|effort|proposal|intention|pledge|commitment|deal|agreement|bid|ambition)\s+to\b"
)


def subject(sentence: str, words: str, low: int, group: VerbGroup) -> str:
    """The noun phrase before the verb; for "he" who spoke; for "which" what stands before it."""
    if group.tense is Tense.PRESENT and _LISTS_ON.search(words) and _BARE_VERB.fullmatch(group.words):
        first = next((one for one in verb_groups(words) if one.tense is Tense.FUTURE and one.start > 0), None)
        words = words[: first.start] if first else words  # "will sign a pact in May, | hold | a dialogue in June"
    low, words = _before_its_aside(sentence, words, low, group)
    words = _of_restrictive(IN_CASE.sub("", _of_second_clause(_of_first_verb(words))))
    aside = _RELATIVE.search(sentence[:low])
    if aside and "," in sentence[low : group.start]:  # "The window, which was to close in July, has been extended"
        behind = sentence[low : group.start].rpartition(",")[2]
        low, words = 0, (behind if len(behind.split()) > 2 else sentence[: aside.start()])
    if _BARE_PRONOUN.match(sentence) and (
        _SAME_AGAIN.search(sentence, 0, low + len(words)) or (_BARE_PRONOUN.match(words) and _AND_LAST.search(words))
    ):
        return ""  # "They will hold talks on 5 June, and they | will open a forum"
    if other := _of_relative(sentence, words, low, group):
        return other
    if _DECISION.match(group.words) and words.rstrip().endswith(("'s", "’s", "s'", "s’")):
        return last_noun(words.rstrip().rstrip("s'’"))  # "criticised Oslo's | decision to hold drills"
    if re.search(r"\b(?:he|she|it|they|we)\s*\Z", words, re.IGNORECASE):
        if other := _of_pronoun(sentence, words, low, group):
            return other
        if _LATE_PRONOUN.search(words) or (_IT_IS.search(words) and _PERSON.search(words)):
            return ""  # "Originally set for March, it is now ...": the sentence before tells what
    if _AND_WILL.search(words) and (before := [one for one in verb_groups(words) if one.tense is not Tense.INFINITIVE]):
        words = words[: before[0].start] if before[0].tense is not Tense.REPORT else words
    if not strip(words) and sentence[:low].endswith("but"):  # "was to be in May | but will now take place in June"
        words = _before_its_verb(sentence[:low])
    return _noun_before(words)


def _before_its_aside(sentence: str, words: str, low: int, group: VerbGroup) -> tuple[int, str]:
    if (dashes := _DASHES.search(sentence, 0, group.start)) and (not strip(words) or dashes.start() >= low):
        low, words = 0, sentence[: dashes.start()]
    if former := _AT_FIRST.search(sentence, low, group.start):
        words = words[: max(words.rfind(f" {former['adverb']}"), 0)] or words
    aside = _MEANWHILE.search(words)
    return low, words[: aside.start()] if aside else words


def _of_restrictive(words: str) -> str:
    """What "the report that the ministry promised | will be published" is said of: what stands before "that"."""
    said = _THAT_THEY.match(_SAYING.sub("", _FRAME.sub("", words)))
    if said is None or verb_groups(said["what"]):
        return words
    deed = verb_groups(said["deed"])
    does = (deed and deed[0].start > 0) or _IS_DONE.fullmatch(said["deed"]) or _NAMED_DOES.fullmatch(said["deed"])
    return said["what"] if does else words  # "the report that raised fears" is kept whole


_IS_DONE = expression(r"(?:was|were|had\s+been|has\s+been)\s+(?:\w+ly\s+|first\s+)?(?:\w+ed|made|held|put\s+off)\s*")
_NAMED_DOES = expression(r"[A-Z][^,;:]*\s[a-z]+ed\s*")  # "the plant that | Canada proposed"


_THAT_THEY = expression(
    r"(?P<what>\W*(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s[^,;:“”\"]{3,90}?)\s(?:that|which)\s(?P<deed>[^,;:“”\"]{5,90})\Z"
)


def _before_its_verb(clause: str) -> str:
    first = next((group for group in verb_groups(clause) if group.tense is not Tense.INFINITIVE), None)
    return clause[: first.start] if first is not None and first.tense is not Tense.REPORT else ""


_LISTS_ON = expression(r",\s*(?:and\s+)?\Z")
_BARE_VERB = expression(r"[a-z]+(?<!s)(?<!ed)")


def _of_relative(sentence: str, words: str, low: int, group: VerbGroup) -> str:
    relative = _WHICH.search(sentence[:low].rstrip()) if not strip(words) else _WHICH.search(words)
    if relative and (relative["noun"] or _REDUCED.match(group.words) or _TO_BE_HELD.match(sentence, group.start)):
        noun = relative["noun"] or relative["reduced"]
        thing = gathering_of(noun) if TAKES_PLACE.match(sentence, group.start) else ""
        return strip(thing) or last_noun(noun)
    told = _WHICH_IS_SAID.search(sentence[: group.start]) if ", which " in sentence else None
    return last_noun(told["noun"]) if told else ""  # "this year's dialogue, which the ministry says | will take place"


def _of_pronoun(sentence: str, words: str, low: int, group: VerbGroup) -> str:
    if before_it := _THEN_IT.search(sentence, 0, group.start):
        clause = _GET_READY.sub("", sentence[: before_it.start()])
        if may_be_it(clause) and (it := subject_of(clause)):
            return it
    if speakers := list(_WHO_SAID.finditer(sentence[: low + len(words)])):
        who = head(strip(speakers[-1]["who"]))
        if (thing := _RUNS.match(who)) and TAKES_PLACE.match(sentence, group.start):
            return who[thing.end() :]  # "Organisers of the forum said it | will now take place in May"
        return "" if _IT_IS.search(words) and _PERSON.search(who) else who  # "A spokeswoman said it | will be out"
    if speaker := _SPEAKER.search(sentence[: low + len(words)].rstrip()):
        return strip(speaker["who"])
    return _of_clause_before(sentence, low)


# "Preparations for the launch are on track, officials said; it | is due in May"
_THEN_IT = expression(r";\s+it\s*\Z")
_GET_READY = expression(
    r"\A(?:[Pp]reparations?|[Pp]lans|[Pp]lanning|[Aa]rrangements|[Ww]ork|[Rr]egistration|[Tt]ickets)\s+(?:for|on)\s+(?:(?:the|an?|its)\s+)?(?=\S+\s+\S)"
)
_RUNS = expression(
    r"(?:[Tt]he\s+)?(?:[Oo]rgani[sz]ers|[Hh]osts|[Bb]ackers|[Pp]romoters)\s+(?:of|behind)\s+(?:(?:the|an?)\s+)?"
)
_RULE = expression(
    r"\b(?:(?:the|an?|its|their)\s+)?(?P<what>(?:(?!the\b|an?\b|its\b|passed\b|published\b|adopted\b|approved\b|on\b|of\b|for\b)[\w’'-]+\s+){0,3}?"
    r"(?:law|rules?|act|order|bill|regulations?|ban|requirements?|tariffs?|guidelines|code|directive|standards?|decree|measures?)\b"
    r"(?:\s+on\s+(?!\w+day\b)[^,;.]+)?)",
    re.IGNORECASE,
)


def rule_in(sentence: str) -> str:
    """What may take effect: "a rule on exports of memory chips"."""
    found = _RULE.search(sentence)
    return clipped(strip(found["what"]), 8) if found else ""


_LATE_PAPER = expression(
    r"\b(?:has|have|had)\s+(?:not|yet\s+to)\s+(?:\w+\s+){1,4}?(?:its|their|the)\s+"
    r"(?P<what>(?:(?!its\b|their\b|the\b)[\w’'-]+\s+){0,3}?(?:report|study|review|plan|strategy|roadmap|guide|guidelines|rules|paper|list|map)\b(?:\s+(?:on|of|for|about)\s+[^,;.]+)?)"
)
# "A white paper by both | sets out 14 areas": of papers many a verb is told.
_PAPER_LEADS = expression(
    r"(?:An?|The)\s+(?P<what>(?:(?!by\b|of\b|on\b|in\b|from\b)[\w’'-]+\s+){0,4}?(?:report|white\s+paper|paper|study|review|strategy|roadmap|guide|guidelines"
    r"|survey|assessment|blueprint|plan)(?:\s+(?:on|of|for|about)\s+(?:[\w’'-]+\s+){0,4}?[\w’'-]+)?)(?=\s+(?:by|from)\s+(?:the\s+)?[A-Z])"
)
_IT_IS = expression(r"\bit\s*\Z", re.IGNORECASE)
_PERSON = expression(
    r"\b(?:spokes\w+|officials?|minister|secretary|director|chief|chair\w*|head|lawyer|analyst|executive|president|mayor|ambassador|envoy"
    r"|commissioner|professor|manager|engineer|member|person|people|aide)\b",
    re.IGNORECASE,
)


def is_pronoun(sentence: str, group: VerbGroup) -> bool:
    """Whether the verb is said of "it" or "they", which only the sentence before can name."""
    before = sentence[: group.start]
    if _LEAVES.match(sentence) is not None:
        return False
    if _PRONOUN.match(sentence) is not None or _LATE_PRONOUN.search(before) is not None:
        return True
    return _IT_IS.search(before) is not None and _PERSON.search(before) is not None


def _noun_before(words: str) -> str:
    words = _SAYING.sub("", _FRAME.sub("", _PROVISO.sub("", words[-300:])))
    words = _SUBORDINATE.split(words)[-1]
    words = _LISTED_DOERS.sub("", _TELLS_OF.sub("", words.rstrip()))
    apposition = _APPOSITION.match(words)
    if apposition:
        return strip(apposition["name"])
    words = _LEADS_IN.sub("", words)
    if one := _ONE_NAME.search(words):
        return one["name"]
    parts = [part for part in re.split(r",\s+|[\"“”;:]|\s[-–—]\s", words) if len(strip(part).split()) >= 2]
    while len(parts) > 1 and (
        _DURING.match(parts[-1]) or (_ASIDE.match(parts[-1]) and re.search(r"[A-Z\d]", parts[-2]))
    ):
        parts.pop()  # "Night Heron, originally scheduled to start on 10 March, will now run ..."
    if not parts:  # "The satellite, launched in 2019, will be retired"
        parts = [part for part in words.split(", ")[:1] if strip(part) and not _PRONOUN.match(part)] or [words]
    return strip(parts[-1])


_LEADS_IN = expression(r"\A\W*(?:After|Despite|Following|Amid|Since)\s[^,;]{2,80},\s+(?=(?:the|an?|its|their)\s+\S)")
# "Under the plan, | Fiji | will open a coral bank"
_ONE_NAME = expression(r"\A[^,]*,\s+(?P<name>(?!(?:It|They|He|She|We|I|Who|Which|That|This)\b)[A-Z][\w’'-]+)\s*\Z")


def _of_first_verb(words: str) -> str:
    """Who "has passed its tests and | remains on course": what stands before the first of the two verbs."""
    if not _AND_WILL.search(words):
        return words
    first = next((group for group in verb_groups(words) if group.tense in _FIRST and group.start > 0), None)
    return words[: first.start] if first else words


_TELLS_OF = expression(  # "The minister announced | plans to open the centre"
    r"(?<=\w)\s+(?:(?:has|have|had|also|formally|yesterday|today)\s+)*(?:announc|confirm|reveal|unveil|outlin|detail)(?:e?s|ed)\Z"
)
_FIRST = frozenset({Tense.PAST, Tense.PRESENT, Tense.FUTURE})


def _of_second_clause(words: str) -> str:
    """Who does it in "the panel has made its choice and the first 20 still | begin": what stands behind the "and"."""
    joint = list(_AND_THE.finditer(words))
    if not joint:
        return words
    earlier = [group for group in verb_groups(words[: joint[-1].start()]) if group.tense in _FIRST and group.start > 0]
    return words[joint[-1].end() :] if earlier and not verb_groups(words[joint[-1].end() :]) else words


_AND_THE = expression(r"\s+and\s+(?=(?:the|its|their)\s)")


def _of_clause_before(sentence: str, low: int) -> str:
    """Who "it" is in "and the Joint Commission follows in Quito, | where it has been put back"."""
    if not _WHERE_IT.search(sentence[:low]):
        return ""
    earlier = [group for group in verb_groups(sentence[:low]) if group.tense is not Tense.INFINITIVE]
    if not earlier:
        return ""
    clause = sentence[bounds(sentence, earlier[-1].start, earlier[-1].start)[0] : earlier[-1].start]
    words = strip(re.split(r",\s+(?:and|but|while)\s|;", clause)[-1])
    return words if len(words.split()) > 1 else ""


_WHERE_IT = expression(r",\s+(?:where|when)\s*\Z")
# "has passed its tests and | remains on course"
_AND_WILL = expression(r"[^,]\s+(?:and|but|yet)(?:\s+(?:\w+ly|now|still|then))*\s*\Z")
_RELATIVE = expression(r",\s+(?:which|who|whose|where|with|after|following|having)\s*\Z")
# "The deadline | originally set for 12 May | will be"
_AT_FIRST = expression(
    r"(?<=\w)\s+(?P<adverb>originally|initially|previously|first|once)\s+(?:planned|set|due|scheduled|slated|expected|promised|proposed|announced"
    r"|meant|billed|pencill?ed\s+in|fixed)\b[^,;]{0,60}\Z"
)
# "The council – long awaited by divers – | will meet"
_DASHES = expression(r"(?<=\w)\s(?:[–—]|--?)\s[^–—;]{2,100}\s(?:[–—]|--?)\s*\Z")
# "its first flight, without astronauts, | is on track"
_MEANWHILE = expression(
    r",\s+(?:without|despite|including|excluding|alongside|unlike|like|amid|under|(?:together|along)\s+with|(?:backed|led|run|built|owned|funded|chaired|joined)\s+by"
    r"|based\s+in|chair\s+of|host\s+(?:of|to)|home\s+(?:of|to))\s[^,;]{2,80},\s*\Z"
    r"|,\s+(?:(?:first|long|\w+ly)\s+)?(?:codenamed|dubbed|nicknamed|named|called|known|introduced|published|issued|released|adopted|passed|approved|signed|proposed|drafted|tabled|filed|announced|unveiled|launched|completed"
    r"|delayed|postponed|put\s+off|moved|overdue|promised)\b[^,;]{0,60},\s*\Z"
)
IN_CASE = expression(
    r"\A\W*(?:[Ii]f|[Uu]nless|[Oo]nce|[Pp]rovided)\s[^,;]*,\s+(?=\w)"
)  # "If all goes well, it | flies to the Moon"
_AND_LAST = expression(r",\s+and\s*\Z")
_BARE_PRONOUN = expression(r"\W*(?:(?:On|In|At)\s[^,;]{2,24}\s)?(?:they|it|he|she|we)\s", re.IGNORECASE)
_SAME_AGAIN = expression(
    r",\s+(?:and|but|while)\s+(?:(?:on|in|at)\s+[^,;]{2,24}\s)?(?:he|she|it|they|we)(?:\s+also)?\s*\Z"
)
_PRONOUN = expression(r"(?:It|They|He|She)\b")
_LEAVES = expression(rf"(?:He|She)\s+(?:(?:is|has|will|was|would)\s+)?(?:\w+\s+){{0,3}}?{PERSONAL}")
_WHICH_IS_SAID = expression(
    r"(?P<noun>[^,;:]+),\s+which\s+[^,;]{2,60}\b(?:says?|said|expects?|hopes?|believes?|confirmed)\s*\Z"
)
_LATE_PRONOUN = expression(r"\A[^,]*,\s+(?:it|they)\s*\Z")
_SPEAKER = expression(  # "Separately, the secretariat said it | will publish"
    r"(?:\A|,\s+)(?P<who>(?:[\w’'&-]+\s+){1,6}?)(?:(?:has|have|also)\s+)?(?:said|says|announced|confirmed|added|pledged|promised)"
    r"\s+(?:(?:on\s+)?\w+day\s+)?(?:that\s+)?(?:it|they|he|she)\Z"
)


def subject_of(sentence: str) -> str:
    """Who does something in a whole sentence: what stands before its first verb; of a paper that is late, the paper."""
    if late := _LATE_PAPER.search(sentence):
        return clipped(strip(late["what"]), 8)
    if paper := _PAPER_LEADS.match(sentence):
        return clipped(strip(paper["what"]), 8)
    groups = [group for group in verb_groups(sentence) if group.tense is not Tense.INFINITIVE]
    if not groups or groups[0].start == 0:
        return ""
    return head(subject(sentence, sentence[: groups[0].start], 0, groups[0]))


def may_be_it(sentence: str) -> bool:
    """Whether "it" in the next sentence may be what this one is about: not "Trade unions", nor "Professor Ikeda"."""
    who = subject_of(sentence)
    if not who or _A_PERSON.match(sentence) or _PERSON.search(who):
        return not who
    noun = _NO_HEAD.split(who)[0].split()
    return not (noun and noun[-1][0].islower() and _MANY.search(noun[-1]))


_NO_HEAD = expression(r",|\s(?:of|in|at|for|from|on|with|by|to|that|which|who|representing|such|and|under|between)\s")
_MANY = expression(r"(?<![sui])s\Z|\A(?:people|men|women|children|police)\Z")
_A_PERSON = expression(
    r"\W*(?:(?:Mr|Ms|Mrs|Dr|Prof|Sir|Lord|Professor|Senator|President|Minister|Judge)\b\.?|[A-Z][a-z]+\s[A-Z][a-z]+,\s(?:who|an?|the)\s)"
)
_PROVISO = expression(  # "Unless the Senate acts, the programme | will end"
    r"\A\W*(?:unless|absent|barring|without|assuming|failing|once|if|should|pending|building\s+on|in\s+line\s+with|as\s+part\s+of|based\s+on|drawing\s+on|following|subject\s+to|depending\s+on)\b[^,;]*,\s+",
    re.IGNORECASE,
)
_ASIDE = expression(
    r"\s*(?:(?:originally|previously|initially|first|once|already|now)\s+)?(?:scheduled|planned|due|set|slated|expected|postponed|delayed"
    r"|promised|announced|billed|known|named|called|led|run|built|based|owned)\b"
)
_LISTED_DOERS = expression(  # "A cable ship paid for | by Fiji, Tonga and the United States"
    r"(?<=\w)\s+(?:(?:paid\s+for|shared|owned|run|built|funded|led|backed|organi[sz]ed|hosted)\s+)?by\s+(?:the\s+)?[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,3},\s+"
    r"(?:[^,]{2,40},\s+){0,3}?[^,]{2,60}\sand\s+(?:the\s+)?[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,3}\s*\Z"
)
_DURING = expression(r"\s*(?:during|on\s+the\s+sidelines\s+of|alongside|on\s+the\s+margins\s+of)\b")
_APPOSITION = expression(r"(?:.*[,:]\s+)?(?P<name>[^,:]*[A-Z][^,:]*),\s+(?:the|a|an|its|their)\s[^,]+,\Z", re.DOTALL)
_TO_BE_HELD = expression(r"to\s+be\s+(?:held|staged|hosted|convened)\b|to\s+take\s+place\b")
_REDUCED = expression(r"(?:due|set|scheduled|slated|expected|planned|billed|timed|booked|fixed)\b", re.IGNORECASE)
