"""``watcher init`` writes a starter configuration, ``watcher check`` validates one."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watcher.errors import ConfigError, Fault

if TYPE_CHECKING:
    from watcher.cli.main import Invocation
    from watcher.config.load import Reading
    from watcher.settings import Settings


@click.command()
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def init(invocation: "Invocation", directory: Path | None) -> None:
    """Write a commented starter configuration to DIR (./config).

    Files that are already there are kept as they are.
    """
    from watcher.config.load import wanted_directory
    from watcher.config.shipped import write_starter

    target = directory or wanted_directory(invocation.config, os.environ)
    written, kept = write_starter(target)
    for path in written:
        click.echo(f"written  {path}")
    for path in kept:
        click.echo(f"kept     {path} (it was there already)")
    option = "" if target == Path("config") else f" --config {target}"
    click.echo(f"Next: edit them, then `watcher{option} check` and `watcher{option} run`.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Validate the configuration and prove its examples.

    Exits 0 when all is well, 2 with every fault otherwise.
    """
    from watcher.config.addresses import missing_driver
    from watcher.config.load import find_directory, read

    invocation: Invocation = ctx.obj
    try:
        directory = find_directory(invocation.config, os.environ)
    except ConfigError as error:
        if not as_json:
            raise
        click.echo(json.dumps(_report(None, list(error.faults), [], None), ensure_ascii=False))
        ctx.exit(error.exit_code)
    reading = read(directory, os.environ)
    errors, warnings = _proven(reading)
    database = invocation.database or reading.settings.database
    if invocation.database and (missing := missing_driver(invocation.database)):
        warnings.append({"file": "--database", "line": 1, "key": "database", "message": missing})
    if as_json:
        click.echo(json.dumps(_report(reading.settings, errors, warnings, database), ensure_ascii=False))
    else:
        _print(reading.settings, errors, warnings, database)
    if errors:
        ctx.exit(ConfigError.exit_code)


def _proven(reading: "Reading") -> tuple[list[Fault], list[dict[str, Any]]]:
    """The faults with the examples that fail, and all warnings; keywords with faults are not judged."""
    errors = list(reading.faults)
    warnings: list[dict[str, Any]] = [
        {"file": told.file, "line": told.line, "key": told.key, "message": told.message} for told in reading.advice
    ]
    if any(fault.file == "keywords.yaml" for fault in errors):
        return errors, warnings
    from watcher.focus import proof

    keywords = reading.settings.keywords
    for failed in proof.failed_examples(keywords):
        wanted = "a sentence that its area tags" if ".match" in failed.key else "a sentence that its area leaves alone"
        errors.append(Fault("keywords.yaml", failed.line, failed.key, failed.message, wanted))
    warnings += [
        {"file": "keywords.yaml", "line": note.line, "key": note.key, "message": note.message}
        for note in proof.warnings(keywords)
    ]
    return errors, warnings


def _report(
    settings: "Settings | None", errors: list[Fault], warnings: list[dict[str, Any]], database: str | None
) -> dict[str, Any]:
    """The contract's object. What is defined is counted; with errors, what could be read of it."""
    return {
        "ok": not errors,
        "errors": [asdict(fault) for fault in errors],
        "warnings": warnings,
        "feeds": len(settings.feeds) if settings else 0,
        "focus_areas": len(settings.keywords.focus_areas) if settings else 0,
        "events": len(settings.keywords.events) if settings else 0,
        "channels": len(settings.channels) if settings else 0,
        "digests": len(settings.digests) if settings else 0,
        "alerts": len(settings.alerts) if settings else 0,
        "directory": str(settings.directory) if settings else None,
        "database": _lies(database) if database else None,
    }


def _print(settings: "Settings", errors: list[Fault], warnings: list[dict[str, Any]], database: str) -> None:
    for warning in warnings:
        click.echo(f"warning  {warning['file']}:{warning['line']}: {warning['message']}", err=True)
    for fault in errors:
        click.echo(f"error    {fault}", err=True)
    if errors:
        click.echo(f"{settings.directory}: {_count(len(errors), 'error')}; nothing starts on it.", err=True)
        return
    for label, said in _defined(settings):
        click.echo(f"{label:<12} {said}")
    click.echo(f"{'database':<12} {_lies(database)}")
    click.echo(f"{settings.directory}: all is well" + (f", {_count(len(warnings), 'warning')}." if warnings else "."))


def _defined(settings: "Settings") -> Iterator[tuple[str, str]]:
    """What the configuration defines, a line a subject."""
    from watcher.digests.windows import next_run

    off = sum(not feed.enabled for feed in settings.feeds)
    keywords = settings.keywords
    examples = sum(len(area.match) + len(area.ignore) for area in keywords.focus_areas)
    yield "feeds", f"{len(settings.feeds)}" + (f", {off} of them disabled" if off else "")
    yield "groups", ", ".join(group.slug for group in keywords.groups) or "none: every entry is relevant"
    yield "focus areas", ", ".join(area.slug for area in keywords.focus_areas) or "none"
    yield "examples", f"{examples}, all proven"
    yield "events", ", ".join(event.slug for event in keywords.events) or "none"
    yield "channels", ", ".join(channel.name for channel in settings.channels) or "none"
    for digest in settings.digests:
        run = next_run(digest.schedule, digest.timezone, datetime.now(UTC)).astimezone(digest.timezone)
        to = ", ".join(digest.channels) or "no channel"
        yield "digest", f"{digest.name}: next on {run:%a %d %B %Y at %H:%M} ({digest.timezone.key}), to {to}"
    if not settings.digests:
        yield "digests", "none"
    for alert in settings.alerts:
        yield "alert", f"{alert.name}: to {', '.join(alert.channels) or 'no channel'}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _lies(database: str) -> str:
    """Where the database lies, without a password: a file with its full path, or a server."""
    from watcher.config.addresses import masked

    if not database.startswith("sqlite:///"):
        return masked(database)
    path = Path(database.removeprefix("sqlite:///")).absolute()
    return str(path) if path.exists() else f"{path} (not there yet; made when first needed)"
