"""``watcher retag`` and the reload rule, over a feed that was polled."""

import asyncio
import sqlite3
import threading
from datetime import UTC, datetime

import pytest
from keyword_house import KEYWORDS, House, Item

from watcher.errors import StoreError
from watcher.focus.tagging import Tagger
from watcher.jobs.retag import retag, retag_untold
from watcher.jobs.rules import fingerprint, keywords_changed
from watcher.store.database import Database

ALLIANCE = Item(
    "alliance",
    "Singapore and US sign a pact on AI safety",
    "The United States and Singapore will hold a joint AI safety workshop in Singapore in June 2027.",
)
SPACE = Item(
    "space",
    "Singapore and US talk about satellites",
    "The United States and Singapore will launch a joint satellite by March 2028.",
)
PARK = Item("park", "Singapore opens a park", "A park with a lake, a playground and a tea house.")
SPACE_AREA = """
  - slug: space
    name: Space
    terms: [satellite]
"""
WITH_SPACE = KEYWORDS.replace("events:\n", f"{SPACE_AREA.lstrip(chr(10))}events:\n")
WITHOUT_AI = KEYWORDS.replace("terms: [artificial intelligence, AI, machine learning]", "terms: [neural network]")


@pytest.fixture
def polled(house: House) -> House:
    house.poll(ALLIANCE, SPACE, PARK)
    return house


def areas(house: House) -> dict[str, list[str] | None]:
    """Focus areas by title; None: not relevant."""
    return {
        entry["title"].split()[3 if entry["guid"] != "park" else 0]: entry["focus_areas"] if entry["relevant"] else None
        for entry in house.lines("entries")
    }


def followups(house: House) -> dict[str, str]:
    """Status by start or end of the follow-ups."""
    return {one["end"]: one["status"] for one in house.lines("followups")}


def test_an_area_added_makes_stored_entries_relevant(polled: House) -> None:
    assert areas(polled) == {"sign": ["artificial-intelligence"], "talk": None, "Singapore": None}
    polled.write("keywords", WITH_SPACE)
    said = polled.said("retag")
    assert "of 3 entries 1 became relevant, 0 are no longer, 0 changed focus areas" in said
    assert areas(polled) == {"sign": ["artificial-intelligence"], "talk": ["space"], "Singapore": None}
    assert [story["title"] for story in polled.lines("stories", "--focus", "space")] == [SPACE.title]
    assert followups(polled) == {"2027-06-30": "upcoming", "2028-03-31": "upcoming"}


def test_a_dry_run_names_titles_and_changes_nothing(polled: House) -> None:
    polled.write("keywords", WITH_SPACE)
    before = areas(polled)
    said = polled.said("retag", "--dry-run")
    assert "GAINED (1 entry)" in said
    assert SPACE.title in said
    assert "Of 3 entries: 1 gained, 0 lost, 0 re-tagged, 2 unchanged." in said
    assert areas(polled) == before


def test_json_of_a_retag_has_the_shape_of_a_backtest(polled: House) -> None:
    polled.write("keywords", WITH_SPACE)
    tested, made = polled.json("backtest"), polled.json("retag")
    assert made["totals"].pop("followups_set_aside") == 0
    assert made == tested
    assert polled.json("retag")["totals"]["unchanged"] == 3


def test_a_story_no_longer_relevant_takes_its_followups_along_and_brings_them_back(polled: House) -> None:
    (before,) = polled.lines("followups")
    polled.write("keywords", WITHOUT_AI)
    assert "1 are no longer" in (said := polled.said("retag"))
    assert "1 follow-up set aside" in said
    assert areas(polled)["sign"] is None
    (aside,) = polled.lines("followups")
    assert (aside["id"], aside["status"]) == (before["id"], "dismissed")
    assert aside["history"][0] == before["history"][0]
    assert polled.lines("stories") == []
    assert polled.lines("entries")[0]["followups"] == []
    polled.write("keywords", KEYWORDS)
    polled.said("retag")
    (back,) = polled.lines("followups")
    assert (back["id"], back["status"], back["end"]) == (before["id"], "upcoming", before["end"])
    assert [line["change"] for line in back["history"]] == ["announced", "cancelled", "confirmed"]
    assert back["sources"] == before["sources"]


def test_what_was_set_aside_still_follows_later_stories(polled: House) -> None:
    for keywords in (WITHOUT_AI, KEYWORDS):
        polled.write("keywords", keywords)
        polled.said("retag")
    moved = "The joint AI safety workshop of the United States and Singapore was postponed to September 2027."
    polled.poll(ALLIANCE, SPACE, PARK, Item("moved", "Singapore and US postpone AI safety workshop", moved, 0.1))
    (followup,) = [one for one in polled.lines("followups") if one["kind"] != "agreement"]
    assert (followup["end"], followup["history"][-1]["change"]) == ("2027-09-30", "moved")


def test_a_new_story_takes_up_a_followup_that_was_set_aside(polled: House) -> None:
    polled.write("keywords", WITHOUT_AI)
    polled.said("retag")
    polled.write("keywords", WITHOUT_AI.replace("[neural network]", "[AI safety workshop]"))
    again = (
        "The United States and Singapore will hold a joint AI safety workshop in Singapore in June 2027, officials say."
    )
    polled.poll(ALLIANCE, SPACE, PARK, Item("again", "Singapore and US plan workshop", again, 0.1))
    (followup,) = polled.lines("followups")
    assert followup["status"] == "upcoming"


