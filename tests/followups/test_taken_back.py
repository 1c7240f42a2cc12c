"""What is denied, supposed or ruled out is no promise; what was promised and is denied is taken back."""

from datetime import date

import pytest
from lives import Life, Story

from watcher.followups.extract import find
from watcher.model.followups import Change, Status

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
