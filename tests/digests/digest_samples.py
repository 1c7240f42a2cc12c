"""Made-up digests for the tests of this stage, and their pages as files: ``python digest_samples.py DIR``."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.digests import compose, render
from watcher.model.digests import Alert, Coverage, Development, Digest, EventStanding, FeedNote, Window
from watcher.model.followups import Change, FollowUp, FollowUpChange, Kind, Status
from watcher.model.period import Period, Precision
from watcher.model.stories import AreaScore, Source, Story
from watcher.settings import DigestSettings

SINGAPORE = ZoneInfo("Asia/Singapore")
NEW_YORK = ZoneInfo("America/New_York")
AREAS = {
    "artificial-intelligence": "Artificial intelligence",
    "quantum": "Quantum",
    "biotechnology": "Biotechnology",
    "defense-technology": "Defense technology",
    "data-governance": "Data governance",
    "climate-resilience": "Climate resilience",
}
DAILY = DigestSettings(name="daily", timezone=SINGAPORE, clocks=(SINGAPORE, NEW_YORK), channels=("folder",))
# Friday 13 to Monday 16 October 2023, 07:00 in Singapore.
WINDOW = Window(datetime(2023, 10, 12, 23, tzinfo=UTC), datetime(2023, 10, 15, 23, tzinfo=UTC))
NOON = datetime(2023, 10, 13, 4, tzinfo=UTC)


def on(day: date) -> Period:
    return Period(day, day, Precision.DAY)


def by(day: date) -> Period:
    return Period(None, day, Precision.DAY)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31), Precision.YEAR)


def month(number: int, in_month: int) -> Period:
    first = date(number, in_month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period(first, last, Precision.MONTH)


def source(entry: int, outlet: str, *, at: datetime = NOON, url: str | None = "") -> Source:
    address = f"https://{outlet.lower().replace(' ', '-')}.example/news/{entry}" if url == "" else url
    return Source(entry, outlet, f"{outlet} reports", address, at)


def story(
    number: int,
    title: str = "Two ministries sign a note on quantum links",
    *,
    areas: Sequence[tuple[str, float]] = (("quantum", 2.0),),
    outlets: Sequence[str] = ("Harbour Wire",),
    summary: str = "Officials in Washington and Singapore said the work starts with a shared test bed.",
    at: datetime = NOON,
    **more: object,
) -> Story:
    sources = tuple(source(number * 100 + place, outlet, at=at) for place, outlet in enumerate(outlets))
    plain = Story(
        id=number,
        title=title,
        summary=summary,
        language="en",
        url=sources[0].url if sources else None,
        published_at=at,
        updated_at=at,
        relevant=True,
        areas=tuple(AreaScore(slug, score, (slug.split("-")[0],)) for slug, score in areas),
        sources=sources,
        why=("quantum", "Singapore", "Washington"),
        arrived_at=at,
    )
    return replace(plain, **more)  # type: ignore[arg-type] # a test names the fields it means


def line(
    period: Period,
    change: Change = Change.ANNOUNCED,
    *,
    at: datetime = NOON,
    place: str | None = None,
    by: str = "source",
) -> FollowUpChange:
    text = f"Officials said it is {change.value}."
    return FollowUpChange(at, period, place, change, by, text, "https://harbour-wire.example/news/1", 1)


def followup(
    number: int,
    period: Period,
    *,
    event: str = "next CET Dialogue",
    place: str | None = "Singapore",
    kind: Kind = Kind.MEETING,
    outcome: Status | None = None,
    history: Sequence[FollowUpChange] = (),
    first: datetime = NOON,
    **more: object,
) -> FollowUp:
    lines = tuple(history) or (line(period, at=first, place=place),)
    plain = FollowUp(
        id=number,
        event=event,
        event_slug=None,
        period=period,
        place=place,
        kind=kind,
        text="Officials said the two sides plan to meet again in Singapore.",
        first_mentioned_at=first,
        updated_at=first,
        outcome=outcome,
        history=lines,
        sources=(source(1, "Harbour Wire"),),
    )
    return replace(plain, **more)  # type: ignore[arg-type] # a test names the fields it means


def by_the_clock(followup: FollowUp, today: date) -> Status:
    """The contract's rule, as the follow-ups stage has it: enough of it to drive this one."""
    if followup.outcome:
        return followup.outcome
    period = followup.period
    if period.end is None:
        return Status.UPCOMING
    if today > period.end:
        return Status.PASSED if followup.self_settling else Status.OVERDUE
    start = period.start or period.end - timedelta(days=30)
    return Status.DUE if today >= start else Status.UPCOMING


# ---------------------------------------------------------------- whole digests


