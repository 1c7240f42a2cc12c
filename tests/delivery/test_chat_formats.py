"""Slack, Discord and Teams: within every limit, nothing cut where there is no page for the rest, nobody pinged."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from digest_bodies import NASTY, digest, followup, message, story

from watcher.delivery.formats import FORMATS
from watcher.delivery.pages import len16, safe_url
from watcher.model.deliveries import Message

CHATS = ("slack", "discord", "teams")
PAGE = "https://watcher.example.org/digests/d88"


def sent(form: str, what: Message) -> list[dict[str, Any]]:
    return [json.loads(body) for body in FORMATS[form](what)]


def texts(value: Any) -> Iterator[str]:
    """Every string of a message, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def whole(form: str, what: Message) -> str:
    return "\n".join(text for part in sent(form, what) for text in texts(part))


# ---------------------------------------------------------------- limits


def check_slack(part: dict[str, Any]) -> None:
    assert len(part["blocks"]) <= 50
    for block in part["blocks"]:
        assert block["type"] in {"header", "section"}
        assert 1 <= len16(block["text"]["text"]) <= {"header": 150, "section": 3000}[block["type"]]


def check_discord(part: dict[str, Any]) -> None:
    assert 1 <= len16(part["content"]) <= 2000
    assert len(part["embeds"]) <= 10
    assert all(1 <= len16(embed["description"]) <= 4096 for embed in part["embeds"])
    assert all(len16(embed.get("title", "")) <= 256 for embed in part["embeds"])
    assert sum(len16(text) for embed in part["embeds"] for text in texts(embed)) <= 6000
    assert part["allowed_mentions"] == {"parse": []}


TEXT_BLOCK = {
    "type": {"TextBlock"},
    "wrap": {True},
    "size": {"Small", "Default", "Medium", "Large", "ExtraLarge"},
    "weight": {"Lighter", "Default", "Bolder"},
    "spacing": {"None", "Small", "Default", "Medium", "Large", "ExtraLarge", "Padding"},
    "style": {"default", "heading"},
}


