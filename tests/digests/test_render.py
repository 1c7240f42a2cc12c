"""Digests and alerts as pages: what a reader finds, what hostile text cannot do, how much a mail holds."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from digest_samples import (
    DIGESTS,
    HOSTILE,
    NOON,
    empty_digest,
    followup,
    followups_only_digest,
    full_digest,
    hostile_digest,
    line,
    long_digest,
    month,
    on,
    source,
    story,
    year,
)

from watcher.digests import render, words
from watcher.model.digests import Alert, Digest, DigestArea, EventStanding, FollowUpNotice, Notice
from watcher.model.followups import Change, Status

VOID = {"meta", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """Collects links, classes and text of a page, and fails on a tag that is closed out of order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "background"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.said.append(data)


def page(digest: Digest) -> Page:
    parsed = Page(render.render(digest, "html"))
    assert not parsed.open
    return parsed


class TestText:
    def test_a_full_digest_reads_as_an_analyst_wants_it(self) -> None:
        text = render.render(full_digest(), "text")
        for expected in (
            "daily | Mon 16 Oct 2023, 07:00 Singapore (Sun 19:00 New York)",
            "5 stories, 7 outlets | 2 new follow-ups | 1 changed | 3 reminders | 63 of 65 feeds read |",
            "expected during 2024, Singapore",
            '"The White House wants an order on AI signed before the year is out."',
            "by 31 Dec 2023",
            "today, Mon 16 Oct 2023, Changi",
            "was expected on Sat 14 Oct 2023, Honolulu; no news of it found",
            "(was 2023)",
            "s412 Washington and Singapore open a dialogue on critical technologies",
            "BIOTECHNOLOGY AND CLIMATE RESILIENCE: see s412",
            "why: AI, Singapore, White House | follow-up f1, f2",
            "now also in Strait",
            "corrected: An earlier",
            "U.S.-Singapore Space Dialogue: no date found since 2 Apr 2023",
            "Not read: Monsoon Post (HTTP 503 since Saturday)",
            "https://watcher.example.org/digests/d88",
            "watcher explain s412 | watcher followups done f2",
        ):
            assert expected in text or expected in " ".join(text.split())

    def test_general_stands_last_of_the_areas(self) -> None:
        text = render.render(full_digest(), "text")
        assert text.index("DATA GOVERNANCE: see") < text.index("GENERAL\n") < text.index("TOLD BY ALERT")

    @pytest.mark.parametrize("name", DIGESTS)
    def test_no_line_is_wider_than_a_mail_except_an_address(self, name: str) -> None:
        text = render.render(DIGESTS[name](), "text")
        wide = [row for row in text.splitlines() if words.width(row) > 78 and "https://" not in row]
        assert wide == []
        assert "\n\n\n" not in text

    def test_chinese_is_wrapped_by_the_columns_it_takes(self) -> None:
        assert [words.width(row) for row in render.wrapped("新" * 100, 5).splitlines()] == [72, 77, 61]

    def test_an_empty_digest_says_so_in_a_line(self) -> None:
        assert "65 feeds read, nothing relevant.\n" in render.render(empty_digest(), "text")
        assert "Still watching: 65 feeds, nothing relevant.\n" in render.render(
            empty_digest(still_watching=True), "text"
        )

    def test_what_only_an_alert_told_is_not_nothing(self) -> None:
        digest = replace(empty_digest(), alerted=(1,), alerted_stories=(story(1),))
        assert story(1).title in render.render(digest, "text")
        assert "nothing relevant" not in render.render(digest, "text")
        assert render.subject(digest) == "Nothing besides what an alert told"

    def test_a_person_s_own_follow_up_quotes_no_outlet(self) -> None:
        item = followup(1, year(2024), history=(line(year(2024), by="person"),), sources=())
        notice = FollowUpNotice(item, Status.UPCOMING, Notice.NEW, "new")
        digest = replace(followups_only_digest(), notices=(notice,))
        assert "noted by hand" in render.render(digest, "text")
        assert "noted by hand" in render.render(digest, "html")

    def test_the_sentence_of_a_change_is_quoted_with_its_own_source(self) -> None:
        item = followup(
            1,
            month(2024, 7),
            history=(line(year(2024)), replace(line(month(2024, 7), Change.CONFIRMED), text="It is in July.", entry=9)),
            sources=(source(1, "Harbour Wire"), source(9, "Quay Review")),
        )
        notice = FollowUpNotice(item, Status.UPCOMING, Notice.CHANGED, "changed:1", was=item.history[0])
        text = render.render(replace(followups_only_digest(), notices=(notice,)), "text")
        assert '"It is in July."\n     Quay Review, 13 Oct' in text

    @pytest.mark.parametrize(
        "history", [(), (replace(line(year(2024)), text="other", entry=None, url="https://x.example"),)]
    )
    def test_without_a_matching_line_the_first_source_serves(self, history: tuple[()]) -> None:
        item = replace(followup(1, year(2024)), history=history)
        notice = FollowUpNotice(item, Status.UPCOMING, Notice.NEW, "new")
        assert "Harbour Wire, 13 Oct" in render.render(replace(followups_only_digest(), notices=(notice,)), "text")

    def test_a_standing_event_whose_next_date_is_over_is_not_called_next(self) -> None:
        events = (EventStanding("e", "Space Dialogue", next=followup(4, year(2022))), EventStanding("x", "Quiet Forum"))
        text = " ".join(render.render(replace(followups_only_digest(), events=events), "text").split())
        assert "Space Dialogue: was expected during 2022, Singapore (f4); no news of it found" in text
        assert "Quiet Forum" not in text, "nothing is known of it"

    def test_a_lead_that_repeats_the_headline_is_not_quoted_twice(self) -> None:
        told = story(1, "Quantum link opens", summary="Quantum link opens. Tests begin in May.")
        digest = full_digest()
        area = replace(digest.areas[1], stories=(told,), see=())
        text = render.render(replace(digest, areas=(area,)), "text")
        assert "     Tests begin in May.\n" in text

    def test_developments_name_their_follow_ups_and_the_foot_counts_the_rest(self) -> None:
        item = replace(full_digest().developments[1], correction=None, new_followups=(followup(5, year(2025)),))
        digest = replace(followups_only_digest(), developments=(item,), unlisted_stories=2)
        text = render.render(digest, "text")
        assert "new to follow: Next CET Dialogue (f5)" in " ".join(text.split())
        assert "2 more stories ranked lower" in text

    @pytest.mark.parametrize(
        "url", ["http://[x", "ftp://x.example/", "https:///x", "https://x.example/" + "a" * 2000, "//x.example"]
    )
    def test_an_address_that_leads_nowhere_is_no_link(self, url: str) -> None:
        area = replace(full_digest().areas[1], stories=(story(1, url=url),), see=())
        assert url not in render.render(replace(full_digest(), areas=(area,)), "text")


