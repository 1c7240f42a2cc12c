"""Addresses in the configuration: web, database, SMTP, bind, e-mail. Text in, value out.

An address is split first and its ``${NAME}`` resolved afterwards, part by part, so that a password
from the environment needs no escaping. A password written into an address is percent-encoded, as
in any URL. Every function raises ``ValueError`` whose message is the phrase of what is accepted.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import quote, unquote, urlsplit

from watcher.config import environment
from watcher.settings import Secret, Smtp

WEB = "an address that starts with http:// or https:// and names a host"
DATABASE = "sqlite:///data/watcher.db or postgresql+psycopg://user@host/name"
SMTP = "smtp://user:password@host:587, smtps://user:password@host:465, or {host, port, user, password, tls}"
BIND = "host:port, such as 127.0.0.1:8080, 0.0.0.0:8080 or [::1]:8080"
MAILBOX = "an e-mail address, such as team@example.org"

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_HOST_PORT = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::(.*))?", re.DOTALL)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?")
_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f\\]")
# A password may hold "@" and "/" unescaped: rather too much is masked than too little.
_CREDENTIALS = re.compile(r"://(?=[^/?#\s]*[@:])\S*@")
_SECRET_IN_QUERY = re.compile(
    r"([?&](?:password|passwd|pwd|sslpassword|token|secret|key|api_?key)=)[^&#]*", re.IGNORECASE
)
_MAILBOX = re.compile(r"[^@\s\x00-\x1f<>()\[\],;:\"\\]+@[\w-]+(\.[\w-]+)*")
_NAMED_MAILBOX = re.compile(r"(?:\"[^\"\r\n]*\"|[^\"<>@,;:\r\n]*) ?<([^<>]*)>")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts, references resolved. ``user`` and ``password`` are the plain words."""

    scheme: str
    user: str | None
    password: str | None
    host: str
    port: int | None
    rest: str


def split(text: str, environ: Mapping[str, str], *, accepted: str) -> Address:
    """Split ``scheme://user:password@host:port/rest``, then resolve each part.

    Where the scheme itself comes from a variable, the variable holds a whole address.
    """
    shielded, references = environment.shield(text)
    parts = _ADDRESS.fullmatch(shielded)
    if parts is None:
        references = ()
        parts = _ADDRESS.fullmatch(environment.expand(text, environ))
        if parts is None:
            raise ValueError(accepted)
    authority, rest = _authority(parts[2])
    login, at, host_port = authority.rpartition("@")
    user, colon, password = login.partition(":")
    place = _HOST_PORT.fullmatch(_plain(host_port, references, environ))
    if place is None:
        raise ValueError(accepted)
    return Address(
        scheme=parts[1].lower(),
        user=_login(user, references, environ) if at else None,
        password=_login(password, references, environ) if colon else None,
        host=place[1],
        port=_port(place[2], accepted),
        rest=_rest(rest, references, environ),
    )


def _authority(after_scheme: str) -> tuple[str, str]:
    """User, host and port apart from path, query and fragment (RFC 3986, 3.2)."""
    end = re.search(r"[/?#]|\Z", after_scheme)
    assert end is not None
    return after_scheme[: end.start()], after_scheme[end.start() :]


def _plain(part: str, references: tuple[str, ...], environ: Mapping[str, str]) -> str:
    return environment.expand(environment.unshield(part, references), environ)


def _login(part: str, references: tuple[str, ...], environ: Mapping[str, str]) -> str:
    """What is written is percent-decoded, what comes from the environment is taken as it is."""
    return _plain(unquote(part), references, environ)


def _rest(part: str, references: tuple[str, ...], environ: Mapping[str, str]) -> str:
    """Path, query and fragment; a value from the environment cannot move their borders."""
    path, mark, query = part.partition("?")

    def treat(value: str, safe: str) -> str:
        return quote(_STRAY_PERCENT.sub("%25", value), safe=safe)

    path = environment.expand(
        environment.unshield(path, references), environ, lambda value: treat(value, "/%:@!$&'()*+,;=~")
    )
    query = environment.expand(
        environment.unshield(query, references), environ, lambda value: treat(value, "/%:@!$&'()*+,;=~?")
    )
    return path + mark + query


def _port(text: str | None, accepted: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65_535):
        raise ValueError(f"{accepted}; a port between 1 and 65535")
    return int(text)


def is_host(host: str) -> bool:
    """Whether the text can be a host's name or IP address (IPv6 in brackets)."""
    if host.startswith("["):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            return False
        return True
    return len(host) <= 253 and _HOST.fullmatch(host) is not None


