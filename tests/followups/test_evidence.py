"""What speaks for two tellings of one thing, and what against: names, counterparts, money, places, surroundings."""

import pytest
from lives import Life, Story, show

from watcher.followups.names import named_in_full, names_in
from watcher.followups.words import words_of


def told(*texts: tuple[str, str, str]) -> Life:
    return Life().tell(*(Story(day, f"Outlet {n}", title, text) for n, (day, title, text) in enumerate(texts)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("Norway and Singapore will hold the Green Shipping Dialogue in Bergen in May 2026.", "Ports talk"),
            ("Oslo's officials meet their Singaporean guests for the Green Shipping Dialogue on 12 May 2026.", "Talks"),
        ),
        (
            ("The agency will publish its study of subsea sensors by the end of March 2026.", "Sensor study"),
            ("The paper on undersea sensors is due by the end of March, the agency repeated.", "Sensor study nears"),
        ),
        (
            ("The Kestrel-7 probe will be launched in the third quarter of 2026.", "Kestrel-7 dated"),
            (
                "Engineers shipped the antenna. Lift-off is set for 9 August 2026.",
                "Last part of Kestrel-7 is on its way",
            ),
        ),
        (
            ("The Harbour Robotics Forum will take place in Busan in October 2026.", "Robots to Busan"),
            ("The Harbour Robotics Forum has its date. It will run from 6 to 8 October 2026.", "Robots get a date"),
        ),
    ],
)
def test_other_words_for_one_thing_meet(one: tuple[str, str], other: tuple[str, str]) -> None:
    life = told(("2026-01-10", one[1], one[0]), ("2026-02-20", other[1], other[0]))
    assert len(life.records) == 1, show(life)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Corvex will invest $2 billion in Kulim over the next four years.",
            "Dalmar will invest $7 billion in Penang over the next four years.",
        ),
        (
            "The Coastal Data Forum meets in Lima on 4 May 2026.",
            "The Coastal Energy Forum meets in Lima on 4 May 2026.",
        ),
        (
            "Comments on the draft drone code close on 8 May 2026.",
            "The final drone code will be published by the end of 2026.",
        ),
        (
            "The third Tidal Summit will be held in Oslo on 4 May 2026.",
            "The Tidal Summit will be held in Lima on 9 October 2026.",
        ),
        (
            "Chile and Peru will hold a cyber dialogue in May 2026.",
            "Chile and Kenya will hold a cyber dialogue in May 2026.",
        ),
    ],
)
def test_other_things_in_like_words_stay_apart(one: str, other: str) -> None:
    life = told(("2026-01-10", "News", one), ("2026-01-12", "More news", other))
    assert len(life.records) == 2, show(life)


def test_a_chinese_report_meets_the_english_ones_by_names_glossary_and_date() -> None:
    life = told(
        ("2026-01-10", "Chip forum in Hanoi", "Vietnam will host the Lotus Semiconductor Forum in Hanoi in June 2026."),
        ("2026-03-02", "越南芯片论坛定期", "越南将于2026年6月9日在河内举行半导体论坛（Lotus Semiconductor Forum）。"),
    )
    (record,) = life.records
    assert (str(record.period.start), record.place) == ("2026-06-09", "Hanoi")


def test_a_bare_edition_takes_the_name_told_before() -> None:
    assert (
        named_in_full("fourth edition goes", "The Lagoon Robotics Forum meets twice.") == "fourth Lagoon Robotics Forum"
    )
    assert named_in_full("fourth edition of the atlas", "The Lagoon Robotics Forum meets twice.").endswith("atlas")
    assert names_in("Ministers Meet At The Lagoon Robotics Forum In Lima") == ()


def test_a_country_is_one_word_under_all_its_names() -> None:
    tokens = [
        words_of(text).nations for text in ("Dutch officials", "officials of the Netherlands", "The Hague's officials")
    ]
    assert tokens == [frozenset({"@nl"})] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Its harbour board cut the waiting time for repair ships in February.",
        "Crews had been taken on by June.",
        "The counter stood at 212 at the turn of the year.",
        "No such tender will be opened on 9 October.",
        "If you had planned a trip for late November, wait.",
        "Friday's decree covers drones and radios.",
        '"Nobody counts heads in February," she said.',
        "Buoys had already been shifted from March to May.",
    ],
)
def test_what_is_over_supposed_or_denied_makes_no_record(text: str) -> None:
    life = told(("2025-04-09", "Harbour notes", text))
    assert life.records == [], show(life)


def test_a_record_that_was_held_quotes_the_report() -> None:
    life = told(
        ("2026-01-10", "Forum set", "The Harbour Robotics Forum will be held in Busan on 6 October 2026."),
        ("2026-10-07", "Forum over", "The Harbour Robotics Forum was held in Busan on Tuesday."),
    )
    (record,) = life.records
    assert record.text == "The Harbour Robotics Forum was held in Busan on Tuesday."


def test_what_a_story_on_a_configured_event_says_of_something_else_leaves_the_event_alone() -> None:
    life = Life([("tidal-dialogue", "Tidal Dialogue")]).tell(
        Story("2026-01-10", "Harbour Wire", "Dialogue set", "The second Tidal Dialogue will be held in Busan in 2026."),
        Story(
            "2026-06-15",
            "Straits Ledger",
            "Minister sets out",
            "The foreign minister leaves this week for four countries. The second Tidal Dialogue is among his stops.",
        ),
    )
    (event,) = life.of("tidal-dialogue")
    assert (str(event.period.start), str(event.period.end)) == ("2026-01-01", "2026-12-31"), show(life)


def test_a_phrase_leaves_brackets_out() -> None:
    life = told(("2026-01-10", "Cloud", "Dalmar will put S$12 billion (US$8.9 billion) into data centres by 2030."))
    assert [record.event for record in life.records] == ["Dalmar will put S$12 billion into data centres"]
