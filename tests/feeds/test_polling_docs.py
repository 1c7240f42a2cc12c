"""The page on polling names a test for each promise: those tests exist, and the tables leave none out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "polling.md").read_text(encoding="utf-8")
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
ROWS = [line for line in PAGE.splitlines() if line.startswith("|") and not re.match(r"\|[ -]+\|", line)]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", PAGE))))
def test_a_test_that_the_page_names_exists(name: str) -> None:
    assert f"def {name}(" in TESTS


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:watcher|tests)/[\w/.]+)`", PAGE))))
def test_a_file_that_the_page_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_promise_has_a_test_a_place_or_a_reason() -> None:
    headings = ("| subject |", "| criterion |", "| check |", "| what it does |", "| rule |")
    promises = [row for row in ROWS if not row.startswith(headings)]
    assert len(promises) > 40
    assert [row for row in promises if "`test_" not in row and "`watcher/" not in row and "not used:" not in row] == []