def full_digest() -> Digest:
    """A busy Monday: every section of a digest has something to say."""
    material = compose.Material(
        stories=(*_dialogue_stories(), *_other_stories()),
        area_names=AREAS,
        followups=_followups(),
        told={3: frozenset({"new"}), 4: frozenset({"new"})},
        events=(
            EventStanding(
                "cet-dialogue",
                "U.S.-Singapore Critical and Emerging Technology Dialogue",
                on(date(2023, 10, 12)),
                "Washington",
                "https://capitol-desk.example/dialogue",
                _followups()[0],
            ),
            EventStanding("space-dialogue", "U.S.-Singapore Space Dialogue", silent_since=date(2023, 4, 2)),
        ),
        developments=(
            Development(
                story(7, "Port authority picks a carbon ledger for bunkering"),
                since=11,
                new_sources=(source(790, "Strait Ledger"), source(791, "Monsoon Post")),
            ),
            Development(
                story(8, "Agency opens its gene-synthesis screening rules"),
                since=11,
                correction="An earlier version gave the wrong closing date.",
            ),
        ),
        alerted=frozenset({30}),
        coverage=Coverage(
            entries=412,
            stories=61,
            not_relevant=377,
            too_old=3,
            feeds_polled=63,
            feeds_total=65,
            feeds_failing=(FeedNote("Monsoon Post", "https://monsoon.example/rss", "HTTP 503 since Saturday"),),
            feeds_silent=(FeedNote("Quay Review", "https://quay.example/rss", "nothing for 21 days"),),
            deliveries_failing=(FeedNote("newsroom", "", "HTTP 404 from the webhook"),),
        ),
    )
    digest = compose.compose(
        DAILY, WINDOW, WINDOW.end, material, by_the_clock, public_url="https://watcher.example.org"
    )
    return replace(digest, id=88)


def _dialogue_stories() -> tuple[Story, ...]:
    areas = [(slug, 6.0 - place) for place, slug in enumerate(AREAS)]
    return (
        story(
            412,
            "Washington and Singapore open a dialogue on critical technologies",
            areas=areas,
            outlets=("Harbour Wire", "Capitol Desk", "Lion City Tech", "Strait Ledger", "Monsoon Post", "Quay Review"),
            summary="The first U.S.-Singapore CET Dialogue put six areas on the table, from shared AI testing to "
            "quantum-safe networks. Both sides named working groups and asked for first results within a year.",
            followups=(1, 2),
            why=("AI", "Singapore", "White House"),
        ),
        story(
            30,
            "A joint statement names the six working groups",
            areas=(("data-governance", 1.5),),
            outlets=("Capitol Desk", "Harbour Wire"),
        ),
    )


def _other_stories() -> tuple[Story, ...]:
    return (
        story(
            413,
            "Testing bodies line up their AI governance frameworks, clause by clause",
            areas=(("artificial-intelligence", 3.0), ("data-governance", 1.0)),
            outlets=("Lion City Tech", "Harbour Wire"),
            summary="The table maps one framework onto the other so that a company tests once. A second round covers "
            "generative models.",
            why=("AI governance", "Singapore", "NIST"),
        ),
        story(
            414,
            "新加坡与美国启动量子通信联合测试",
            areas=(("quantum", 2.5),),
            outlets=("晨港日报",),
            summary="两国研究人员将在年底前连接三处实验室。官员表示,首批结果预计明年公布。",
            language="zh",
            why=("量子", "新加坡", "美国"),
        ),
        story(
            415,
            "Trusted-hardware pilot for undersea drones moves to the Johor Strait",
            areas=(("defense-technology", 1.4),),
            outlets=("Strait Ledger",),
            summary="The pilot checks sensor data at the source before it reaches an allied network.",
            why=("undersea drones", "Singapore", "Pentagon"),
        ),
        story(
            416,
            "Port cities compare flood maps",
            areas=(),
            outlets=("Quay Review",),
            summary="",
            why=("Singapore", "Norfolk"),
        ),
    )


def _followups() -> tuple[FollowUp, ...]:
    before = WINDOW.start - timedelta(days=40)
    opened = replace(
        line(month(2023, 11), Change.CONFIRMED, place="Singapore"),
        text="The shared test bed for quantum links opens in November, the institute said.",
    )
    return (
        followup(
            1,
            year(2024),
            text="Officials said the two sides plan to meet again in Singapore in 2024.",
            event_slug="cet-dialogue",
        ),
        followup(
            2,
            Period(None, date(2023, 12, 31), Precision.YEAR),
            event="executive order on AI",
            place=None,
            kind=Kind.AGREEMENT,
            text="The White House wants an order on AI signed before the year is out.",
        ),
        followup(
            3,
            month(2023, 11),
            event="quantum test bed opens",
            kind=Kind.LAUNCH,
            first=before,
            history=(line(year(2023), at=before), opened),
        ),
        followup(
            4,
            on(date(2023, 10, 14)),
            event="joint biosafety workshop",
            place="Honolulu",
            first=before,
            text="Laboratories from both countries will rehearse a spill response on 14 October.",
        ),
        followup(
            5,
            on(date(2023, 10, 23)),
            event="comments close on the data-transfer rule",
            kind=Kind.DEADLINE,
            place=None,
            first=before,
            text="Comments on the draft close on 23 October.",
        ),
        followup(
            6,
            on(date(2023, 10, 16)),
            event="coast guard technology day",
            place="Changi",
            first=before,
            text="Crews will show the sensor kit at Changi on 16 October.",
        ),
        followup(9, month(2023, 7), event="climate services report", kind=Kind.REPORT, place=None, first=before),
        followup(10, year(2025), event="regional satellite launch", kind=Kind.LAUNCH, place=None, first=before),
    )