class TestHtml:
    @pytest.mark.parametrize("name", DIGESTS)
    def test_is_well_formed_small_and_has_no_image_script_or_remote_part(self, name: str) -> None:
        digest = DIGESTS[name]()
        parsed = page(digest)
        assert len(render.render(digest, "html").encode()) < 100_000
        assert not parsed.tags & {"script", "img", "iframe", "link", "object", "form", "b", "i"}
        assert not {name for name in parsed.attributes if name.startswith("on")}
        assert all(link.startswith(("http://", "https://")) for link in parsed.links)

    def test_hostile_text_is_shown_as_it_is(self) -> None:
        parsed = page(hostile_digest())
        said = " ".join(parsed.said)
        assert "<script>alert(1)</script>" in said
        assert not any("javascript" in link for link in parsed.links)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", render.render(hostile_digest(), "html"))

    def test_a_digest_of_200_stories_counts_what_it_leaves_out_and_says_where_it_is(self) -> None:
        long_titles = tuple(
            replace(area, stories=tuple(replace(each, title=each.title + " 新" * 50) for each in area.stories))
            for area in long_digest().areas
        )
        digest = replace(long_digest(), areas=long_titles)
        text = render.render(digest, "html")
        assert len(text.encode()) < 100_000
        (more,) = re.findall(r"(\d+) more stories", text)
        titles = sum("Round " in part for part in Page(text).said)
        assert titles >= 200 - int(more)
        assert 'href="https://watcher.example.org/digests/d90"' in text

    def test_without_an_address_the_rest_stands_in_the_text(self) -> None:
        digest = long_digest(600, public_url=None)
        assert "in the plain-text version of this digest" in render.render(digest, "html")
        assert render.render(digest, "text").count("Round ") >= 600

    def test_even_the_worst_texts_fit(self) -> None:
        worst = long_digest(400)
        awful = HOSTILE * 4 + '"' * 300
        areas = tuple(
            replace(
                area, stories=tuple(replace(each, title=awful, summary=awful) for each in area.stories), see=area.see
            )
            for area in worst.areas
        )
        notices = tuple(
            FollowUpNotice(followup(number, year(2024), event=awful, text=awful), Status.UPCOMING, Notice.NEW, "new")
            for number in range(300)
        )
        developments = full_digest().developments * 200
        digest = replace(worst, areas=areas, notices=notices, developments=developments)
        text = render.render(digest, "html")
        assert len(text.encode()) < 100_000
        assert re.search(r"\d+ more stories and \d+ more follow-ups and \d+ more lines", text)

    def test_what_fits_nowhere_is_told_at_its_shortest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(render, "HTML_LIMIT", 100)
        said = render.render(long_digest(), "html")
        assert "194 more stories and 3 more follow-ups" in said

    def test_holds_in_dark_mode_and_on_a_phone(self) -> None:
        text = render.render(full_digest(), "html")
        assert '<meta name="color-scheme" content="light dark">' in text
        assert "@media (prefers-color-scheme:dark)" in text
        assert "@media (max-width:560px)" in text
        classes = set(re.findall(r'class="([^"]+)"', text))
        styled = set(re.findall(r"\.([a-z]+)\{", text))
        used = {name for each in classes for name in each.split()}
        assert used <= styled | {"what"}

    def test_both_clocks_are_printed(self) -> None:
        said = " ".join(page(full_digest()).said)
        assert "07:00 Singapore (Sun 19:00 New York)" in said

    def test_the_language_of_a_headline_is_marked(self) -> None:
        assert 'lang="zh"' in render.render(full_digest(), "html")


