"""Values from the environment, addresses that are split before it is asked, and secrets that stay secret."""

import pickle
from collections.abc import Callable

import pytest

from watcher.config.load import read
from watcher.settings import Settings, Smtp

LOADED = Callable[..., Settings]


def email(smtp: str) -> str:
    return (
        "channels:\n  - {name: team, type: email, to: [team@example.org], from: watcher@example.org,\n"
        f"     smtp: {smtp}}}\ndigests: []\n"
    )


def webhook(url: str, more: str = "") -> str:
    return f"channels:\n  - {{name: hook, type: webhook, url: {url}{more}}}\ndigests: []\n"


def server(loaded: LOADED, smtp: str, environ: dict[str, str] | None = None) -> Smtp:
    (channel,) = loaded(environ, digests=email(smtp)).channels
    return channel.smtp


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("smtp://mail.example.org", Smtp("mail.example.org", 587)),
        ("smtps://mail.example.org", Smtp("mail.example.org", 465, tls="tls")),
        ("smtp://127.0.0.1:1025", Smtp("127.0.0.1", 1025)),
        ("smtp://[::1]:25/", Smtp("::1", 25)),
        ("smtp://me:p%40ss@mail.example.org:2525", Smtp("mail.example.org", 2525, "me", "p@ss")),
        ("smtp://me@example.org:pass@mail.example.org", Smtp("mail.example.org", 587, "me@example.org", "pass")),
        ("{host: mail.example.org}", Smtp("mail.example.org", 587)),
        ("{host: mail.example.org, port: 465}", Smtp("mail.example.org", 465, tls="tls")),
        ("{host: mail.example.org, tls: tls}", Smtp("mail.example.org", 465, tls="tls")),
        ("{host: mail.example.org, port: 25, tls: none}", Smtp("mail.example.org", 25, tls="none")),
        ("{host: mail.example.org, port: 25, tls: false}", Smtp("mail.example.org", 25, tls="none")),
        ("{host: mail.example.org, tls: true}", Smtp("mail.example.org", 587, tls="starttls")),
        ("{host: '::1', user: me, password: 12345}", Smtp("::1", 587, "me", "12345")),
        ("{host: h, user: me, password: 'p@:/%41'}", Smtp("h", 587, "me", "p@:/%41")),
    ],
    ids=str,
)
def test_an_smtp_server_in_any_of_its_forms(loaded, written, expected):
    assert server(loaded, written if written.startswith("{") else f'"{written}"') == expected


@pytest.mark.parametrize(
    "password", ["p@ss", "a:b/c", "100%", "%41", "?#&", "${OTHER}", "naïve pass", "}{", "\U000f0000"]
)
def test_a_password_from_the_environment_needs_no_escaping(loaded, password):
    environ = {"PW": password, "SMTP_USER": "me@example.org"}
    expected = Smtp("mail.example.org", 587, "me@example.org", password)
    assert server(loaded, '"smtp://${SMTP_USER}:${PW}@mail.example.org:587"', environ) == expected
    assert server(loaded, '{host: mail.example.org, user: "${SMTP_USER}", password: "${PW}"}', environ) == expected


def test_a_default_may_hold_the_signs_that_part_an_address(loaded):
    smtp = server(loaded, '"smtp://${U:-me}:${PW:-a@b:c/d}@${H:-mail.example.org}:${P:-2525}"')
    assert smtp == Smtp("mail.example.org", 2525, "me", "a@b:c/d")


def test_a_whole_address_from_the_environment_is_read_as_an_address(loaded):
    smtp = server(loaded, '"${SMTP_URL}"', {"SMTP_URL": "smtps://me:p%40ss@mail.example.org"})
    assert smtp == Smtp("mail.example.org", 465, "me", "p@ss", "tls")


def test_a_database_password_is_encoded_for_its_address(loaded):
    settings = loaded(
        {"PW": "p@ss/w:rd%41"}, watcher='database: "postgresql+psycopg://me:${PW}@db.example.org/watcher"\n'
    )
    assert settings.database == "postgresql+psycopg://me:p%40ss%2Fw%3Ard%2541@db.example.org/watcher"


