"""Sentences that a reader of the demo, or of a stranger's stories, saw misread."""

from datetime import UTC, date, datetime

import pytest

from watcher.followups.extract import find
from watcher.followups.places import in_english, more_exact
from watcher.followups.relations import is_one_day_of
from watcher.followups.tracking import Mention, track
from watcher.model.followups import Change, FoundFollowUp
from watcher.model.period import Period, Precision
from watcher.model.stories import Source
from watcher.model.tagging import EventTag, TermHit

WEDNESDAY = date(2025, 6, 11)


def read(
    text: str, title: str = "", published: date = WEDNESDAY, event: tuple[str, str] | None = None
) -> list[FoundFollowUp]:
    tags = []
    if event:
        slug, name = event
        hits = [
            TermHit(slug, name, where, body.index(name), body.index(name) + len(name))
            for where, body in (("title", title), ("text", text))
            if name in body
        ]
        tags = [EventTag(slug, tuple(hits))]
    return list(find(title, text, published, events=tags))


def ahead(text: str, title: str = "", published: date = WEDNESDAY) -> list[tuple[str, str]]:
    found = read(text, title, published)
    return [(str(one.period.start), str(one.period.end)) for one in found if one.report is Change.ANNOUNCED]


@pytest.mark.parametrize(
    "dateline",
    [
        "JAKARTA, June 11 (Pacific Wire) - ",
        "SINGAPORE - ",
        "SINGAPORE: ",
        "(Pacific Wire) - ",
        "KUALA LUMPUR (PW) — ",
        "New Delhi, 11 June (Wire) - ",
    ],
)
def test_the_date_of_a_dateline_is_nothing_ahead(dateline: str) -> None:
    (found,) = read(f"{dateline}The ports will open a joint test centre on 3 July.")
    assert found.period.start == date(2025, 7, 3)
    assert found.text.startswith("The ports")


@pytest.mark.parametrize("label", ["DEADLINE: ", "UPDATE - ", "Deadline: "])
def test_a_label_is_no_dateline(label: str) -> None:
    (found,) = read(f"{label}Proposals are due by 3 July.")
    assert found.text.startswith(label)


def test_two_weekdays_of_next_week_are_one_span() -> None:
    assert ahead("Engineers will meet next Tuesday and Wednesday.") == [("2025-06-17", "2025-06-18")]


@pytest.mark.parametrize(
    "text",
    [
        "Our list for the coming year.",
        "It is the second delay this year.",
        "An article on 3 March said that the firm would open a laboratory in July.",
        "The report wrongly said that the rule would start on 1 July.",
    ],
)
def test_nothing_is_ahead(text: str) -> None:
    assert ahead(text) == []


def test_what_a_date_is_told_instead_of_is_not_ahead() -> None:
    text = "Production will start in the first quarter of 2026 rather than this quarter."
    assert ahead(text) == [("2026-01-01", "2026-03-31")]


def test_new_dates_from_and_to_of_something_put_off() -> None:
    text = "The drill, which was postponed in February, will now be held from 21 to 25 July."
    assert ahead(text) == [("2025-07-21", "2025-07-25")]


def test_the_text_tells_the_days_of_what_its_headline_says_opens() -> None:
    title, text = "Trade week opens on Monday", "The Harbour Trade Week will take place from 16 to 19 June 2025."
    assert ahead(text, title) == [("2025-06-16", "2025-06-19")]


def test_a_background_sentence_does_not_drop_what_headline_and_text_tell() -> None:
    title = "Envoy to co-chair port talks in Singapore on 31 July"
    text = (
        "The Port Dialogue will be held in Singapore on 31 July 2025. The first round took place in Oslo last October."
    )
    assert ahead(text, title) == [("2025-07-31", "2025-07-31")]


def test_the_second_thing_of_a_sentence_has_words_of_its_own() -> None:
    text = (
        "Arcus will open a packaging plant in Tampines in March 2026 and a wafer plant in Woodlands by the end of 2027."
    )
    first, second = read(text)
    assert (first.event, first.place) == ("Arcus will open a packaging plant", "Tampines")
    assert (second.event, second.place) == ("wafer plant", "Woodlands")


