"""No content whatsoever of a configuration file raises anything but ``ConfigError``."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.config.load import FILES, load
from watcher.errors import ConfigError
from watcher.settings import Settings

LEAST = {
    "watcher.yaml": "database: sqlite:///w.db\n",
    "feeds.yaml": "feeds: []\n",
    "keywords.yaml": "focus_areas: []\n",
    "digests.yaml": "channels: []\ndigests: []\n",
}
WORDS = """
database timezone polling interval min_interval concurrency proxy grouping window retention web bind password log
level operator feeds url name implies full_text enabled relevance groups minimum_focus_areas general_terms
focus_areas slug terms term weight near within exclude threshold examples match ignore events last date place source
channels type file email webhook dir to from smtp host port user tls unsubscribe format secret digests schedule
clocks followups ahead first_window max_stories when_empty alerts quiet_hours general ai
""".split()
TRICKY = """
0 1s 10MiB ${A} ${A:-b} $${ https://e.org/ https://[::1]:1/ // smtp://a:b@c:1 sqlite:///x postgresql+psycopg://u@h/d
UTC */5 22:00-07:00 2024-02-29 a@b.org /(a|b)+/ semiconductor* A*STAR 人工智能 127.0.0.1:0 1e999 ٣
""".split()
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(WORDS),
    st.sampled_from(TRICKY),
    st.sampled_from(["", " ", "0 7 * * mon-fri", "*/5 * * * *", "9" * 5000]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("config")


def outcome(directory: Path, file: str, content: bytes) -> Settings | ConfigError:
    for name, text in LEAST.items():
        (directory / name).write_text(text)
    (directory / file).write_bytes(content)
    try:
        return load(directory, {"A": "a:/@ %"})
    except ConfigError as error:
        return error


def is_clean(result: Settings | ConfigError) -> bool:
    """Settings, or a refusal in which each fault says what was found and what is accepted."""
    if isinstance(result, Settings):
        return True
    return bool(result.faults) and all(
        fault.file in FILES and fault.found and fault.accepted and str(fault) for fault in result.faults
    )


@settings(deadline=None, max_examples=200)
@given(file=st.sampled_from(sorted(FILES)), content=st.binary(max_size=200))
def test_any_bytes_load_or_are_refused(directory, file, content):
    assert is_clean(outcome(directory, file, content))


@settings(deadline=None, max_examples=200)
@given(file=st.sampled_from(sorted(FILES)), text=st.text("ab:-#&*!?|>%@`{}[],'\"\\ \t\n~$0", max_size=60))
def test_any_text_of_signs_loads_or_is_refused(directory, file, text):
    assert is_clean(outcome(directory, file, text.encode()))


@settings(deadline=None, max_examples=300)
@given(file=st.sampled_from(sorted(FILES)), value=VALUES)
def test_any_structure_loads_or_is_refused(directory, file, value):
    content = json.dumps(value).encode()
    assert is_clean(outcome(directory, file, content))


# Every text "?" is replaced by something drawn.
SHAPES: dict[str, Any] = {
    "watcher.yaml": {
        "database": "?",
        "timezone": "?",
        "polling": {"interval": "?", "max_body": "?", "proxy": "?", "concurrency": "?"},
        "web": {"bind": "?", "password": "?", "public_url": "?"},
        "operator": "?",
    },
    "feeds.yaml": {
        "feeds": [{"url": "?", "name": "?", "implies": ["?"], "timezone": "?", "enabled": "?", "user_agent": "?"}]
    },
    "keywords.yaml": {
        "relevance": {"groups": {"a": ["?"]}, "general_terms": ["?"], "minimum_focus_areas": "?"},
        "focus_areas": [
            {"slug": "x", "name": "?", "terms": ["?", {"term": "?", "weight": "?"}], "threshold": "?"},
            {"slug": "y", "terms": [{"near": ["?", "?"], "within": "?"}], "examples": {"match": ["?"]}},
        ],
        "events": [{"slug": "?", "last": {"date": "?", "place": "?", "source": "?"}}],
    },
    "digests.yaml": {
        "channels": [
            {"name": "?", "type": "email", "to": ["?"], "from": "?", "smtp": "?", "unsubscribe": "?"},
            {"name": "?", "type": "webhook", "url": "?", "secret": "?"},
            {"name": "?", "type": "file", "dir": "?"},
        ],
        "digests": [{"name": "?", "schedule": "?", "timezone": "?", "clocks": ["?"], "first_window": "?"}],
        "alerts": [{"name": "?", "terms": ["?"], "quiet_hours": "?", "timezone": "?", "channels": ["?"]}],
    },
}


def filled(shape: Any, draw: Any) -> Any:
    if isinstance(shape, dict):
        return {key: filled(value, draw) for key, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, draw) for value in shape]
    return draw(SCALARS) if shape == "?" else shape


@settings(deadline=None, max_examples=300)
@given(file=st.sampled_from(sorted(FILES)), data=st.data())
def test_any_value_of_any_key_loads_or_is_refused(directory, file, data):
    content = json.dumps(filled(SHAPES[file], data.draw), ensure_ascii=data.draw(st.booleans()))
    assert is_clean(outcome(directory, file, content.encode("utf-8", "surrogatepass")))


@settings(deadline=None)
@given(password=st.text(st.characters(exclude_categories=["Cs"]), min_size=1), user=st.text("abc@.:/", min_size=1))
def test_any_user_and_password_survive_an_address(directory, user, password):
    for name, text in LEAST.items():
        (directory / name).write_text(text)
    (directory / "digests.yaml").write_text(
        "channels: [{name: a, type: email, to: [a@b.org], from: a@b.org, smtp: 'smtp://${U}:${P}@h'}]\ndigests: []\n"
    )
    (channel,) = load(directory, {"U": user, "P": password}).channels
    assert (channel.smtp.user, channel.smtp.password, channel.smtp.host) == (user, password, "h")
