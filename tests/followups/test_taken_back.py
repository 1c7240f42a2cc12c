"""What is denied, supposed or ruled out is no promise; what was promised and is denied is taken back."""

from datetime import date

import pytest
from lives import Life, Story

from watcher.followups.extract import find
from watcher.model.followups import Change, Kind, Status

PUBLISHED = date(2025, 3, 10)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The fisheries ministry denied that the two navies will sign a mooring pact in May.", "2025-05-31"),
        ("Fiji's ports agency denied reports that it would host the buoy talks in June.", "2025-06-30"),
        ("The harbour master rejected a claim that the ferry forum will be held on 3 June.", "2025-06-03"),
        ("The minister dismissed as false a story that a third round would take place in Suva in April.", "2025-04-30"),
        ("Officials said reports of a June ferry summit in Suva were untrue.", "2025-06-30"),
    ],
)
def test_a_denial_takes_back_what_was_told(text: str, end: str) -> None:
    (found,) = find("", text, PUBLISHED)
    assert (found.report, str(found.period.end)) == (Change.CANCELLED, end)


@pytest.mark.parametrize(
    "text",
    [
        "The agency denied that the opening of the lighthouse museum will be delayed until June.",
        "The minister rejected claims that his country dumps steel.",
        "The port rejected reports of a spill.",
        "Should the talks fail, the islands will impose duties in May.",
        "In the event that no deal is reached, mooring fees will rise on 1 August.",
        "If the council votes against it, the pier will close on 1 August.",
        "The two fleets are not expected to meet before June.",
        "The growers will not meet buyers before 2027.",
        "Rain is expected on Saturday in Suva.",
        "Shares in the ferry builder will open lower on Monday.",
        "Our offices will be closed on 25 December.",
        "Cold stores will consume 8% of the islands' power by 2030.",
        "Demand for pilots is set to outstrip supply by 2027.",
    ],
)
def test_what_is_supposed_or_denied_is_announced_by_nobody(text: str) -> None:
    assert [one for one in find("", text, PUBLISHED) if one.report in {Change.ANNOUNCED, Change.CANCELLED}] == []


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Unless the Senate acts, the lighthouse programme will end on 30 September.", "lighthouse programme will end"),
        ("Barring storms, the ferry link will open on 5 May.", "ferry link will open"),
        ("The pilots will not strike before their next meeting on 5 May.", "next meeting"),
        ("The mooring rule will take effect on 1 July unless the council objects.", "mooring rule will take effect"),
    ],
)
def test_what_happens_unless_somebody_acts_is_promised(text: str, event: str) -> None:
    (found,) = find("", text, PUBLISHED)
    assert (found.report, found.event) == (Change.ANNOUNCED, event)


def test_a_denied_signing_is_cancelled_and_not_confirmed() -> None:
    first = Story(
        "2025-03-01",
        "Harbour Wire",
        "Tonga and Samoa to sign a mooring pact",
        "Tonga and Samoa will sign a mooring pact on 5 May, two people familiar with it said.",
    )
    denial = Story(
        "2025-03-04",
        "Straits Ledger",
        "Tonga denies mooring pact",
        "Tonga's foreign ministry denied on Tuesday that the two countries will sign a mooring pact in May.",
    )
    (record,) = Life().tell(first, denial).records
    assert (record.outcome, record.history[-1].change) == (Status.CANCELLED, Change.CANCELLED)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Correction: An earlier story said the two would sign a mooring pact on 5 May. No signing is planned.",
            "two would sign a mooring pact on 5 May",
        ),
        (
            "Clarification: a previous article said that a ferry will be sold by 30 April. There are no such plans.",
            "a ferry will be sold by 30 April",
        ),
        (
            "Correction: Tonga and Samoa will not sign a mooring pact on 5 May, as reported earlier.",
            "mooring pact",
        ),
        ("The envoy said a report that the navies would hold a drill in May was wrong.", "navies would hold a drill"),
        ("The port will not open on 5 May, as we reported; no opening is planned.", "port will open"),
    ],
)
def test_a_correction_takes_back_what_was_reported(text: str, event: str) -> None:
    (found,) = find("", text, PUBLISHED)
    assert (found.report, found.event) == (Change.CANCELLED, event)


def test_a_corrected_signing_is_cancelled_and_not_confirmed() -> None:
    first = Story(
        "2025-03-01",
        "Harbour Wire",
        "Tonga and Samoa to sign a mooring pact",
        "Tonga and Samoa will sign a mooring pact on 5 May, two people familiar with it said.",
    )
    correction = Story(
        "2025-03-04",
        "Straits Ledger",
        "Correction",
        "Correction: An earlier version said that Tonga and Samoa will sign a mooring pact on 5 May. "
        "No signing is planned.",
    )
    (record,) = Life().tell(first, correction).records
    assert (record.outcome, [line.change for line in record.history]) == (
        Status.CANCELLED,
        [Change.ANNOUNCED, Change.CANCELLED],
    )


