"""The mail itself: headers that mail programs and lists expect, and text that cannot break out of them."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from digest_bodies import message

from watcher.delivery import mime


def compose(**more: Any) -> EmailMessage:
    return parsed(raw(**more))


def raw(*, sender: str = "Watcher <watcher@example.org>", unsubscribe: str | None = None, **more: Any) -> bytes:
    return mime.compose(message(**more), sender=sender, identity="d88.abc", unsubscribe=unsubscribe)


def parsed(mail: bytes) -> EmailMessage:
    found = message_from_bytes(mail, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_has_text_and_html_and_the_headers_of_an_automatic_list() -> None:
    mail = compose()

    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Message-ID"] == "<d88.abc@example.org>"
    assert mail["Date"] == "Mon, 29 Jul 2024 23:00:04 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "daily <daily.watcher.example.org>"
    assert mail["From"] == "Watcher <watcher@example.org>"
    assert mail["To"] is None
    assert mail["List-Unsubscribe"] is None


def test_the_same_message_is_the_same_bytes() -> None:
    assert raw() == raw()


def test_the_bytes_are_plain_ascii_in_short_lines() -> None:
    mail = raw(text="für alle 量子 " * 500, html="<p>" + "é" * 5000 + "</p>", subject="新加坡 — " + "lang " * 60)

    assert mail.isascii()
    assert max(map(len, mail.split(b"\r\n"))) <= 998
    assert b"\n" not in mail.replace(b"\r\n", b"")
    assert parsed(mail)["Subject"].startswith("新加坡 — lang")
    html = parsed(mail).get_body(("html",))
    assert html is not None
    assert "é" * 5000 in html.get_content()


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\r\nBcc: everybody@example.org",
        "Hello\nBcc: e@example.org",
        "Hello\r\n\r\n<p>body</p>",
        "a\x0bb\x0cc\x85d\u2028e",
    ],
)
def test_a_subject_cannot_add_headers_or_a_body(subject: str) -> None:
    mail = compose(subject=subject)

    assert mail["Bcc"] is None
    assert len(mail["Subject"].splitlines()) == 1
    assert mail.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("name", ["a\r\nX-Evil: 1", "täglich", "日报", "two words", "..", "a@b <c>"])
def test_any_name_makes_a_list_id_of_one_dotted_label(name: str) -> None:
    mail = compose(name=name)

    assert mail["X-Evil"] is None
    label = mail["List-Id"].rpartition("<")[2].removesuffix(">")
    assert label.endswith(".watcher.example.org")
    assert label.removesuffix(".watcher.example.org").replace("-", "").isalnum()
    assert label.isascii()


def test_a_broken_character_does_not_stop_the_mail() -> None:
    mail = compose(text="half a pair \ud83d", subject="half \ud83d", html="<p>\ud83d</p>")

    assert "half" in mail["Subject"]


@pytest.mark.parametrize(
    ("written", "header", "one_click"),
    [
        ("https://example.org/leave?list=a", "<https://example.org/leave?list=a>", True),
        ("http://example.org/leave", "<http://example.org/leave>", False),
        ("mailto:leave@example.org?subject=stop", "<mailto:leave@example.org?subject=stop>", False),
        ("leave@example.org", "<mailto:leave@example.org>", False),
        ("https://example.org/>\r\nBcc: x@example.org", "<https://example.org/%3E%20Bcc:%20x@example.org>", True),
    ],
)
def test_unsubscribing_is_one_click_over_https_alone(written: str, header: str, one_click: bool) -> None:
    mail = compose(unsubscribe=written)

    assert mail["List-Unsubscribe"] == header
    assert mail["List-Unsubscribe-Post"] == ("List-Unsubscribe=One-Click" if one_click else None)
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "recipient", ["ana@example.org", "Ana Lim <ana@example.org>", "jürgen@example.org", "Jürgen <j@example.org>"]
)
def test_a_copy_names_its_recipient_and_is_the_mail_otherwise(recipient: str) -> None:
    mail = raw()
    copy = mime.copy_for(recipient, mail)

    assert copy.endswith(mail)
    assert copy.partition(b"\r\n")[0].startswith(b"To: ")
    assert mime.address_of(str(parsed(copy)["To"])) == mime.address_of(recipient)


def test_a_recipient_with_a_line_break_adds_no_header() -> None:
    copy = mime.copy_for("ana@example.org\r\nBcc: x@example.org", raw())

    assert parsed(copy)["Bcc"] is None


def test_a_sender_of_a_domain_beyond_ascii_has_an_ascii_message_id() -> None:
    mail = compose(sender="watcher@münchen.example")

    assert mail["Message-ID"] == "<d88.abc@xn--mnchen-3ya.example>"
