"""What the demo prints around and instead of whole digests. Pure: values in, lines out."""

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.demo.directory import PAGE
from watcher.digests.page import digest_view
from watcher.digests.render import wrapped
from watcher.digests.view import DigestView, NoticeView
from watcher.digests.windows import local_date
from watcher.digests.words import day_words
from watcher.model.digests import Digest, FollowUpNotice
from watcher.model.stories import Story

WIDTH = 78


def opening(outlets: int) -> str:
    return wrapped(
        f"Four mornings of one reader, from {outlets} sample feeds on this machine. The outlets are made up, "
        "the facts are real; polling, grouping, follow-ups, digests and mail are the real thing."
    )


def banner(title: str) -> str:
    return f"\n{'=' * WIDTH}\n{title}\n{'=' * WIDTH}"


def in_short(digest: Digest) -> str:
    """What changed since the digest before: the follow-ups told, then the new stories by title."""
    view = digest_view(digest, "")
    parts = [_section(section.title, section.notices) for section in view.sections]
    if titles := [_story(story) for story in digest.stories]:
        parts.append("\n".join(["NEW STORIES", *titles]))
    if view.developments:
        lines = [_item(line.id, f"{line.title}: {line.detail}") for line in view.developments]
        parts.append("\n".join(["FURTHER ON EARLIER STORIES", *lines]))
    return "\n\n".join([_counts(view), *parts])


def life(digests: Sequence[Digest], event: str) -> str:
    """What each morning said of the event's follow-up, one line a morning."""
    lines = []
    for digest in digests:
        for title, notice in _told_of(digest, event):
            day = day_words(local_date(digest.window.end, ZoneInfo(digest.timezone)))
            was = f" ({notice.was})" if notice.was else ""
            lines.append(f"{day:<13}{wrapped(f'{title.lower()}: {notice.when}{was}, {notice.id}', 13)}")
    return "\n".join([banner("One promise, four mornings: the next CET Dialogue"), *lines])


def next_steps(program: str, directory: Path, first: Digest, event: str) -> str:
    """Where the mail lies, and three commands that go on from here."""
    command = f"{program} --config {shlex.quote(str(directory / 'config'))}"
    return "\n".join(
        [
            f"\nThe first digest as it arrives by mail: {directory / PAGE}",
            "Try next:",
            f"  {command} followups --as-of 2024-06-01",
            f"  {command} explain s{_story_of(first, event).id}",
            f"  {command} digest daily --since 2023-10-12 --until 2023-10-15 --format markdown",
        ]
    )


def _counts(view: DigestView) -> str:
    return wrapped(" | ".join(view.counts))


def _section(title: str, notices: Iterable[NoticeView]) -> str:
    lines = [title.upper()]
    for notice in notices:
        was = f" ({notice.was})" if notice.was else ""
        lines.append(_item(notice.id, f"{notice.title}: {notice.when}{was}"))
        source = f"  {notice.source.outlet}, {notice.source.day}" if notice.source else ""
        lines.append(_item("", f'"{notice.quote}"{source}'))
    return "\n".join(lines)


def _story(story: Story) -> str:
    outlets = list(dict.fromkeys(source.outlet for source in story.sources))
    said = outlets[0] if len(outlets) == 1 else f"{outlets[0]} and {len(outlets) - 1} more"
    return _item(f"s{story.id}", f"{story.title} ({said})")


def _told_of(digest: Digest, event: str) -> Iterable[tuple[str, NoticeView]]:
    wanted = {f"f{told.followup.id}" for told in digest.notices if _is_of(told, event)}
    for section in digest_view(digest, "").sections:
        for notice in section.notices:
            if notice.id in wanted:
                yield section.title, notice


def _is_of(told: FollowUpNotice, event: str) -> bool:
    return told.followup.event_slug == event


def _story_of(digest: Digest, event: str) -> Story:
    """The story that the event's follow-up comes from; else the digest's first."""
    entries = {source.entry for told in digest.notices if _is_of(told, event) for source in told.followup.sources}
    own = [story for story in digest.stories if any(source.entry in entries for source in story.sources)]
    return max(own or digest.stories, key=lambda story: len(story.sources))


def _item(number: str, text: str) -> str:
    return f"{number:<5}{wrapped(text, 5)}"
