"""``watcher demo``: the mission in ten seconds, with no network and no configuration."""

import asyncio
import shlex
import shutil
import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("watcher-demo"),
    show_default=True,
    help="Where the demo leaves its files.",
)
@click.option("--full", is_flag=True, help="Print every digest in full, not the first alone.")
def demo(out: Path, full: bool) -> None:
    """Play four mornings over bundled sample feeds: announced, expected, dated, held."""
    from watcher.demo.play import play

    asyncio.run(play(out, click.echo, program=_program(), full=full))


def _program() -> str:
    """How this program is called from a shell here: ``watcher`` alone is not found where its venv is not active."""
    called = Path(sys.argv[0])
    if called.stem != "watcher":
        return f"{shlex.quote(sys.executable)} -m watcher"
    found = shutil.which("watcher")
    return "watcher" if found and Path(found).resolve() == called.resolve() else shlex.quote(str(called))
