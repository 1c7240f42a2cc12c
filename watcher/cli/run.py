"""``watcher run``: the background service, with its pages."""

import asyncio
import os
from dataclasses import replace

import click

from watcher.cli.logs import set_up
from watcher.cli.main import Invocation
from watcher.config.addresses import is_loopback, parse_bind
from watcher.config.load import FILES
from watcher.errors import UsageError
from watcher.service.running import Service
from watcher.settings import Secret, Settings
from watcher.web.server import serve


@click.command()
@click.option("--bind", metavar="ADDR", help="Serve pages here instead of where watcher.yaml says (host:port).")
@click.pass_obj
def run(invocation: Invocation, bind: str | None) -> None:
    """Poll, compose, send and serve pages until told to stop (SIGTERM, SIGINT).

    Changed files of the configuration take effect by themselves within seconds, or at SIGHUP.
    $WATCHER_WEB_PASSWORD stands in for web.password.
    """
    directory = invocation.directory()

    def load() -> Settings:
        return _web(invocation.settings(), bind)

    app = invocation.app()
    app.settings = _web(app.settings, bind)
    set_up(app.settings)
    service = Service(
        app,
        lambda service: serve(service, app.settings.web.bind),
        files=[directory / name for name in FILES],
        load=load,
        applied=set_up,
    )
    try:
        asyncio.run(service.run())
    finally:
        app.close()


def _web(settings: Settings, bind: str | None) -> Settings:
    """The web settings with what the command line and the environment say; an open door is refused."""
    password = os.environ.get("WATCHER_WEB_PASSWORD")
    web = replace(
        settings.web,
        bind=bind or settings.web.bind,
        password=Secret(password) if password else settings.web.password,
    )
    try:
        host, _ = parse_bind(web.bind)
    except ValueError:
        raise UsageError(f"--bind {bind!r} is no address; accepted: host:port, as in 127.0.0.1:8080") from None
    if not web.password and not is_loopback(host):
        raise UsageError(f"{web.bind} can be reached from outside; set web.password or $WATCHER_WEB_PASSWORD first")
    return replace(settings, web=web)