class TestMarkdown:
    def test_a_full_digest(self) -> None:
        text = render.render(full_digest(), "markdown")
        assert text.startswith("# daily: Mon 16 Oct 2023, 07:00 Singapore (Sun 19:00 New York)\n")
        assert "- **Next CET Dialogue**: expected during 2024, Singapore `f1`" in text
        assert "### [Two ministries" not in text
        assert "[新加坡与美国启动量子通信联合测试](<https://晨港日报.example/news/41400>) `s414`" in text

    def test_hostile_text_neither_links_nor_formats(self) -> None:
        text = render.render(hostile_digest(), "markdown")
        unescaped = re.sub(r"\\.", "", text)
        assert "<script" not in unescaped
        assert "](javascript" not in unescaped

    @pytest.mark.parametrize("name", DIGESTS)
    def test_has_no_run_of_empty_lines(self, name: str) -> None:
        assert "\n\n\n" not in render.render(DIGESTS[name](), "markdown")

    def test_a_link_cannot_end_its_own_brackets(self) -> None:
        assert render.markdown_link("a]b", "https://x.example/<>") == "[a\\]b](<https://x.example/%3C%3E>)"
        assert render.markdown_link("a*b", None) == "a\\*b"


class TestSubject:
    def test_names_the_areas_and_the_one_thing_that_matters(self) -> None:
        assert render.subject(full_digest()) == "5 stories in 4 areas; Joint biosafety workshop overdue"
        fewer = replace(full_digest(), areas=full_digest().areas[:2])
        assert render.subject(fewer) == "3 stories in 2 areas; Joint biosafety workshop overdue"

    @pytest.mark.parametrize(
        ("names", "expected"),
        [
            (["Quantum"], "2 stories on Quantum"),
            (["Quantum", "Space"], "4 stories: Quantum and Space"),
            (["Quantum", "Space", "Ports"], "6 stories: Quantum, Space and Ports"),
            (["Quantum", "Space", "Ports", "Rail"], "8 stories: Quantum, Space, Ports and 1 more area"),
            (["Quantum", "Space", "Ports", "Rail", "General"], "10 stories: Quantum, Space, Ports and 2 more areas"),
            (["General", "Quantum"], "4 stories: Quantum and other subjects"),
            (["A very long name of an area " * 3, "Space"], "4 stories in 2 areas"),
            (["A very long name of an area " * 3], "2 stories"),
        ],
    )
    def test_names_as_many_areas_as_there_is_room_for(self, names: list[str], expected: str) -> None:
        areas = tuple(
            DigestArea(name.lower(), name, (story(2 * place, areas=()), story(2 * place + 1, areas=())), ())
            for place, name in enumerate(names)
        )
        digest = replace(followups_only_digest(), notices=(), areas=areas)
        assert render.subject(digest) == expected

    def test_what_show_all_lists_again_never_leads(self) -> None:
        overdue = FollowUpNotice(followup(1, year(2022)), Status.OVERDUE, Notice.OVERDUE, "standing@2023-10-16")
        new = FollowUpNotice(followup(2, year(2025)), Status.UPCOMING, Notice.NEW, "new")
        digest = replace(followups_only_digest(), notices=(overdue, new))
        assert render.subject(digest) == "Next CET Dialogue expected during 2025 and 1 more follow-up"

    def test_what_begins_today_is_today(self) -> None:
        due = FollowUpNotice(followup(1, on(date(2023, 10, 16))), Status.DUE, Notice.DUE, "due")
        assert render.subject(replace(followups_only_digest(), notices=(due,))) == "Next CET Dialogue today"

    @pytest.mark.parametrize("name", DIGESTS)
    def test_is_one_short_line(self, name: str) -> None:
        said = render.subject(DIGESTS[name]())
        assert 0 < len(said) <= 78 + 20
        assert "\n" not in said
        assert said == words.plain(said)

    def test_one_story_is_told_by_its_headline(self) -> None:
        digest = replace(followups_only_digest(), notices=(), areas=full_digest().areas[-1:])
        assert render.subject(digest) == "Port cities compare flood maps"

    def test_stories_of_no_area_are_counted(self) -> None:
        area = replace(full_digest().areas[-1], stories=(story(1, areas=()), story(2, areas=())))
        digest = replace(followups_only_digest(), notices=(), areas=(area,))
        assert render.subject(digest) == "2 stories"

    def test_an_empty_digest_says_how_many_feeds_were_read(self) -> None:
        assert render.subject(empty_digest()) == "65 feeds read, nothing relevant"
        assert render.subject(empty_digest(still_watching=True)) == "Still watching: 65 feeds, nothing relevant"

    @pytest.mark.parametrize(
        ("notice", "status", "expected"),
        [
            (Notice.OVERDUE, Status.OVERDUE, "Next CET Dialogue overdue"),
            (Notice.DUE, Status.DUE, "Next CET Dialogue expected on Wed 31 Jul 2024"),
            (Notice.CHANGED, Status.HELD, "Next CET Dialogue held"),
            (Notice.CHANGED, Status.CANCELLED, "Next CET Dialogue cancelled"),
            (Notice.CHANGED, Status.UPCOMING, "Next CET Dialogue now Wed 31 Jul 2024"),
            (Notice.NEW, Status.UPCOMING, "Next CET Dialogue expected on Wed 31 Jul 2024"),
            (Notice.NO_LONGER_CHASED, Status.OVERDUE, "Next CET Dialogue no longer followed up"),
        ],
    )
    def test_a_follow_up_in_a_word(self, notice: Notice, status: Status, expected: str) -> None:
        told = FollowUpNotice(followup(1, on(date(2024, 7, 31))), status, notice, "key")
        digest = replace(followups_only_digest(), notices=(told,))
        assert render.subject(digest) == expected
        assert render.subject(replace(digest, notices=(told, told))) == f"{expected} and 1 more follow-up"

    def test_undated_news(self) -> None:
        item = replace(followup(1, year(2024)), period=replace(year(2024), start=None, end=None))
        new = FollowUpNotice(item, Status.UPCOMING, Notice.NEW, "new")
        digest = followups_only_digest()
        assert render.subject(replace(digest, notices=(new,))) == "Next CET Dialogue announced"
        changed = replace(new, notice=Notice.CHANGED)
        assert render.subject(replace(digest, notices=(changed,))) == "Next CET Dialogue postponed"

    def test_developments_alone(self) -> None:
        digest = replace(followups_only_digest(), notices=(), developments=full_digest().developments)
        assert render.subject(digest) == "2 stories developed further"


