"""``watcher demo``: the mission in ten seconds, with no network and no configuration."""

import asyncio
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

    asyncio.run(play(out, click.echo, full=full))
