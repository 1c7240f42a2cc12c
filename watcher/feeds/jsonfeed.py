"""JSON Feed 1.0 and 1.1 (jsonfeed.org). Tolerant of types: a number for an id is read as its text."""

import json
from typing import Any

from watcher.errors import FeedError
from watcher.feeds.raw import Markup, RawFeed, RawItem, RawLink
from watcher.text import whole_characters


def read_json(text: str) -> RawFeed:
    """Read a JSON Feed. Raises FeedError for broken JSON and for JSON that is no feed."""
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"the answer is broken JSON: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise FeedError("the answer is JSON, but no JSON Feed")
    return RawFeed(
        title=Markup(_string(found.get("title")), "text"),
        links=[RawLink(_string(found.get("home_page_url")))],
        language=_string(found.get("language")),
        items=[_item(item) for item in found["items"] if isinstance(item, dict)],
    )


def _item(item: dict[str, Any]) -> RawItem:
    texts = [
        Markup(_string(item.get("content_html")), "html"),
        Markup(_string(item.get("content_text")), "text"),
        Markup(_string(item.get("summary")), "text"),
    ]
    links = [RawLink(_string(item.get("url"))), RawLink(_string(item.get("external_url")), "related-page")]
    attachments = item.get("attachments")
    links += [
        RawLink(_string(attachment.get("url")), "enclosure")
        for attachment in (attachments if isinstance(attachments, list) else ())
        if isinstance(attachment, dict)
    ]
    return RawItem(
        guid=_string(item.get("id")),
        title=Markup(_string(item.get("title")), "text"),
        links=[link for link in links if link.href],
        texts=[text for text in texts if text.value],
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        language=_string(item.get("language")),
        has_more=bool(item),
    )


def _string(value: object) -> str:
    """Text of a value; the specification tells readers to take numbers for ids."""
    if isinstance(value, str):
        return whole_characters(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
