"""What surrounds the news: lead-ins, outlets' names, datelines, and what kind of item a title announces."""

import pytest

from watcher.stories.titles import AHEAD, ASKING, PREVIEW, PROFILE, ROUNDUP, headline, opening, traits


@pytest.mark.parametrize(
    ("title", "outlet", "expected"),
    [
        ("BREAKING: Port workers end strike", "", "Port workers end strike"),
        ("UPDATE 1-Port workers end strike", "", "Port workers end strike"),
        ("Port workers end strike - Harbour Times", "harbourtimes.example", "Port workers end strike"),
        ("Port workers end strike | The Courier", "thecourier.example", "Port workers end strike"),
        ("Port workers end strike | Anything", "Other", "Port workers end strike"),
        ("Port workers end strike - union", "Harbour Times", "Port workers end strike - union"),
        ("Watch", "", "Watch"),
        ("【快讯】港口罢工结束", "", "港口罢工结束"),
    ],
)
def test_a_headline_loses_what_is_not_news(title: str, outlet: str, expected: str) -> None:
    assert headline(title, outlet) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Morning briefing: five things from the harbour", ROUNDUP),
        ("News at a glance: strike, storm, vote", ROUNDUP),
        ("How to watch the regatta: start time and TV channel", PREVIEW | ASKING),
        ("Who is Lim Beng, the new harbour master?", PROFILE | ASKING),
        ("Harbour board to decide this week", AHEAD),
        ("Port workers end strike", 0),
        ("要闻速览", ROUNDUP),
        ("港口罢工将结束？", AHEAD | ASKING),
        ("Newsletter, e-paper", ROUNDUP),
        ("Harbour round-up", ROUNDUP),
        ("Livestream: the regatta", PREVIEW),
        ("Lineups of the final", PREVIEW),
        ("Strike fact-check", PROFILE),
        ("Q&A on the strike", PROFILE),
        ("Board planning a pier", AHEAD),
    ],
)
def test_kinds_of_items(title: str, expected: int) -> None:
    assert traits(title) == expected


def test_an_opening_loses_its_dateline_and_its_read_more() -> None:
    assert opening("PORT LIM (Reuters) - Workers went back. Read more at Harbour Times") == "Workers went back. "
    assert opening("Workers went back…") == "Workers went back"
