"""Every key of the contract is accepted and arrives in the settings with its meaning."""

from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.settings import (
    AlertSettings,
    DigestSettings,
    EmailChannel,
    Example,
    FileChannel,
    FollowUpRules,
    LastHeld,
    Log,
    Polling,
    QuietHours,
    Smtp,
    Term,
    Web,
    WebhookChannel,
)

WATCHER = """
database: sqlite:///data/watcher.db     # or postgresql+psycopg://user@host/db
timezone: Asia/Singapore
polling:
  interval: 1h
  min_interval: 1s
  max_interval: 12h
  concurrency: 8
  per_host: 3
  host_delay: 2s
  timeout: 15s
  max_body: 512KiB
  user_agent: "Example/1 (+mailto:desk@example.org)"
  allow_private_addresses: true
  proxy: http://proxy.example.org:3128
  max_entry_age: 0s
grouping: {window: 3d}
retention: 90d
web:
  bind: 0.0.0.0:9090
  password: open sesame
  public_url: https://watch.example.org/
log: {level: debug, format: json}
operator: newsroom
"""
FEEDS = """
feeds:
  - url: https://daily.example.org/rss/
    name: The Daily Example
    interval: 1h
    implies: [singapore]
    full_text: always
    timezone: Asia/Singapore
    user_agent: "Example/1"
    enabled: false
  - url: https://second.example.org/feed
"""
KEYWORDS = """
relevance:
  groups:
    united-states: [United States, U.S., US]
    singapore: [Singapore, {term: Lion City, weight: 0.5}]
  minimum_focus_areas: 2
  general_terms: [technology partnership]
focus_areas:
  - slug: data-governance
    name: Data & its governance
    terms:
      - data protection
      - NO
      - 2024
      - {near: [subsea, cable], within: 5, weight: 2}
    exclude: [data entry]
    threshold: 1.5
    examples:
      match: ["Both sides sign a data protection pact"]
      ignore: ["A data entry clerk retires"]
  - {slug: space, terms: [satellite]}
events:
  - slug: harbour-forum
    name: Harbour Forum on Technology
    terms: [Harbour Forum]
    last: {date: 2024-07-31, place: Singapore, source: https://forum.example.org/2024}
  - slug: lantern-talks
"""
DIGESTS = """
channels:
  - {name: folder, type: file, dir: data/digests}
  - {name: policy-team, type: email, to: [team@example.org, desk@example.org], from: watcher@example.org,
     smtp: "smtp://user:${SMTP_PASSWORD}@mail.example.org:587", unsubscribe: "mailto:stop@example.org"}
  - {name: newsroom, type: webhook, url: "${NEWSROOM_HOOK}", format: slack,
     secret: "${NEWSROOM_SECRET}", allow_private: true}
digests:
  - name: daily
    schedule: "30 6 * * mon-fri"
    timezone: Asia/Singapore
    focus_areas: [space]
    clocks: [Asia/Singapore, America/New_York]
    followups: {ahead: 90d, overdue: 30d, show: all}
    first_window: 3d
    max_stories: 10
    when_empty: send
    channels: [folder, newsroom]
alerts:
  - name: next-forum
    events: [harbour-forum]
    focus_areas: [space]
    terms: [launch window]
    quiet_hours: "22:00-07:00"
    timezone: Asia/Singapore
    channels: [policy-team]
"""
ENVIRON = {
    "SMTP_PASSWORD": "p@ss:w/rd%41",
    "NEWSROOM_HOOK": "https://hooks.example.org/T0/x",
    "NEWSROOM_SECRET": "s3cret",
}
SINGAPORE = ZoneInfo("Asia/Singapore")