class TestAlert:
    alert = Alert(
        3, "next-dialogue", story(412), followup(17, on(date(2024, 7, 31))), NOON, "Asia/Singapore", "https://w.example"
    )

    @pytest.mark.parametrize("format", render.FORMATS)
    def test_tells_the_follow_up_and_the_story(self, format: str) -> None:  # noqa: A002 - as in the contract
        said = render.render_alert(self.alert, format)
        for expected in ("Wed 31 Jul 2024", "Singapore", "Two ministries sign a note on quantum links", "f17", "s412"):
            assert expected in said
        assert "https://w.example/stories/s412" in said

    @pytest.mark.parametrize("format", render.FORMATS)
    def test_hostile_text_does_no_harm(self, format: str) -> None:  # noqa: A002 - as in the contract
        bad = replace(self.alert, name=HOSTILE, story=story(1, HOSTILE, summary=HOSTILE), followup=None)
        said = render.render_alert(bad, format)
        assert "\u202e" not in said
        if format == "html":
            assert "script" not in Page(said).tags

    def test_its_subject_is_what_happens_when(self) -> None:
        assert render.alert_subject(self.alert) == "Next CET Dialogue: Wed 31 Jul 2024, Singapore"
        assert render.alert_subject(replace(self.alert, followup=None)) == "Two ministries sign a note on quantum links"
        nothing = replace(self.alert, followup=None, story=None)
        assert render.alert_subject(nothing) == "next-dialogue"

    def test_a_follow_up_without_a_place(self) -> None:
        item = followup(17, year(2024), place=None)
        assert render.alert_subject(replace(self.alert, followup=item)) == "Next CET Dialogue: 2024"