def parse_web(text: str, environ: Mapping[str, str]) -> str:
    """An http or https address; exactly as written where nothing comes from the environment."""
    address = split(text, environ, accepted=WEB)
    if address.scheme not in {"http", "https"} or not is_host(address.host):
        raise ValueError(WEB)
    joined = text
    if environment.is_dynamic(text):
        joined = _joined(address)
    if _UNPRINTABLE.search(joined):
        raise ValueError(f"{WEB}, without spaces")
    try:
        urlsplit(joined)
    except ValueError as error:
        raise ValueError(WEB) from error
    return joined


def _joined(address: Address) -> str:
    login = ""
    if address.user is not None:
        login = quote(address.user, safe="")
        if address.password is not None:
            login += ":" + quote(address.password, safe="")
        login += "@"
    port = f":{address.port}" if address.port is not None else ""
    return f"{address.scheme}://{login}{address.host}{port}{address.rest}"


def parse_database(text: str, environ: Mapping[str, str]) -> Secret:
    """The database's address as SQLAlchemy reads it; relative SQLite paths stay relative to the current folder."""
    address = split(text, environ, accepted=DATABASE)
    if address.scheme == "sqlite":
        return Secret(_sqlite(address, text, environ))
    name = address.rest.partition("?")[0].strip("/")
    if address.scheme != "postgresql+psycopg" or not name or (address.host and not is_host(address.host)):
        raise ValueError(DATABASE)
    joined = _joined(address)
    if _UNPRINTABLE.search(joined):
        raise ValueError(f"{DATABASE}, without spaces")
    return Secret(joined)


def missing_driver(database: str) -> str | None:
    """One sentence where the database needs a driver that is not installed. (That it can be loaded shows at use.)"""
    if database.startswith("postgresql") and find_spec("psycopg") is None:
        return "PostgreSQL needs its driver, which is not installed: pip install 'watcher[postgres]'"
    return None


def _sqlite(address: Address, text: str, environ: Mapping[str, str]) -> str:
    # A path is no URL: what the environment gives is taken as it is, spaces too.
    whole = environment.expand(text, environ)
    path = whole.partition("://")[2].removeprefix("/")
    if address.host or not whole.partition("://")[2].startswith("/"):
        raise ValueError(f"{DATABASE} (three slashes, a fourth for an absolute path)")
    if not path or path.startswith((":memory:", "file:")):
        raise ValueError("sqlite:///data/watcher.db: a file, because a database in memory would forget what was sent")
    if "?" in path or path.endswith("/") or not path.isprintable():
        raise ValueError("sqlite:///data/watcher.db: the path of a file, without ?")
    return f"sqlite:///{path}"


def parse_smtp(text: str, environ: Mapping[str, str]) -> Smtp:
    """``smtp://`` (STARTTLS where offered, port 587) or ``smtps://`` (TLS from the first byte, port 465)."""
    address = split(text, environ, accepted=SMTP)
    if address.scheme not in {"smtp", "smtps"} or not is_host(address.host) or address.rest.strip("/"):
        raise ValueError(SMTP)
    tls = "tls" if address.scheme == "smtps" else "starttls"
    return make_smtp(address.host.strip("[]"), address.port, address.user, address.password, tls)


def make_smtp(host: str, port: int | None, user: str | None, password: str | None, tls: str | None) -> Smtp:
    """A server with the defaults of its kind: port 465 means TLS from the first byte, and the other way round."""
    if bool(user) != bool(password):
        raise ValueError(f"both a user and a password, or neither: {SMTP}")
    tls = tls or ("tls" if port == 465 else "starttls")
    port = port or (465 if tls == "tls" else 587)
    return Smtp(host, port, user or None, Secret(password) if password else None, tls)


def parse_bind(text: str) -> tuple[str, int]:
    """Host (IPv6 without its brackets) and port to listen on; port 0 lets the system choose."""
    host, colon, port = text.rpartition(":")
    if not colon or not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= 65_535):
        raise ValueError(BIND)
    if not is_host(host):
        raise ValueError(BIND)
    return host.strip("[]"), int(port)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    if host.casefold().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse_mailbox(text: str) -> str:
    if not _MAILBOX.fullmatch(text) or len(text) > 254:
        raise ValueError(MAILBOX)
    return text


def parse_sender(text: str) -> str:
    """A mailbox, with or without a name before it: ``Watcher <watcher@example.org>``."""
    named = _NAMED_MAILBOX.fullmatch(text)
    try:
        parse_mailbox(named[1] if named else text)
    except ValueError as error:
        raise ValueError(f"{MAILBOX} or Watcher <watcher@example.org>") from error
    return text


def masked_login(text: str) -> str:
    """A refused address that may not even look like one: all before its last ``@`` is left out."""
    return re.sub(r"\A([a-z+]*://)?.*@", r"\1•••@", masked(text), flags=re.DOTALL | re.IGNORECASE)


def masked(text: str) -> str:
    """The text without what an address in it may keep secret: user, password, tokens of its query."""
    return _SECRET_IN_QUERY.sub(r"\1•••", _CREDENTIALS.sub("://•••@", text))