def test_every_key_of_watcher_yaml(loaded):
    settings = loaded(ENVIRON, watcher=WATCHER, digests=DIGESTS, keywords=KEYWORDS)
    assert settings.database == "sqlite:///data/watcher.db"
    assert settings.timezone == SINGAPORE
    assert settings.polling == Polling(
        interval=timedelta(hours=1),
        min_interval=timedelta(seconds=1),
        max_interval=timedelta(hours=12),
        concurrency=8,
        per_host=3,
        host_delay=timedelta(seconds=2),
        timeout=timedelta(seconds=15),
        max_body=512 * 1024,
        user_agent="Example/1 (+mailto:desk@example.org)",
        allow_private_addresses=True,
        proxy="http://proxy.example.org:3128",
        max_entry_age=timedelta(0),
    )
    assert settings.grouping_window == timedelta(days=3)
    assert settings.retention == timedelta(days=90)
    assert settings.web == Web("0.0.0.0:9090", "open sesame", "https://watch.example.org/")
    assert settings.log == Log("debug", "json")
    assert settings.operator == "newsroom"


def test_every_key_of_feeds_yaml(loaded):
    settings = loaded(ENVIRON, feeds=FEEDS, keywords=KEYWORDS)
    first, second = settings.feeds
    assert (first.url, first.name, first.interval) == (
        "https://daily.example.org/rss/",
        "The Daily Example",
        timedelta(hours=1),
    )
    assert (first.implies, first.full_text, first.timezone) == (("singapore",), "always", SINGAPORE)
    assert (first.user_agent, first.enabled) == ("Example/1", False)
    assert (second.name, second.enabled, second.full_text) == (None, True, "auto")


def test_every_key_of_keywords_yaml(loaded):
    keywords = loaded(keywords=KEYWORDS).keywords
    assert [(group.slug, len(group.terms)) for group in keywords.groups] == [("united-states", 3), ("singapore", 2)]
    assert keywords.groups[1].terms[1] == Term("Lion City", weight=0.5)
    assert keywords.minimum_focus_areas == 2
    assert keywords.general_terms == (Term("technology partnership"),)
    data, space = keywords.focus_areas
    assert (data.slug, data.name, data.threshold) == ("data-governance", "Data & its governance", 1.5)
    assert data.terms == (
        Term("data protection"),
        Term("NO"),
        Term("2024"),
        Term(near=("subsea", "cable"), within=5, weight=2.0),
    )
    assert data.exclude == (Term("data entry"),)
    assert data.match[0].text == "Both sides sign a data protection pact"
    assert data.ignore == (Example("A data entry clerk retires"),)
    assert (space.name, space.threshold, space.exclude) == ("Space", 1.0, ())
    forum, lantern = keywords.events
    assert forum.last == LastHeld(date(2024, 7, 31), "Singapore", "https://forum.example.org/2024")
    assert (lantern.name, lantern.terms) == ("Lantern talks", (Term("Lantern talks"),))


def test_a_term_and_an_example_know_their_line(loaded):
    area = loaded(keywords=KEYWORDS).keywords.focus_areas[0]
    lines = KEYWORDS.splitlines()
    assert [lines[term.line - 1].strip() for term in area.terms[:2]] == ["- data protection", "- NO"]
    assert "pact" in lines[area.match[0].line - 1]


def test_every_key_of_digests_yaml(loaded):
    settings = loaded(ENVIRON, digests=DIGESTS, keywords=KEYWORDS)
    assert settings.channels == (
        FileChannel("folder", Path("data/digests")),
        EmailChannel(
            "policy-team",
            ("team@example.org", "desk@example.org"),
            "watcher@example.org",
            Smtp("mail.example.org", 587, "user", "p@ss:w/rd%41", "starttls"),
            "mailto:stop@example.org",
        ),
        WebhookChannel("newsroom", "https://hooks.example.org/T0/x", "slack", "s3cret", allow_private=True),
    )
    assert settings.digests == (
        DigestSettings(
            name="daily",
            schedule="30 6 * * mon-fri",
            timezone=SINGAPORE,
            focus_areas=("space",),
            clocks=(SINGAPORE, ZoneInfo("America/New_York")),
            followups=FollowUpRules(timedelta(days=90), timedelta(days=30), "all"),
            first_window=timedelta(days=3),
            max_stories=10,
            when_empty="send",
            channels=("folder", "newsroom"),
        ),
    )
    assert settings.alerts == (
        AlertSettings(
            name="next-forum",
            events=("harbour-forum",),
            focus_areas=("space",),
            terms=(Term("launch window"),),
            quiet_hours=QuietHours(time(22), time(7)),
            timezone=SINGAPORE,
            channels=("policy-team",),
        ),
    )


