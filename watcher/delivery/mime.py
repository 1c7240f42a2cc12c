"""A message as an e-mail (RFC 5322): text and HTML, headers that feed text cannot touch. Pure."""

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import quote, urlsplit

from watcher.delivery.identity import safe_name
from watcher.model.deliveries import Message
from watcher.text import one_line

# 7-bit bodies pass every server, also one without 8BITMIME; lines stay short (RFC 5321, 4.5.3.1.6).
_POLICY = SMTP.clone(cte_type="7bit")
_SAFE_IN_URL = "!#$%&'()*+,-./:;=?@[]_~"


def compose(message: Message, *, sender: str, identity: str, unsubscribe: str | None) -> bytes:
    """The whole mail without ``To``, which each recipient's copy gets of its own."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _mailbox(sender)
    mail["Subject"] = _header(message.subject)
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{identity}@{_domain(sender)}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    mail["X-Auto-Response-Suppress"] = "All"  # Exchange's word for the same
    mail["List-Id"] = _list_id(message.name, sender)
    if unsubscribe:
        target = _unsubscribe_target(unsubscribe)
        mail["List-Unsubscribe"] = f"<{target}>"
        if target.startswith("https:"):
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    mail.set_content(_body(message.text))
    mail.add_alternative(_body(message.html), subtype="html")
    mail.set_boundary(f"=_{hashlib.sha256(identity.encode()).hexdigest()[:32]}")  # the same bytes each time
    return mail.as_bytes()


def address_of(mailbox: str) -> str:
    """The bare address of ``Name <address>``."""
    return parseaddr(one_line(mailbox))[1] or one_line(mailbox)


def copy_for(recipient: str, mail: bytes) -> bytes:
    """The copy of one recipient: its own ``To`` and nobody else's address."""
    header = EmailMessage(policy=_POLICY.clone(cte_type="8bit", utf8=not recipient.isascii()))
    header["To"] = _mailbox(recipient)
    return header.as_bytes().removesuffix(b"\r\n") + mail


def _mailbox(mailbox: str) -> Address | str:
    name, address = parseaddr(one_line(mailbox))
    return Address(display_name=name, addr_spec=address) if address.isascii() else one_line(mailbox)


def _domain(sender: str) -> str:
    domain = address_of(sender).rpartition("@")[2]
    return domain.encode("idna").decode() if domain and not domain.isascii() else domain or "localhost"


def _list_id(name: str, sender: str) -> str:
    """RFC 2919: a phrase and a dotted label that never changes."""
    label = safe_name(name).replace("_", "-").lower() or hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{_header(name)} <{label}.watcher.{_domain(sender)}>"


def _unsubscribe_target(written: str) -> str:
    """A ``mailto:`` or https address with nothing in it that could end the header or the brackets."""
    target = quote(one_line(written), safe=_SAFE_IN_URL)
    return target if urlsplit(target).scheme else f"mailto:{target}"


def _header(text: str) -> str:
    return one_line(text).encode("utf-8", "replace").decode()


def _body(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
