"""``watcher deliveries`` and ``watcher channels``: what was sent where, and whether a channel works."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import click

from watcher.app import App
from watcher.cli.main import Invocation
from watcher.cli.printing import json_line, moment, table
from watcher.errors import UsageError
from watcher.model.deliveries import Delivery, DeliveryState
from watcher.settings import Channel, EmailChannel, FileChannel, WebhookChannel

SHOWN = 50  # deliveries a person is shown; --json has all of them


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
@click.pass_context
def deliveries(ctx: click.Context, as_json: bool) -> None:
    """List what was sent, what waits and what failed, the newest first."""
    if ctx.invoked_subcommand is not None:
        return
    from watcher.digests.shapes import delivery_json
    from watcher.store.deliveries import listing

    app: App = ctx.obj.app()
    with app.database.reading() as connection:
        found = listing(connection)
    if as_json:
        for delivery in found:
            json_line({**delivery_json(delivery), "kind": delivery.kind, "name": delivery.name})
    else:
        _tell(found)


def _tell(found: Sequence[Delivery]) -> None:
    if not found:
        click.echo("Nothing was sent yet. `watcher digest NAME --send` sends a digest now.")
        return
    rows = [
        (
            f"v{delivery.id}",
            _subject(delivery),
            delivery.channel,
            delivery.state.value,
            str(delivery.attempts),
            moment(delivery.created_at),
            _what_next(delivery),
        )
        for delivery in found[:SHOWN]
    ]
    table(rows, ("id", "message", "channel", "state", "tries", "made (UTC)", ""))
    counts = Counter(delivery.state for delivery in found)
    left = f"; the newest {SHOWN} are shown, --json has all" if len(found) > SHOWN else ""
    click.echo(", ".join(f"{counts[state]} {state.value}" for state in DeliveryState if counts[state]) + left)


def _subject(delivery: Delivery) -> str:
    number = f" d{delivery.digest}" if delivery.digest else f" a{delivery.alert}" if delivery.alert else ""
    return f"{delivery.name}{number}"


def _what_next(delivery: Delivery) -> str:
    if delivery.state is DeliveryState.SENT:
        return f"sent {moment(delivery.sent_at)}"
    if delivery.state is DeliveryState.FAILED:
        return f"given up: {delivery.last_error} (`watcher deliveries retry v{delivery.id}` tries again)"
    said = f": {delivery.last_error}" if delivery.last_error else ""
    return f"next try {moment(delivery.next_attempt_at)}{said}"


@deliveries.command()
@click.argument("delivery_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the delivery as one JSON object.")
@click.pass_obj
def retry(invocation: Invocation, delivery_id: str, as_json: bool) -> None:
    """Try a delivery now, whatever is scheduled; only who has not accepted it is tried."""
    from watcher.digests.shapes import delivery_json, parse_id
    from watcher.jobs.deliver import retry_now
    from watcher.store.deliveries import get

    _, number = parse_id(delivery_id, "v")
    app = invocation.app()

    async def run() -> str:
        async with app.http_client() as http:
            return (await retry_now(app.database, app.senders(http), app.clock, number)).words

    words = asyncio.run(run())
    with app.database.reading() as connection:
        found = get(connection, number)
    assert found is not None
    if as_json:
        json_line(delivery_json(found))
    else:
        click.echo(f"v{number} {found.state.value}: {words}")
    if found.state is not DeliveryState.SENT:
        raise SystemExit(1)


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
@click.pass_context
def channels(ctx: click.Context, as_json: bool) -> None:
    """List the channels of digests.yaml and how their deliveries went."""
    if ctx.invoked_subcommand is not None:
        return
    from watcher.store.deliveries import listing

    app: App = ctx.obj.app()
    with app.database.reading() as connection:
        found = listing(connection)
    records = [_record(channel, [d for d in found if d.channel == channel.name]) for channel in app.settings.channels]
    if as_json:
        for record in records:
            json_line(record)
    elif records:
        columns = ("name", "type", "target", "sent", "waiting", "failed", "last_error")
        table([[str(record[column] or "") for column in columns] for record in records], columns)
    else:
        click.echo("digests.yaml defines no channel.")


def _record(channel: Channel, found: Sequence[Delivery]) -> dict[str, Any]:
    """One line of ``channels --json``. Addresses that hold a token or a person's name are not in it."""
    from watcher.digests.shapes import instant

    counts = Counter(delivery.state for delivery in found)
    kind, target = _target(channel)
    last = max((delivery.sent_at for delivery in found if delivery.sent_at), default=None)
    return {
        "name": channel.name,
        "type": kind,
        "target": target,
        **{state.value: counts[state] for state in DeliveryState},
        "last_sent_at": instant(last),
        "last_error": next((d.last_error for d in found if d.last_error), None),
    }


def _target(channel: Channel) -> tuple[str, str]:
    match channel:
        case FileChannel():
            return "file", str(channel.dir)
        case EmailChannel():
            count = len(channel.to)
            return "email", f"{count} {'address' if count == 1 else 'addresses'} by {channel.smtp.host}"
        case WebhookChannel():
            from watcher.delivery.webhook import host_of

            return f"webhook ({channel.format})", host_of(channel)


@channels.command()
@click.argument("name")
@click.pass_obj
def test(invocation: Invocation, name: str) -> None:
    """Send one marked test message to channel NAME and print the server's answer.

    Exits 1 where it is refused.
    """
    app = invocation.app()
    accepted, lines = asyncio.run(_test(app, name))
    for line in lines:
        click.echo(line)
    if not accepted:
        raise SystemExit(1)


async def _test(app: App, name: str) -> tuple[bool, list[str]]:
    """Whether everybody accepted, and what the other side said."""
    from watcher.delivery.channels import build
    from watcher.digests.render import channel_test_message
    from watcher.errors import DeliveryError

    channel = next((channel for channel in app.settings.channels if channel.name == name), None)
    if channel is None:
        known = ", ".join(channel.name for channel in app.settings.channels) or "none"
        raise UsageError(f"there is no channel {name!r} in digests.yaml; defined: {known}")
    now = app.clock()
    message = channel_test_message(name, f"t{now:%Y%m%d%H%M%S}", now, app.settings.web.public_url)
    async with app.http_client() as http:
        sender = build(channel, http, app.clock)
        try:
            sent = await sender.send(sender.render(message))
        except DeliveryError as error:
            return False, [f"{name} refused: {error}"]
    lines = [f"{name} accepted: {sent.answer}"] if sent.accepted else []
    return not sent.refused, [*lines, *(f"{name} refused: {refusal.reason}" for refusal in sent.refused)]
