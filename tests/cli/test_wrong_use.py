"""Whatever a person gets wrong is answered with one clear message and an exit code, never with a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest
from house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, digests=[{"name": "daily"}])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nonsense"], "nonsense"),
        (["poll", "--feed", "Nobody's Herald"], "Nobody's Herald"),
        (["poll", "--nonsense"], "--nonsense"),
        (["digest"], "NAME"),
        (["digest", "weekly"], "weekly"),
        (["digest", "daily", "--since", "yesterday-ish"], "yesterday-ish"),
        (["digest", "daily", "--since", "2024-02-30"], "2024-02-30"),
        (["digest", "daily", "--since", "2024-02-02", "--until", "2024-02-01"], "ends"),
        (["digest", "daily", "--send", "--since", "2024-01-01"], "--send"),
        (["digest", "daily", "--format", "pdf"], "pdf"),
        (["stories", "--focus", "astrology"], "astrology"),
        (["stories", "merge", "s1", "s2"], "s1"),
        (["stories", "dismiss", "e1"], "e1"),
        (["followups", "--status", "late"], "late"),
        (["followups", "--as-of", "soon"], "soon"),
        (["followups", "done", "f99"], "f99"),
        (["followups", "add", "A meeting", "--when", "sometime"], "sometime"),
        (["followups", "add", "A meeting", "--event", "olympics"], "olympics"),
        (["followups", "add", "A meeting", "--url", "javascript:alert(1)"], "javascript:alert(1)"),
        (["followups", "set", "f1"], "--when"),
        (["followups", "set", "f1", "--text", " "], "--text is empty"),
        (["followups", "add", "A meeting", "--when", "yesterday"], "is over"),
        (["entries", "--since", "13/10/2023"], "13/10/2023"),
        (["deliveries", "retry", "nothing"], "nothing"),
        (["channels", "test", "carrier-pigeon"], "carrier-pigeon"),
        (["run", "--bind", "everywhere"], "everywhere"),
        (["run", "--bind", "0.0.0.0:8080"], "password"),
    ],
    ids=" ".join,
)
def test_a_wrong_word_is_named(house: House, arguments: list[str], told: str) -> None:
    said = house.run(*arguments)
    assert said.code == 2
    assert told in said.err
    assert said.out == ""
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("feeds.yaml", None, "feeds.yaml"),
        ("feeds.yaml", "feeds: [", "feeds.yaml:1"),
        ("feeds.yaml", "feeds:\n  - {url: 'ftp://a.example/'}\n", "feeds.yaml:2"),
        ("watcher.yaml", "database: oracle://x\n", "watcher.yaml:1"),
        ("watcher.yaml", "database: sqlite:///x.db\npoling: {}\n", "polling"),
        ("keywords.yaml", "focus_areas:\n  - {slug: a, name: A, terms: ['/(a+)+b/']}\n", "keywords.yaml:2"),
        ("digests.yaml", "channels: []\ndigests: [{name: d, channels: [nowhere]}]\n", "nowhere"),
    ],
)
def test_a_bad_file_starts_nothing(house: House, name: str, content: str | None, told: str) -> None:
    path = house.config / name
    if content is None:
        path.unlink()
    else:
        path.write_text(content, encoding="utf-8")
    said = house.run("poll")
    assert said.code == 2
    assert told in said.err
    assert "Traceback" not in said.err
    assert not house.database.exists()


def test_a_missing_directory_points_to_init(tmp_path: Path) -> None:
    house = House(tmp_path)
    for path in house.config.iterdir():
        path.unlink()
    house.config.rmdir()
    said = house.run("poll")
    assert said.code == 2
    assert "watcher init" in said.err


@pytest.mark.parametrize("content", [b"this is no database, and long enough to be read as one" * 40, b"\x00" * 4096])
def test_a_file_that_is_no_database_is_left_alone(house: House, content: bytes) -> None:
    house.database.write_bytes(content)
    said = house.run("entries")
    assert said.code == 1
    assert str(house.database) in said.err
    assert house.database.read_bytes() == content


def test_a_database_in_a_place_that_cannot_be_written_is_named(house: House) -> None:
    (house.root / "occupied").write_text("a file where a folder is wanted")
    said = house.run("--database", f"sqlite:///{house.root}/occupied/watcher.db", "entries")
    assert said.code == 1
    assert "occupied" in said.err
    assert "Traceback" not in said.err


def test_a_database_address_of_another_kind_is_wrong_usage(house: House) -> None:
    said = house.run("--database", "mysql://host/x", "entries")
    assert said.code == 2
    assert "sqlite:///" in said.err


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(house: House, day: str) -> None:
    for when in ("1 June 2027", "9999", "none"):
        house.run("followups", "add", "A meeting", "--when", when)
    said = house.run("followups", "--as-of", day)
    assert (said.code, said.err) == (0, "")
    assert house.run("followups", "--as-of", day, "--json").code == 0
    now = house.run("followups")
    assert all(heading in now.out for heading in ("LATER", "NO DATE"))


def test_a_bare_year_is_a_time(house: House) -> None:
    said = house.run("followups", "add", "A meeting", "--when", "2031")
    assert (said.code, said.err) == (0, "")
    assert "2031" in said.out


def test_what_is_tracked_is_not_tracked_twice(house: House) -> None:
    assert house.run("followups", "add", "A meeting of harbour masters", "--when", "May 2031").code == 0
    again = house.run("followups", "add", "a meeting of  harbour masters", "--when", "2031")
    assert again.code == 2
    assert "f1 tracks that already" in again.err
    assert house.run("followups", "add", "A meeting of harbour masters", "--when", "May 2033").code == 0


def test_a_word_given_twice_is_said_once(house: House) -> None:
    house.run("followups", "add", "A meeting of harbour masters", "--when", "May 2031")
    assert "is done:" in house.run("followups", "done", "f1").out
    assert "is done already:" in house.run("followups", "done", "f1").out
    assert "is open again:" in house.run("followups", "reopen", "f1").out
    assert "is open already:" in house.run("followups", "reopen", "f1").out
    (record,) = house.run("followups", "--json").records
    assert [line["change"] for line in record["history"]] == ["announced", "held", "confirmed"]


def test_help_costs_no_library() -> None:
    code = (
        "import sys, contextlib\n"
        "from watcher.cli.main import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        "heavy = {'sqlalchemy', 'httpx', 'jinja2', 'feedparser', 'yaml', 'nh3', 'starlette', 'apscheduler'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "LOADED []" in said.stdout
    assert "Commands:" in said.stdout


def test_options_of_the_list_are_refused_beside_a_word_on_one_follow_up(house: House) -> None:
    house.run("followups", "add", "A meeting of harbour masters", "--when", "May 2031")
    said = house.run("followups", "--json", "done", "f1")
    assert (said.code, said.out) == (2, "")
    assert "belong to the list" in said.err
    assert "upcoming" in [record["status"] for record in house.run("followups", "--json").records]


def test_a_filter_that_nothing_meets_says_so(house: House) -> None:
    house.run("followups", "add", "A meeting of harbour masters", "--when", "May 2031")
    assert house.run("followups", "--status", "dismissed").out == "None of the 1 follow-ups is dismissed.\n"
    assert house.run("followups", "--as-of", "2001-01-01").out == "No follow-ups were tracked as of 2001-01-01.\n"


def test_the_calendar_goes_to_standard_output_or_beside_the_json(house: House, tmp_path: Path) -> None:
    house.run("followups", "add", "A meeting of harbour masters", "--when", "May 2031")
    assert house.run("followups", "--ics", "-").out.startswith("BEGIN:VCALENDAR")
    assert house.run("followups", "--ics", "-", "--json").code == 2
    both = house.run("followups", "--ics", str(tmp_path / "masters.ics"), "--json")
    assert [record["event"] for record in both.records] == ["A meeting of harbour masters"]


@pytest.mark.parametrize("words", ["5 May 2031 or 6 June 2031", "maybe 5 May 2031 blah", ""])
def test_words_of_which_only_a_part_is_a_time_are_refused(house: House, words: str) -> None:
    said = house.run("followups", "add", "A meeting of harbour masters", "--when", words)
    assert said.code == 2, said.out


def test_a_month_in_figures_is_a_time(house: House) -> None:
    house.run("followups", "add", "A meeting of harbour masters", "--when", "2031-05")
    (record,) = house.run("followups", "--json").records
    assert (record["start"], record["end"]) == ("2031-05-01", "2031-05-31")


def test_terminal_codes_in_a_persons_words_are_left_out(house: House) -> None:
    house.run("followups", "add", "A \x1b[31mmeeting\x07 of harbour masters", "--when", "May 2031")
    assert "\x1b" not in house.run("followups").out
