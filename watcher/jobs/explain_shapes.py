"""The JSON objects of ``explain --json``. Plain values; a new key may come, none changes its meaning."""

from typing import Any

from watcher.digests.evidence import judgement_json
from watcher.digests.shapes import (
    DIGEST,
    ENTRY,
    FOLLOWUP,
    STORY,
    area_json,
    delivery_json,
    followup_json,
    found_json,
    instant,
    letter_id,
    story_json,
)
from watcher.jobs.explain import ExplainedDigest, ExplainedEntry, ExplainedFollowUp, ExplainedStory, ExplainedText
from watcher.model.deliveries import Delivery
from watcher.model.digests import Development
from watcher.model.followups import Status
from watcher.settings import Keywords
from watcher.store.evidence import Correction, EntryEvidence, Telling

Json = dict[str, Any]


def text_json(said: ExplainedText, keywords: Keywords) -> Json:
    """``followups``: those found in a relevant text; they belong to no record."""
    found = [{**found_json(0, one), "id": None, "report": one.report.value} for one in said.analysis.followups]
    return {
        "type": "text",
        "title": said.title,
        **judgement_json(said.analysis.judgement, keywords),
        "why": said.analysis.why,
        "followups": found,
    }


def entry_json(explained: ExplainedEntry, keywords: Keywords) -> Json:
    entry, kept = explained.entry, explained.kept
    return {
        **text_json(explained.said, keywords),
        "type": "entry",
        "id": letter_id(ENTRY, entry.id),
        "story": letter_id(STORY, entry.story),
        "outlet": entry.outlet,
        "url": entry.url,
        "published_at": instant(entry.published_at),
        "arrived_at": instant(entry.arrived_at),
        "too_old": entry.too_old,
        "full_text": entry.full_text,
        "page_note": kept.page_note,
        "stored": {
            "relevant": entry.relevant,
            "focus_areas": [area_json(area) for area in entry.areas],
            "events": list(kept.events),
            "why": list(kept.why),
        },
        "differs": list(explained.differs),
        "identity": {
            "guid": entry.guid,
            "first_seen_at": instant(entry.first_seen_at),
            "edited_at": instant(kept.changed_at),
            "keys": [{"key": one.key, "seen_at": instant(one.seen_at)} for one in kept.identities],
        },
        "grouping": grouping_json(kept),
        "followups": [
            {**found_json(record, found), "report": found.report.value} for record, found in entry.followups if record
        ],
    }


def grouping_json(kept: EntryEvidence) -> Json:
    """``level``: opened, same entry's page (same-url), same text (near-copy), same event, or a person's word."""
    shape: Json = {"kind": None, "score": None, **kept.grouping}
    if isinstance(shape.get("entry"), int):
        shape["entry"] = letter_id(ENTRY, shape["entry"])
    if shape.get("refused"):
        shape["refused"] = [
            {"story": letter_id(STORY, story), "entry": letter_id(ENTRY, entry), "because": against}
            for story, entry, against in shape["refused"]
        ]
    if shape.get("apart"):
        shape["apart"] = [letter_id(STORY, story) for story in shape["apart"]]
    return shape


def explained_story_json(explained: ExplainedStory, keywords: Keywords) -> Json:
    return {
        **story_json(explained.story),
        "type": "story",
        "asked": letter_id(STORY, explained.asked),
        "verdict": explained.verdict,
        "entries": [entry_json(entry, keywords) for entry in explained.entries],
        "told": [_telling(one) for one in explained.told],
        "news": _news(explained.news) if explained.news else None,
        "corrections": [_correction(one) for one in explained.corrections],
    }


def explained_followup_json(explained: ExplainedFollowUp, status: Status) -> Json:
    shape = followup_json(explained.followup, status)
    for line, change in zip(shape["history"], explained.followup.history, strict=True):
        line["entry"] = letter_id(ENTRY, change.entry) if change.entry is not None else None
        line["outlet"] = explained.outlets.get(change.entry or 0)
    return {
        **shape,
        "type": "followup",
        "keys": list(explained.keys),
        "edition": explained.followup.edition,
        "sequence": explained.followup.sequence,
        "self_settling": explained.followup.self_settling,
        "settled_by_person": explained.followup.settled_by_person,
        "told": [_telling(one) for one in explained.told],
    }


def explained_digest_json(explained: ExplainedDigest) -> Json:
    return {
        "type": "digest",
        "id": letter_id(DIGEST, explained.id),
        "digest": explained.name,
        "subject": explained.subject,
        "window": {"start": instant(explained.start), "end": instant(explained.end)},
        "generated_at": instant(explained.generated_at),
        "skipped": explained.skipped,
        "stories": [{"id": letter_id(STORY, story.id), "title": story.title} for story in explained.stories],
        "followups": [{"id": letter_id(FOLLOWUP, one.id), "event": one.event} for one in explained.followups],
        "deliveries": [delivery_json(one) for one in explained.deliveries],
    }


def explained_delivery_json(delivery: Delivery) -> Json:
    return {
        **delivery_json(delivery),
        "type": "delivery",
        "name": delivery.name,
        "accepted": len(delivery.accepted),
        "refused": len(delivery.refused),
    }


def _correction(said: Correction) -> Json:
    """``other``: the story that was joined or split off, then the entries that moved."""
    story, entries = said.other[:1], said.other[1:]
    return {
        "at": instant(said.at),
        "action": said.action,
        "story": letter_id(STORY, said.story),
        "other": [*(letter_id(STORY, one) for one in story), *(letter_id(ENTRY, one) for one in entries)],
    }


def _news(news: Development) -> Json:
    """What a story has gained since the digest that told it last."""
    return {
        "since": letter_id(DIGEST, news.since),
        "new_sources": [
            {"entry": letter_id(ENTRY, source.entry), "outlet": source.outlet, "title": source.title}
            for source in news.new_sources
        ],
        "correction": news.correction,
        "followups": [letter_id(FOLLOWUP, one.id) for one in news.new_followups],
    }


def _telling(told: Telling) -> Json:
    shape = {"digest": letter_id(DIGEST, told.digest), "name": told.name, "window_end": instant(told.window_end)}
    return {**shape, "key": told.key} if told.key else shape
