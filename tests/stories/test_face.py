"""The face of a story: whose title, which sentences, in what order."""

from datetime import UTC, datetime, timedelta

from watcher.model.entries import Entry
from watcher.stories.face import face, is_official, opening

START = datetime(2031, 5, 20, 8, tzinfo=UTC)
TEXT = "Dock workers in Port Lim returned to work on Tuesday. Their union accepted a pay deal of 6 percent."


def entry(
    number: int,
    title: str,
    text: str = TEXT,
    *,
    outlet: str = "Harbour Times",
    url: str = "",
    relevant: bool = True,
    hours: int = 0,
) -> Entry:
    at = START + timedelta(hours=hours)
    return Entry(
        id=number,
        feed="https://example.org/feed",
        outlet=outlet,
        guid=str(number),
        url=url or f"https://news.example/{number}",
        canonical_url=None,
        title=title,
        summary=text,
        text=text,
        published_at=at,
        dated_at=at,
        first_seen_at=at,
        arrived_at=at,
        language="en",
        story=1,
        relevant=relevant,
        too_old=False,
        areas=(),
        full_text="feed",
    )


def test_the_first_plain_title_stands_for_the_story() -> None:
    found = face([entry(2, "Dock strike over in Port Lim", hours=2), entry(1, "Port Lim dock workers end strike")])
    assert found.title == "Port Lim dock workers end strike"
    assert (found.published_at, found.updated_at) == (START, START + timedelta(hours=2))
    assert found.sources == (1, 2)


def test_clickbait_roundups_and_shouting_give_way() -> None:
    plain = entry(9, "Port Lim dock workers end strike", hours=5)
    for title in (
        "You won't believe what ended the strike!",
        "Morning briefing: dock strike ends",
        "DOCK STRIKE ENDS NOW",
    ):
        assert face([entry(1, title), plain]).title == plain.title


def test_the_original_stands_before_its_copies() -> None:
    copy = entry(1, "Port Lim dock workers end strike", "PORT LIM (AP) - " + TEXT, outlet="The Courier")
    assert (
        face([copy, entry(2, "Dock workers end strike in Port Lim", hours=1)]).title
        == "Dock workers end strike in Port Lim"
    )
    official = entry(3, "Ministry of Labour on the end of the strike", url="https://labour.gov.example/3", hours=3)
    assert not is_official(official.url)
    official = entry(3, "Ministry of Labour on the end of the strike", url="https://www.mol.gov.sg/3", hours=3)
    assert face([copy, official]).title == official.title


def test_relevant_entries_give_the_face() -> None:
    aside = entry(1, "Port Lim dock workers end strike", relevant=False)
    assert face([aside, entry(2, "Why did the strike end?", hours=1)]).title == "Why did the strike end?"


def test_the_outlets_name_is_not_part_of_the_title() -> None:
    assert face([entry(1, "Dock workers end strike - Harbour Times")]).title == "Dock workers end strike"


def test_a_summary_says_more_than_the_title() -> None:
    bare = entry(1, "Port Lim dock workers end strike", "Port Lim dock workers end strike.")
    assert face([bare, entry(2, "Dock strike over in Port Lim", hours=2)]).summary == TEXT
    assert face([entry(1, "Port Lim dock workers end strike", "")]).summary == ""


def test_a_summary_leaves_out_noise_and_stops_at_its_limit() -> None:
    assert opening("Read more at our site. Workers went back. Subscribe now.", "") == "Workers went back."
    assert opening("The cranes move again. " * 30, "").endswith(".")
    assert len(opening("word " * 200, "")) <= 300
    assert opening("港口罢工结束。工人返回。", "标题") == "港口罢工结束。工人返回。"
