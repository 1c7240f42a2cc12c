"""Whatever is wrong in a configuration is told with its file, line, key and what is accepted."""

import os
import socket

import pytest

from watcher.config.load import find_directory, load
from watcher.errors import ConfigError

WATCHER = "database: sqlite:///w.db\n"


def channels(body: str) -> str:
    return f"channels:\n  - {{{body}}}\ndigests: []\n"


def digests(body: str) -> str:
    return f"channels: []\ndigests: [{{{body}}}]\n"


# (file, text, line, key, part of found, part of accepted)
SINGLE = [
    ("watcher", "database: 'postgresql+psycopg://h/a b'\n", 1, "database", "/a b", "without spaces"),
    ("digests", "channels: [folder]\ndigests: []\n", 1, "channels[0]", "folder", "file, email or webhook"),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: 'smtp://h', to: [a@b.org], unsubscribe: [x]"),
        2,
        "channels[0].unsubscribe",
        "a list",
        "a text",
    ),
    # watcher.yaml
    ("watcher", "timezone: UTC\n", 1, "database", "missing", "database"),
    ("watcher", "database:\n", 1, "database", "nothing", "sqlite"),
    ("watcher", "database: mysql://u@h/db\n", 1, "database", "mysql://•••@h/db", "postgresql+psycopg"),
    ("watcher", "database: postgresql://h/db\n", 1, "database", "postgresql://h/db", "postgresql+psycopg"),
    ("watcher", "database: postgresql+psycopg://h\n", 1, "database", "psycopg://h", "/name"),
    ("watcher", "database: 'sqlite:///:memory:'\n", 1, "database", ":memory:", "forget"),
    ("watcher", "database: 'sqlite://'\n", 1, "database", "sqlite://", "three slashes"),
    ("watcher", "database: 'sqlite://data/w.db'\n", 1, "database", "data/w.db", "three slashes"),
    ("watcher", "database: 'sqlite:///'\n", 1, "database", "sqlite:///", "a file"),
    ("watcher", "database: 'sqlite:///w.db?mode=ro'\n", 1, "database", "mode=ro", "without ?"),
    ("watcher", "database: data/watcher.db\n", 1, "database", "data/watcher.db", "sqlite:///"),
    ("watcher", "database: [a]\n", 1, "database", "a list", "sqlite"),
    ("watcher", WATCHER + "timezone: Asia/Singapur\n", 2, "timezone", "Asia/Singapur", "is Asia/Singapore meant?"),
    ("watcher", WATCHER + "timezone: singapore\n", 2, "timezone", "singapore", "meant?"),
    ("watcher", WATCHER + "timezone: New York\n", 2, "timezone", "New York", "is America/New_York meant?"),
    ("watcher", WATCHER + "timezone: ../../etc/passwd\n", 2, "timezone", "passwd", "the name of a time zone"),
    ("watcher", WATCHER + "timezone: America\n", 2, "timezone", '"America"', "the name of a time zone"),
    ("watcher", WATCHER + "timezone: localtime\n", 2, "timezone", "localtime", "the name of a time zone"),
    ("watcher", WATCHER + "pollling: {}\n", 2, "pollling", "unknown key pollling", "is polling meant?"),
    (
        "watcher",
        WATCHER + "polling: {min-interval: 5m}\n",
        2,
        "polling.min-interval",
        "unknown",
        "is min_interval meant?",
    ),
    ("watcher", WATCHER + "polling: 30m\n", 2, "polling", "30m", "a mapping"),
    ("watcher", WATCHER + "polling: {interval: 30}\n", 2, "polling.interval", "30", "30s, 15m, 6h or 14d"),
    ("watcher", WATCHER + "polling: {interval: 1.5h}\n", 2, "polling.interval", "1.5h", "a whole number"),
    ("watcher", WATCHER + "polling: {interval: -5m}\n", 2, "polling.interval", "-5m", "a whole number"),
    ("watcher", WATCHER + "polling: {interval: 99999999d}\n", 2, "polling.interval", "99999999d", "at most"),
    ("watcher", WATCHER + "polling: {min_interval: 0s}\n", 2, "polling.min_interval", "0s", "at least 1s"),
    (
        "watcher",
        WATCHER + "polling: {min_interval: 2h, max_interval: 1h}\n",
        2,
        "polling.min_interval",
        "max_interval 1h",
        "no longer",
    ),
    ("watcher", WATCHER + "polling: {min_interval: 2d}\n", 2, "polling.min_interval", "max_interval 1d", "no longer"),
    ("watcher", WATCHER + "polling: {max_interval: 1m}\n", 2, "polling.max_interval", "min_interval 10m", "no longer"),
    ("watcher", WATCHER + "polling: {max_body: 10MB}\n", 2, "polling.max_body", "10MB", "10MiB"),
    ("watcher", WATCHER + "polling: {max_body: 0B}\n", 2, "polling.max_body", "0B", "above"),
    ("watcher", WATCHER + "polling: {concurrency: 0}\n", 2, "polling.concurrency", "0", "from 1"),
    ("watcher", WATCHER + "polling: {concurrency: many}\n", 2, "polling.concurrency", "many", "a whole number"),
    ("watcher", WATCHER + 'polling: {concurrency: "8"}\n', 2, "polling.concurrency", "8", "a whole number"),
    ("watcher", WATCHER + "polling: {concurrency: 3.5}\n", 2, "polling.concurrency", "3.5", "a whole number"),
    (
        "watcher",
        WATCHER + "polling: {allow_private_addresses: maybe}\n",
        2,
        "polling.allow_private_addresses",
        "maybe",
        "true or false",
    ),
    (
        "watcher",
        WATCHER + "polling: {allow_private_addresses: 'true'}\n",
        2,
        "polling.allow_private_addresses",
        "true",
        "true or false",
    ),
    ("watcher", WATCHER + "polling: {proxy: 'socks5://h:1'}\n", 2, "polling.proxy", "socks5://h:1", "http://"),
    ("watcher", WATCHER + "polling: {user_agent: Würfel}\n", 2, "polling.user_agent", "Würfel", "ASCII"),
    ("watcher", WATCHER + 'polling: {user_agent: "a\\r\\nX: y"}\n', 2, "polling.user_agent", "a X: y", "one line"),
    ("watcher", WATCHER + "grouping: {window: 0s}\n", 2, "grouping.window", "0s", "at least"),
    ("watcher", WATCHER + "web: {bind: localhost}\n", 2, "web.bind", "localhost", "host:port"),
    ("watcher", WATCHER + "web: {bind: 'h:99999'}\n", 2, "web.bind", "h:99999", "host:port"),
    ("watcher", WATCHER + "web: {bind: 'a b:80'}\n", 2, "web.bind", "a b:80", "host:port"),
    ("watcher", WATCHER + "web:\n  bind: 0.0.0.0:8080\n", 3, "web.bind", "0.0.0.0:8080", "password"),
    ("watcher", WATCHER + "web: {bind: '[::]:8080', password: ''}\n", 2, "web.bind", "[::]:8080", "password"),
    ("watcher", WATCHER + "web: {bind: 'news.example.org:80'}\n", 2, "web.bind", "news.example.org", "password"),
    ("watcher", WATCHER + "web: {bind: '0.0.0.0:80', password: [x]}\n", 2, "web.password", "a list", "a text"),
    (
        "watcher",
        WATCHER + "web: {public_url: watch.example.org}\n",
        2,
        "web.public_url",
        "watch.example.org",
        "http://",
    ),
    ("watcher", WATCHER + "log: {level: loud}\n", 2, "log.level", "loud", "debug, info, warning, error"),
    ("watcher", WATCHER + "log: {format: xml}\n", 2, "log.format", "xml", "text, json"),
    ("watcher", WATCHER + "operator: desk\n", 2, "operator", "desk", "none is defined"),
    ("watcher", WATCHER + "retention: {a: 1}\n", 2, "retention", "a mapping", "30s"),
    # feeds.yaml
    ("feeds", "feeds: https://example.org/\n", 1, "feeds", "example.org", "a list of feeds"),
    ("feeds", "feeds:\n", 1, "feeds", "nothing", "[] where there is none"),
    ("feeds", "feeds:\n  - https://example.org/\n", 2, "feeds[0]", "example.org", "a mapping with the keys url"),
    ("feeds", "feeds:\n  - {name: A}\n", 2, "feeds[0].url", "missing", "url"),
    ("feeds", "feeds:\n  - {url: 'ftp://example.org/'}\n", 2, "feeds[0].url", "ftp://example.org/", "http://"),
    ("feeds", "feeds:\n  - {url: 'https://'}\n", 2, "feeds[0].url", "https://", "names a host"),
    ("feeds", "feeds:\n  - {url: 'https:///x'}\n", 2, "feeds[0].url", "https:///x", "names a host"),
    ("feeds", "feeds:\n  - {url: 'https://a b.org/'}\n", 2, "feeds[0].url", "a b.org", "names a host"),
    ("feeds", "feeds:\n  - {url: 'https://e.org/a b'}\n", 2, "feeds[0].url", "e.org", "without spaces"),
    ("feeds", "feeds:\n  - {url: 'https://e.org:99999/'}\n", 2, "feeds[0].url", "99999", "a port"),
    ("feeds", "feeds:\n  - {url: 'https://[::1/'}\n", 2, "feeds[0].url", "[::1/", "http://"),
    ("feeds", "feeds:\n  - {url: 'https://[zz]/'}\n", 2, "feeds[0].url", "[zz]", "http://"),
    ("feeds", "feeds:\n  - {url: 'file:///etc/passwd'}\n", 2, "feeds[0].url", "file:", "http://"),
    (
        "feeds",
        "feeds:\n  - {url: 'https://e.org/', urll: x}\n",
        2,
        "feeds[0].urll",
        "unknown key urll",
        "is url meant?",
    ),
    ("feeds", "feeds:\n  - {url: 'https://e.org/', url: x}\n", 2, "feeds[0].url", "the key url again", "once"),
    (
        "feeds",
        "feeds:\n  - {url: 'https://e.org/', full_text: sometimes}\n",
        2,
        "feeds[0].full_text",
        "sometimes",
        "auto, always, never",
    ),
    ("feeds", "feeds:\n  - {url: 'https://e.org/', interval: soon}\n", 2, "feeds[0].interval", "soon", "30s"),
    (
        "feeds",
        "feeds:\n  - {url: 'https://e.org/', implies: [atlantis]}\n",
        2,
        "feeds[0].implies[0]",
        "atlantis",
        "relevance group",
    ),
    (
        "feeds",
        "feeds:\n  - {url: 'https://e.org/', implies: singapore}\n",
        2,
        "feeds[0].implies",
        "singapore",
        "a list",
    ),
    ("feeds", "feeds:\n  - {url: 'https://e.org/', enabled: 1}\n", 2, "feeds[0].enabled", "1", "true or false"),
    (
        "feeds",
        "feeds:\n  - {url: 'https://e.org/a', name: A}\n  - {url: 'https://e.org/b', name: A}\n",
        3,
        "feeds[1].name",
        "line 2",
        "no other feed",
    ),
    (
        "feeds",
        "feeds:\n  - {url: 'https://e.org/a'}\n  - {url: 'HTTPS://E.org:443/a'}\n",
        3,
        "feeds[1].url",
        "line 2",
        "no other feed",
    ),
    ("feeds", "feeds: [{name: &x A, url: *x}]\n", 1, "feeds[0].url", '"A"', "http://"),
    # keywords.yaml
    ("keywords", "relevance: {}\n", 1, "focus_areas", "missing", "focus_areas"),
    ("keywords", "focus_areas: [{slug: ai}]\n", 1, "focus_areas[0].terms", "missing", "terms"),
    ("keywords", "focus_areas: [{terms: [ai]}]\n", 1, "focus_areas[0].slug", "missing", "slug"),
    ("keywords", "focus_areas: [{slug: ai, terms: AI}]\n", 1, "focus_areas[0].terms", "AI", "a list of terms"),
    ("keywords", "focus_areas: [{slug: general, terms: [x]}]\n", 1, "focus_areas[0].slug", "general", "not general"),
    (
        "keywords",
        "focus_areas: [{slug: Data Rules, terms: [x]}]\n",
        1,
        "focus_areas[0].slug",
        "Data Rules",
        "lower-case",
    ),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [x]}, {slug: a, terms: [y]}]\n",
        1,
        "focus_areas[1].slug",
        "again",
        "no other",
    ),
    ("keywords", "focus_areas: [{slug: a, terms: [x], threshold: 0}]\n", 1, "focus_areas[0].threshold", "0", "above 0"),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [x], threshold: .inf}]\n",
        1,
        "focus_areas[0].threshold",
        ".inf",
        "above 0",
    ),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [x], threshold: high}]\n",
        1,
        "focus_areas[0].threshold",
        "high",
        "a number",
    ),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [x, ]}, {slug: b, terms: ['']}]\n",
        1,
        "focus_areas[1].terms[0]",
        "nothing",
        "a word",
    ),
    ("keywords", "focus_areas: [{slug: a, terms: ['  ']}]\n", 1, "focus_areas[0].terms[0]", "blank", "a word"),
    ("keywords", "focus_areas: [{slug: a, terms: [[x]]}]\n", 1, "focus_areas[0].terms[0]", "a list", "a word"),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [{weight: 2}]}]\n",
        1,
        "focus_areas[0].terms[0].term",
        "missing",
        "term",
    ),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [{term: x, weight: -1}]}]\n",
        1,
        "focus_areas[0].terms[0].weight",
        "-1",
        "above 0",
    ),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [{near: [x], within: 2}]}]\n",
        1,
        "focus_areas[0].terms[0].near",
        "a list",
        "two",
    ),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [{near: [x, y]}]}]\n",
        1,
        "focus_areas[0].terms[0].within",
        "missing",
        "within",
    ),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [{near: [x, y], within: 0}]}]\n",
        1,
        "focus_areas[0].terms[0].within",
        "0",
        "from 1",
    ),
    (
        "keywords",
        "focus_areas:\n - slug: a\n   terms:\n    - fine\n    - /(/\n",
        5,
        "focus_areas[0].terms[1]",
        "/(/",
        "",
    ),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [x], examples: [y]}]\n",
        1,
        "focus_areas[0].examples",
        "a list",
        "match, ignore",
    ),
    (
        "keywords",
        "focus_areas: [{slug: a, terms: [x], examples: {match: ['']}}]\n",
        1,
        "focus_areas[0].examples.match[0]",
        "nothing",
        "a sentence",
    ),
    ("keywords", "focus_areas: []\nrelevance: {groups: [a]}\n", 2, "relevance.groups", "a list", "a mapping"),
    ("keywords", "focus_areas: []\nrelevance: {groups: {US: [x]}}\n", 2, "relevance.groups.US", "US", "lower-case"),
    (
        "keywords",
        "focus_areas: []\nrelevance: {groups: {us: }}\n",
        2,
        "relevance.groups.us",
        "nothing",
        "a list of terms",
    ),
    ("keywords", "focus_areas: []\nrelevance: {groups: {us: x}}\n", 2, "relevance.groups.us", "x", "a list of terms"),
    (
        "keywords",
        "focus_areas: []\nrelevance: {minimum_focus_areas: -1}\n",
        2,
        "relevance.minimum_focus_areas",
        "-1",
        "from 0",
    ),
    ("keywords", "focus_areas: []\nevents: [{name: X}]\n", 2, "events[0].slug", "missing", "slug"),
    (
        "keywords",
        "focus_areas: []\nevents: [{slug: x, last: {place: S}}]\n",
        2,
        "events[0].last.date",
        "missing",
        "date",
    ),
    (
        "keywords",
        "focus_areas: []\nevents: [{slug: x, last: {date: 2024-02-30}}]\n",
        2,
        "events[0].last.date",
        "2024-02-30",
        "exists",
    ),
    (
        "keywords",
        "focus_areas: []\nevents: [{slug: x, last: {date: July}}]\n",
        2,
        "events[0].last.date",
        "July",
        "2024-07-31",
    ),
    (
        "keywords",
        "focus_areas: []\nevents: [{slug: x, last: {date: 2024-07-31, source: nowhere}}]\n",
        2,
        "events[0].last.source",
        "nowhere",
        "http",
    ),
    # digests.yaml
    ("digests", "digests: []\n", 1, "channels", "missing", "channels"),
    ("digests", channels("name: a"), 2, "channels[0].type", "missing", "file, email, webhook"),
    ("digests", channels("name: a, type: fax"), 2, "channels[0].type", "fax", "file, email, webhook"),
    ("digests", channels("name: a, type: file"), 2, "channels[0].dir", "missing", "dir"),
    ("digests", channels("type: file, dir: d"), 2, "channels[0].name", "missing", "name"),
    ("digests", channels("name: a/b, type: file, dir: d"), 2, "channels[0].name", "a/b", "a file's name"),
    ("digests", channels("name: a, type: file, dir: d, url: x"), 2, "channels[0].url", "unknown", "name, type, dir"),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: 'smtp://h', to: a@b.org"),
        2,
        "channels[0].to",
        "a@b.org",
        "a list",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: 'smtp://h', to: []"),
        2,
        "channels[0].to",
        "empty",
        "at least one",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: 'smtp://h', to: [nobody]"),
        2,
        "channels[0].to[0]",
        "nobody",
        "team@example.org",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: 'smtp://h', to: [c@d.org, c@d.org]"),
        2,
        "channels[0].to[1]",
        "again",
        "once",
    ),
    (
        "digests",
        channels("name: a, type: email, from: nobody, smtp: 'smtp://h', to: [a@b.org]"),
        2,
        "channels[0].from",
        "nobody",
        "e-mail",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: 'http://h', to: [a@b.org]"),
        2,
        "channels[0].smtp",
        "http://h",
        "smtps://",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: 'smtp://u@h', to: [a@b.org]"),
        2,
        "channels[0].smtp",
        "smtp://•••@h",
        "both",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: [h], to: [a@b.org]"),
        2,
        "channels[0].smtp",
        "a list",
        "smtp://",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: {port: 25}, to: [a@b.org]"),
        2,
        "channels[0].smtp.host",
        "missing",
        "host",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: {host: h, tls: ssl}, to: [a@b.org]"),
        2,
        "channels[0].smtp.tls",
        "ssl",
        "starttls, tls, none",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: {host: 'h h'}, to: [a@b.org]"),
        2,
        "channels[0].smtp.host",
        "h h",
        "mail server",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: {host: h, password: x}, to: [a@b.org]"),
        2,
        "channels[0].smtp",
        "a mapping",
        "both",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: {host: h, user: [x], password: x}, to: [a@b.org]"),
        2,
        "channels[0].smtp.user",
        "a list",
        "",
    ),
    (
        "digests",
        channels("name: a, type: email, from: a@b.org, smtp: 'smtp://h', to: [a@b.org], unsubscribe: no-way"),
        2,
        "channels[0].unsubscribe",
        "no-way",
        "http",
    ),
    ("digests", channels("name: a, type: webhook"), 2, "channels[0].url", "missing", "url"),
    (
        "digests",
        channels("name: a, type: webhook, url: 'https://h.org/secret/x y'"),
        2,
        "channels[0].url",
        "not shown",
        "http",
    ),
    (
        "digests",
        channels("name: a, type: webhook, url: 'https://h.org/', format: irc"),
        2,
        "channels[0].format",
        "irc",
        "json, slack, discord, teams",
    ),
    ("digests", digests("schedule: 0 7 * * *"), 2, "digests[0].name", "missing", "name"),
    ("digests", digests("name: d, schedule: 0 7 * *"), 2, "digests[0].schedule", "0 7 * *", "five cron fields"),
    ("digests", digests("name: d, schedule: 0 25 * * *"), 2, "digests[0].schedule", "25", "hour"),
    ("digests", digests("name: d, schedule: 0 7 31 2 *"), 2, "digests[0].schedule", "31 2", "cron"),
    ("digests", digests("name: d, schedule: 0 7 * * 8"), 2, "digests[0].schedule", "8", "day-of-week"),
    ("digests", digests("name: d, schedule: '@daily'"), 2, "digests[0].schedule", "@daily", "five cron fields"),
    ("digests", digests("name: d, timezone: Mars"), 2, "digests[0].timezone", "Mars", "time zone"),
    ("digests", digests("name: d, clocks: [UTC, UTC]"), 2, "digests[0].clocks[1]", "again", "once"),
    ("digests", digests("name: d, focus_areas: [ai]"), 2, "digests[0].focus_areas[0]", "ai", "focus area"),
    ("digests", digests("name: d, channels: [x]"), 2, "digests[0].channels[0]", "x", "channel"),
    ("digests", digests("name: d, max_stories: 0"), 2, "digests[0].max_stories", "0", "from 1"),
    ("digests", digests("name: d, when_empty: shout"), 2, "digests[0].when_empty", "shout", "skip, send"),
    ("digests", digests("name: d, followups: {show: some}"), 2, "digests[0].followups.show", "some", "changes, all"),
    ("digests", digests("name: d, followups: changes"), 2, "digests[0].followups", "changes", "a mapping"),
    ("digests", "channels: []\ndigests: [{name: d}, {name: d}]\n", 2, "digests[1].name", "again", "no other digest"),
    (
        "digests",
        "channels: []\ndigests: []\nalerts: [{name: a, events: [x]}]\n",
        3,
        "alerts[0].events[0]",
        "x",
        "event",
    ),
    (
        "digests",
        "channels: []\ndigests: []\nalerts: [{name: a, quiet_hours: night}]\n",
        3,
        "alerts[0].quiet_hours",
        "night",
        "22:00-07:00",
    ),
    (
        "digests",
        "channels: []\ndigests: []\nalerts: [{name: a, quiet_hours: '24:00-07:00'}]\n",
        3,
        "alerts[0].quiet_hours",
        "24",
        "22:00-07:00",
    ),
    (
        "digests",
        "channels: []\ndigests: []\nalerts: [{name: a, quiet_hours: '07:00-07:00'}]\n",
        3,
        "alerts[0].quiet_hours",
        "07",
        "different",
    ),
    ("digests", "channels: []\ndigests: []\nalerts: [{name: a, terms: ['/(/']}]\n", 3, "alerts[0].terms[0]", "/(/", ""),
]