@pytest.mark.parametrize(
    ("written", "environ", "expected"),
    [
        ("sqlite:///${DIR:-data}/w.db", {}, "sqlite:///data/w.db"),
        ("sqlite:///${DIR}/w.db", {"DIR": "/srv/my data"}, "sqlite:////srv/my data/w.db"),
        ("${DB}", {"DB": "sqlite:////srv/w.db"}, "sqlite:////srv/w.db"),
        (
            "postgresql+psycopg:///watcher?host=/run/postgresql",
            {},
            "postgresql+psycopg:///watcher?host=/run/postgresql",
        ),
        ("postgresql+psycopg://me@[::1]:5432/watcher", {}, "postgresql+psycopg://me@[::1]:5432/watcher"),
        ("postgresql+psycopg://me:p%40@h/watcher", {}, "postgresql+psycopg://me:p%40@h/watcher"),
    ],
)
def test_a_database_address(loaded, written, environ, expected):
    assert loaded(environ, watcher=f'database: "{written}"\n').database == expected


@pytest.mark.parametrize(
    ("written", "environ", "expected"),
    [
        ("${HOOK}", {"HOOK": "https://h.example/T/x?y=1#z"}, "https://h.example/T/x?y=1#z"),
        ("https://h.example/${PATH_}", {"PATH_": "services/T0/B0"}, "https://h.example/services/T0/B0"),
        ("https://h.example/x?key=${KEY}", {"KEY": "a#b c%"}, "https://h.example/x?key=a%23b%20c%25"),
        ("https://h.example/${A}/x", {"A": "a?b"}, "https://h.example/a%3Fb/x"),
        ("https://me:${PW}@h.example/", {"PW": "p@/ss"}, "https://me:p%40%2Fss@h.example/"),
        ("https://${T}@h.example:${P}/", {"T": "to/ken", "P": "8443"}, "https://to%2Fken@h.example:8443/"),
        ("https://h.example/?a=${A:-x}&b=$${c}", {}, "https://h.example/?a=x&b=${c}"),
    ],
)
def test_a_web_address_keeps_its_borders_whatever_the_environment_holds(loaded, written, environ, expected):
    (channel,) = loaded(environ, digests=webhook(f'"{written}"')).channels
    assert channel.url == expected


def test_a_web_address_without_references_stays_as_written(loaded):
    written = "HTTPS://User:p%40@Example.ORG:443/%7Ea/?b=%2F&c=d+e#f"
    assert loaded(feeds=f"feeds: [{{url: '{written}'}}]\n").feeds[0].url == written


@pytest.mark.parametrize(
    ("text", "environ", "expected"),
    [
        ("${NAME}", {"NAME": "The Example"}, "The Example"),
        ("The ${NAME:-Daily} ${NAME:-Daily}", {}, "The Daily Daily"),
        ("${NAME:-Daily}", {"NAME": ""}, "Daily"),
        ("$NAME costs $5", {"NAME": "x"}, "$NAME costs $5"),
        ("$${NAME}", {"NAME": "x"}, "${NAME}"),
    ],
)
def test_a_reference_in_any_text(loaded, text, environ, expected):
    feeds = f"feeds: [{{url: 'https://e.org/', name: '{text}'}}]\n"
    assert loaded(environ, feeds=feeds).feeds[0].name == expected


def test_numbers_and_switches_may_come_from_the_environment(loaded):
    settings = loaded(
        {"N": "7", "YES": "true", "WAIT": "5m"},
        watcher='database: sqlite:///w.db\npolling: {concurrency: "${N}", allow_private_addresses: "${YES}", '
        'timeout: "${WAIT}"}\n',
    )
    assert settings.polling.concurrency == 7
    assert settings.polling.allow_private_addresses is True
    assert settings.polling.timeout.total_seconds() == 300


@pytest.mark.parametrize(
    ("environ", "found"), [({}, "${HOOK}, which is not set"), ({"HOOK": ""}, "${HOOK}, which is empty")]
)
def test_a_variable_that_is_not_there_is_named(fault, environ, found):
    told = fault(environ, digests=webhook('"${HOOK}"'))
    assert (told.line, told.key, told.found) == (2, "channels[0].url", found)
    assert "environment" in told.accepted


def test_every_variable_that_is_not_there_is_named(faults):
    told = faults(digests=email('"smtp://${SMTP_USER}:${SMTP_PASSWORD}@h"'))
    assert [fault.found.split(",")[0] for fault in told] == ["${SMTP_USER}", "${SMTP_PASSWORD}"]


