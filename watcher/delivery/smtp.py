"""One SMTP connection, blocking: opened, secured, logged in, one transaction a recipient. Knows no digest.

Whatever smtplib raises leaves here as ``DeliveryError`` or as a ``Refusal``; neither holds a password.
"""

import contextlib
import smtplib
import socket
import ssl
from ipaddress import ip_address

from watcher.delivery.mime import address_of, copy_for
from watcher.delivery.sender import Refusal
from watcher.errors import DeliveryError
from watcher.settings import Smtp
from watcher.text import one_line, shorten

Connection = smtplib.SMTP
QUIT_TIMEOUT = 5.0
_OK = 250
_PERMANENT = 500


class ConnectionLostError(DeliveryError):
    """The connection is gone; whether the message was taken is not known, so the same bytes go again."""


def connect(server: Smtp, timeout: float) -> Connection:
    """Open, secure and log in. ``timeout`` is for each answer, in seconds."""
    try:
        connection = _open(server, timeout)
    except (OSError, smtplib.SMTPException) as error:
        raise _told(server, error) from error
    try:
        _secure(server, connection)
        _login(server, connection)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        connection.close()
        raise _told(server, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _open(server: Smtp, timeout: float) -> Connection:
    if server.tls == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=timeout, context=ssl.create_default_context())
    return smtplib.SMTP(server.host, server.port, timeout=timeout)


def _secure(server: Smtp, connection: Connection) -> None:
    connection.ehlo_or_helo_if_needed()
    if server.tls == "starttls" and connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()


def _login(server: Smtp, connection: Connection) -> None:
    if server.user is None:
        return
    if not isinstance(connection.sock, ssl.SSLSocket) and not _to_loopback(connection):
        raise DeliveryError(f"{server.host} offers no TLS; the password was not sent in the clear")
    connection.login(server.user, server.password or "")


def _to_loopback(connection: Connection) -> bool:
    assert connection.sock is not None
    return ip_address(connection.sock.getpeername()[0].split("%")[0]).is_loopback


def transfer(connection: Connection, sender: str, recipient: str, mail: bytes) -> str | Refusal:
    """One copy to one recipient: the server's answer, or why it was refused. Raises ``ConnectionLostError``."""
    envelope_from, envelope_to = address_of(sender), address_of(recipient)
    try:
        options = _options(connection, envelope_from, envelope_to)
        code, answer = _transaction(connection, envelope_from, envelope_to, copy_for(recipient, mail), options)
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        # SMTPException is an OSError too; what is left here are broken and slow connections.
        raise ConnectionLostError(f"the mail server broke off: {_reason(error)}") from error
    said = f"{code} {answer.replace(envelope_to, masked(envelope_to))}".strip()
    if _OK <= code < 300:
        return said
    return Refusal(recipient, f"{masked(envelope_to)}: {said}", permanent=code >= _PERMANENT)


def _transaction(
    connection: Connection, sender: str, recipient: str, mail: bytes, options: list[str]
) -> tuple[int, str]:
    """MAIL, RCPT, DATA; the first answer that is no success, or that to the whole."""
    code, answer = connection.mail(sender, options)
    if code == _OK:
        code, answer = connection.rcpt(recipient)
        if code in (_OK, 251):
            try:
                code, answer = connection.data(mail)
            except smtplib.SMTPDataError as error:
                code, answer = error.smtp_code, _raw(error.smtp_error)
    if not _OK <= code < 300:
        with contextlib.suppress(smtplib.SMTPServerDisconnected):  # the next transaction will find out
            connection.rset()
    return code, _said(answer)


def _options(connection: Connection, sender: str, recipient: str) -> list[str]:
    """SMTPUTF8 (RFC 6531) only for an address that needs it; smtplib refuses where the server has none."""
    return [] if sender.isascii() and recipient.isascii() else ["SMTPUTF8"]


def _told(server: Smtp, error: Exception) -> DeliveryError:
    """Why no session came about, in words for the person who wrote the configuration."""
    place = f"mail server {server.host}:{server.port}"
    match error:
        case smtplib.SMTPAuthenticationError():
            code, said = error.smtp_code, _said(_raw(error.smtp_error))
            return DeliveryError(f"{place} refused the login: {code} {said}", permanent=code >= _PERMANENT)
        case smtplib.SMTPResponseException():
            code, said = error.smtp_code, _said(_raw(error.smtp_error))
            return DeliveryError(f"{place} refused: {code} {said}", permanent=code >= _PERMANENT)
        case ssl.SSLCertVerificationError():
            return DeliveryError(
                f"{place}: its certificate is not trusted ({error.verify_message}); "
                "install its authority in the system, or set tls: none for a relay of your own"
            )
        case UnicodeError():
            return DeliveryError(f"{place}: the user or password has characters that SMTP cannot carry", permanent=True)
        case _:
            return DeliveryError(f"{place}: {_reason(error)}")


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error):  # smtplib wraps the former in its own
        return "no answer in time"
    return one_line(getattr(error, "strerror", None) or str(error)) or type(error).__name__


def masked(address: str) -> str:
    """Enough of an address to know whose it is, not enough to write to: ``te…@example.org``."""
    local, _, domain = address.rpartition("@")
    return f"{local[:2]}…@{domain}"


def _raw(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode("utf-8", "replace")


def _said(answer: bytes) -> str:
    return shorten(answer.decode("utf-8", "replace"), 200)


def quit_politely(connection: Connection) -> None:
    """End the session; what was accepted stays accepted whatever the server answers."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        if connection.sock is not None:
            connection.sock.settimeout(QUIT_TIMEOUT)
        connection.quit()


def abort(connection: Connection) -> None:
    """Cut the line now, from any thread: whoever waits for an answer on it gets an error at once."""
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)
    connection.close()