@pytest.mark.parametrize(("file", "text", "line", "key", "found", "accepted"), SINGLE, ids=lambda part: str(part)[:40])
def test_one_wrong_value_is_one_fault(fault, file, text, line, key, found, accepted):
    told = fault(**{file: text})
    assert (told.file, told.line, told.key) == (f"{file}.yaml", line, key)
    assert found in told.found
    assert accepted in told.accepted


# (text of feeds.yaml, line, part of found, part of accepted)
BROKEN = [
    ("feeds: &x []\ny: *x\n", 2, "the unknown key y", "feeds"),
    ("feeds: [{url: &x 'https://a\u2100b@e.org/'}]\n", 1, "e.org", "http://"),
    ("", 0, "an empty file", "feeds: []"),
    ("# nothing but a comment\n", 0, "an empty file", "feeds: []"),
    ("null\n", 0, "an empty file", "feeds: []"),
    ("- a\n", 1, "a list", "a mapping"),
    ("feeds: []\n---\nfeeds: []\n", 2, "second document", "one document"),
    ("feeds:\n  - url: x\n    name: a: b\n", 3, "broken YAML", "quotes"),
    ("feeds:\n\t- url: x\n", 2, "broken YAML", "spaces instead of tabs"),
    ("feeds:\n  - url: x\n\tname: y\n", 3, "broken YAML", "spaces instead of tabs"),
    ("feeds: [a, b\nx: 1\n", 2, "broken YAML", "comma"),
    ("feeds: {a: 1, b: 2\n", 2, "broken YAML", "comma"),
    ("feeds: 'abc\n", 2, "broken YAML", "closing quote"),
    ("feeds:\n  - a\n b: 1\n", 3, "broken YAML", "indentation"),
    ("feeds: []\nfeed\n", 3, "broken YAML", ":"),
    ("feeds: @x\n", 1, "broken YAML", "quotes"),
    ("feeds: *x\n", 1, "an alias", "anchor"),
    ("feeds: &x [*x]\n", 1, "never ends", "before it"),
    ("feeds: " + "[" * 50 + "]" * 50 + "\n", 1, "nesting deeper", "few levels"),
    ("feeds: []\nx: \x07\n", 2, "control character U+0007", "without control"),
    (b"feeds: []\n# caf\xe9\n", 2, "not UTF-8", "UTF-8"),
    ("feeds: []\n".encode("utf-16"), 1, "not UTF-8", "UTF-8"),
    (b"#" * (16 * 1024 * 1024 + 1), 0, "bytes", "at most"),
]


