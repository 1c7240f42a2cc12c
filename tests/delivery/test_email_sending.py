"""The e-mail channel against a real SMTP server: who gets what, over what, and what happens when it goes wrong."""

import asyncio
import socket
from collections.abc import Callable

import pytest
import trustme
from digest_bodies import message
from mail_sink import MailSink, email_channel, server_context

from watcher.delivery.email import EmailSender
from watcher.delivery.sender import Sent
from watcher.errors import DeliveryError
from watcher.settings import EmailChannel


def send(channel: EmailChannel, done: tuple[str, ...] = (), **limits: float) -> Sent:
    sender = EmailSender(channel, **{"timeout": 5.0, **limits})
    return asyncio.run(sender.send(sender.render(message()), done))


def test_each_address_gets_its_own_copy_and_sees_no_other(sink: MailSink) -> None:
    sent = send(email_channel(sink, "ana@example.org", "ben@example.org"))

    assert set(sent.accepted) == {"ana@example.org", "ben@example.org"}
    assert not sent.refused
    assert "taken" in sent.answer
    for name in ("ana", "ben"):
        (mail,) = sink.to(f"{name}@example.org")
        assert mail.parsed["To"] == f"{name}@example.org"
        assert mail.sender == "watcher@example.org"
    first, second = (mail.raw.partition(b"\r\n")[2] for mail in sink.mails)
    assert first == second, "but for To the copies are the same bytes"


def test_who_has_it_already_is_left_out(sink: MailSink) -> None:
    sent = send(email_channel(sink, "ana@example.org", "ben@example.org"), done=("ana@example.org",))

    assert sent.accepted == ("ben@example.org",)
    assert not sink.to("ana@example.org")


def test_a_repeat_sends_the_same_bytes(sink: MailSink) -> None:
    channel = email_channel(sink)
    send(channel)
    send(channel)

    assert sink.mails[0].raw == sink.mails[1].raw


def test_many_recipients_share_few_connections(sink: MailSink) -> None:
    everybody = tuple(f"reader{n}@example.org" for n in range(20))
    sent = send(email_channel(sink, *everybody))

    assert set(sent.accepted) == set(everybody)
    assert sink.sessions <= 3


# ---------------------------------------------------------------- TLS and login


def test_starttls_is_used_where_it_is_offered(sink_of: Callable[..., MailSink], trusted: trustme.CA) -> None:
    sink = sink_of(tls=server_context(trusted), password="geheim")
    send(email_channel(sink, password="geheim"))

    assert [(mail.over_tls, mail.user) for mail in sink.mails] == [(True, "watcher")]


def test_a_certificate_that_the_system_does_not_trust_is_refused(
    sink_of: Callable[..., MailSink], authority: trustme.CA
) -> None:
    sink = sink_of(tls=server_context(authority))
    with pytest.raises(DeliveryError, match="certificate is not trusted") as caught:
        send(email_channel(sink))

    assert not caught.value.permanent
    assert not sink.mails


def test_a_certificate_of_another_host_is_refused(sink_of: Callable[..., MailSink], trusted: trustme.CA) -> None:
    sink = sink_of(tls=server_context(trusted, "mail.example.net"))
    with pytest.raises(DeliveryError, match="certificate is not trusted"):
        send(email_channel(sink))


def test_tls_none_keeps_to_plain_text(sink_of: Callable[..., MailSink], authority: trustme.CA) -> None:
    sink = sink_of(tls=server_context(authority))
    send(email_channel(sink, tls="none"))

    assert [mail.over_tls for mail in sink.mails] == [False]


def test_smtps_speaks_tls_from_the_first_byte(sink_of: Callable[..., MailSink], trusted: trustme.CA) -> None:
    sink = sink_of(tls=server_context(trusted), implicit=True)
    send(email_channel(sink, tls="tls"))

    assert [mail.over_tls for mail in sink.mails] == [True]


def test_a_password_may_go_to_loopback_in_the_clear(sink_of: Callable[..., MailSink]) -> None:
    sink = sink_of(password="geheim", auth_needs_tls=False)
    send(email_channel(sink, password="geheim"))

    assert [mail.user for mail in sink.mails] == ["watcher"]


