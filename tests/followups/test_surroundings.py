"""The place of a thing, told in its headline or in the sentence beside."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change


def place(text: str, title: str = "") -> str | None:
    found = [one for one in find(title, text, date(2025, 3, 12)) if one.report is Change.ANNOUNCED]
    return found[-1].place


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("", "Ministers plan a forum on ports in Oslo. It is scheduled for 4 May.", "Oslo"),
        ("", "The forum will be held on 4 May. It will take place in Oslo.", "Oslo"),
        ("", "The robot fair opens on 4 May. Venue: Harbour Hall.", "Harbour Hall"),
        ("", "Where: Harbour Hall. When: 4 June 2025", "Harbour Hall"),
        ("Lisbon to host robot congress", "The congress will open on 9 June, organisers said.", "Lisbon"),
        ("", "Arcus will build a plant in Batam. The plant will open in 2027.", "Batam"),
        ("", "The ministerial has been moved to 4 May. Santiago remains the host city.", "Santiago"),
        ("", "The signing was put off to 4 May. Brussels is still the place.", "Brussels"),
        ("", "The roundtable has been moved to 4 May. Oslo's Harbour Hall stays the venue.", "Oslo"),
        ("", "The hearing will be on 4 May. The meeting will still be held in Lima.", "Lima"),
    ],
)
def test_a_place_is_found_in_the_sentence_beside(title: str, text: str, expected: str) -> None:
    assert place(text, title) == expected


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", "Last year's forum was held in Oslo. The forum will open on 9 June."),
        ("", "Arcus will build a plant in Batam. The company will publish its results on 9 May."),
        ("", "The forum in Oslo and the one in Lima clash. The forum will open on 9 June."),
        ("Minister visits Oslo", "The minister will open the laboratory on 4 June."),
        ("", "The forum will open on 9 June. Arcus remains the host of the website."),
        ("", "The rules were drafted in Oslo. They will take effect on 4 June."),
    ],
)
def test_the_place_of_another_thing_is_not_lent(title: str, text: str) -> None:
    assert place(text, title) is None


def test_where_the_signing_took_place_is_told_behind_it() -> None:
    [signed] = find("", "Both signed a reef pact on Tuesday. The signing took place in Suva.", date(2025, 3, 12))
    assert (signed.report, signed.place) == (Change.HELD, "Suva")