@pytest.mark.parametrize(("text", "line", "found", "accepted"), BROKEN, ids=lambda part: str(part)[:30])
def test_a_file_that_cannot_be_read_is_told_with_its_line(fault, text, line, found, accepted):
    told = fault(feeds=text)
    assert (told.file, told.line) == ("feeds.yaml", line)
    assert found in told.found
    assert accepted in told.accepted


def test_aliases_that_multiply_are_refused_before_they_cost_anything(fault):
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 40)]
    assert "aliases that expand" in fault(feeds="\n".join(levels)).found


@pytest.mark.parametrize("text", ["feeds: !!python/object:os.system []", "feeds: !secret []", "feeds: !!seq []"])
def test_a_tag_is_refused_and_not_repeated(fault, text):
    told = fault(feeds=text)
    assert told.found == "a YAML tag (!...)"
    assert told.line == 1


def test_a_key_that_is_no_word_is_refused(fault):
    assert "as a key" in fault(feeds="feeds: []\n? [a, b]\n: 1\n").found


def test_a_byte_order_mark_is_no_fault(loaded):
    assert loaded(feeds="\ufefffeeds: []\r\n").feeds == ()


def test_all_faults_of_all_files_are_told_at_once_in_their_order(faults):
    told = faults(
        watcher="databse: x\npolling: {interval: 30}\n",
        feeds="feeds:\n  - {url: nowhere, implies: [nobody]}\n  - {name: A}\n",
        keywords="focus_areas: [{slug: AI, terms: ['/(/']}]\n",
        digests="channels: [{name: a, type: fax}]\ndigests: [{name: d, channels: [a, b], schedule: never}]\n",
    )
    assert [(fault.file, fault.line, fault.key) for fault in told] == [
        ("watcher.yaml", 1, "databse"),
        ("watcher.yaml", 1, "database"),
        ("watcher.yaml", 2, "polling.interval"),
        ("feeds.yaml", 2, "feeds[0].url"),
        ("feeds.yaml", 2, "feeds[0].implies[0]"),
        ("feeds.yaml", 3, "feeds[1].url"),
        ("keywords.yaml", 1, "focus_areas[0].slug"),
        ("keywords.yaml", 1, "focus_areas[0].terms[0]"),
        ("digests.yaml", 1, "channels[0].type"),
        ("digests.yaml", 2, "digests[0].schedule"),
        ("digests.yaml", 2, "digests[0].channels[1]"),
    ]


