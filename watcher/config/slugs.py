"""Slugs: the short names of focus areas, groups and events that addresses, JSON and commands use."""

import re

SLUG = "a slug: lower-case letters and digits, parted by single hyphens, such as data-governance"
LONGEST = 64

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
# A digest's last group, of relevant stories without a focus area, bears it.
_RESERVED = "general"


def parse_slug(text: str) -> str:
    """The slug itself. Raises ``ValueError`` with the phrase of what is accepted."""
    if text == _RESERVED:
        raise ValueError(f"{SLUG}; not {_RESERVED}, which names the stories without a focus area")
    if len(text) > LONGEST or not _SLUG.fullmatch(text):
        raise ValueError(SLUG)
    return text


def title_of(slug: str) -> str:
    """The name of something that has only a slug: ``data-governance`` is "Data governance"."""
    words = slug.replace("-", " ")
    return words[:1].upper() + words[1:]
