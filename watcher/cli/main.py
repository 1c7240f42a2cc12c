"""The entry point: finds the command, loads only what it needs, turns errors into one clear sentence.

Commands live in the other files of this package, one a group, and are imported when they are called:
``watcher --help`` imports none of them.
"""

import atexit
import gc
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher import __version__
from watcher.errors import ConfigError, UsageError, WatcherError

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.settings import Settings

# name: (module, attribute, one line of help). Written out so that the list of commands costs no import.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("setup", "init", "Write a commented starter configuration."),
    "check": ("setup", "check", "Validate the configuration and prove its examples."),
    "run": ("run", "run", "Run the background service: poll, compose, send, serve pages."),
    "poll": ("poll", "poll", "Poll the feeds that are due, once."),
    "feeds": ("feeds", "feeds", "List feeds and how they are doing."),
    "entries": ("reading", "entries", "List entries with their story, focus areas and follow-ups."),
    "stories": ("stories", "stories", "List stories; correct their grouping."),
    "search": ("search", "search", "Find stories by the words of their entries."),
    "followups": ("followups", "followups", "List tracked follow-ups; settle, add or change one."),
    "digest": ("digest", "digest", "Preview a digest, or send it now."),
    "digests": ("digest", "digests", "List the digests that were made."),
    "deliveries": ("deliveries", "deliveries", "List what was sent, what waits and what failed."),
    "channels": ("deliveries", "channels", "List channels; send a test message to one."),
    "explain": ("explain", "explain", "Say why an entry, story or text was tagged and grouped as it was."),
    "backtest": ("keywords", "backtest", "Show what a changed keyword file would gain, lose and re-tag."),
    "retag": ("keywords", "retag", "Apply the keyword file to stored entries."),
    "coverage": ("reading", "coverage", "Say what happened to every entry, and which feeds gave nothing."),
    "demo": ("demo", "demo", "Show the whole job in ten seconds, with sample feeds and no network."),
    "db": ("database", "db", "Look after the database: upgrade, backup, restore, prune, stats."),
}


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(import_module(f"watcher.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


@dataclass(frozen=True, slots=True)
class Invocation:
    """What the options before the command say; ``ctx.obj`` of every command."""

    config: Path | None
    database: str | None

    def directory(self) -> Path:
        from watcher.config.load import find_directory

        return find_directory(self.config, os.environ)

    def settings(self) -> "Settings":
        """The validated configuration; raises ``ConfigError`` with every fault."""
        from dataclasses import replace

        from watcher.config.addresses import parse_database
        from watcher.config.load import load

        settings = load(self.directory(), os.environ)
        if self.database is None:
            return settings
        try:
            return replace(settings, database=parse_database(self.database, os.environ))
        except ValueError as error:
            raise UsageError(f"--database is no address of a database; accepted: {error}") from error

    def app(self) -> "App":
        """The composition root over the configuration, its database up to date, and closed when the command ends."""
        from watcher.app import App

        app = App(self.settings())
        click.get_current_context().call_on_close(app.close)
        app.prepare_database()
        return app


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", type=click.Path(path_type=Path), help="Directory of the four YAML files ($WATCHER_CONFIG, ./config)."
)
@click.option("--database", metavar="URL", help="Use this database instead of the configured one.")
@click.version_option(__version__, prog_name="watcher")
@click.pass_context
def cli(ctx: click.Context, config: Path | None, database: str | None) -> None:
    """Watcher follows one policy beat: one story per event, follow-ups tracked, digests that arrive once."""
    ctx.obj = Invocation(config, database)


# New objects between two searches for garbage in cycles. What a command allocates mostly lives until it ends: searched
# after each 700, as Python does, it costs a poll of feeds without news a seventh of its time.
_ALLOCATIONS = 20_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 the work failed, 2 wrong usage or configuration."""
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)  # the end of a large process would search it too: for seconds, after a long service
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    """The code that a command ends with; what went wrong is said."""
    # A command prints its own report; the log is the service's, which sets it up. This keeps it off the terminal.
    logging.getLogger("watcher").addHandler(logging.NullHandler())
    try:
        code = cli.main(args=arguments, prog_name="watcher", standalone_mode=False)
    except click.exceptions.Abort:
        code = _say("stopped", 130)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except ConfigError as error:
        lines = [str(fault) for fault in error.faults]
        head = f"{len(lines)} fault{'s' if len(lines) != 1 else ''} in the configuration; nothing was started"
        code = _say("\n  ".join([head, *lines]), error.exit_code)
    except WatcherError as error:
        code = _say(str(error), error.exit_code)
    except BrokenPipeError:
        # The reader of our output (head, less) has left; that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        code = _say(f"{error.filename or 'the system'}: {error.strerror or error}", 1)
    except Exception as error:  # the one place where the unexpected ends: a sentence, not a traceback
        if os.environ.get("WATCHER_DEBUG"):
            raise
        code = _say(f"unexpected {type(error).__name__}: {error}. Run again with WATCHER_DEBUG=1 for the traceback.", 1)
    return code if isinstance(code, int) else 0


def _say(message: str, code: int) -> int:
    click.echo(f"watcher: {message}", err=True)
    return code