def empty_digest(*, still_watching: bool = False) -> Digest:
    material = compose.Material(
        area_names=AREAS,
        coverage=Coverage(feeds_polled=65, feeds_total=65, entries=120, not_relevant=120),
        quiet_since=WINDOW.end - timedelta(days=9 if still_watching else 2),
    )
    return compose.compose(DAILY, WINDOW, WINDOW.end, material, by_the_clock)


def long_digest(stories: int = 200, *, public_url: str | None = "https://watcher.example.org") -> Digest:
    slugs = list(AREAS)
    outlets = (
        "Harbour Wire",
        "Capitol Desk",
        "Lion City Tech",
        "Strait Ledger",
        "Monsoon Post",
        "Quay Review",
        "Bay Note",
    )
    told = tuple(
        story(
            number,
            f"Round {number} of the talks on shared standards ends with a list of {number + 3} tests for laboratories",
            areas=((slugs[number % 6], 1.0 + number % 5), (slugs[(number + 1) % 6], 0.5)),
            outlets=outlets[: 1 + number % 7],
            summary="The list says who measures what, in which order, and where the results are kept. " * 3,
        )
        for number in range(1, stories + 1)
    )
    material = compose.Material(stories=told, area_names=AREAS, followups=_followups())
    digest = compose.compose(
        replace(DAILY, max_stories=stories), WINDOW, WINDOW.end, material, by_the_clock, public_url=public_url
    )
    return replace(digest, id=90)


HOSTILE = (
    "<script>alert(1)</script><b>\"bold\" & 'quoted'</b> \u202egnihtyreve desrever\u202c "
    "[x](javascript:alert(1)) @everyone `code` "
)
LONG_WORD = "Donaudampfschifffahrt" * 40


def hostile_digest() -> Digest:
    """Markup, direction marks, right-to-left script, endless words, links that are none."""
    stories = (
        story(1, HOSTILE + "ends", summary=HOSTILE * 5, outlets=("<i>Wire</i>",), url="javascript:alert(1)"),
        story(2, LONG_WORD, summary=LONG_WORD, outlets=(LONG_WORD,)),
        story(
            3,
            "سنغافورة وواشنطن توقعان مذكرة بشأن الذكاء الاصطناعي",
            summary="قال المسؤولون إن العمل يبدأ العام المقبل.",
        ),
        story(4, "line one\nline two\x00\x1b[31m red \ud83d", url='https://x.example/"onmouseover="alert(1)'),
    )
    told = (followup(1, year(2024), event=HOSTILE, place=HOSTILE, text=HOSTILE * 10),)
    coverage = Coverage(feeds_polled=1, feeds_failing=(FeedNote(HOSTILE, "x", HOSTILE),))
    material = compose.Material(stories=stories, area_names={"quantum": HOSTILE}, followups=told, coverage=coverage)
    return replace(compose.compose(DAILY, WINDOW, WINDOW.end, material, by_the_clock), id=91)


def followups_only_digest() -> Digest:
    material = compose.Material(
        area_names=AREAS,
        followups=_followups()[:2],
        coverage=Coverage(feeds_polled=65, feeds_total=65, entries=80, not_relevant=80),
    )
    return replace(compose.compose(DAILY, WINDOW, WINDOW.end, material, by_the_clock), id=92)


def dialogue_alert() -> Alert:
    return Alert(
        3, "next-dialogue", _dialogue_stories()[0], _followups()[0], NOON, "Asia/Singapore", "https://w.example"
    )


DIGESTS = {
    "full": full_digest,
    "empty": empty_digest,
    "still": lambda: empty_digest(still_watching=True),
    "long": long_digest,
    "hostile": hostile_digest,
    "followups": followups_only_digest,
}


def main(folder: str) -> None:
    for form, suffix in (("text", "txt"), ("html", "html"), ("markdown", "md")):
        Path(folder, f"alert.{suffix}").write_text(render.render_alert(dialogue_alert(), form), encoding="utf-8")
    for name, make in DIGESTS.items():
        digest = make()
        for kind, suffix in (("text", "txt"), ("html", "html"), ("markdown", "md")):
            Path(folder, f"{name}.{suffix}").write_text(render.render(digest, kind), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
