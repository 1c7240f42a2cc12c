"""What ``watcher explain`` says to people, line by line."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from watcher.cli.printing import moment
from watcher.digests.evidence import Marks, counted, excerpts, marked
from watcher.digests.words import count, day_words, listed, period_words, plain, standing
from watcher.focus.tagging import FOCUS_AREA
from watcher.jobs.explain import ExplainedDigest, ExplainedEntry, ExplainedFollowUp, ExplainedStory, ExplainedText
from watcher.model.deliveries import Delivery
from watcher.model.digests import Development
from watcher.model.followups import Status
from watcher.model.tagging import AreaTag, Judgement, TermHit
from watcher.settings import Keywords
from watcher.store.evidence import Correction, EntryEvidence, Telling
from watcher.text import shorten

STALE = "the stored tags are older: `watcher retag` applies the file"
MOST_WORDS = 8  # terms named a group or area; --json has all


# ---------------------------------------------------------------- tags


def text_lines(said: ExplainedText, keywords: Keywords, marks: Marks) -> Iterator[str]:
    """A text of the person's own, whole."""
    hits = counted(said.analysis.judgement)
    if said.title:
        yield marked(said.title, hits, "title", marks)
        yield ""
    if said.text:
        yield marked(said.text, hits, "text", marks)
        yield ""
    yield from judgement_lines(said.analysis.judgement, keywords)
    for found in said.analysis.followups:
        yield f"follow-up: {found.event}: {found.report.value}, {period_words(found.period)}" + (
            f", {found.place}" if found.place else ""
        )


def judgement_lines(judgement: Judgement, keywords: Keywords) -> Iterator[str]:
    """Relevant or not, then each group and area with its evidence, then what was nearly enough."""
    yield verdict_line(judgement, keywords)
    named = {tag.slug: tag for tag in judgement.groups}
    for group in keywords.groups:
        tag = named.get(group.slug)
        if tag is None:
            yield f"  - group {group.slug}: not named"
        elif tag.implied:
            yield f"  + group {group.slug}: implied by the feed" + _terms(tag.hits, ", and ")
        else:
            yield f"  + group {group.slug}:{_terms(tag.hits)}"
    for area in judgement.areas:
        yield f"  + focus area {area.slug}: {_score(area, keywords)}:{_terms(area.hits)}"
    if judgement.general:
        yield f"  + technology as such:{_terms(judgement.general)}"
    for event in judgement.events:
        yield f"  + event {event.slug}:{_terms(event.hits)}"
    for area in judgement.nearly:
        yield f"  - nearly: focus area {area.slug}: {_score(area, keywords)}:{_terms(area.hits)}"
    if judgement.excluded:
        yield f"  - not counted, because an exclude covers it:{_terms(judgement.excluded)}"


def verdict_line(judgement: Judgement, keywords: Keywords) -> str:
    if judgement.relevant:
        slugs = [area.slug for area in judgement.areas]
        return f"relevant: {', '.join(slugs) if slugs else 'no focus area of its own'}"
    groups = [slug for slug in judgement.missing if slug != FOCUS_AREA]
    needs = []
    if groups:
        needs.append(f"{'group' if len(groups) == 1 else 'groups'} {listed(groups)}")
    if FOCUS_AREA in judgement.missing:
        wanted, found = keywords.minimum_focus_areas, len(judgement.areas)
        needs.append("a focus area" if wanted == 1 else f"{wanted} focus areas (it has {found})")
    nearly = "nearly relevant, only" if len(needs) == 1 and len(groups) < 2 else "not relevant:"
    return f"{nearly} {listed(needs)} missing"


def _score(area: AreaTag, keywords: Keywords) -> str:
    wanted = next((one.threshold for one in keywords.focus_areas if one.slug == area.slug), 1.0)
    return f"score {area.score:g} of {wanted:g}"


def _terms(hits: Sequence[TermHit], before: str = " ") -> str:
    """``"AI" (title, 2 times in the text)``, strongest first."""
    found: dict[str, list[TermHit]] = {}
    for hit in hits:
        found.setdefault(hit.term, []).append(hit)
    said = [_term(term, its) for term, its in found.items()]
    more = f" and {len(said) - MOST_WORDS} more" if len(said) > MOST_WORDS else ""
    return f"{before}{', '.join(said[:MOST_WORDS])}{more}" if said else ""


def _term(term: str, hits: Sequence[TermHit]) -> str:
    places = []
    for where in ("title", "text"):
        times = sum(hit.where == where for hit in hits)
        if times:
            places.append(where if times == 1 else f"{times} times in the {where}")
    matched = plain(hits[0].matched)
    written = f'"{matched}"' if matched == term else f'"{shorten(matched, 60)}" by {shorten(term, 60)}'
    weight = f", weight {hits[0].weight:g}" if hits[0].weight != 1 else ""
    return f"{written} ({', '.join(places)}{weight})"