@pytest.mark.parametrize("text", ["${}", "${A B}", "${A", "${1A}", "${A:default}"])
def test_a_reference_that_cannot_be_read_is_a_fault(fault, text):
    told = fault({"A": "x"}, feeds=f"feeds: [{{url: 'https://e.org/', name: '{text}'}}]\n")
    assert "${NAME:-default}" in told.accepted


def test_an_empty_secret_counts_as_none_and_protects_nothing(fault):
    told = fault(watcher='database: sqlite:///w.db\nweb: {bind: "0.0.0.0:80", password: "${PW:-}"}\n')
    assert told.key == "web.bind"


WORD = "hunter2"
LEAKS = [
    ({}, {"watcher": f"database: 'mysql://me:{WORD}@h/db'\n"}),
    ({}, {"watcher": f"database: 'me:{WORD}@h/db'\n"}),
    ({"PW": WORD}, {"watcher": "database: 'mysql://me:${PW}@h/db'\n"}),
    ({}, {"watcher": f"database: 'mysql://me:${{PW:-{WORD}}}@h/db'\n"}),
    ({"DB": f"mysql://me:{WORD}@h/db"}, {"watcher": "database: '${DB}'\n"}),
    ({}, {"watcher": f"database: 'mysql://h/db?password={WORD}'\n"}),
    ({}, {"watcher": f"database: sqlite:///w.db\nweb: {{password: {{{WORD}: x}}}}\nretention: x\n"}),
    ({}, {"watcher": f"database: sqlite:///w.db\npolling: {{proxy: 'socks5://me:{WORD}@h'}}\n"}),
    ({}, {"watcher": f"database: sqlite:///w.db\nweb: {{pasword: {WORD}}}\n"}),
    ({}, {"watcher": f"database: sqlite:///w.db\nweb: {{password: !{WORD}}}\n"}),
    ({}, {"watcher": f"database: sqlite:///w.db\nweb: {{password: *{WORD}}}\n"}),
    ({}, {"watcher": f"database: sqlite:///w.db\nweb: {{password: {WORD}: x}}\n"}),
    ({"N": WORD}, {"watcher": "database: sqlite:///w.db\npolling: {concurrency: '${N}'}\n"}),
    ({"N": WORD}, {"watcher": "database: sqlite:///w.db\ntimezone: '${N}'\nretention: '${N}'\n"}),
    ({}, {"feeds": f"feeds: [{{url: 'ftp://me:{WORD}@h/'}}]\n"}),
    ({}, {"feeds": f"feeds: [{{url: 'https://me:{WORD}@h/'}}, {{url: 'https://me:{WORD}@h/'}}]\n"}),
    ({}, {"digests": email(f"'smtp:/me:{WORD}@h'")}),
    ({}, {"digests": email(f"'smtp://me:{WORD}@h h'")}),
    ({}, {"digests": email(f"'smtp://me:{WORD}@h:port'")}),
    ({}, {"digests": email(f"{{host: h, password: {WORD}}}")}),
    ({}, {"digests": webhook(f"'hooks.example.org/{WORD}'")}),
    ({"HOOK": f"ftp://h/{WORD}"}, {"digests": webhook('"${HOOK}"')}),
    ({}, {"digests": webhook("'https://h.org/'", f", secret: [{WORD}]")}),
]


@pytest.mark.parametrize(("environ", "texts"), LEAKS, ids=str)
def test_no_fault_shows_a_secret(faults, environ, texts):
    told = faults(environ, **texts)
    assert told
    assert not [fault for fault in told if WORD in f"{fault} {fault!r}"]


def test_no_representation_of_the_settings_shows_a_secret(write):
    directory = write(
        watcher=f"database: 'postgresql+psycopg://me:{WORD}@h/db'\npolling: {{proxy: 'http://me:{WORD}@h:1'}}\n"
        f"web: {{password: {WORD}}}\n",
        digests="channels:\n"
        f"  - {{name: a, type: webhook, url: 'https://h.org/{WORD}', secret: {WORD}}}\n"
        f"  - {{name: b, type: email, to: [a@b.org], from: a@b.org, smtp: 'smtp://me:{WORD}@h'}}\ndigests: []\n",
    )
    reading = read(directory, {})
    assert not reading.faults
    assert WORD not in repr(reading)
    assert pickle.loads(pickle.dumps(reading.settings)) == reading.settings