def test_two_follow_ups_of_one_sentence_are_two_records() -> None:
    text = "The firm will deliver its demonstrator in the second half of 2026 and roll out its satellites by 2030."
    first, second = read(text)
    at = datetime(2025, 6, 11, tzinfo=UTC)
    source = Source(1, "Wire", "", None, at)
    record = track(Mention(first, source, at), [])
    assert record is not None
    other = track(Mention(second, source, at), [record])
    assert other is not None
    assert (other.id, other.period.end) == (0, date(2030, 12, 31))
    assert [line.text for line in other.history] == [text]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The safety institutes of both countries will meet for the first time in September.",
         "safety institutes will meet for the first time"),
        ("President Ellis said in May that he would issue an executive order on AI by the end of the year.",
         "President Ellis would issue an executive order on AI"),
        ("The board has pushed back the start of production to August.", "start of production"),
        ("The fourth Port Roundtable will be held in Oslo in August.", "fourth Port Roundtable"),
        ("Teams tested Lumen-3, due to be launched on 20 July.", "Lumen-3 to be launched"),
        ("Proposals must be submitted by 31 October.", "Proposals must be submitted"),
        ("Firms should prepare before the Cyber Act comes into force on 1 September.", "Cyber Act comes into force"),
    ],
)  # fmt: skip
def test_a_phrase_says_who_does_what(text: str, event: str) -> None:
    (found,) = read(text)
    assert found.event == event


def test_it_is_what_the_sentence_before_was_about() -> None:
    found = read("Exercise Lion Shield has 400 participants. It runs until Friday.")
    assert [one.event for one in found] == ["Exercise Lion Shield"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Makers should test every order, the panel said in advice published on Tuesday.", date(2025, 6, 10)),
        ("They agreed to share data at the port talks, held in Oslo on Tuesday.", date(2025, 6, 10)),
    ],
)
def test_a_deed_with_its_date_is_told_as_done(text: str, held: date) -> None:
    (found,) = read(text)
    assert (found.report, found.period.start) == (Change.HELD, held)


def test_a_headline_of_what_is_to_be_held_reports_nothing() -> None:
    (found,) = read(
        "Talks will cover AI.", "Ports to hold CET Dialogue on AI rules", event=("cet-dialogue", "CET Dialogue")
    )
    assert (found.report, found.period.end) == (Change.ANNOUNCED, None)


def test_no_date_given_is_no_postponement() -> None:
    assert read("No date was given for it.") == []


def test_a_trip_called_off_before_is_not_called_off_again() -> None:
    (found,) = read("The envoy will visit Singapore on 9 July, two months after he called off an earlier trip.")
    assert (found.report, found.period.start) == (Change.ANNOUNCED, date(2025, 7, 9))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两国将于2026年3月举行港口对话，外交部星期三宣布。", ["2026-03-01"]),
        ("原定7月18日在华盛顿举行的对话将延期至8月22日。", ["2025-08-22"]),
        ("两部长星期三主持圆桌会，并推出人才交流计划。", []),
    ],
)
def test_chinese_dates_of_saying_and_old_dates_are_none(text: str, expected: list[str]) -> None:
    found = read(text)
    assert [str(one.period.start) for one in found if one.report is Change.ANNOUNCED] == expected


def test_a_place_told_in_chinese_is_the_same_place() -> None:
    at = datetime(2025, 6, 11, tzinfo=UTC)
    (english,) = read("The Port Dialogue 2026 will be held in Singapore in March 2026.")
    record = track(Mention(english, Source(1, "Wire", "", None, at), at), [])
    assert record is not None
    chinese = FoundFollowUp(
        english.event, None, english.period, "新加坡", english.kind, "港口对话将于明年3月在新加坡举行。"
    )
    made = track(Mention(chinese, Source(2, "Zaobao", "", None, at), at), [record])
    assert made is not None
    assert (made.place, made.sequence, made.history[-1].change) == ("Singapore", 0, Change.CONFIRMED)


