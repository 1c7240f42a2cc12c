"""Follow-ups as a digest words them: under which heading, when, and the sentence with its source. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from watcher.digests import words
from watcher.digests.shapes import FOLLOWUP, QUOTE_LIMIT, letter_id, page_url
from watcher.digests.story_words import source_view
from watcher.digests.view import NoticeView, SectionView, Setting
from watcher.model.digests import Digest, FollowUpNotice, Notice
from watcher.model.followups import FollowUp, FollowUpChange, Kind
from watcher.model.stories import Source
from watcher.text import is_cjk, shorten

_SECTIONS: dict[Notice, tuple[str, str]] = {
    Notice.NEW: ("New to follow", "new"),
    Notice.CHANGED: ("Changed", "changed"),
    Notice.DUE: ("Now", "coming"),
    Notice.COMING: ("Coming up", "coming"),
    Notice.OVERDUE: ("Overdue", "overdue"),
    Notice.NO_LONGER_CHASED: ("No longer followed up", "closed"),
}


def sections(digest: Digest, setting: Setting) -> Iterable[SectionView]:
    for notice, (title, tone) in _SECTIONS.items():
        told = [item for item in digest.notices if item.notice is notice]
        if told:
            yield SectionView(title, tone, tuple(notice_view(item, setting) for item in told))


def notice_view(told: FollowUpNotice, setting: Setting) -> NoticeView:
    followup = told.followup
    text, source = _evidence(told)
    return NoticeView(
        id=letter_id(FOLLOWUP, followup.id),
        title=event_title(followup, setting.events),
        when=shorten(words.standing(followup, told.status, setting.today), 160),
        was=words.change_words(told.was, followup, told.status) if told.was else "",
        quote=shorten(words.plain(text), QUOTE_LIMIT),
        source=source_view(source, setting) if source else None,
        page=page_url(setting.public_url, FOLLOWUP, followup.id),
    )


def event_title(followup: FollowUp, events: Mapping[str, str] = MappingProxyType({})) -> str:
    """Its own words with a capital.

    The meeting of a watched event that only a Chinese text has named goes by the name the file has for it (``events``,
    by slug): one digest, one language for one event.
    """
    known = events.get(followup.event_slug or "") if followup.kind is Kind.MEETING else None
    own = words.plain(followup.event)
    title = shorten(words.plain(known) if known and is_cjk(own) else own, 100) or "(unnamed)"
    return title[0].upper() + title[1:]


def _evidence(told: FollowUpNotice) -> tuple[str, Source | None]:
    """The sentence to quote and where it stands: of a change the one that changed it; no source for a person's word."""
    followup = told.followup
    lines = followup.history
    if told.notice is Notice.CHANGED and lines:
        return lines[-1].text, _source_of(lines[-1], followup)
    line = next((each for each in lines if each.text == followup.text), lines[0] if lines else None)
    if line is None:
        return followup.text, followup.sources[0] if followup.sources else None
    return followup.text, _source_of(line, followup)


def _source_of(line: FollowUpChange, followup: FollowUp) -> Source | None:
    if line.by == "person":
        return None
    for source in followup.sources:
        if source.entry == line.entry or (line.entry is None and source.url == line.url):
            return source
    return followup.sources[0] if followup.sources else None
