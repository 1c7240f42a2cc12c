"""Sentences that look like a promise, a postponement or an end, and are none; and their neighbours that are."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change

MONDAY = date(2025, 7, 14)


@pytest.mark.parametrize(
    "text",
    [
        "The reef report has still not been published.",
        "The reef report, which both had announced for June, has still not been published.",
        "Reef data stolen today can be read tomorrow.",
        "Yards will lack 8,400 welders by 2035.",
        "They counted the welders that yards will need by 2035.",
        "The island's population will be a quarter over 65 by 2030.",
        "Eighty comments came in by Friday.",
        "Fishers push back against the reef plan.",
        "The island's conference calendar is crowded this autumn, and the hotels are full next week.",
        "The reef bureau adopted a plan to count fish in Suva on Friday.",
        "Countdown begins for the reef satellite.",
        "The study expects a doubling of catches by 2030. The plan envisages 40 stations by 2030.",
        "The reef map is out. It sees trials from 2027.",
        "Last week we reported that Fiji would introduce a levy on nets.",
        "The ministry announced on Friday that its staff had moved house.",
        "About 60% of catches will come from Fiji next year, the firm believes.",
        "One in three divers will retire in the next ten years.",
        "Critics say the plan will cost jobs by 2027.",
        "That would be the tenth reef centre by 2028.",
        "Fishers are nervous this autumn.",
        "The grants were promised for March, but neither partner has published a list of winners.",
        "The delay comes as hundreds of grants are looked at again.",
        "Fishers should not hope for another delay to the rule, the bureau said.",
        "The reef project has been plagued by delays.",
        "Trial delays do not help fishers, the bureau said.",
        "The court regularly delays orders on nets.",
        "The bureau requests a delay in counting fish.",
        "It is the third reef gathering to be dropped this year, after a fair in Nadi.",
        "The Heron, a cable ship shared by three islands, sails under a Fijian flag.",
    ],
)
def test_nothing_is_promised_put_off_or_held(text: str) -> None:
    assert find("", text, MONDAY) == ()


def test_a_visitor_who_may_cancel_cancels_nothing() -> None:
    found = find("", "Exhibitors can cancel free of charge until the end of August.", MONDAY)
    assert [one.report for one in found] in ([], [Change.ANNOUNCED])


@pytest.mark.parametrize(
    ("text", "report", "end"),
    [
        ("The reef report comes out in August, says its author.", Change.ANNOUNCED, "2025-08-31"),
        ("The reef hall is closed next week.", Change.ANNOUNCED, "2025-07-27"),
        ("The next round is likely this autumn.", Change.ANNOUNCED, "2025-11-30"),
        ("Ports said on Friday at the second Reef Forum in Suva that trials were on track.", Change.HELD, "2025-07-11"),
        ("The reef council agreed in Suva on Friday to count more fish.", Change.HELD, "2025-07-11"),
        ("Reef ministers meeting in Suva on Friday agreed to count more fish.", Change.HELD, "2025-07-11"),
        ("There will be no levy on nets, the ministry said.", Change.CANCELLED, "None"),
        ("Plans for a second reef hall were quietly dropped on Friday.", Change.CANCELLED, "None"),
        ("There will be no net auction this year, the bureau said.", Change.CANCELLED, "2025-12-31"),
        (
            "Nets are worn, a panel said on Friday in its findings, published four months late.",
            Change.HELD,
            "2025-07-11",
        ),
        ("Rita Vula arrives in Suva on Friday, a day before both sign a reef pact.", Change.ANNOUNCED, "2025-07-19"),
        ("The cable talks, due next week, are off until 9 August.", Change.ANNOUNCED, "2025-08-09"),
        ("Fiji and Tonga agreed to share reef data at their first Reef Dialogue yesterday.", Change.HELD, "2025-07-13"),
        ("Falls were the subject at Friday's roundtable on ageing in Suva.", Change.HELD, "2025-07-11"),
        ("Shrimp die of heat, according to a report that both put out yesterday.", Change.HELD, "2025-07-13"),
    ],
)
def test_its_neighbours_tell_something(text: str, report: Change, end: str) -> None:
    (found,) = find("", text, MONDAY)
    assert (found.report, str(found.period.end)) == (report, end)


def test_the_date_at_the_head_of_a_release_is_not_read() -> None:
    (found,) = find("", "14 July 2025 - The ministry will open the reef centre in Suva in October 2025.", MONDAY)
    assert str(found.period.start) == "2025-10-01"


def test_it_is_the_gathering_that_the_sentence_before_names() -> None:
    text = "Ferrets and corals are on the agenda of the Reef Safety Dialogue. It will be held in October in Suva."
    (found,) = find("", text, MONDAY)
    assert "Reef Safety Dialogue" in found.event


def test_a_word_given_at_a_gathering_tells_that_it_was_held() -> None:
    text = "Both sides agreed on Friday to test drones together. The agreement came at their second Reef Dialogue."
    [held] = find("", text, MONDAY)
    assert (held.report, held.event, str(held.period.end)) == (Change.HELD, "second Reef Dialogue", "2025-07-11")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Divers count on the agreement on reef data that Fiji and Tonga intend to sign early next year.",
            "agreement on reef data",
        ),
        ("He praised the fund for reef research, which both are to launch by June.", "fund for reef research"),
        (
            "The United States and Fiji will hold their second Reef Technology Dialogue in May 2026.",
            "second Reef Technology Dialogue",
        ),
        (
            "Organisers of the Reef Packaging Summit said on Monday that it would now take place on 8-9 September.",
            "Reef Packaging Summit",
        ),
        (
            "Divers warned at the third AI in Reefs Roundtable in Suva on Friday of warm water.",
            "third AI in Reefs Roundtable",
        ),
        ("The bureau said that the reef plant will open on 30 November.", "reef plant will open"),
        ("Officials said the reef forum that was announced last year will be held in October.", "reef forum"),
        ("The net rule that Fiji passed takes effect on 1 September.", "net rule takes effect"),
        ("Come October, ships will have to carry the new label.", "ships will have to carry the new label"),
        ("The drill, codenamed Reef Shield, takes place in October.", "drill takes place"),
        ("Work on the reef hall is on track, divers said; it will open in October.", "reef hall will open"),
        ("The bureau has pushed back the hydrogen plan to 29 October, citing costs.", "hydrogen plan"),
        ("The reef hall has been called off for good.", "reef hall"),
        ("A new date of 9 October has been set for the coral bank opening.", "coral bank opening"),
        ("The coral bank opening has been postponed by four weeks, to 9 October.", "coral bank opening"),
        ("The grant deadline originally set for 12 August will be on 9 October instead.", "grant deadline"),
        ("The grant deadline has been moved from 12 August to 9 October.", "grant deadline"),
        ("The two sides agreed that Fiji will open a coral bank in October.", "Fiji will open a coral bank"),
        ("Under the plan, Fiji will open a coral bank in October.", "Fiji will open a coral bank"),
        ("A diver told Reef News Fiji will open a coral bank in October.", "Fiji will open a coral bank"),
        ("The net ban, first proposed in 2021, will take effect on 1 October.", "net ban will take effect"),
        ("The net ban – long awaited by divers – will take effect on 1 October.", "net ban will take effect"),
        ("The plant that Tonga proposed in May will open on 30 November.", "plant will open"),
    ],
)
def test_a_promise_is_named_by_its_object(text: str, event: str) -> None:
    assert [one.event for one in find("", text, MONDAY)] == [event]


def test_when_a_paper_came_out_may_be_told_behind_it() -> None:
    text = "The reef group has issued its recommendations at last. The 18-page paper, released on Friday, is dry."
    [held] = find("", text, MONDAY)
    assert (held.report, held.event, str(held.period.end)) == (
        Change.HELD,
        "reef group has issued recommendations at last",
        "2025-07-11",
    )


def test_what_will_be_done_and_then_published_is_all_to_come() -> None:
    found = find("", "The reef review will be carried out over the summer and published in the autumn.", MONDAY)
    assert [(one.report, str(one.period.end)) for one in found] == [
        (Change.ANNOUNCED, "2025-08-31"),
        (Change.ANNOUNCED, "2025-11-30"),
    ]