# ---------------------------------------------------------------- entries and stories


def entry_lines(explained: ExplainedEntry, keywords: Keywords, marks: Marks) -> Iterator[str]:
    entry, judgement = explained.entry, explained.said.analysis.judgement
    hits = counted(judgement)
    yield f"e{entry.id} in story s{entry.story}: {plain(entry.outlet)}, {moment(entry.dated_at)} UTC"
    yield f"  {marked(plain(explained.said.title), _still(hits, explained.said.title), 'title', marks)}"
    for sentence in excerpts(explained.said.text, hits, "text", marks):
        yield f"    {plain_marked(sentence)}"
    if entry.full_text != "feed":
        note = f" ({explained.kept.page_note})" if explained.kept.page_note else ""
        yield f"  text: {entry.full_text}{note}"
    yield from (f"  {line}" for line in judgement_lines(judgement, keywords))
    if entry.too_old:
        yield "  too old when first seen: in no digest (polling.max_entry_age)"
    yield from _stale(explained)
    yield f"  same entry: {identity_words(explained)}"
    yield f"  {grouping_words(explained.kept)}"
    for record, found in entry.followups:
        told = f"follow-up f{record}" if record else "belongs to no follow-up"
        yield f"  {told}: {found.event}: {found.report.value}, {period_words(found.period)}"


def _still(hits: Iterable[TermHit], title: str) -> list[TermHit]:
    """Hits whose offsets hold for the title as it is printed: a title with odd white space is printed unmarked."""
    return list(hits) if plain(title) == title else []


def plain_marked(text: str) -> str:
    """A marked sentence as one line; marks are kept, direction marks are not."""
    return text if "\x1b" in text else plain(text)


def _stale(explained: ExplainedEntry) -> Iterator[str]:
    if explained.differs:
        yield f"  {STALE}"
        for said in explained.differs:
            yield f"    {said}"


_KINDS = {"g": "guid", "l": "link", "t": "title", "d": "title and date", "c": "content", "x": "shared by several items"}


def identity_words(explained: ExplainedEntry) -> str:
    """Level one: by which identities it is known, when it was seen, whether it was edited."""
    entry, kept = explained.entry, explained.kept
    kinds = [_KINDS.get(one.key.partition(":")[0], "key") for one in kept.identities]
    known = f"known by {listed(list(dict.fromkeys(kinds)))}" if kinds else "known by no key"
    renamed = {one.seen_at for one in kept.identities if one.seen_at > entry.first_seen_at}
    again = f", came back under another identity {count(len(renamed), 'time')}" if renamed else ""
    edited = f", edited {moment(kept.changed_at)} UTC" if kept.changed_at else ""
    return f"{known}, first seen {moment(entry.first_seen_at)} UTC{again}{edited}"


def grouping_words(kept: EntryEvidence) -> str:
    """Levels two and three: the text or the event of another entry, with the evidence."""
    found = kept.grouping
    kind, score = found.get("kind"), found.get("score")
    member = f"e{found['entry']}" if isinstance(found.get("entry"), int) and found["entry"] > 0 else "an earlier entry"
    words = ", ".join(plain(str(word)) for word in found.get("words", [])[:MOST_WORDS])
    shared = f", shared: {words}" if words else ""
    match kind:
        case "same-url":
            return f"same text: the same address as {member}"
        case "near-copy":
            return f"same text: nearly the words of {member} (score {score:g}{shared})"
        case "same-event":
            return f"same event: as {member} (score {score:g}, 0.5 is enough{shared})"
        case "person":
            apart = ", ".join(f"s{story}" for story in found.get("apart", []))
            return f"put here by a person{f', apart from {apart}' if apart else ''}"
        case "new":
            refused = "".join(f"; kept apart from e{entry}: {why}" for _, entry, why in found.get("refused", []))
            return f"opened this story{refused}"
        case _:
            return "no evidence was kept of how it came into this story"


def story_lines(explained: ExplainedStory, keywords: Keywords, marks: Marks) -> Iterator[str]:
    story = explained.story
    if explained.asked != story.id:
        yield f"s{explained.asked} was merged into s{story.id}"
    yield f"s{story.id}  {plain(story.title)}"
    areas = ", ".join(f"{area.slug} {area.score:g} ({', '.join(area.matched)})" for area in story.areas)
    yield f"  {'relevant' if story.relevant else 'not relevant'}{f': {areas}' if areas else ''}"
    if explained.verdict:
        yield f"  {explained.verdict} by a person, whatever the keyword file says"
    if story.why:
        yield f"  because of: {', '.join(plain(word) for word in story.why)}"
    yield from (f"  {line}" for line in told_lines(explained.told))
    if explained.news:
        yield from news_lines(explained.news)
    if story.relevant and not explained.told:
        yield "  told in no digest yet"
    yield from (f"  {correction_words(one)}" for one in explained.corrections)
    if story.followups:
        yield f"  follow-ups: {', '.join(f'f{number}' for number in story.followups)}"
    outlets = len({source.outlet for source in story.sources})
    yield f"  {count(len(explained.entries), 'entry', 'entries')} of {count(outlets, 'outlet')}:"
    for entry in explained.entries:
        yield ""
        yield from (f"  {line}" for line in entry_lines(entry, keywords, marks))


