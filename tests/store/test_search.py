"""``watcher search``: what is in the store is found, what was edited or let go of is not, and no query breaks it."""

import sqlite3
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from house import House, Item, rss
from scripted_server import Reply, ScriptedServer

from watcher.store import schema, search_index
from watcher.store.database import Database

NOW = datetime.now(UTC)


def item(name: str, title: str, text: str, age: timedelta = timedelta(hours=5)) -> Item:
    return Item(title, text, f"https://wire.example/{name}", name, format_datetime(NOW - age))


DEAL = item("deal", "U.S. and Singapore sign a quantum deal", "Both sides named a first project. Café talks follow.")
HARVEST = item("harvest", "A poor harvest of apples", "Growers met the minister over quotas.", timedelta(hours=6))
CHINESE = item("zh", "新加坡與美國舉行對話", "兩國討論人工智能與量子科技。", timedelta(hours=7))
THAI = item("th", "ไทยและสิงคโปร์ประชุม", "ประชุมเรื่องปัญญาประดิษฐ์", timedelta(hours=8))


@pytest.fixture
def house(tmp_path: Path, server: ScriptedServer) -> House:
    server.feed("/feed", rss(DEAL, HARVEST, CHINESE, THAI))
    house = House(tmp_path, feeds=[{"url": server.url("/feed"), "name": "Harbour Wire"}])
    house.poll()
    return house


def titles(house: House, *query: str) -> list[str]:
    said = house.run("search", *query, "--json")
    assert said.code == 0, said.err
    return [record["title"] for record in said.records]


# ---------------------------------------------------------------- what is found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("quantum", DEAL),
        ("QUANTUM deals", DEAL),
        ("US projects", DEAL),
        ("cafe", DEAL),
        ("ｑｕａｎｔｕｍ", DEAL),
        ('"quantum deal"', DEAL),
        ("project quantum", DEAL),
        ("grow*", HARVEST),
        ("apple -quantum", HARVEST),
        ("nowhere OR quota", HARVEST),
        ("人工智能", CHINESE),
        ("智能", CHINESE),
        ("美國 量子", CHINESE),
        ("สิงคโปร์", THAI),
    ],
)
def test_a_story_is_found_by_the_words_of_its_entry(house: House, query: str, expected: Item) -> None:
    assert titles(house, query) == [expected.title]


@pytest.mark.parametrize(
    "query", ['"deal quantum"', "quantum -project", "工人", "quant", "apples quantum", '"quantum deals"']
)
def test_what_does_not_stand_there_is_not_found(house: House, query: str) -> None:
    assert titles(house, query) == []


def test_the_words_of_a_query_may_be_several_arguments(house: House) -> None:
    assert titles(house, "apples", "-quantum", "OR", "orchard") == [HARVEST.title]


@pytest.mark.parametrize(
    "query",
    [
        'a"b*(c',
        "NEAR(quantum deal, 5)",
        "title : quantum",
        "quantum' OR 1=1 --",
        "^quantum + deal",
        "{title} quantum",
        "a:* & !b | (c",
        "\\ ' <-> :* quantum",
        "\ud800quantum",
        "%s ? :query %(x)s",
        "x* " * 30,
    ],
)
def test_no_query_is_a_syntax_error(house: House, query: str) -> None:
    said = house.run("search", query)
    assert said.code == 0, said.err
    assert said.err == ""


def test_a_query_without_a_word_is_wrong_use(house: House) -> None:
    said = house.run("search", "-quantum", "--json")
    assert (said.code, said.out) == (2, "")
    assert "only says what must not be there" in said.err


def test_an_option_that_is_none_is_named(house: House) -> None:
    said = house.run("search", "quantum", "--jsn")
    assert said.code == 2
    assert "--jsn" in said.err
    assert house.run("search", "--help").out.startswith("Usage")


# ---------------------------------------------------------------- what is shown


