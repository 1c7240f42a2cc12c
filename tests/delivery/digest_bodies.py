"""Messages for the channels' tests: the contract's JSON with made-up stories, as many as asked for."""

from datetime import UTC, datetime
from typing import Any

from watcher.model.deliveries import Message

CREATED = datetime(2024, 7, 29, 23, 0, 4, tzinfo=UTC)
NASTY = "<!channel> @everyone <@U123> <at>Everybody</at> *bold* [x](http://a.example) `code` & more"


def story(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"s{number}",
        "title": f"Story number {number}: agencies agree on shared testing of quantum links between ports",
        "summary": "The two agencies said they would publish the results within the year.",
        "url": f"https://outlet{number % 7}.example/news/{number}?ref=feed",
        "sources": [
            {"entry": f"e{number}{n}", "outlet": f"Outlet {n}", "title": "t", "url": None, "published_at": None}
            for n in range(1 + number % 6)
        ],
        "focus_areas": [],
        **more,
    }


def followup(number: int, notice: str = "new", **more: Any) -> dict[str, Any]:
    return {
        "id": f"f{number}",
        "event": f"Joint review number {number}",
        "start": "2024-09-01",
        "end": "2024-09-30",
        "precision": "month",
        "place": "Singapore",
        "when": "expected in September 2024, Singapore",
        "status": "upcoming",
        "text": "The review will take place in Singapore in September.",
        "notice": notice,
        "sources": [{"entry": "e1", "outlet": "Outlet 1", "title": "t", "url": f"https://outlet.example/f/{number}"}],
        **more,
    }


def digest(
    stories: int = 3, followups: int = 2, url: str | None = None, told: dict[str, Any] | None = None, **more: Any
) -> Message:
    """A digest message; ``told`` replaces its follow-ups, ``more`` any other key of its body."""
    new = {"new": [followup(n) for n in range(followups)], "upcoming": [], "changed": [], "overdue": []}
    body = {
        "type": "digest",
        "version": 1,
        "id": "d88",
        "digest": "daily",
        "url": url,
        "timezone": "Asia/Singapore",
        "window": {"start": "2024-07-28T23:00:00Z", "end": "2024-07-29T23:00:00Z"},
        "focus_areas": [
            {"slug": "quantum", "name": "Quantum", "stories": [story(n) for n in range(stories)]},
            {"slug": "space", "name": "Space", "stories": [{"id": "s0", "title": "seen above", "see": "quantum"}]},
        ],
        "followups": told or new,
        "events": [],
        "developments": [],
        "coverage": {"feeds_polled": 65, "feeds_failing": [], "feeds_silent": [], "deliveries_failing": []},
        "totals": {"stories": stories, "unlisted_stories": 0, "unlisted_followups": 0},
        **more,
    }
    return message(body=body)


def message(**more: Any) -> Message:
    given: dict[str, Any] = {
        "kind": "digest",
        "id": "d88",
        "name": "daily",
        "subject": "3 stories on quantum; review overdue",
        "text": "Daily digest\n\nStory number 1\n",
        "html": "<!doctype html><html><body><p>Daily digest</p></body></html>",
        "body": {},
        "created_at": CREATED,
        **more,
    }
    return Message(**given)