def told_lines(told: Sequence[Telling]) -> Iterator[str]:
    for one in told:
        key = f" ({one.key})" if one.key else ""
        yield f"told in d{one.digest}, {one.name}, window to {moment(one.window_end)} UTC{key}"


def news_lines(news: Development) -> Iterator[str]:
    """What a story has gained since it was told; nothing where it has gained nothing."""
    if news.new_sources:
        outlets = dict.fromkeys(plain(source.outlet) for source in news.new_sources)
        yield f"  new since d{news.since}: {listed(list(outlets))}"
    if news.correction:
        yield f"  corrected since d{news.since}: {plain(news.correction)}"
    if news.new_followups:
        ahead = ", ".join(f"f{one.id}" for one in news.new_followups)
        yield f"  ahead since d{news.since}: {ahead}"


def correction_words(correction: Correction) -> str:
    at = f"{moment(correction.at)} UTC"
    match correction.action:
        case "merge":
            joined, *entries = correction.other
            return f"merged with s{joined} ({', '.join(f'e{entry}' for entry in entries)}) by a person, {at}"
        case "split":
            new, *entries = correction.other
            return f"{', '.join(f'e{entry}' for entry in entries)} split into s{new} by a person, {at}"
        case action:
            return f"{action} by a person, {at}"


# ---------------------------------------------------------------- follow-ups, digests, deliveries


def followup_lines(explained: ExplainedFollowUp, status: Status, today: date) -> Iterator[str]:
    followup = explained.followup
    yield f"f{followup.id}  {plain(followup.event)}"
    yield f"  {standing(followup, status, today)} (status {status.value}, as of {day_words(today)})"
    if followup.event_slug:
        edition = f", edition {followup.edition}" if followup.edition else ""
        yield f"  an edition of the event {followup.event_slug}{edition}"
    if followup.settled_by_person:
        yield "  settled by a person: no story overwrites it"
    first = followup.history[0].text if followup.history else followup.text
    yield f'  taken from: "{shorten(plain(first), 300)}"'
    yield f"  later mentions find it by: {', '.join(explained.keys)}"
    yield from (f"  {line}" for line in told_lines(explained.told))
    yield "  history:"
    for line in followup.history:
        place = f", {plain(line.place)}" if line.place else ""
        yield f"    {moment(line.seen_at)} UTC  {line.change.value}: {period_words(line.period)}{place}"
        who = "a person" if line.by == "person" else explained.outlets.get(line.entry or 0, "an entry no longer kept")
        entry = f" e{line.entry}" if line.entry else ""
        yield f'        {plain(who)}{entry}: "{shorten(plain(line.text), 300)}"'


def digest_lines(digest: ExplainedDigest) -> Iterator[str]:
    yield f"d{digest.id}  {digest.name}: {moment(digest.start)} to {moment(digest.end)} UTC"
    yield "  skipped: there was nothing to tell" if digest.skipped else f"  {plain(digest.subject)}"
    yield f"  made {moment(digest.generated_at)} UTC"
    for story in digest.stories:
        yield f"  told s{story.id}  {plain(story.title)}"
    for followup in digest.followups:
        yield f"  told f{followup.id}  {plain(followup.event)}"
    for delivery in digest.deliveries:
        yield f"  v{delivery.id} to {delivery.channel}: {delivery.state.value}, {count(delivery.attempts, 'attempt')}"


def delivery_lines(delivery: Delivery) -> Iterator[str]:
    about = f"digest d{delivery.digest}" if delivery.digest else delivery.kind
    yield f"v{delivery.id}  {about} ({delivery.name}) to {delivery.channel}: {delivery.state.value}"
    yield f"  made {moment(delivery.created_at)} UTC, {count(delivery.attempts, 'attempt')}"
    if delivery.sent_at:
        yield f"  sent {moment(delivery.sent_at)} UTC"
    if delivery.next_attempt_at:
        yield f"  next attempt {moment(delivery.next_attempt_at)} UTC"
    if delivery.last_error:
        yield f"  last error: {plain(delivery.last_error)}"
    if delivery.accepted or delivery.refused:
        yield f"  accepted by {len(delivery.accepted)}, refused for good by {len(delivery.refused)}"