def check_teams(part: dict[str, Any]) -> None:
    """The structure that the Adaptive Cards schema 1.4 and the Workflows trigger prescribe for what we use."""
    assert len(json.dumps(part, ensure_ascii=False).encode()) <= 28 * 1024
    assert part["type"] == "message"
    (attachment,) = part["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert set(card) <= {"$schema", "type", "version", "fallbackText", "msteams", "body", "actions"}
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    for block in card["body"]:
        assert block["text"]
        assert all(value in TEXT_BLOCK[key] for key, value in block.items() if key != "text")
    for action in card.get("actions", ()):
        assert set(action) == {"type", "title", "url"}
        assert action["type"] == "Action.OpenUrl"


CHECKS = {"slack": check_slack, "discord": check_discord, "teams": check_teams}
LONG = {"title": "量" * 300, "url": "https://outlet.example/" + "x" * 900, "sources": [{"outlet": "O" * 80}] * 3}
SHAPES = {
    "two hundred stories": digest(200, 40),
    "two hundred stories and a page": digest(200, 40, PAGE),
    "nothing": digest(0, 0),
    "long titles and addresses": digest(
        focus_areas=[{"slug": "q", "name": "Q" * 90, "stories": [story(n, **LONG) for n in range(40)]}]
    ),
    "only characters that need escapes": digest(
        focus_areas=[{"slug": "q", "name": "&" * 99, "stories": [story(n, title="&<*[" * 75) for n in range(60)]}]
    ),
    "a long subject": message(subject="📡" * 400, body=digest(200).body),
    "a long test": message(kind="test", body={"type": "test", "text": "&" * 9000}),
}


@pytest.mark.parametrize("form", CHATS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_message_is_within_the_services_limits(form: str, shape: str) -> None:
    parts = sent(form, SHAPES[shape])

    assert parts
    for part in parts:
        CHECKS[form](part)


# ---------------------------------------------------------------- what is said


@pytest.mark.parametrize("form", CHATS)
def test_with_a_page_it_is_one_message_of_ten_stories_and_the_way_to_the_rest(form: str) -> None:
    (part,) = sent(form, digest(40, 2, PAGE))
    said = "\n".join(texts(part))

    assert [n for n in range(40) if f"Story number {n}:" in said] == list(range(10))
    assert "30 more stories" in said
    assert PAGE in said
    assert "Joint review number 1" in said
    assert said.index("Joint review number 1") < said.index("Story number 0:")


@pytest.mark.parametrize("form", CHATS)
def test_without_a_page_nothing_is_cut_and_the_parts_are_numbered(form: str) -> None:
    parts = sent(form, digest(200, 40))
    said = whole(form, digest(200, 40))

    assert len(parts) > 1
    for number, part in enumerate(parts, start=1):
        assert any(f"({number}/{len(parts)})" in text.replace("\\", "") for text in texts(part))
    for n in range(200):
        assert said.count(f"Story number {n}:") == 1
    for n in range(40):
        assert len(re.findall(rf"Joint review number {n}\b", said)) == 1


@pytest.mark.parametrize("form", CHATS)
def test_no_page_ends_with_a_heading_and_a_section_that_goes_on_is_headed_anew(form: str) -> None:
    said = [list(texts(part)) for part in sent(form, digest(200, 40))]

    for page in said[1:]:
        assert any("Stories" in text or "Follow-ups" in text for text in page)
    for page in said:
        assert not page[-1].strip("*").endswith(("Stories", "Follow-ups"))


@pytest.mark.parametrize("form", CHATS)
def test_a_story_is_its_title_area_and_outlets_and_stands_once(form: str) -> None:
    said = whole(form, digest(6, 0))

    assert "seen above" not in said
    assert "Quantum · Outlet 0, Outlet 1, Outlet 2 and 3 more" in said
    assert "https://outlet5.example/news/5?ref=feed" in said


@pytest.mark.parametrize("form", CHATS)
def test_follow_ups_say_why_they_are_told_and_when_they_are_expected(form: str) -> None:
    groups = {
        "new": [followup(1, when="expected during 2025, Singapore")],
        "changed": [followup(2, "changed", was={"words": "was by 31 Dec 2024, Paris"})],
        "upcoming": [followup(3, "due", when="now, 5-7 Aug 2024"), followup(4, "coming", was={"words": ""})],
        "overdue": [
            followup(5, "overdue", when="was expected in June 2024; no news of it found"),
            followup(6, "no-longer-chased"),
        ],
    }
    said = re.sub(r"[*\\]", "", whole(form, digest(0, told=groups)))

    assert "expected during 2025, Singapore" in said
    assert "expected in September 2024, Singapore · was by 31 Dec 2024, Paris" in said
    for word in ("New", "Changed", "Now", "Coming up", "Overdue", "no news of it found", "No longer chased"):
        assert word in said
    assert not re.search(r"\bdue\b|missed", said, re.IGNORECASE)


@pytest.mark.parametrize("form", CHATS)
def test_the_rest_of_a_digest_is_told_where_there_is_no_page(form: str) -> None:
    more = {
        "developments": [
            {"story": "s1", "title": "Told before", "url": None, "new_sources": [{"outlet": "New Outlet"}]},
            {"story": "s2", "title": "Put right", "correction": "the sum was 3 million", "new_followups": ["f1"]},
        ],
        "alerted": [{"id": "s9", "title": "Told at once", "url": None}, {"id": "f9", "title": "Talks", "when": "2025"}],
        "events": [
            {"name": "The Dialogue", "words": "last Wed 31 Jul 2024, Singapore; next 2025 (f3)"},
            {"name": "The Forum", "words": "no date found since 2 Jan 2024"},
            {"name": "The Unheard", "last": None, "next": None, "silent_since": None, "words": None},
        ],
        "coverage": {"feeds_polled": 65, "feeds_failing": [{"name": f"Feed {n}"} for n in range(7)],
                     "feeds_silent": ["Quiet Post"], "deliveries_failing": []},
        "totals": {"unlisted_stories": 12},
    }  # fmt: skip
    said = whole(form, digest(1, 0, **more))

    assert "now also in New Outlet" in said
    assert "corrected: the sum was 3 million; with a new follow-up" in said
    assert "Told at once" in said
    assert "Talks — 2025" in said
    assert "last Wed 31 Jul 2024, Singapore; next 2025" in said
    assert "The Unheard" not in said
    assert "1 feed silent — Quiet Post" in said
    assert "no date found since 2 Jan 2024" in said
    assert "7 feeds failing — Feed 0, Feed 1, Feed 2, Feed 3 and 3 more" in said
    assert "12 more stories" in said

    linked = whole(form, digest(1, 0, PAGE, **more))
    assert "12 more stories and 2 developments" in linked
    assert "The Forum" not in linked


@pytest.mark.parametrize("form", CHATS)
def test_an_empty_digest_says_that_it_is_watching(form: str) -> None:
    assert "Still watching: 65 feeds, nothing new to tell." in whole(form, digest(0, 0))
    assert "Nothing new to tell." in whole(form, digest(0, 0, coverage={}))


@pytest.mark.parametrize("form", CHATS)
def test_an_alert_is_its_story_or_follow_up_and_the_way_to_it(form: str) -> None:
    body = {"type": "alert", "alert": "next", "story": story(1), "followup": followup(2), "url": PAGE}
    said = whole(form, message(kind="alert", subject="Next dialogue", body=body))

    for words in ("Next dialogue", "Story number 1", "publish the results", "Joint review number 2", PAGE):
        assert words in said


# ---------------------------------------------------------------- nobody is called


@pytest.mark.parametrize("form", CHATS)
def test_the_text_of_a_feed_pings_nobody(form: str) -> None:
    nasty = story(1, title=NASTY, sources=[{"outlet": NASTY}])
    areas = [{"slug": "q", "name": NASTY, "stories": [nasty]}]
    what = message(subject=NASTY, body=digest(0, 0, focus_areas=areas).body)
    said = whole(form, what)

    for call in ("<!channel>", "@everyone", "<@U123>", "<at>", "@here"):
        assert call not in said
    if form != "slack":  # whose markup has no escape for it
        assert r"\*bold\*" in said
        assert "[x](http://a.example)" not in said


@pytest.mark.parametrize("form", CHATS)
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "", None, "https://a.example/" + "x" * 2000]
)
def test_only_a_web_address_of_sane_length_becomes_a_link(form: str, url: str | None) -> None:
    areas = [{"slug": "q", "name": "Q", "stories": [story(1, url=url)]}]
    said = whole(form, digest(0, 0, focus_areas=areas))

    assert "Story number 1" in said
    assert "](" not in said
    assert "<" not in said


@pytest.mark.parametrize(
    "url", ["https://a.example/a b>c|d", "https://a.example/(x)?q=<y>", "https://a.example/\n\u202e量"]
)
def test_an_address_cannot_end_its_link_early(url: str) -> None:
    safe = safe_url(url)

    assert safe is not None
    assert not set(safe) & set(" <>()|\n\u202e")


@pytest.mark.parametrize("form", [*CHATS, "json"])
def test_a_broken_character_does_not_stop_the_message(form: str) -> None:
    areas = [{"slug": "q", "name": "Q", "stories": [story(1, title="half a pair \ud83d here")]}]

    assert "half a pair" in whole(form, digest(0, 0, focus_areas=areas))
