"""``watcher backtest``: what a changed keyword file gains, loses and re-tags."""

from pathlib import Path

import pytest
from keyword_house import KEYWORDS, House, Item

from watcher.focus.tagging import Tagger
from watcher.jobs import judging
from watcher.jobs.backtest import backtest

AI = Item("ai", "Singapore and US sign a pact on AI", "Officials of the United States and Singapore met.", 3)
SPACE = Item("space", "Singapore and US talk about satellites", "A satellite of the United States and Singapore.", 2)
PARK = Item("park", "Singapore opens a park", "A park with a lake.", 1)
CHANGED = KEYWORDS.replace(
    "events:\n", "  - slug: space\n    name: Space\n    terms: [satellite, pact]\nevents:\n"
).replace("AI, machine learning", "machine learning")


@pytest.fixture
def polled(house: House) -> House:
    house.poll(AI, SPACE, PARK)
    return house


@pytest.fixture
def changed(polled: House) -> Path:
    path = polled.config.parent / "what-if.yaml"
    path.write_text(CHANGED, encoding="utf-8")
    return path


def test_the_file_on_disk_changes_nothing_after_a_poll(polled: House) -> None:
    assert polled.json("backtest") == {
        "gained": [],
        "lost": [],
        "retagged": [],
        "totals": {
            "entries": 3,
            "gained": 0,
            "lost": 0,
            "retagged": 0,
            "unchanged": 3,
            "stories_gained": 0,
            "stories_lost": 0,
            "stories_retagged": 0,
        },
    }
    assert polled.said("backtest") == "Of 3 entries none would change.\n"


def test_gained_and_retagged_are_told_with_titles_areas_and_terms(polled: House, changed: Path) -> None:
    found = polled.json("backtest", "--keywords", str(changed))
    (gained,), (retagged,) = found["gained"], found["retagged"]
    entries = {entry["guid"]: entry for entry in polled.lines("entries")}
    assert (gained["title"], gained["entry"], gained["story"]) == (
        SPACE.title,
        entries["space"]["id"],
        entries["space"]["story"],
    )
    assert gained["published_at"] == entries["space"]["published_at"]
    assert gained["was"] == {"relevant": False, "focus_areas": []}
    assert gained["now"] == {"relevant": True, "focus_areas": ["space"]}
    assert gained["matched"] == {"space": ["satellite"]}
    assert retagged["was"]["focus_areas"] == ["artificial-intelligence"]
    assert retagged["now"]["focus_areas"] == ["space"]
    assert found["totals"]["unchanged"] == 1
    said = polled.said("backtest", "--keywords", str(changed))
    assert "GAINED (1 entry)" in said
    assert "+space -artificial-intelligence" in said
    assert "Of 3 entries: 1 gained, 0 lost, 1 re-tagged, 1 unchanged." in said


def test_lost_says_what_is_missing(polled: House) -> None:
    polled.write("keywords", KEYWORDS.replace("[United States, U.S., US, Washington]", "[Canada]"))
    (lost,) = polled.json("backtest")["lost"]
    assert (lost["title"], lost["missing"]) == (AI.title, ["united-states"])
    assert "no united-states" in polled.said("backtest")


def test_nothing_is_changed_by_looking(polled: House, changed: Path) -> None:
    before = polled.lines("entries")
    polled.said("backtest", "--keywords", str(changed))
    assert polled.lines("entries") == before


def test_since_looks_at_what_arrived_since(polled: House, changed: Path) -> None:
    totals = polled.json("backtest", "--keywords", str(changed), "--since", "60h")["totals"]
    assert (totals["entries"], totals["gained"], totals["retagged"]) == (2, 1, 0)


def test_every_fault_of_the_file_is_told_with_its_line(polled: House) -> None:
    bad = polled.config.parent / "bad.yaml"
    bad.write_text("focus_areas:\n  - slug: One\n    terms: [a]\n    colour: red\n  - slug: two\n", encoding="utf-8")
    code, out, err = polled.run("backtest", "--keywords", str(bad))
    assert (code, out) == (2, "")
    assert f"{bad}:2" in err
    assert f"{bad}:4" in err
    assert f"{bad}:5" in err


@pytest.mark.parametrize(("name", "content"), [("missing.yaml", None), ("empty.yaml", ""), ("broken.yaml", "a: [")])
def test_a_file_that_says_nothing_is_refused(polled: House, name: str, content: str | None) -> None:
    path = polled.config.parent / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    code, out, err = polled.run("backtest", "--keywords", str(path))
    assert (code, out) == (2, "")
    assert str(path) in err
    assert "Traceback" not in err


def test_an_example_that_fails_is_told_and_the_result_all_the_same(polled: House, changed: Path) -> None:
    example = "    examples: {match: [A rocket flies]}\n"
    changed.write_text(CHANGED.replace("terms: [satellite, pact]\n", f"terms: [satellite, pact]\n{example}"))
    code, out, err = polled.run("backtest", "--keywords", str(changed))
    assert code == 0
    assert '"A rocket flies" is not tagged space' in err
    assert "1 gained" in out


def test_a_long_list_is_cut_for_people_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.cli.keywords.SHOWN", 2)
    house.poll(*(Item(f"n{n}", f"Singapore and US talk about satellites, part {n}", "A satellite.") for n in range(5)))
    house.write("keywords", CHANGED)
    assert "... and 3 more; --json has all" in house.said("backtest")
    assert len(house.json("backtest")["gained"]) == 5


def test_an_empty_store_is_no_error(house: House) -> None:
    assert "No entries are stored" in house.said("backtest")
    assert house.json("backtest")["totals"]["entries"] == 0


def test_processes_find_the_same_as_one(house: House, changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house.poll(
        *(Item(f"n{n}", f"Singapore and US, {n} satellites, AI", "Of the United States.") for n in range(20)),
    )
    house.write("keywords", CHANGED)
    settings = house.settings()
    made = []
    for worth in (10**9, 1):
        monkeypatch.setattr(judging, "WORTH_PROCESSES", worth)
        monkeypatch.setattr("watcher.jobs.backtest.PART", 3)
        database = house.database()
        made.append(backtest(database, settings, Tagger(settings.keywords)))
        database.close()
    assert made[0].counts == {"gained": 1, "lost": 0, "retagged": 21}
    assert made[0] == made[1]


def test_a_feed_that_is_configured_no_more_implies_nothing(house: House) -> None:
    house.feeds({"/one.xml": "Harbour Times"}, ", implies: [singapore]")
    house.poll(Item("ai", "US rules on AI", "Rules of the United States."))
    assert house.json("backtest")["totals"]["unchanged"] == 1
    house.feeds({"/other.xml": "Straits Ledger"})
    assert house.json("backtest")["lost"][0]["missing"] == ["singapore"]
