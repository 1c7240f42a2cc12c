"""``watcher demo``: played once for all tests here, then asked as its reader would ask it."""

import io
import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from watcher.cli.main import main
from watcher.config.load import load
from watcher.config.shipped import starter
from watcher.demo.samples import sample_feeds

SIX_AREAS = {
    "artificial-intelligence",
    "quantum",
    "biotechnology",
    "defense-technology",
    "data-governance",
    "climate-resilience",
}
DIALOGUE = {
    "Harbour Wire",
    "Causeway Courier",
    "Kallang Evening Record",
    "Capitol Desk",
    "Lion City Tech",
    "Potomac Signal",
}


@dataclass(frozen=True)
class Played:
    directory: Path
    text: str

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        code, out, err = run("--config", str(self.directory / "config"), *arguments, "--json")
        assert code == 0, err
        return [json.loads(line) for line in out.splitlines()]

    def followup(self, day: str, event: str = "cet-dialogue") -> dict[str, Any]:
        """The one record of the event, as it stood on that day."""
        [found] = [each for each in self.lines("followups", "--as-of", day) if each["event_slug"] == event]
        return found

    def first_digest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.directory / "digests" / "daily-2023-10-16-d1.json").read_text("utf-8"))
        return found

    def morning(self, number: int) -> str:
        """What was printed for that morning, from 1."""
        return re.split(r"={20,}\n.+\n={20,}\n", self.text)[number]


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The demo in a folder of its own; nothing else may lie beside that folder afterwards."""
    around = tmp_path_factory.mktemp("around")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(around)
        patch.setenv("HOME", str(around))
        code, text, err = run("demo")
        assert (code, err) == (0, "")
        assert [path.name for path in around.iterdir()] == ["watcher-demo"]
        yield Played(around / "watcher-demo", text)


# ---------------------------------------------------------------- the samples


def test_the_samples_are_many_entries_of_made_up_outlets() -> None:
    documents = sample_feeds()
    text = "".join(documents.values())
    real = {(feed.name or "").casefold() for feed in load(starter_path(), {}).feeds}
    names = {re.search(r"<title>(.+?)</title>", document)[1] for document in documents.values()}  # type: ignore[index]  # each has one
    assert len(documents) >= 8
    assert len(re.findall(r"<item>|<entry>", text)) >= 60
    assert {name.rsplit(".", 1)[1] for name in documents} == {"rss", "atom"}
    assert not real & {name.casefold() for name in names}
    addresses = set(re.findall(r"https?://([^/\"<?]+)", text))
    assert {address for address in addresses if not address.endswith(".example")} == {"www.w3.org", "purl.org"}


def starter_path() -> Path:
    return Path(str(starter()))


# ---------------------------------------------------------------- what it leaves and prints


def test_it_leaves_the_digest_and_the_database_directly_in_its_folder(played: Played) -> None:
    page = (played.directory / "digest.html").read_text(encoding="utf-8")
    assert page.casefold().startswith("<!doctype html>")
    assert "CET Dialogue" in page
    with sqlite3.connect(played.directory / "watcher.db") as database:
        assert database.execute("select count(*) from entries").fetchone()[0] >= 60
    database.close()


def test_it_sends_one_mail(played: Played) -> None:
    sent = re.findall(r'\[One mail sent, to a sink on this machine: "(.+)", (\d+) KB\]', played.text)
    assert len(sent) == 1
    assert "stories" in sent[0][0]
    assert int(sent[0][1]) > 10
    mails = [each for each in played.lines("deliveries") if each["channel"] == "mail-sink"]
    assert [mail["state"] for mail in mails] == ["sent"]


def test_it_prints_the_first_digest_in_full_and_of_the_later_ones_what_changed(played: Played) -> None:
    stored = (played.directory / "digests" / "daily-2023-10-16-d1.txt").read_text("utf-8")
    assert stored.strip() in played.morning(1)
    assert "ARTIFICIAL INTELLIGENCE" in played.morning(1)
    for number in (2, 3, 4):
        assert "ARTIFICIAL INTELLIGENCE" not in played.morning(number)
        assert "NEW STORIES" in played.morning(number)
        assert max(map(len, played.morning(number).splitlines())) <= 78


def test_it_ends_with_three_commands_that_work_when_pasted(played: Played) -> None:
    commands = re.findall(r"^  (.+ --config .+)$", played.text.rpartition("Try next:")[2], re.MULTILINE)
    assert len(commands) == 3
    pasted = [
        subprocess.run(
            ["/bin/sh", "-c", command], capture_output=True, text=True, check=True, cwd=played.directory.parent
        )
        for command in commands
    ]
    standing, why, preview = (answer.stdout for answer in pasted)
    assert "expected during 2024" in standing
    assert "White House and Singapore launch technology dialogue" in why
    assert preview.startswith("# daily")


# ---------------------------------------------------------------- what the reader learns


def test_ten_outlets_are_read_and_none_fails(played: Played) -> None:
    feeds = played.lines("feeds")
    assert len(feeds) >= 8
    assert {feed["state"] for feed in feeds} == {"active"}
    assert all(feed["entries"] >= 6 for feed in feeds)


def test_the_first_digest_has_all_six_areas(played: Played) -> None:
    assert {area["slug"] for area in played.first_digest()["focus_areas"]} >= SIX_AREAS


def test_the_dialogue_is_one_story_with_its_outlets_and_areas(played: Played) -> None:
    entries = {each["id"]: each for each in played.lines("entries")}
    of_dialogue = {
        entry["story"]
        for entry in entries.values()
        if entry["outlet"] in DIALOGUE and "2023-10-12" <= entry["published_at"] < "2023-10-14" and says_first(entry)
    }
    assert len(of_dialogue) == 1
    [story] = [each for each in played.lines("stories") if each["id"] in of_dialogue]
    assert {source["outlet"] for source in story["sources"]} >= DIALOGUE
    assert {area["slug"] for area in story["focus_areas"]} >= SIX_AREAS


def says_first(entry: dict[str, Any]) -> bool:
    return "Dialogue" in entry["summary"] and bool(re.search(r"\bfirst\b|opened a Critical", entry["summary"]))


def test_the_other_subjects_are_stories_of_their_own(played: Played) -> None:
    titles = {story["title"]: {source["outlet"] for source in story["sources"]} for story in played.lines("stories")}
    assert titles["IMDA and NIST line up their AI frameworks"] == {"Lion City Tech", "Capitol Desk"}
    assert titles["American and Singaporean agencies to work on post-quantum cryptography"] == {"Bench Notes"}
    assert titles["DARPA and DSTA: the long run-up to a defense technology pillar"] == {"Rampart Review"}


@pytest.mark.parametrize(
    "title",
    [
        "Flight AI382 lands with a cake on board",
        "Ai Morioka folds a thousand cranes",
        "Quantum of Solace under the stars",
        "Neighbours chip in for a playground",
        "They never told us, say stallholders of closed market",
        "Growers in Washington state begin picking apples",
        "Barriers of night race come down around the bay",
        "Robot returns the trays in Bedok",  # Singapore only
        "Democrats want AI Bill of Rights in coming order",  # U.S. only
        "How a technology dialogue works",  # the U.S. with others
        "Exchange students from Ohio play basketball in Jurong",  # both countries, no technology
        "Free trade pact with United States turns 20",
        "滨海湾夜跑周六改道",
    ],
)
def test_near_misses_are_not_relevant(played: Played, title: str) -> None:
    [entry] = [each for each in played.lines("entries") if each["title"] == title]
    assert not entry["relevant"]


# ---------------------------------------------------------------- the promise, from morning to morning


def test_the_dialogue_is_announced_expected_dated_and_held(played: Played) -> None:
    mornings = [played.followup(day) for day in ("2023-10-16", "2024-01-02", "2024-07-29", "2024-08-01")]
    assert [each["status"] for each in mornings] == ["upcoming", "due", "upcoming", "held"]
    assert len({each["id"] for each in mornings}) == 1
    assert [(each["start"], each["end"], each["precision"]) for each in mornings] == [
        ("2024-01-01", "2024-12-31", "year"),
        ("2024-01-01", "2024-12-31", "year"),
        ("2024-07-31", "2024-07-31", "day"),
        ("2024-07-31", "2024-07-31", "day"),
    ]
    changes = [line["change"] for line in mornings[-1]["history"]]
    assert changes[0] == "announced"
    assert "held" in changes


def test_no_source_is_said_to_differ(played: Played) -> None:
    changes = {line["change"] for line in played.followup("2024-08-01")["history"]}
    assert {"moved", "conflicting"}.isdisjoint(changes)


def test_the_four_mornings_are_told_in_the_readers_words(played: Played) -> None:
    life = played.text.rpartition("the next CET Dialogue\n")[2]
    assert re.search(r"16 Oct 2023 +new to follow: expected during 2024, Singapore", life)
    assert re.search(r"2 Jan 2024 +now: expected during 2024, Singapore", life)
    assert re.search(r"29 Jul 2024 +changed: Wed 31 Jul 2024 \(in 2 days\), Singapore", life)
    assert re.search(r"1 Aug 2024 +changed: held Wed 31 Jul 2024, Singapore", life)


def test_the_executive_order_is_expected_and_then_signed_in_time(played: Played) -> None:
    """A promise that was kept is not chased: its signing is among the samples."""

    def order(day: str) -> tuple[str, str | None, str]:
        [found] = [each for each in played.lines("followups", "--as-of", day) if "executive order" in each["event"]]
        return found["status"], found["start"], found["end"]

    assert order("2023-10-16") == ("upcoming", None, "2023-12-31")
    assert order("2024-01-02") == ("held", "2023-10-30", "2023-10-30")
    assert order("2024-08-01") == ("held", "2023-10-30", "2023-10-30")


def test_what_nothing_was_heard_of_is_said_to_be_overdue(played: Played) -> None:
    [week] = [each for each in played.lines("followups", "--as-of", "2024-01-02") if "Cyber Week" in each["event"]]
    assert week["status"] == "overdue"


def test_the_safety_institutes_are_to_meet_in_september(played: Played) -> None:
    found = [each for each in played.lines("followups", "--as-of", "2024-08-01") if each["start"] == "2024-09-01"]
    assert [(each["end"], each["precision"], each["kind"]) for each in found] == [("2024-09-30", "month", "meeting")]


# ---------------------------------------------------------------- folders it may and may not use


def test_a_second_run_takes_the_place_of_the_first_and_full_prints_every_digest(tmp_path: Path) -> None:
    folder = tmp_path / "a folder's own: 100%20 #1?"
    assert run("demo", "--out", str(folder))[0] == 0
    before = sorted(path.name for path in (folder / "digests").iterdir())
    code, out, err = run("demo", "--out", str(folder), "--full")
    assert (code, err) == (0, "")
    assert out.count("ARTIFICIAL INTELLIGENCE") == 4
    assert sorted(path.name for path in (folder / "digests").iterdir()) == before


def test_files_that_are_not_its_own_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "config" / "watcher.yaml"
    mine.parent.mkdir()
    mine.write_text("database: sqlite:///mine.db\n")
    code, out, err = run("demo", "--out", str(tmp_path))
    assert (code, out) == (2, "")
    assert "is not the demo's to replace; choose another folder with --out" in err
    assert mine.read_text() == "database: sqlite:///mine.db\n"
    assert [path.name for path in tmp_path.iterdir()] == ["config"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run("demo", "--out", str(tmp_path / "file"))[0] == 2
    code, out, err = run("demo", "--out", str(tmp_path / "file" / "below"))
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "Not a directory" in err