def test_a_followup_that_a_person_touched_stays(polled: House) -> None:
    (followup,) = polled.lines("followups")
    polled.said("followups", "set", followup["id"], "--place", "Jurong")
    polled.write("keywords", WITHOUT_AI)
    assert "set aside" not in polled.said("retag")
    assert [one["status"] for one in polled.lines("followups")] == ["upcoming"]


def test_an_event_added_names_its_followups(polled: House) -> None:
    added = "  - slug: workshop\n    name: AI workshop\n    terms: [AI safety workshop]\n"
    polled.write("keywords", KEYWORDS + added)
    polled.said("retag")
    (followup,) = polled.lines("followups")
    assert followup["event_slug"] == "workshop"
    assert len(followup["history"]) == 1


def test_digests_already_sent_stay_and_nothing_is_told_twice(polled: House) -> None:
    polled.said("digest", "daily", "--send")
    kept = polled.json("explain", "d1")
    polled.write("keywords", WITHOUT_AI)
    polled.said("retag")
    polled.write("keywords", WITH_SPACE)
    polled.said("retag")
    assert polled.json("explain", "d1") == kept
    following = polled.said("digest", "daily")
    assert SPACE.title in following  # relevant late: told by the digest that is open now
    assert "sign a pact" not in following.partition("FOLLOW-UPS")[0]


def test_since_leaves_older_entries_as_they_are(house: House) -> None:
    house.poll(Item("old", SPACE.title, SPACE.text, 9), PARK)
    house.write("keywords", WITH_SPACE)
    house.said("retag", "--since", "3d")
    assert areas(house)["talk"] is None
    house.said("retag", "--since", "12d")
    assert areas(house)["talk"] == ["space"]


def test_an_entry_edited_between_reading_and_writing_is_judged_by_its_new_words(
    polled: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    polled.write("keywords", WITH_SPACE)
    settings, database = polled.settings(), polled.database()
    begin = Database.writing

    def edited_first(self: Database):  # type: ignore[no-untyped-def]  # the type of the method it stands in for
        monkeypatch.setattr(Database, "writing", begin)
        with sqlite3.connect(str(database.path)) as other:
            other.execute("UPDATE entries SET text = 'a lake', title = 'A lake' WHERE guid = 'space'")
        other.close()
        return begin(self)

    monkeypatch.setattr(Database, "writing", edited_first)
    done = retag(database, settings, Tagger(settings.keywords), datetime.now(UTC))
    database.close()
    assert done.tags.count == 0
    assert all(entry["focus_areas"] != ["space"] for entry in polled.lines("entries"))


def test_an_interrupted_retag_keeps_whole_parts_and_is_taken_up_again(
    polled: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watcher.jobs.backtest.PART", 1)
    polled.write("keywords", WITHOUT_AI.replace("events:\n", f"{SPACE_AREA.lstrip(chr(10))}events:\n"))
    settings, database = polled.settings(), polled.database()

    def interrupt(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retag(database, settings, Tagger(settings.keywords), datetime.now(UTC), progress=interrupt)
    assert keywords_changed(database, settings)
    database.close()
    assert polled.json("retag")["totals"]["unchanged"] == 2
    assert not keywords_changed(polled.database(), settings)


# ---------------------------------------------------------------- the reload rule


def test_a_poll_tags_untold_stories_by_the_changed_file(polled: House) -> None:
    polled.write("keywords", WITH_SPACE)
    code, _, err = polled.run("poll")
    assert code == 0
    assert "The keyword file has changed: of 3 entries 1 became relevant" in err
    assert areas(polled)["talk"] == ["space"]
    assert "has changed" not in polled.run("poll")[2]


def test_told_stories_are_left_to_retag(polled: House) -> None:
    polled.said("digest", "daily", "--send")
    polled.write("keywords", WITHOUT_AI)
    settings, database = polled.settings(), polled.database()
    done = retag_untold(database, settings, Tagger(settings.keywords), datetime.now(UTC))
    database.close()
    assert (done.tags.entries, done.tags.count) == (2, 0)
    assert areas(polled)["sign"] == ["artificial-intelligence"]
    polled.said("retag")
    assert areas(polled)["sign"] is None


def test_only_what_decides_tags_counts_as_a_change(polled: House) -> None:
    was = fingerprint(polled.settings())
    polled.write("keywords", "# a comment moves every line\n" + KEYWORDS.replace("name: Quantum", "name: Quanta"))
    assert fingerprint(polled.settings()) == was
    polled.write("keywords", KEYWORDS.replace("qubit, weight: 0.5", "qubit, weight: 1"))
    changed = fingerprint(polled.settings())
    assert changed != was
    polled.feeds({"/one.xml": "Harbour Times"}, ", implies: [singapore]")
    assert fingerprint(polled.settings()) not in (was, changed)


def test_a_retag_of_the_last_days_alone_leaves_the_rest_due(polled: House) -> None:
    polled.write("keywords", WITH_SPACE)
    polled.said("retag", "--since", "1h")
    assert keywords_changed(polled.database(), polled.settings())
    polled.said("retag")
    assert not keywords_changed(polled.database(), polled.settings())


def test_other_commands_write_beside_a_retag(polled: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.jobs.backtest.PART", 1)
    polled.write("keywords", WITH_SPACE)
    settings, database = polled.settings(), polled.database()
    errors: list[StoreError] = []

    def dismiss(done: int, total: int) -> None:
        def write() -> None:
            other = polled.database()
            try:
                with other.writing():
                    pass
            except StoreError as error:
                errors.append(error)
            finally:
                other.close()

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()

    asyncio.run(
        asyncio.to_thread(retag, database, settings, Tagger(settings.keywords), datetime.now(UTC), progress=dismiss)
    )
    database.close()
    assert errors == []
    assert areas(polled)["talk"] == ["space"]