def test_an_answer_is_a_story_with_the_place_where_it_was_found(house: House) -> None:
    found = house.run("search", "projects", "--json").record
    (story,) = [record for record in house.run("stories", "--json").records if record["id"] == found["id"]]
    assert {**story, "snippet": found["snippet"], "hits": found["hits"]} == found
    assert found["snippet"] == DEAL.text
    assert [found["snippet"][start:end] for start, end in found["hits"]] == ["project"]


def test_people_read_title_story_date_outlet_areas_and_place(house: House) -> None:
    said = house.run("search", "project")
    assert said.out.splitlines()[0] == DEAL.title
    story = house.run("stories", "--json").records[0]["id"]
    assert f"{story}  " in said.out
    assert "Harbour Wire  (quantum)" in said.out
    assert "(not relevant)" in house.run("search", "apples").out
    assert "No story answers this" in house.run("search", "zeppelin").out


def test_no_more_than_300_characters_of_a_source_are_quoted(house: House, server: ScriptedServer) -> None:
    server.feed(
        "/feed", rss(item("long", "A long read", "Nothing happened. " * 500 + "Then a zeppelin. " + "Silence. " * 500))
    )
    house.poll()
    found = house.run("search", "zeppelin", "--json").record
    assert "zeppelin" in found["snippet"]
    assert len(found["snippet"]) <= 300


def test_the_better_and_the_later_answer_comes_first(tmp_path: Path, server: ScriptedServer) -> None:
    fleet = item("t", "Zeppelin fleet ordered", "The airline wants ten of them by spring.", timedelta(hours=2))
    museum = item("b", "Museum opens its doors", "One room shows an old zeppelin among many things.")
    old = item("o", "Zeppelin flight delayed", "Fog kept the airship at its mast in the north.", timedelta(days=400))
    server.feed("/feed", rss(museum, fleet, old))
    house = House(tmp_path, feeds=[{"url": server.url("/feed")}])
    house.poll()
    assert titles(house, "zeppelin") == [fleet.title, museum.title, old.title]
    assert titles(house, "zeppelin", "--since", "30d") == [fleet.title, museum.title]
    assert titles(house, "zeppelin", "--limit", "1") == [fleet.title]
    assert "1 of 3 stories" in house.run("search", "zeppelin", "--limit", "1").out


def test_stories_of_one_focus_area_are_found_by_it(house: House) -> None:
    assert titles(house, "quantum OR apples", "--focus", "quantum") == [DEAL.title]
    assert titles(house, "apples", "--focus", "quantum") == []
    assert house.run("search", "apples", "--focus", "astrology").code == 2


# ---------------------------------------------------------------- what changes


def test_an_edited_entry_is_found_by_its_new_words_alone(house: House, server: ScriptedServer) -> None:
    server.feed("/feed", rss(item("harvest", "A poor harvest of pears", "Growers met nobody.")))
    house.poll()
    assert titles(house, "pears") == ["A poor harvest of pears"]
    assert titles(house, "apples") == titles(house, "quotas") == []
    assert indexed(house) == 4


def test_a_page_that_was_read_is_searched_and_let_go_of_with_its_text(tmp_path: Path, server: ScriptedServer) -> None:
    end = "At the very end the committee praised its zeppelin."
    body = "".join(f"<p>The paragraph of number {number} says what was said before.</p>" for number in range(30))
    page = f"<html><body><article><h1>Deal</h1>{body}<p>{end}</p></article></body></html>"
    server.handler("/deal", lambda _: Reply(200, page.encode(), {"Content-Type": "text/html"}))
    server.feed("/feed", rss(Item(DEAL.title, "A teaser.", server.url("/deal"), "deal", DEAL.date)))
    house = House(tmp_path, feeds=[{"url": server.url("/feed"), "full_text": "always"}])
    house.poll()
    assert titles(house, "zeppelin") == [DEAL.title]
    server.feed("/feed", rss(Item(DEAL.title, "Another teaser.", server.url("/deal"), "deal", DEAL.date)))
    house.poll()
    assert titles(house, "zeppelin another") == [DEAL.title], "an edit keeps the page"
    with sqlite3.connect(house.database) as connection:
        connection.execute("UPDATE entries SET arrived_at = '2001-01-01 00:00:00.000000'")
        connection.execute("UPDATE stories SET verdict = 'restored'")
    connection.close()
    assert "1 page" in house.run("db", "prune").out
    assert titles(house, "zeppelin") == []
    assert titles(house, "another") == [DEAL.title]
    assert indexed(house) == 1