def test_a_password_goes_nowhere_else_in_the_clear(
    sink_of: Callable[..., MailSink], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loopback server stands in for one elsewhere: no test may reach a real one."""
    sink = sink_of(password="geheim", auth_needs_tls=False)
    monkeypatch.setattr("watcher.delivery.smtp._to_loopback", lambda _connection: False)
    with pytest.raises(DeliveryError, match="offers no TLS; the password was not sent"):
        send(email_channel(sink, password="geheim"))

    assert not sink.mails


def test_a_wrong_password_is_refused_for_good_and_not_told(sink_of: Callable[..., MailSink]) -> None:
    sink = sink_of(password="geheim", auth_needs_tls=False)
    with pytest.raises(DeliveryError, match="refused the login: 535") as caught:
        send(email_channel(sink, password="falsch"))

    assert caught.value.permanent
    assert "falsch" not in str(caught.value)


def test_a_password_that_smtp_cannot_carry_is_a_sentence(sink_of: Callable[..., MailSink]) -> None:
    sink = sink_of(password="geheim", auth_needs_tls=False)
    with pytest.raises(DeliveryError, match="characters that SMTP cannot carry") as caught:
        send(email_channel(sink, password="gehéim"))

    assert caught.value.permanent


def test_a_login_where_none_is_offered_is_a_sentence(sink: MailSink) -> None:
    with pytest.raises(DeliveryError, match="AUTH extension not supported"):
        send(email_channel(sink, password="geheim"))


# ---------------------------------------------------------------- refusals


def test_a_recipient_refused_for_good_does_not_stop_the_others(sink: MailSink) -> None:
    sink.refuse("gone@example.org", "550 5.1.1 <gone@example.org> no such user")
    sent = send(email_channel(sink, "gone@example.org", "ana@example.org", "ben@example.org"))

    assert set(sent.accepted) == {"ana@example.org", "ben@example.org"}
    (refusal,) = sent.refused
    assert (refusal.recipient, refusal.permanent) == ("gone@example.org", True)
    assert "550" in refusal.reason
    assert "gone@example.org" not in refusal.reason, "addresses stay out of words that are shown and logged"


def test_a_recipient_refused_for_now_may_be_tried_again(sink: MailSink) -> None:
    sink.refuse("grey@example.org", "451 4.7.1 greylisted, come back")
    sent = send(email_channel(sink, "grey@example.org", "ana@example.org"))

    assert sent.accepted == ("ana@example.org",)
    assert [(refusal.permanent, "greylisted" in refusal.reason) for refusal in sent.refused] == [(False, True)]


@pytest.mark.parametrize(("answer", "permanent"), [("552 too big", True), ("452 no room", False)])
def test_a_refusal_of_the_message_counts_by_its_code(sink: MailSink, answer: str, permanent: bool) -> None:
    sink.refuse_data(answer)
    sent = send(email_channel(sink))

    assert not sent.accepted
    assert [refusal.permanent for refusal in sent.refused] == [permanent]


def test_a_server_that_dies_in_data_leaves_it_unknown_and_the_next_copy_goes_over_a_new_connection(
    sink: MailSink,
) -> None:
    sink.die_in_data(times=1)
    everybody = tuple(f"reader{n}@example.org" for n in range(9))
    sent = send(email_channel(sink, *everybody))

    (lost,) = sent.refused
    assert not lost.permanent
    assert "broke off" in lost.reason
    assert set(sent.accepted) == set(everybody) - {lost.recipient}
    assert {mail.recipient for mail in sink.mails} == set(everybody)


def test_a_server_that_always_dies_is_left_alone_after_a_few_tries(sink: MailSink) -> None:
    sink.die_in_data(times=1000)
    everybody = tuple(f"reader{n}@example.org" for n in range(30))
    sent = send(email_channel(sink, *everybody))

    assert not sent.accepted
    assert {refusal.recipient for refusal in sent.refused} == set(everybody)
    assert not any(refusal.permanent for refusal in sent.refused)
    assert sink.sessions == 6


def test_a_slow_recipient_delays_no_other(sink: MailSink) -> None:
    """The slow one is answered only after the other has its copy: were they in a line, this would never end."""
    sink.hold("slow@example.org")
    channel = email_channel(sink, "slow@example.org", "quick@example.org")

    async def told(recipient: str, _answer: str) -> None:
        if recipient == "quick@example.org":
            sink.release("slow@example.org")

    sender = EmailSender(channel, timeout=20)
    sent = asyncio.run(sender.send(sender.render(message()), (), told))

    assert sent.accepted == ("quick@example.org", "slow@example.org")


def test_a_recipient_that_never_answers_is_given_up_for_now(sink: MailSink) -> None:
    sink.hold("slow@example.org")
    sent = send(email_channel(sink, "slow@example.org", "quick@example.org"), transfer_timeout=0.3)

    assert sent.accepted == ("quick@example.org",)
    assert [refusal.reason for refusal in sent.refused] == ["sl…@example.org: the mail server was too slow"]


def test_a_server_that_keeps_silent_is_a_failure_for_now() -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    with silent, pytest.raises(DeliveryError, match="no answer in time") as caught:
        send(email_channel(silent.getsockname()[1]), timeout=0.2)

    assert not caught.value.permanent


def test_a_server_that_is_not_there_is_a_failure_for_now() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    with pytest.raises(DeliveryError, match=f"127.0.0.1:{port}: Connection refused") as caught:
        send(email_channel(port))

    assert not caught.value.permanent


def test_an_address_beyond_ascii_is_carried_by_smtputf8(sink: MailSink) -> None:
    sent = send(email_channel(sink, "jürgen@example.org"))

    assert sent.accepted == ("jürgen@example.org",)
    assert sink.mails[0].parsed["To"] == "jürgen@example.org"


def test_stopping_cuts_the_line_at_once(sink: MailSink) -> None:
    """A cancelled attempt leaves no connection that a silent server could hold."""
    sink.hold("slow@example.org")
    sender = EmailSender(email_channel(sink, "slow@example.org"), timeout=60)

    async def run() -> None:
        task = asyncio.create_task(sender.send(sender.render(message())))
        await asyncio.to_thread(sink.held_back.wait, 10)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())

    assert not sink.mails