@pytest.mark.parametrize(
    "text",
    [
        "Clarification: A previous version of this article stated that the forum will open in Suva on 3 June.",
        "Divers fear that the council will close the reef by 2026.",
        "Surveyors doubt that the tide mill will start in 2026.",
        "The communique stopped short of saying that a third round will be held in June.",
        "There is no guarantee that the ferry fund will open by June.",
        "The minister rejected a proposal to hold talks in Suva in May.",
        "The mayor has ruled out holding a regatta before 2026.",
        "The yard said it no longer expects to deliver the ferry in 2026.",
    ],
)
def test_what_is_feared_doubted_or_rejected_is_announced_by_nobody(text: str) -> None:
    assert [one for one in find("", text, PUBLISHED) if one.report is Change.ANNOUNCED] == []


@pytest.mark.parametrize(
    ("text", "start", "event"),
    [
        ("Correction: The forum will not be held on 3 June but on 4 June.", "2025-06-04", "forum will be held"),
        ("This notice was corrected: the forum will open on 4 June, not 3 June.", "2025-06-04", "forum will open"),
        (
            "The yard turned down the offer and will list its shares in Suva in June.",
            "2025-06-01",
            "yard will list its shares in Suva",
        ),
        ("The minister rejected the criticism and said the port will open in June.", "2025-06-01", "port will open"),
        (
            "The report that raised fears about the dam will be published on 5 April.",
            "2025-04-05",
            "report that raised fears about the dam will be published",
        ),
    ],
)
def test_a_promise_beside_a_denial_or_a_fear_is_kept(text: str, start: str, event: str) -> None:
    (found,) = find("", text, PUBLISHED)
    assert (found.report, str(found.period.start), found.event) == (Change.ANNOUNCED, start, event)


@pytest.mark.parametrize(
    "text",
    [
        "Shares will open lower on Monday.",
        "A cold front is due to arrive on Sunday.",
        "Heavy traffic is expected on Friday.",
        "Pisces: an old friend will write next week.",
        "Rovers will face Wanderers on Saturday at Reef Park.",
        "The women's team will play its first match on 3 June.",
        "The yard expects revenue of $2 billion in the second quarter.",
        "Global temperatures will rise 1.5 degrees by 2035.",
        "Inflation is expected to ease to 2 percent by December.",
    ],
)
def test_the_weather_sport_and_figures_are_promised_by_nobody(text: str) -> None:
    assert find("", text, PUBLISHED) == ()


@pytest.mark.parametrize(
    ("text", "kind", "settles"),
    [
        ("The new mooring fees will apply from 1 July.", Kind.OTHER, True),
        ("The anchor ban applies from 3 May.", Kind.OTHER, True),
        ("Students can apply from 3 May.", Kind.DEADLINE, False),
        ("The trade show will run from 3 to 5 June in Suva.", Kind.MEETING, False),
        ("An exhibition of tide mills opens in Apia on 3 June.", Kind.MEETING, False),
        ("The minister will face Parliament on Tuesday.", Kind.OTHER, False),
        ("The exchange will open a branch in Suva on 3 June.", Kind.LAUNCH, False),
    ],
)
def test_rules_that_apply_and_shows_are_what_they_are(text: str, kind: Kind, settles: bool) -> None:
    (found,) = find("", text, PUBLISHED)
    assert (found.report, found.kind, found.self_settling) == (Change.ANNOUNCED, kind, settles)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("The ports agency on Monday opened the Apia tide mill, four months early.", "2024-11-11"),
        ("The Apia tide mill was opened on Monday, well ahead of schedule.", "2024-11-11"),
        ("The Apia tide mill was opened four months ahead of schedule.", "None"),
    ],
)
def test_what_opened_early_was_held_and_not_on_the_day_it_was_to_be(text: str, start: str) -> None:
    promise = Story(
        "2024-01-13", "Harbour Wire", "Tide mill", "The ports agency will open the Apia tide mill in March 2025."
    )
    (record,) = Life().tell(promise, Story("2024-11-14", "Straits Ledger", "Tide mill opened", text)).records
    assert (record.outcome, str(record.period.start)) == (Status.HELD, start)


def test_what_is_told_as_opened_long_before_without_a_word_of_it_is_another_thing() -> None:
    promise = Story(
        "2024-01-13", "Harbour Wire", "Tide mill", "The ports agency will open the Apia tide mill in March 2025."
    )
    other = Story("2024-06-14", "Straits Ledger", "Mill", "The ports agency on Monday opened a mill museum in Apia.")
    record = Life().tell(promise, other).records[0]
    assert record.outcome is None
