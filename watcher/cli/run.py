"""``watcher run``: the background service, with its pages."""

import asyncio
import os
import signal
import threading
from dataclasses import replace

import click

from watcher.cli.main import Invocation
from watcher.config.addresses import is_loopback, parse_bind
from watcher.errors import ConfigError, Fault, UsageError
from watcher.settings import Secret, Settings

FORMER = 8  # configurations whose secrets are still kept out of the log: work may be under way by them


@click.command()
@click.option("--bind", metavar="ADDR", help="Serve pages here instead of where watcher.yaml says (host:port).")
@click.pass_obj
def run(invocation: Invocation, bind: str | None) -> None:
    """Poll, compose, send and serve pages until told to stop (SIGTERM, SIGINT).

    Changed files of the configuration take effect by themselves within seconds, or at SIGHUP.
    $WATCHER_WEB_PASSWORD stands in for web.password.
    """
    asked_early = _hear_signals()
    # Loaded when signals are heard: it takes the better part of a second.
    from watcher.cli.logs import set_up
    from watcher.config.load import FILES
    from watcher.service.reload import ConfigFiles
    from watcher.service.running import Service
    from watcher.web.server import serve

    directory = invocation.directory()
    files = ConfigFiles(directory / name for name in FILES)  # as they are before they are read

    def load() -> Settings:
        try:
            return _web(invocation.settings(), bind)
        except UsageError as error:
            accepted = "a password while the pages can be reached from outside"
            raise ConfigError([Fault("watcher.yaml", 0, "web.password", "none", accepted)]) from error

    app = invocation.app()
    app.settings = _web(app.settings, bind)
    set_up(app.settings)
    taken = [app.settings]

    def applied(settings: Settings) -> None:
        set_up(settings, taken)
        taken[:] = [*taken[-FORMER:], settings]

    service = Service(
        app, lambda service: serve(service, app.settings.web.bind), files=files, load=load, applied=applied
    )
    signal.signal(signal.SIGHUP, lambda _number, _frame: service.reload())
    if asked_early.is_set():
        service.reload()
    try:
        asyncio.run(service.run())
    finally:
        app.close()


def _hear_signals() -> threading.Event:
    """From the first moment, and as process 1 of a container too: SIGTERM ends, SIGHUP is remembered.

    Until the service has its own handlers nothing is under way that an exception could leave half-done.
    """
    reload = threading.Event()

    def end(number: int, _frame: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, lambda _number, _frame: reload.set())
    return reload


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
