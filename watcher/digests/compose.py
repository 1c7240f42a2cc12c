"""Decide what a digest tells: which stories where, which developments, what is left out and counted. Pure.

Rendering only lays out what is decided here, so every channel tells the same. Which follow-ups are told
and why is decided in ``notices``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from watcher.digests import notices
from watcher.digests.windows import local_date
from watcher.model.digests import Coverage, Development, Digest, DigestArea, EventStanding, Window
from watcher.model.followups import FollowUp
from watcher.model.stories import Source, Story
from watcher.settings import DigestSettings

GENERAL_SLUG = "general"
GENERAL_NAME = "General"
QUIET_DAYS = 7  # a digest skipped for so long says once that it is alive


@dataclass(frozen=True, slots=True)
class Material:
    """All that the store gathers for one digest name and one window, as it was known at the window's end.

    stories: relevant, undismissed stories whose first relevant entry arrived in [start, end) (``arrived_at``)
        and that no earlier digest of this name has told. Their sources, areas and texts as known at the end.
    area_names: slug -> name of every focus area of the configuration, in the file's order.
    followups: every follow-up known at the end (``first_mentioned_at`` < end), with history, period, place and
        outcome as they stood then; dismissed ones may be among them.
    followup_areas: follow-up id -> slugs of the areas of the stories it was taken from; none for a person's own.
    told: follow-up id -> the ``key`` of every notice that earlier digests of this name have told.
    events: one standing for each event of the configuration, in the file's order, as known at the end.
    developments: for stories that an earlier digest of this name told (``since``: that digest's id): sources
        whose entry arrived in [start, end), a correction the outlet announced in it, follow-ups first
        mentioned in it. What is not worth a line is dropped here.
    alerted: ids of stories that an alert has told (sent or on its way) before the end. Those among ``stories``
        get one line and are not repeated in full.
    alerted_followups: follow-up id -> when an alert last told it; its news up to then is one line.
    coverage: what the window brought, feeds failing and silent, deliveries failing.
    quiet_since: end of the last window of this name that was sent; where none ever was, the end of its first
        window; None when this is the first.
    """

    stories: Sequence[Story] = ()
    area_names: Mapping[str, str] = field(default_factory=dict)
    followups: Sequence[FollowUp] = ()
    followup_areas: Mapping[int, Sequence[str]] = field(default_factory=dict)
    told: Mapping[int, frozenset[str]] = field(default_factory=dict)
    events: Sequence[EventStanding] = ()
    developments: Sequence[Development] = ()
    alerted: frozenset[int] = frozenset()
    alerted_followups: Mapping[int, datetime] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)
    quiet_since: datetime | None = None


def compose(
    settings: DigestSettings,
    window: Window,
    now: datetime,
    material: Material,
    status: notices.StatusOn,
    *,
    public_url: str | None = None,
) -> Digest:
    """The digest of ``window``, without an id. ``status`` tells how a follow-up stands on a calendar date.

    "Today" is the date in the digest's zone at the window's end.
    """
    today = local_date(window.end, settings.timezone)
    candidates = [story for story in material.stories if _belongs(story, window, settings)]
    told_at_once = tuple(story for story in candidates if story.id in material.alerted)
    ranked = sorted(
        (story for story in candidates if story.id not in material.alerted), key=lambda story: _rank(story, settings)
    )
    chosen = ranked[: settings.max_stories]
    followups = [followup for followup in material.followups if _follows(followup, material, settings)]
    calendar = notices.Calendar(local_date(window.start, settings.timezone), today, window, status)
    told = notices.to_tell(followups, material.told, calendar, settings.followups, material.alerted_followups)
    digest = Digest(
        id=None,
        name=settings.name,
        window=window,
        generated_at=now,
        timezone=str(settings.timezone),
        clocks=tuple(str(zone) for zone in settings.clocks) or (str(settings.timezone),),
        areas=_areas(chosen, material.area_names, settings),
        notices=told,
        events=tuple(material.events),
        developments=_developments(material.developments, chosen, settings),
        coverage=material.coverage,
        alerted=tuple(story.id for story in told_at_once),
        alerted_stories=told_at_once,
        alerted_followups=notices.told_at_once(followups, material.told, calendar, material.alerted_followups),
        unlisted_stories=len(ranked) - len(chosen),
        unlisted_followups=notices.open_count(followups, calendar, settings.followups) - notices.open_told(told),
        public_url=public_url,
    )
    return replace(digest, still_watching=_still_watching(digest, settings, material.quiet_since, today))


def worth_sending(digest: Digest, settings: DigestSettings) -> bool:
    """Whether the digest goes to its channels; an empty one does only with ``when_empty: send`` or once a week."""
    return not digest.empty or digest.still_watching or settings.when_empty == "send"


def _belongs(story: Story, window: Window, settings: DigestSettings) -> bool:
    if not story.relevant or story.arrived_at is None or not window.start <= story.arrived_at < window.end:
        return False
    return not settings.focus_areas or bool(_slugs(story, settings))


def _slugs(story: Story, settings: DigestSettings) -> list[str]:
    """The story's areas that this digest follows, strongest first."""
    wanted = settings.focus_areas
    ordered = sorted(story.areas, key=lambda area: -area.score)
    return [area.slug for area in ordered if not wanted or area.slug in wanted]


def _rank(story: Story, settings: DigestSettings) -> tuple[int, float, float, int]:
    """Order of telling: number of outlets, score of the strongest area, freshness (newest first), id.

    What many newsrooms thought worth telling comes first; a score says how surely it is of the area, not how weighty.
    """
    followed = set(_slugs(story, settings))
    score = max((area.score for area in story.areas if area.slug in followed), default=0.0)
    outlets = len({source.outlet for source in story.sources})
    return (-outlets, -score, -story.published_at.timestamp(), story.id)


def _areas(chosen: Sequence[Story], names: Mapping[str, str], settings: DigestSettings) -> tuple[DigestArea, ...]:
    """Each story in full under its strongest area and by reference under its others; areas in the file's order."""
    full: dict[str, list[Story]] = {}
    see: dict[str, list[tuple[Story, str]]] = {}
    for story in chosen:
        slugs = _slugs(story, settings) or [GENERAL_SLUG]
        full.setdefault(slugs[0], []).append(story)
        for slug in dict.fromkeys(slugs[1:]):
            see.setdefault(slug, []).append((story, slugs[0]))
    # A story may still carry an area that the file no longer has.
    order = [slug for slug in (*names, *full, *see) if slug != GENERAL_SLUG]
    return tuple(
        DigestArea(slug, _area_name(slug, names), tuple(full.get(slug, ())), tuple(see.get(slug, ())))
        for slug in (*dict.fromkeys(order), GENERAL_SLUG)
        if slug in full or slug in see
    )


def _area_name(slug: str, names: Mapping[str, str]) -> str:
    return GENERAL_NAME if slug == GENERAL_SLUG else names.get(slug, slug)


def _follows(followup: FollowUp, material: Material, settings: DigestSettings) -> bool:
    """Whether the follow-up is of this digest's areas; one without any area concerns everyone."""
    areas = material.followup_areas.get(followup.id, ())
    return not settings.focus_areas or not areas or any(slug in settings.focus_areas for slug in areas)


def _developments(
    candidates: Sequence[Development], chosen: Sequence[Story], settings: DigestSettings
) -> tuple[Development, ...]:
    """What is worth a line: outlets that had not reported before, a correction, a follow-up. Newest story first."""
    told_now = {story.id for story in chosen}
    kept = []
    for candidate in candidates:
        story = candidate.story
        if not story.relevant or story.id in told_now or (settings.focus_areas and not _slugs(story, settings)):
            continue
        trimmed = replace(candidate, new_sources=_new_outlets(candidate))
        if trimmed.new_sources or trimmed.correction or trimmed.new_followups:
            kept.append(trimmed)
    return tuple(sorted(kept, key=lambda item: (-len(item.new_sources), item.story.id)))


def _new_outlets(development: Development) -> tuple[Source, ...]:
    """The first new source of each outlet that the story did not have when it was told."""
    new_entries = {source.entry for source in development.new_sources}
    known = {source.outlet for source in development.story.sources if source.entry not in new_entries}
    first: dict[str, Source] = {}
    for source in development.new_sources:
        if source.outlet not in known:
            first.setdefault(source.outlet, source)
    return tuple(first.values())


def _still_watching(digest: Digest, settings: DigestSettings, quiet_since: datetime | None, today: date) -> bool:
    """Whether an empty digest, skipped for a week by now, sends its one line. Counted in the zone's days."""
    if not digest.empty or settings.when_empty != "skip" or quiet_since is None:
        return False
    return (today - local_date(quiet_since, settings.timezone)).days >= QUIET_DAYS
