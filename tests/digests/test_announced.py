"""Which texts announce a correction."""

import pytest

from watcher.digests.announced import LONGEST, announced_correction


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("Correction: Talks are on 31 July", "Body.", "Talks are on 31 July"),
        ("CORRECTED-Talks are on 31 July", "Body.", "Talks are on 31 July"),
        ("UPDATE 1-CORRECTED-Talks are on 31 July", "Body.", "Talks are on 31 July"),
        ("[Corrected] Talks are on 31 July", "Body.", "Talks are on 31 July"),
        ("Talks are on 31 July (correction)", "Body.", "Talks are on 31 July"),
        ("更正：会谈定于7月31日", "正文。", "会谈定于7月31日"),
        ("【更正】会谈定于7月31日", "正文。", "会谈定于7月31日"),
        ("Talks", "Body. Correction: The date is 31 July.", "The date is 31 July."),
        ("Talks", "Body.\nCorrection (Aug. 2): The date is 31 July.", "The date is 31 July."),
        ("Talks", "Body.\nCorrection appended at noon: The date is 31 July.", "The date is 31 July."),
        ("Talks", "Body.\nClarification: Only ministers attend.", "Only ministers attend."),
        ("Talks", "Body.\nEditor's note: Correction: The date is 31 July.", "The date is 31 July."),
        ("Talks", "Body.\nCorrection:\nThe date is 31 July.", "The date is 31 July."),
        ("会谈", "正文。\n勘误：日期应为7月31日。", "日期应为7月31日。"),
        (
            "Talks",
            "Body. An earlier version of this article misstated the date.",
            "An earlier version of this article misstated the date.",
        ),
        (
            "Talks",
            "Body. This story has been updated to correct the date of the talks.",
            "This story has been updated to correct the date of the talks.",
        ),
        ("Talks", "(This July 30 story has been corrected.)", "(This July 30 story has been corrected.)"),
        ("Talks", "We have corrected this article.", "We have corrected this article."),
        ("会谈", "本文先前有误，日期应为7月31日。", "本文先前有误，日期应为7月31日。"),
    ],
)  # fmt: skip
def test_an_announced_correction_is_quoted_without_its_label(title: str, text: str, said: str) -> None:
    assert announced_correction(title, text) == said


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Talks are on 31 July", "The date was set on Monday."),
        ("Market correction: what chip makers expect", "Shares fell. A correction of ten percent is near."),
        ("Correction officers get AI cameras", "The corrections department buys them."),
        ("Corrected growth figures help Singapore", "The ministry corrected its forecast."),
        ("Talks", "An earlier version of this article was published in March."),
        ("Talks", "An earlier version of the bill said nothing of quantum."),
        ("Talks", "Error correction is the hard part of a quantum computer: it takes many qubits."),
        ("会谈", "部长更正了发言稿。"),
        ("", ""),
    ],
)
def test_what_only_speaks_of_corrections_announces_none(title: str, text: str) -> None:
    assert announced_correction(title, text) is None


def test_no_more_is_quoted_than_may_leave_the_house() -> None:
    said = announced_correction("Talks", "Correction: " + "The date is 31 July and not 30 July " * 40)
    assert said is not None
    assert len(said) <= LONGEST


def test_a_long_hostile_text_is_read_in_no_time_worth_measuring() -> None:
    assert announced_correction("t" * 5000, ("correction, " * 20_000) + "an earlier version of this " * 20_000) is None