def test_a_name_that_is_gone_is_told_once_however_many_refer_to_it(faults):
    feeds = "".join(f"  - {{url: 'https://e{n}.org/', implies: [singapor]}}\n" for n in range(9))
    told = faults(
        feeds=f"feeds:\n{feeds}",
        keywords="relevance: {groups: {singapore: [Singapore]}}\nfocus_areas: []\n",
    )
    (only,) = told
    assert (only.file, only.line, only.key) == ("feeds.yaml", 2, "feeds[0].implies[0]")
    assert "here and in 8 more places (lines 3, 4, 5, 6, 7, ...)" in only.found
    assert "is singapore meant?" in only.accepted


def test_a_few_references_to_what_is_not_there_are_told_each(faults):
    feeds = "".join(f"  - {{url: 'https://e{n}.org/', implies: [atlantis]}}\n" for n in range(3))
    assert [fault.line for fault in faults(feeds=f"feeds:\n{feeds}")] == [2, 3, 4]


def test_a_file_that_cannot_be_read_makes_no_reference_wrong(faults):
    told = faults(
        feeds="feeds: [{url: 'https://e.org/', implies: [singapore]}]\n",
        keywords="focus_areas: [\n",
        digests="channels: []\ndigests: [{name: d, focus_areas: [space]}]\n",
    )
    assert [fault.file for fault in told] == ["keywords.yaml"]


