"""``keywords.yaml``: relevance, focus areas, events, and the terms that describe them.

Every term is compiled here, so that a wrong one is told with its line and none is met later.
"""

from typing import Any

from watcher.config.addresses import parse_web
from watcher.config.readers import address, define, line_of_text, number, whole_number, word
from watcher.config.schedules import parse_date
from watcher.config.slugs import parse_slug, title_of
from watcher.config.values import Reader, RefusedError, Section, Value, attempt, distinct, entries, listing
from watcher.config.yaml_text import Kind
from watcher.errors import TermError
from watcher.settings import EventSettings, Example, FocusArea, Keywords, LastHeld, RelevanceGroup, Term
from watcher.text import shorten

TERM = "a word or phrase, {term: ..., weight: ...}, or {near: [..., ...], within: ...}"


def _phrase(value: Value) -> str:
    text: str = word(str, TERM)(value)
    if not text.strip() or len(text) > 1000:
        raise RefusedError(TERM)
    return text.strip()


def _near(value: Value) -> tuple[str, ...]:
    words: tuple[str, ...] = distinct(_phrase, "a list of at least two words")(value)
    if len(value.node.children) < 2:
        raise RefusedError("a list of at least two words")
    return words


_WEIGHTED: dict[str, Reader] = {"term": _phrase, "weight": number(above=0)}
_NEAR: dict[str, Reader] = {"near": _near, "within": whole_number(1, 1000), "weight": number(above=0)}


def term(value: Value) -> Term:
    """One term in any of its written forms, proven to compile."""
    read = _mapped(value) if value.node.kind is Kind.MAPPING else Term(_phrase(value), line=value.node.line)
    # Imported late: compiling pulls the matcher in, which a configuration without keywords never needs.
    from watcher.focus.terms import compile_term

    try:
        compile_term(read)
    except TermError as error:
        raise RefusedError(TERM, f"{_written(value, read)}: {error}") from error
    return read


def _written(value: Value, read: Term) -> str:
    return value.shown() if value.node.kind is Kind.SCALAR else f'"{shorten(read.label, 80)}"'


def _mapped(value: Value) -> Term:
    keys = {key.text for key in value.node.children[::2]}
    if "near" in keys:
        section = Section(value, _NEAR, required=("near", "within"))
        section.require("near", "within")
        return Term(line=value.node.line, **section.given)
    section = Section(value, _WEIGHTED, required=("term",))
    section.require("term")
    return Term(section.given["term"], weight=section.given.get("weight", 1.0), line=value.node.line)


terms = listing(term, "a list of terms")


def _example(value: Value) -> Example:
    text: str = word(str, "a sentence")(value)
    if not text.strip():
        raise RefusedError("a sentence")
    return Example(text.strip(), line=value.node.line)


def _examples(value: Value) -> dict[str, Any]:
    sentences = listing(_example, "a list of sentences")
    return Section(value, {"match": sentences, "ignore": sentences}).given


def _group(value: Value) -> dict[str, Any]:
    """A group is a list of terms, or a mapping that adds phrases in which they do not count."""
    if value.node.kind is not Kind.MAPPING:
        return {"terms": terms(value)}
    section = Section(value, {"terms": terms, "exclude": terms}, required=("terms",))
    section.require("terms")
    return section.given


def _groups(value: Value) -> tuple[RelevanceGroup, ...]:
    if value.node.kind is not Kind.MAPPING:
        raise RefusedError("a mapping of group names to lists of terms; {} where there is none")
    groups = []
    for entry in entries(value):
        slug = _group_name(entry)
        named = None if entry.node.is_null else attempt(entry, _group, None)
        if entry.node.is_null:
            entry.fault("a list of terms; [] where feeds alone imply it")
        if slug and named is not None:
            groups.append(RelevanceGroup(slug, **named))
    return tuple(groups)


def _group_name(entry: Value) -> str | None:
    slug = entry.key.removeprefix("relevance.groups.")
    entry.source.names.defined.setdefault("relevance group", {})[slug] = entry.node.line
    try:
        return parse_slug(slug)
    except ValueError as error:
        entry.fault(str(error), f'"{slug}" as the name of a group')
        return None


_RELEVANCE: dict[str, Reader] = {
    "groups": _groups,
    "minimum_focus_areas": whole_number(0, 1000),
    "general_terms": terms,
}


def _relevance(value: Value) -> dict[str, Any]:
    section = Section(value, _RELEVANCE)
    section.defines(groups="relevance group")
    return section.given


_AREA: dict[str, Reader] = {
    "slug": define("focus area", word(parse_slug)),
    "name": word(line_of_text),
    "terms": terms,
    "exclude": terms,
    "threshold": number(above=0),
    "examples": _examples,
}


def focus_area(value: Value) -> FocusArea:
    section = Section(value, _AREA, required=("slug", "terms"))
    section.require("slug", "terms")
    given = section.given
    given.setdefault("name", title_of(given["slug"]))
    return FocusArea(**given.pop("examples", {}), **given)


def _last(value: Value) -> LastHeld:
    readers: dict[str, Reader] = {"date": word(parse_date), "place": word(line_of_text), "source": address(parse_web)}
    section = Section(value, readers, required=("date",))
    section.require("date")
    return LastHeld(**section.given)


_EVENT: dict[str, Reader] = {
    "slug": define("event", word(parse_slug)),
    "name": word(line_of_text),
    "terms": terms,
    "last": _last,
}


def event(value: Value) -> EventSettings:
    """One event; without terms of its own it is found by its name."""
    section = Section(value, _EVENT, required=("slug",))
    section.require("slug")
    given = section.given
    given.setdefault("name", title_of(given["slug"]))
    given.setdefault("terms", (Term(given["name"], line=value.node.line),))
    return EventSettings(**given)


_KEYWORDS: dict[str, Reader] = {
    "relevance": _relevance,
    "focus_areas": listing(focus_area, "a list of focus areas, each with slug and terms"),
    "events": listing(event, "a list of events, each with its slug"),
}


def read(root: Value) -> dict[str, Any]:
    """What the file gives, as keyword arguments of ``Settings``."""
    section = Section(root, _KEYWORDS, required=("focus_areas",))
    section.defines(relevance="relevance group", focus_areas="focus area", events="event")
    given = section.given
    keywords = Keywords(**given.pop("relevance", {}), **given)
    reachable = len(keywords.focus_areas) + bool(keywords.general_terms)
    if keywords.minimum_focus_areas > reachable and "relevance" in section.values:
        section.values["relevance"].advise(
            f"minimum_focus_areas asks for {keywords.minimum_focus_areas}, but only {reachable} can be found: "
            "no entry will ever be relevant"
        )
    return {"keywords": keywords}