def test_entries_are_found_in_the_story_they_belong_to_now(house: House) -> None:
    ids = {record["title"]: record["id"] for record in house.run("stories", "--all", "--json").records}
    assert house.run("stories", "merge", ids[DEAL.title], ids[HARVEST.title]).code == 0
    found = house.run("search", "quotas", "--json").record
    assert found["id"] == min(ids[DEAL.title], ids[HARVEST.title], key=lambda name: int(name[1:]))
    assert len(found["sources"]) == 2
    (entry,) = [source["entry"] for source in found["sources"] if source["title"] == HARVEST.title]
    assert house.run("stories", "split", found["id"], entry).code == 0
    parted = house.run("search", "quotas", "--json").record
    assert (parted["title"], parted["id"] == found["id"]) == (HARVEST.title, False)


def indexed(house: House) -> int:
    connection = sqlite3.connect(house.database)
    try:
        connection.execute(
            "INSERT INTO entry_search(entry_search) VALUES ('integrity-check')"
        )  # raises where it is not
        return int(connection.execute("SELECT count(*) FROM entry_search").fetchone()[0])
    finally:
        connection.close()


def test_what_is_pruned_leaves_the_index(house: House) -> None:
    with sqlite3.connect(house.database) as connection:
        connection.execute("UPDATE entries SET arrived_at = '2001-01-01 00:00:00.000000'")
        connection.execute("UPDATE stories SET updated_at = '2001-01-01 00:00:00.000000'")
    connection.close()
    assert indexed(house) == 4
    house.run("db", "prune")
    assert titles(house, "quantum OR apples") == []
    assert indexed(house) == 0
    house.poll()
    assert indexed(house) == 0, "what was let go of does not return"


def without_an_index(database: Path) -> None:
    """Make a database what the first revision left."""
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE entry_search")
        connection.execute("ALTER TABLE followups DROP COLUMN names")
        connection.execute("ALTER TABLE followup_changes DROP COLUMN was_event")
        connection.execute("ALTER TABLE followup_changes DROP COLUMN was_event_slug")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()


def test_an_older_database_is_indexed_at_its_upgrade(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "BATCH", 3)
    without_an_index(house.database)
    assert titles(house, "quantum") == [DEAL.title]
    assert indexed(house) == 4
    assert house.database.with_name(f"watcher.db.before-{schema.HEAD}").exists()


def test_an_older_backup_is_indexed_when_it_is_put_back(house: House, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    house.run("db", "backup", str(copy))
    without_an_index(copy)
    assert house.run("db", "restore", str(copy)).code == 0
    assert titles(house, "quantum") == [DEAL.title]


def test_sizes_name_the_index(house: House) -> None:
    found = {record["kind"]: record for record in house.run("db", "stats", "--json").records}
    assert found["search"]["rows"] == 4
    assert found["search"]["bytes"] is None or found["search"]["bytes"] > 0
    assert "entry_search_data" not in found


def test_an_sqlite_without_full_text_search_is_named_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that is missing gives the very error that a missing FTS5 gives."""
    create = search_index._CREATE["sqlite"][0].replace("USING fts5", "USING fts5_that_is_not_there")
    monkeypatch.setitem(search_index._CREATE, "sqlite", (create,))
    said = House(tmp_path).run("stories")
    assert said.code == 1
    assert "built without FTS5" in said.err
    assert Database(f"sqlite:///{tmp_path / 'watcher.db'}").revision() is None
    assert schema.HEAD >= "0002"
