"""The standing answer of an event: what the configuration knows of the last one counts from that day on."""

from datetime import date

import pytest

from watcher.followups.history import standing
from watcher.model.period import Period, Precision
from watcher.settings import EventSettings, LastHeld

EVENT = EventSettings("dialogue", "The Dialogue", (), LastHeld(date(2024, 7, 31), "Singapore", "https://a.example/1"))


@pytest.mark.parametrize("today", [date(2024, 7, 31), date(2025, 1, 1)])
def test_the_last_one_of_the_configuration_is_known_from_its_day_on(today: date) -> None:
    found = standing(EVENT, [], today)
    day = date(2024, 7, 31)
    assert (found.last, found.last_place) == (Period(day, day, Precision.DAY), "Singapore")
    assert found.silent_since == day


def test_before_that_day_nobody_knew_of_it() -> None:
    found = standing(EVENT, [], date(2024, 7, 30))
    assert (found.last, found.last_place, found.last_source, found.silent_since) == (None, None, None, None)