@pytest.mark.parametrize(
    ("known", "told", "expected"),
    [
        (None, "Oslo", "Oslo"),
        ("Oslo", None, "Oslo"),
        ("Singapore", "Tuas", "Singapore"),
        ("Tuas", "Singapore", "Singapore"),
        ("Singapore", "Sands Expo, Singapore", "Singapore"),
        ("Chile", "Santiago", "Santiago"),
        ("Santiago", "Chile", "Santiago"),
        ("Kenya", "Accra", "Accra"),
        ("Washington", "the Pentagon", "Washington"),
        ("Lorvan", "Harbour Hall", "Lorvan"),
        ("Harbour Hall", "Lorvan", "Lorvan"),
        ("Kelmere City", "Kelmere", "Kelmere"),
        ("Washington", "Washington, D.C.", "Washington"),
        ("Singapore", "Oslo", "Oslo"),
    ],
)
def test_the_town_stands_for_its_country_and_its_buildings(known: str | None, told: str | None, expected: str) -> None:
    assert more_exact(known, told) == expected


def test_a_chinese_place_unknown_here_keeps_its_name() -> None:
    assert (in_english("新加坡"), in_english("某地")) == ("Singapore", "某地")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025-06-03", "2025-06-05", True),
        ("2025-06-01", "2025-06-10", False),  # early June
        ("2025-06-21", "2025-06-30", False),
        ("2025-06-02", "2025-06-08", False),  # a week
        ("2025-06-03", "2025-07-20", False),
        ("2025-06-05", "2025-06-06", False),
    ],
)
def test_a_day_of_an_event_of_several_days(start: str, end: str, expected: bool) -> None:
    span = Period(date.fromisoformat(start), date.fromisoformat(end), Precision.RANGE)
    fourth = {"2025-06-21": date(2025, 6, 24)}.get(start, date(2025, 6, 4))
    assert is_one_day_of(Period(fourth, fourth, Precision.DAY), span) is expected


def test_only_a_day_is_one_day_of_a_span() -> None:
    span = Period(date(2025, 6, 3), date(2025, 6, 5), Precision.RANGE)
    assert not is_one_day_of(span, span)
    assert not is_one_day_of(
        Period(date(2025, 6, 4), date(2025, 6, 4), Precision.DAY), Period(None, None, Precision.NONE)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Exporters will need a licence from 1 July 2025 under a rule published by the Bureau on Monday.",
            ["2025-07-01"],
        ),
        ("The harbour will allow another ferry from 1 July 2025.", ["2025-07-01"]),
    ],
)
def test_the_date_of_a_rules_publication_is_not_ahead(text: str, expected: list[str]) -> None:
    found = read(text)
    assert [str(one.period.start) for one in found if one.report is Change.ANNOUNCED] == expected


def test_will_allow_is_not_will_all() -> None:
    (found,) = read("The harbour will allow another ferry from 1 July 2025.")
    assert found.event == "harbour will allow another ferry"


def test_a_launch_site_is_where_it_is_launched_from() -> None:
    (found,) = read("The satellite will be launched on an American rocket from Vandenberg in August.")
    assert found.place == "Vandenberg"


@pytest.mark.parametrize(
    ("text", "kind", "event"),
    [
        (
            "Delegates pack for next week's algae dialogue. The two-day gathering begins on Tuesday.",
            "meeting",
            "algae dialogue",
        ),
        ("Bergen will host an algae dialogue. The two-day event starts on 17 June.", "meeting", "algae dialogue"),
        (
            "The report that the ministry promised in May will be published on 21 June.",
            "report",
            "report will be published",
        ),
        (
            "Two firms have applied, a week before bidding for the lanes closes on 20 June.",
            "deadline",
            "bidding for the lanes closes",
        ),
    ],
)
def test_a_thing_is_called_what_its_own_clause_or_the_one_before_calls_it(text: str, kind: str, event: str) -> None:
    found = [one for one in read(text) if one.report is Change.ANNOUNCED and one.period.end is not None]
    assert [(one.kind.value, one.event) for one in found][-1] == (kind, event)


@pytest.mark.parametrize(
    "text",
    [
        "Finland and Latvia's energy ministers on Tuesday agreed in Turku on common rules for storage.",
        "The ministers on Tuesday agreed at a meeting in Turku to share their data.",
        "The ministers agreed in Turku on Tuesday to share their data.",
    ],
)
def test_ministers_who_agree_in_a_town_on_a_day_have_met_there(text: str) -> None:
    (found,) = read(text)
    assert (found.report, found.kind.value, found.place) == (Change.HELD, "meeting", "Turku")
    assert str(found.period.start) == str(found.period.end) == "2025-06-10"


def test_what_was_reported_last_week_to_come_was_not_done() -> None:
    assert read("We reported last week that Kenya and Oman would sign an agreement.") == []
