"""What sounds like a promise and is background, and what is told in passing and is one."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change, FoundFollowUp, Kind

PUBLISHED = date(2025, 7, 15)  # a Tuesday


def told(text: str, report: Change = Change.ANNOUNCED, title: str = "") -> list[FoundFollowUp]:
    return [one for one in find(title, text, PUBLISHED) if one.report is report]


def ends(text: str) -> list[date | None]:
    return [one.period.end for one in told(text)]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The Lisbon fair has been fixed for four days in October.", date(2025, 10, 31)),
        ("The drill will run for two weeks in November.", date(2025, 11, 30)),
        ("Bids may be submitted up to 31 August 2025 (previously 31 July 2025).", date(2025, 8, 31)),
        ("Papers are due on 12 September (originally 1 September).", date(2025, 9, 12)),
        ("The vote will be held on 9 October, not on 2 October.", date(2025, 10, 9)),
        (
            "Readers hoping to see the audit at the end of this month will have to wait until October.",
            date(2025, 10, 31),
        ),
        ("Firms expecting the guide in August have been told to wait until December.", date(2025, 12, 31)),
        ("The organisers have picked 17 October as the new date.", date(2025, 10, 17)),
        ("Kenya has proposed 8-9 September for the ministerial that was shelved in March.", date(2025, 9, 9)),
        ("The board has settled on 4 November for its hearing.", date(2025, 11, 4)),
    ],
)
def test_the_date_that_holds_is_told_and_no_other(text: str, end: date) -> None:
    assert ends(text) == [end]


@pytest.mark.parametrize(
    "text",
    [
        "The bank regrets the outage of 2 to 6 July, which touched 117 users.",
        "The text, agreed by negotiators on Friday after 14 months, covers cable security.",
        "The third round, in Lima in June, agreed a list of priorities.",
        "The ministry is ready to spend 2 billion crowns over five years on sensors.",
        "There is no plan for a laboratory at Kelmere, and none will open there by 30 September.",
        "On 2 July this newspaper reported that a second hall would open in Lorvan by 30 September.",
        "On Friday the paper's website wrote that the fair would be held here on 9 October, in error.",
    ],
)
def test_background_and_what_nobody_promises_are_none(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The tax chief rules out a delay to the e-invoice rule.",
        "There is no question of a postponement, the director said.",
        "Two chambers had asked for a six-month delay of the rule.",
        "The minister denies any delay.",
        "Growers are calling for a delay of the drone rule.",
    ],
)
def test_a_delay_that_is_denied_or_wished_for_puts_nothing_off(text: str) -> None:
    assert told(text, Change.POSTPONED) == []


@pytest.mark.parametrize(
    "text", ["The launch of Lumen-3 has been delayed.", "The board has put the forum on hold.", "The forum is delayed."]
)
def test_a_delay_that_is_told_puts_it_off(text: str) -> None:
    assert len(told(text, Change.POSTPONED)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("There will be no Harbour Robotics Summit in Oslo.", "Harbour Robotics Summit"),
        ("There will be no second roundtable after all.", "second roundtable"),
        ("There is no plan for a laboratory at Kelmere.", "laboratory"),
    ],
)
def test_what_there_will_not_be_is_cancelled(text: str, words: str) -> None:
    (found,) = told(text, Change.CANCELLED)
    assert words in found.event


@pytest.mark.parametrize(
    "text",
    [
        "There will be no change to the October deadline.",
        "There will be no further delay.",
        "There are no plans for a delay of the hearing.",
    ],
)
def test_what_stays_is_not_cancelled(text: str) -> None:
    assert told(text, Change.CANCELLED) == []


def test_a_remark_withdrawn_takes_back_what_was_claimed() -> None:
    text = (
        "On 2 July we reported that a second hall would open in Lorvan by 30 September. The ministry has since"
        " withdrawn the remark on which the article was based."
    )
    (found,) = told(text, Change.CANCELLED)
    assert "second hall" in found.event


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "They will meet twice next year: the fifth forum is set for 12 March 2026 and the sixth for October 2026.",
            2,
        ),
        (
            "Two hearings are planned for 2026. The first will be on 4 May 2026, the second hearing on 9 June 2026.",
            2,
        ),
        ("The regulators will meet twice next year.", 1),
        ("The regulators will meet next year. The fifth forum is set for 12 March 2026.", 2),
    ],
)
def test_a_sum_of_two_meetings_is_no_third(text: str, count: int) -> None:
    assert len(told(text)) == count


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "The new cutoff is 30 August, instead of 14 August, and the vote has been moved to 24 September.",
            2,
        ),
        ("The hearing planned for 14 August has been moved to 24 September.", 1),
        ("The patrols cut reported piracy to almost none within four years.", 0),
    ],
)
def test_a_date_belongs_to_its_own_clause(text: str, events: int) -> None:
    assert len(told(text)) == events


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Firms may apply to the Coastal Compute Fund. Winners will be announced in October.",
            "Winners of Coastal Compute Fund will be announced",
        ),
        (
            "The Lorvan Prize drew 40 entries. The results will be published on 9 October.",
            "results of Lorvan Prize will be published",
        ),
        (
            "Oslo has a new mayor. The results of the audit will be published on 9 October.",
            "results of the audit will be published",
        ),
        ("Backers of the lane say their maiden run comes before 2025 is out.", "maiden run comes"),
    ],
)
def test_what_is_told_of_a_scheme_names_it(text: str, event: str) -> None:
    assert told(text)[-1].event == event


@pytest.mark.parametrize(
    ("text", "kind"),
    [("中心訂於今年10月開幕，由市府出資4.5億元。", Kind.LAUNCH), ("论坛订在9月举行，投资3亿元。", Kind.MEETING)],
)
def test_chinese_fixes_a_day_in_other_words(text: str, kind: Kind) -> None:
    (found,) = told(text)
    assert found.kind is kind
