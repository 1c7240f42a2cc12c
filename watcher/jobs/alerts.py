"""Tell an alert rule's channels at once: new stories that match it, and news of the follow-ups it names.

What arrived before a rule was first known raises nothing, nor does what a newly added feed brings from the days
before: alerts are for what happens from now on, digests for the rest. A rule tells a subject once, whatever is
restarted; the alert and its deliveries are committed together.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.delivery.sender import Sender
from watcher.digests import notices
from watcher.digests.quiet import quiet_until
from watcher.digests.render import alert_message
from watcher.digests.shapes import FOLLOWUP, STORY, letter_id
from watcher.digests.windows import local_date
from watcher.focus.terms import TermSet
from watcher.followups import tracking
from watcher.followups.history import SOURCE
from watcher.jobs.grouping import group
from watcher.model.digests import Alert
from watcher.model.followups import FollowUp, FollowUpChange, Status
from watcher.model.stories import Story
from watcher.settings import AlertSettings, Settings
from watcher.store import alerts as alert_store
from watcher.store import deliveries as delivery_store
from watcher.store import digests as digest_store
from watcher.store import entries as entry_store
from watcher.store import followups as followup_store
from watcher.store import notes
from watcher.store import stories as story_store
from watcher.store.database import Connection, Database
from watcher.store.locks import hold

log = logging.getLogger(__name__)

AT_ONCE = timedelta(days=1)  # what arrived longer ago is no news any more: the digests have it


@dataclass(frozen=True, slots=True)
class Raised:
    """One alert that was made; ``due_at`` is the end of the quiet hours where it waits for that."""

    alert: Alert
    deliveries: tuple[int, ...]
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Finding:
    """What is to be told: "s12", or "f7:3" for the third change of a follow-up. ``was``: how that stood before."""

    subject: str
    story: int | None
    followup: int | None
    was: FollowUpChange | None = None


def raise_due(database: Database, settings: Settings, senders: Mapping[str, Sender], now: datetime) -> list[Raised]:
    """Make every alert that is due by now. A rule that fails is logged and stops no other."""
    raised: list[Raised] = []
    rules = [rule for rule in settings.alerts if rule.channels and (rule.events or rule.focus_areas or rule.terms)]
    if rules:
        group(database, settings.grouping_window, now)  # one event is one alert, also while a poll is under way
    for rule in rules:
        try:
            raised += _of_rule(database, settings, rule, senders, now)
        except Exception:
            log.exception("alert rule %s failed", rule.name)
    return raised


def _of_rule(
    database: Database, settings: Settings, rule: AlertSettings, senders: Mapping[str, Sender], now: datetime
) -> list[Raised]:
    since = max(_known_since(database, rule, now), now - AT_ONCE)
    with database.reading() as connection:
        marks = alert_store.fresh_stories(connection, since)
        seen = _seen(connection, rule)
        findings = _new_stories(
            connection, rule, [story for story, mark in marks.items() if seen.get(str(story)) != mark]
        )
        findings += _news(connection, rule, findings, since, now)
    raised = [one for finding in findings if (one := _raise(database, settings, rule, finding, senders, now))]
    if {str(story): mark for story, mark in marks.items()} != seen:
        with database.writing() as connection:
            hold(connection, _seen_key(rule))
            notes.put(connection, _seen_key(rule), json.dumps(marks))
    return raised


def _known_since(database: Database, rule: AlertSettings, now: datetime) -> datetime:
    key = f"alert:{rule.name}"
    with database.reading() as connection:
        known = notes.time(connection, key)
    if known is None:
        with database.writing() as connection:
            hold(connection, key)
            known = notes.first_time(connection, key, now)
    return known


def _seen_key(rule: AlertSettings) -> str:
    return f"alert-seen:{rule.name}"


def _seen(connection: Connection, rule: AlertSettings) -> dict[str, str]:
    """The stories that the rule was held against, and what state they were in: texts are searched once."""
    found: dict[str, str] = json.loads(notes.get(connection, _seen_key(rule)) or "{}")
    return found


# ---------------------------------------------------------------- what there is to tell


def _new_stories(connection: Connection, rule: AlertSettings, story_ids: Sequence[int]) -> list[_Finding]:
    terms = TermSet((None, term) for term in rule.terms) if rule.terms else None
    findings = []
    for story in story_store.load(connection, story_ids).values():
        subject = letter_id(STORY, story.id)
        if alert_store.is_told(connection, rule.name, subject) or not _matches(connection, rule, story, terms):
            continue
        findings.append(_Finding(subject, story.id, _own_followup(connection, rule, story)))
    return findings


def _matches(connection: Connection, rule: AlertSettings, story: Story, terms: TermSet[None] | None) -> bool:
    if any(slug in rule.events for slug in story.events):
        return True
    if any(area.slug in rule.focus_areas for area in story.areas):
        return True
    if terms is None:
        return False
    return any(terms.find(text) for words in alert_store.texts(connection, story.id) for text in words)


def _own_followup(connection: Connection, rule: AlertSettings, story: Story) -> int | None:
    """The follow-up of a watched event that the story speaks of; the one with the latest news, where there are more."""
    own = [each for each in followup_store.listing(connection, story.followups) if each.event_slug in rule.events]
    return max(own, key=lambda each: (each.updated_at, each.id)).id if own else None


def _news(
    connection: Connection, rule: AlertSettings, findings: Sequence[_Finding], since: datetime, now: datetime
) -> list[_Finding]:
    """Changes of watched follow-ups that no alert on their story has carried already."""
    if not rule.events:
        return []
    told = alert_store.told(connection, rule.name, since)
    stories = {**told.stories, **{finding.story: now for finding in findings if finding.story}}
    followups = {**told.followups, **{finding.followup: now for finding in findings if finding.followup}}
    changed = followup_store.listing(connection, followup_store.changed_since(connection, since))
    news = []
    for followup in changed:
        if followup.event_slug not in rule.events or followup.outcome is Status.DISMISSED:
            continue
        lines = [place for place in range(len(followup.history)) if _is_news(followup, place, since)]
        entries = [entry for place in lines if (entry := followup.history[place].entry) is not None]
        homes = entry_store.stories_of(connection, entries)
        old = digest_store.too_old(connection, entries)
        fresh = [
            place
            for place in lines
            if followup.history[place].entry not in old
            and not _covered(followup.history[place], homes, stories, followups.get(followup.id))
        ]
        if fresh:
            last = followup.history[fresh[-1]]
            subject = f"{letter_id(FOLLOWUP, followup.id)}:{fresh[-1]}"
            was = followup.history[fresh[0] - 1] if fresh[0] else None
            news.append(_Finding(subject, homes.get(last.entry or 0), followup.id, was))
    return news


def _is_news(followup: FollowUp, place: int, since: datetime) -> bool:
    """A person's own word is no news to the persons here."""
    line = followup.history[place]
    return line.seen_at >= since and line.by == SOURCE and (not place or notices.matters(followup.history, place))


