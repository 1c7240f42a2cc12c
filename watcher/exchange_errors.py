"""What went wrong in an exchange, in words a person understands: httpx's exceptions to ``HttpFailure``."""

import errno
import ssl

import httpx

from watcher.connecting import cause_errno, causes
from watcher.errors import HttpFailure

_CONNECT_WORDS = {
    errno.ECONNREFUSED: "refused the connection",
    errno.ECONNRESET: "reset the connection",
    errno.EHOSTUNREACH: "cannot be reached (no route)",
    errno.ENETUNREACH: "cannot be reached (no network)",
    errno.ETIMEDOUT: "does not answer to a connection",
}
_CERTIFICATE_WORDS = {  # OpenSSL's X509_V_ERR_ numbers
    9: "is not valid yet",
    10: "has expired",
    18: "is self-signed",
    19: "comes from an authority that is not trusted here",
    20: "comes from an authority that is not trusted here",
    21: "comes without the intermediate certificate that vouches for it",
    23: "has been revoked",
    62: "is for another name",
    64: "is for another address",
}


def explain(error: httpx.HTTPError, host: str, *, proxied: bool = False) -> HttpFailure:
    """The failure that ``error`` is, said of ``host``; ``proxied``: what was connected to is the proxy."""
    chain = causes(error)
    for cause in chain:
        if isinstance(cause, ssl.SSLError):
            return HttpFailure(_tls_words(cause, host), kind="tls")
    if isinstance(error, httpx.ProxyError):
        return HttpFailure(f"the proxy did not connect to {host}: {error}", kind="connect")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        words = _CONNECT_WORDS.get(cause_errno(error) or 0, "cannot be connected to")
        return HttpFailure(f"{'the proxy' if proxied else host} {words}", kind="connect")
    if isinstance(error, httpx.RemoteProtocolError):
        return _protocol(str(error), host)
    if isinstance(error, httpx.LocalProtocolError):
        return HttpFailure(f"{host} cannot be asked: {error}", kind="protocol")
    if isinstance(error, httpx.NetworkError):
        return HttpFailure(f"{host} broke off the connection", kind="closed")
    return HttpFailure(f"{host} could not be asked: {str(error) or type(error).__name__}", kind="protocol")


def _protocol(message: str, host: str) -> HttpFailure:
    if "without sending a response" in message:
        return HttpFailure(f"{host} closed the connection before answering", kind="closed")
    if "peer closed connection" in message:
        return HttpFailure(f"{host} closed the connection in the middle of its answer", kind="closed")
    if "Receive buffer too long" in message:
        return HttpFailure(f"the header of {host}'s answer is too large", kind="too-large")
    return HttpFailure(f"the answer of {host} is not HTTP ({message})", kind="protocol")


def _tls_words(error: ssl.SSLError, host: str) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        words = _CERTIFICATE_WORDS.get(error.verify_code) or f"cannot be verified ({error.verify_message})"
        return f"the certificate of {host} {words} (TLS)"
    if error.reason in {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "UNSUPPORTED_PROTOCOL"}:
        return f"{host} does not speak TLS on this port, or none that is still safe (TLS)"
    reason = (error.reason or "the handshake failed").replace("_", " ").lower()
    return f"no secure connection to {host}: {reason} (TLS)"
