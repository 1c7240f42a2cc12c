"""The page on the service names a test for each promise: those tests exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", PAGE))))
def test_a_test_that_the_service_page_names_exists(name: str) -> None:
    assert f"def {name}(" in TESTS


@pytest.mark.parametrize("script", sorted(set(re.findall(r"`(\w+\.py)\b", PAGE))))
def test_a_benchmark_that_the_service_page_names_exists(script: str) -> None:
    assert (ROOT / "tests" / "benchmarks" / script).exists()
