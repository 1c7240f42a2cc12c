"""Tell systemd how the service is doing (sd_notify(3)): one datagram to the socket it names, where it names one."""

import contextlib
import os
import socket
import time
from collections.abc import Mapping

PATIENCE = 0.5  # seconds


def notify(*words: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Send lines such as ``READY=1``; whether there was somebody to tell. Never raises: it is a courtesy."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.settimeout(PATIENCE)  # one who does not read for now must not stop the service with it
        # A leading @ stands for the zero byte of Linux's abstract names.
        sender.connect(f"\0{address[1:]}" if address[0] == "@" else address)
        sender.sendall("\n".join(words).encode())
        return True
    return False


def reloading() -> str:
    """The two lines that begin a reload; the time lets systemd tell one reload from the next."""
    return f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}"