def _covered(
    line: FollowUpChange, homes: Mapping[int, int], stories: Mapping[int, datetime], told_at: datetime | None
) -> bool:
    home = stories.get(homes.get(line.entry or 0, 0))
    return any(at is not None and line.seen_at <= at for at in (home, told_at))


# ---------------------------------------------------------------- telling it


def _raise(
    database: Database,
    settings: Settings,
    rule: AlertSettings,
    finding: _Finding,
    senders: Mapping[str, Sender],
    now: datetime,
) -> Raised | None:
    """Commit one alert with its deliveries; None where another worker was faster."""
    due_at = quiet_until(rule.quiet_hours, rule.timezone, now)
    with database.writing() as connection:
        hold(connection, f"alert:{rule.name}")
        if alert_store.is_told(connection, rule.name, finding.subject):
            return None
        number = alert_store.add(
            connection, rule.name, finding.subject, story=finding.story, followup=finding.followup, created_at=now
        )
        alert = _alert(connection, settings, rule, finding, number, now)
        message = alert_message(alert, _status(alert, rule))
        deliveries = tuple(
            delivery_store.enqueue(
                connection, message, name, senders[name].render(message), now, alert_id=number, due_at=due_at
            )
            for name in rule.channels
        )
    log.info("alert a%d rule=%s subject=%s due=%s", number, rule.name, finding.subject, due_at or "now")
    return Raised(alert, deliveries, due_at)


def _alert(
    connection: Connection, settings: Settings, rule: AlertSettings, finding: _Finding, number: int, now: datetime
) -> Alert:
    story = story_store.load(connection, [finding.story]).get(finding.story) if finding.story else None
    followups = followup_store.listing(connection, [finding.followup]) if finding.followup else []
    return Alert(
        id=number,
        name=rule.name,
        story=story,
        followup=followups[0] if followups else None,
        created_at=now,
        timezone=str(rule.timezone),
        public_url=settings.web.public_url,
        was=finding.was,
    )


def _status(alert: Alert, rule: AlertSettings) -> Status:
    if alert.followup is None:
        return Status.UPCOMING
    return tracking.status(alert.followup, local_date(alert.created_at, rule.timezone))
