"""The id under which a message goes out on one channel, and names that are safe in files and headers."""

import hashlib
import re

from watcher.model.deliveries import Message

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def message_id(message: Message, channel: str) -> str:
    """Stable for one message on one channel, and unlike any other, also another installation's.

    It becomes the Message-ID or the ``webhook-id``, by which a receiver knows a repeat.
    """
    parts = (message.kind, message.id, message.name, channel, message.created_at.isoformat(), message.subject)
    print_ = hashlib.sha256("\n".join((*parts, message.text)).encode("utf-8", "replace")).hexdigest()[:24]
    return f"{safe_name(message.id) or message.kind}.{print_}"


def safe_name(text: str) -> str:
    """Letters, digits, dots, dashes and underscores alone; no leading dot, no path."""
    return _UNSAFE.sub("-", text).strip(".-")[:100]