def test_the_least_that_loads_has_the_defaults(loaded):
    settings = loaded()
    assert settings.polling == Polling()
    assert settings.web == Web()
    assert settings.feeds == settings.channels == settings.digests == settings.alerts == ()


def test_a_file_as_a_program_would_write_it_loads(loaded):
    """Flow mappings, no optional keys, a relevance rule that lets everything through."""
    settings = loaded(
        watcher="database: sqlite:////srv/w.db\npolling: {allow_private_addresses: true, max_body: 64MiB, "
        "timeout: 60s, per_host: 16, max_entry_age: 0s}\n",
        feeds='feeds:\n  - {url: \'http://127.0.0.1:8123/0.xml\', name: "A \\"quoted\\" \\u00e9", full_text: never}\n',
        keywords="relevance: {groups: {}, minimum_focus_areas: 0}\nfocus_areas: []\n",
    )
    assert settings.database == "sqlite:////srv/w.db"
    assert settings.feeds[0].name == 'A "quoted" é'
    assert settings.keywords.minimum_focus_areas == 0


def test_items_need_only_what_identifies_them(loaded):
    settings = loaded(
        digests="channels: []\ndigests: [{name: weekly}]\nalerts: [{name: urgent}]\n",
        keywords="focus_areas: []\nevents: [{slug: cet-dialogue}]\n",
    )
    assert settings.digests == (DigestSettings("weekly"),)
    assert settings.alerts == (AlertSettings("urgent"),)
    assert settings.keywords.events[0].name == "Cet dialogue"


def test_an_empty_value_counts_as_left_out(loaded):
    settings = loaded(
        watcher="database: sqlite:///w.db\npolling:\n  # interval: 30m\nweb: {password: null, public_url: ~}\noperator:"
    )
    assert settings.polling == Polling()
    assert settings.operator is None


def test_an_alias_stands_for_what_it_names(loaded):
    settings = loaded(digests="channels: []\ndigests: [{name: a, clocks: &c [UTC]}, {name: b, clocks: *c}]\n")
    assert settings.digests[0].clocks == settings.digests[1].clocks == (ZoneInfo("UTC"),)


def test_optional_values_may_be_left_to_the_environment(loaded):
    settings = loaded(
        watcher='database: sqlite:///w.db\nweb: {password: "${PW:-}", public_url: "${URL:-}"}\noperator: "${WHO:-}"\n'
    )
    assert settings.web == Web()
    assert settings.operator is None


def test_a_group_may_have_excludes(loaded):
    keywords = loaded(
        keywords="focus_areas: []\nrelevance: {groups: {us: {terms: [US], exclude: [US 101]}, sg: []}}\n"
    ).keywords
    assert [group.slug for group in keywords.groups] == ["us", "sg"]
    assert keywords.groups[0].exclude == (Term("US 101"),)


def test_a_sender_may_have_a_name(loaded):
    (channel,) = loaded(
        digests="channels: [{name: a, type: email, to: [a@b.org], from: 'Watcher <w@b.org>', smtp: 'smtp://h',\n"
        "  unsubscribe: 'https://b.org/stop'}]\ndigests: []\n"
    ).channels
    assert (channel.sender, channel.unsubscribe) == ("Watcher <w@b.org>", "https://b.org/stop")
