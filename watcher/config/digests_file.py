"""``digests.yaml``: channels, digests and alerts."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from watcher.config.addresses import SMTP, is_host, make_smtp, parse_mailbox, parse_sender, parse_smtp, parse_web
from watcher.config.keywords_file import terms
from watcher.config.readers import (
    SECOND,
    address,
    choice,
    define,
    duration,
    line_of_text,
    refer,
    secret,
    whole_number,
    word,
    yes_or_no,
    zone,
)
from watcher.config.schedules import parse_quiet_hours, parse_schedule
from watcher.config.values import (
    Reader,
    RefusedError,
    Section,
    ToldError,
    Value,
    attempt,
    distinct,
    guarded,
    hidden,
    listing,
)
from watcher.config.yaml_text import Kind
from watcher.settings import (
    AlertSettings,
    Channel,
    DigestSettings,
    EmailChannel,
    FileChannel,
    FollowUpRules,
    Secret,
    Smtp,
    WebhookChannel,
)


def _name(text: str) -> str:
    """A name serves on the command line and in file names."""
    name = line_of_text(text)
    if len(name) > 80 or name[0] in ".-" or any(character in name for character in '/\\:*?"<>|'):
        raise ValueError("a name that can be part of a file's name, such as policy-team")
    return name


# ---------------------------------------------------------------- channels


def _folder(value: Value) -> Path:
    return Path(word(line_of_text, "the path of a folder")(value))


def _unsubscribe(value: Value) -> str:
    text: str = value.raw()
    if text.startswith("mailto:"):
        return "mailto:" + word(parse_mailbox)(_without(value, "mailto:"))
    return str(address(parse_web)(value))


def _without(value: Value, prefix: str) -> Value:
    return replace(value, node=replace(value.node, text=value.node.text.removeprefix(prefix)))


def _to(value: Value) -> tuple[str, ...]:
    to: tuple[str, ...] = distinct(word(parse_mailbox), "a list of e-mail addresses")(value)
    if not value.node.children:
        raise RefusedError("at least one e-mail address", "an empty list")
    return to


def _host(text: str) -> str:
    host = text.strip("[]")
    if not (is_host(host) or is_host(f"[{host}]")):
        raise ValueError("the name of a mail server, such as mail.example.org")
    return host


def _tls(value: Value) -> str | None:
    """``true`` is the kind that belongs to the port; ``false`` is none."""
    text: str = word(str, "one of starttls, tls, none")(value)
    if text in {"starttls", "tls", "none"}:
        return text
    if not value.quoted and text.casefold() in {"true", "false"}:
        return None if text.casefold() == "true" else "none"
    raise RefusedError("one of starttls, tls, none")


_SMTP: dict[str, Reader] = {
    "host": word(_host),
    "port": whole_number(1, 65_535),
    "user": word(line_of_text),
    "password": hidden(secret),
    "tls": _tls,
}


def _smtp(value: Value) -> Smtp:
    if value.node.kind is Kind.SCALAR:
        server: Smtp = guarded(address(parse_smtp))(value)
        return server
    if value.node.kind is Kind.LIST:
        raise RefusedError(SMTP)
    section = Section(value, _SMTP, required=("host",))
    section.require("host")
    if section.refused("user", "password"):
        raise ToldError  # "both or neither" would only repeat it
    given = section.given
    try:
        return make_smtp(given["host"], given.get("port"), given.get("user"), given.get("password"), given.get("tls"))
    except ValueError as error:
        raise RefusedError(str(error)) from error


def _signing_secret(value: Value) -> Secret | None:
    """What signs requests; after ``whsec_`` it is base64 (Standard Webhooks), so that it can be told wrong at once."""
    given = secret(value)
    if given is not None and given.startswith("whsec_"):
        key = given.removeprefix("whsec_").rstrip("=")
        if len(key) % 4 == 1 or not re.fullmatch(r"[A-Za-z0-9+/]{8,}", key):
            raise RefusedError("whsec_ and base64 after it; or any other text, which signs as it is")
    return given


def _hook(value: Value) -> Secret:
    return Secret(address(parse_web)(value))


_CHANNEL: dict[str, Reader] = {"name": define("channel", word(_name)), "type": word(str)}
_KINDS: dict[str, tuple[dict[str, Reader], tuple[str, ...]]] = {
    "file": ({**_CHANNEL, "dir": _folder}, ("name", "type", "dir")),
    "email": (
        {
            **_CHANNEL,
            "to": _to,
            "from": word(parse_sender),
            "smtp": _smtp,
            "unsubscribe": _unsubscribe,
        },
        ("name", "type", "to", "from", "smtp"),
    ),
    "webhook": (
        {
            **_CHANNEL,
            "url": hidden(_hook),
            "format": choice("json", "slack", "discord", "teams"),
            "secret": hidden(_signing_secret),
            "allow_private": yes_or_no,
        },
        ("name", "type", "url"),
    ),
}


def channel(value: Value) -> Channel:
    """One channel; its type decides which keys it has."""
    kind = _kind(value)
    readers, required = _KINDS[kind]
    section = Section(value, readers, required=required)
    section.require(*required)
    given = {key: taken for key, taken in section.given.items() if key != "type"}
    if kind == "file":
        return FileChannel(**given)
    if kind == "email":
        return EmailChannel(sender=given.pop("from"), **given)
    return WebhookChannel(**given)


def _kind(value: Value) -> str:
    if value.node.kind is not Kind.MAPPING:
        raise RefusedError("a mapping with name, type (file, email or webhook) and what the type needs")
    pairs = list(zip(value.node.children[::2], value.node.children[1::2], strict=True))
    found = next((value.entry(node, "type") for key, node in pairs if key.text == "type"), None)
    kind = None
    if found is None:
        value.entry(value.node, "type").fault("one of file, email, webhook", "nothing: the key is missing")
    else:
        kind = attempt(found, choice(*_KINDS), None)
    if kind is None:
        # Its name still counts as defined: what refers to it is not to blame.
        for key, node in pairs:
            if key.text == "name":
                attempt(value.entry(node, "name"), _CHANNEL["name"], None)
        raise ToldError
    return kind


# ---------------------------------------------------------------- digests and alerts

_FOLLOWUPS: dict[str, Reader] = {"ahead": duration(), "overdue": duration(), "show": choice("changes", "all")}


def _followups(value: Value) -> FollowUpRules:
    return FollowUpRules(**Section(value, _FOLLOWUPS).given)


_areas = distinct(refer("focus area"), "a list of focus areas")
_channels = distinct(refer("channel"), "a list of channels")

_DIGEST: dict[str, Reader] = {
    "name": define("digest", word(_name)),
    "schedule": word(parse_schedule),
    "timezone": zone,
    "focus_areas": _areas,
    "clocks": distinct(zone, "a list of time zones"),
    "followups": _followups,
    "first_window": duration(SECOND),
    "max_stories": whole_number(1, 10_000),
    "when_empty": choice("skip", "send"),
    "channels": _channels,
}


def digest(value: Value) -> DigestSettings:
    section = Section(value, _DIGEST, required=("name",))
    section.require("name")
    return DigestSettings(**section.given)


_ALERT: dict[str, Reader] = {
    "name": define("alert", word(_name)),
    "events": distinct(refer("event"), "a list of events"),
    "focus_areas": _areas,
    "terms": terms,
    "quiet_hours": word(parse_quiet_hours),
    "timezone": zone,
    "channels": _channels,
}


def alert(value: Value) -> AlertSettings:
    section = Section(value, _ALERT, required=("name",))
    section.require("name")
    read = AlertSettings(**section.given)
    if not any(key in section.values for key in ("events", "focus_areas", "terms")):
        value.advise(f"the alert {read.name} names no event, focus area or term: it will never be sent")
    if not read.channels:
        value.advise(f"the alert {read.name} has no channel: nobody will get it")
    return read


def read(root: Value) -> dict[str, Any]:
    """What the file gives, as keyword arguments of ``Settings``."""
    readers: dict[str, Reader] = {
        "channels": listing(channel, "a list of channels, each with name and type"),
        "digests": listing(digest, "a list of digests, each with its name"),
        "alerts": listing(alert, "a list of alerts, each with its name"),
    }
    section = Section(root, readers, required=("channels", "digests"))
    section.defines(channels="channel")
    return section.given