class TestMessages:
    def test_a_digest_is_ready_for_any_channel(self) -> None:
        message = render.digest_message(full_digest())
        assert (message.kind, message.id, message.name) == ("digest", "d88", "daily")
        assert message.body["type"] == "digest"

    def test_an_alert_too(self) -> None:
        message = render.alert_message(TestAlert.alert)
        assert (message.kind, message.id, message.body["type"]) == ("alert", "a3", "alert")

    def test_a_test_message_is_marked(self) -> None:
        message = render.channel_test_message("newsroom", "t1", NOON)
        assert message.kind == "test"
        assert "test message" in message.text
        assert "test message" in Page(message.html).said[-1] or "test message" in " ".join(Page(message.html).said)

    def test_a_preview_is_not_sent(self) -> None:
        with pytest.raises(ValueError, match="under its id"):
            render.digest_message(empty_digest())
        with pytest.raises(ValueError, match="under its id"):
            render.alert_message(replace(TestAlert.alert, id=None))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Wed 31 Jul 2024 (in 2 days), Singapore", "Wed\u00a031\u00a0Jul\u00a02024 (in\u00a02\u00a0days), Singapore"),
        ("by 31 Dec 2023", "by 31\u00a0Dec\u00a02023"),
        ("expected during 2024", "expected during 2024"),
    ],
)
def test_a_date_in_a_narrow_column_stays_on_one_line(text: str, whole: str) -> None:
    assert render.whole_dates(text) == whole