def test_a_list_that_cannot_be_read_makes_no_reference_wrong(fault):
    told = fault(digests="channels: folder\ndigests: [{name: d, channels: [folder]}]\n")
    assert told.key == "channels"


def test_a_wrong_value_behind_an_alias_is_told_where_it_is_used(faults):
    told = faults(digests="channels: []\ndigests:\n  - {name: a, clocks: &c [Mars]}\n  - {name: b, clocks: *c}\n")
    assert [(fault.key, fault.line) for fault in told] == [("digests[0].clocks[0]", 3), ("digests[1].clocks[0]", 3)]


def test_a_missing_file_says_how_to_get_one(write):
    directory = write()
    (directory / "feeds.yaml").unlink()
    (directory / "digests.yaml").unlink()
    (directory / "digests.yaml").mkdir()
    with pytest.raises(ConfigError) as raised:
        load(directory, {})
    missing, folder = raised.value.faults
    assert (missing.file, missing.line) == ("feeds.yaml", 0)
    assert "no such file" in missing.found
    assert "watcher init" in missing.accepted
    assert (folder.file, folder.found) == ("digests.yaml", "a directory")


def test_something_that_is_no_regular_file_is_never_waited_for(write):
    directory = write()
    (directory / "feeds.yaml").unlink()
    os.mkfifo(directory / "feeds.yaml")
    with pytest.raises(ConfigError, match="no regular file"):
        load(directory, {})


def test_a_file_that_cannot_be_opened_is_one_fault(write):
    directory = write()
    (directory / "feeds.yaml").unlink()
    (directory / "feeds.yaml").symlink_to("feeds.yaml")
    with pytest.raises(ConfigError) as raised:
        load(directory, {})
    assert len(raised.value.faults) == 1


def test_the_directory_is_found_by_option_then_environment_then_name(tmp_path, monkeypatch):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    assert find_directory(one, {"WATCHER_CONFIG": str(two)}) == one
    assert find_directory(None, {"WATCHER_CONFIG": str(two)}) == two
    assert str(find_directory(None, {})) == "config"


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.write_text("x")])
def test_a_directory_that_is_not_there_is_one_fault_that_names_init(tmp_path, make):
    make(tmp_path / "nowhere")
    with pytest.raises(ConfigError, match="watcher init"):
        find_directory(tmp_path / "nowhere", {})


def test_loading_asks_nobody(loaded, monkeypatch):
    """Hosts are not looked up: a configuration loads on a machine without a network."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("a name was looked up"))
    assert loaded(feeds="feeds: [{url: 'https://nowhere.example/'}]\n").feeds
