"""``watcher db``: look after the database."""

from pathlib import Path

import click

from watcher.cli.main import Invocation
from watcher.cli.printing import json_line, table
from watcher.errors import StoreError
from watcher.store.database import Database


@click.group()
def db() -> None:
    """Look after the database: upgrade, backup, restore, prune, stats."""


def _database(invocation: Invocation) -> Database:
    return Database(invocation.settings().database)


@db.command()
@click.pass_obj
def upgrade(invocation: Invocation) -> None:
    """Bring the schema up to date. A SQLite file is copied to FILE.before-REVISION first."""
    from watcher.store.schema import HEAD, prepare

    database = _database(invocation)
    try:
        before = database.revision()
        prepare(database)
    finally:
        database.close()
    if before == HEAD:
        click.echo(f"{database.label} is at revision {HEAD} already.")
    else:
        click.echo(f"{database.label} is at revision {HEAD} now (before: {before or 'nothing'}).")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(invocation: Invocation, file: Path) -> None:
    """Copy the database to FILE, also while the service runs. FILE is readable by its owner alone."""
    from watcher.store.backup import backup as back_up

    database = _database(invocation)
    size = back_up(database, file)
    click.echo(f"Backed up {database.label} to {file} ({in_words(size)}).")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(invocation: Invocation, file: Path) -> None:
    """Put the backup FILE in the place of the database. Refused while a service runs.

    Nothing already sent is sent again: what was sent since the backup is taken from the database that is
    replaced. Where that cannot be read, deliveries that waited are held, and what the open digests would tell is
    kept and not sent.
    """
    from watcher.app import system_clock
    from watcher.jobs.restore import restore as put_back

    settings = invocation.settings()
    database = Database(settings.database)
    done = put_back(database, settings, file, system_clock())
    click.echo(f"Restored {database.label} from {file}.")
    if done.kept:
        click.echo(f"What was replaced is kept as {done.kept}.")
    if not done.known:
        click.echo("The replaced database could not say what it had sent since the backup, so nothing of it is sent:")
        click.echo(f"  {done.held} waiting deliveries are held; `watcher deliveries retry ID` sends one.")
        if done.closed:
            click.echo(f"  The open windows of {', '.join(done.closed)} are closed, composed and kept unsent.")


@db.command()
@click.pass_obj
def prune(invocation: Invocation) -> None:
    """Let go of what is older than `retention` and that no digest, follow-up or correction points to."""
    from watcher.digests.words import count
    from watcher.jobs.upkeep import upkeep

    app = invocation.app()
    done = upkeep(app.database, app.settings, app.clock())
    entries, stories = count(done.entries, "entry", "entries"), count(done.stories, "story", "stories")
    click.echo(
        f"Let go of {entries} in {stories}, the text of {count(done.pages, 'page')} and "
        f"{count(done.bodies, 'body', 'bodies')} of deliveries. The file keeps its size; its free pages are used again."
    )


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a kind.")
@click.pass_obj
def stats(invocation: Invocation, as_json: bool) -> None:
    """Say how many rows and bytes of each kind the database holds."""
    from watcher.store.stats import sizes

    database = _database(invocation)
    if (database.path is not None and not database.path.exists()) or database.revision() is None:
        raise StoreError(f"there is no Watcher database at {database.label} yet; `watcher poll` makes it")
    found = sizes(database)
    database.close()
    if as_json:
        for size in found:
            json_line({"kind": size.kind, "rows": size.rows, "bytes": size.bytes})
        return
    rows = [(size.kind, str(size.rows), in_words(size.bytes)) for size in found]
    table(rows, head=("kind", "rows", "bytes"))
    on_disk = database.path.stat().st_size if database.path else sum(size.bytes or 0 for size in found)
    click.echo(f"{database.label}: {in_words(on_disk)}")


def in_words(size: int | None) -> str:
    """A size for people, in the units that the configuration takes."""
    if size is None:
        return "not known"
    value = float(size)
    for unit in ("B", "KiB", "MiB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} GiB"
