"""The webhook channel over real HTTP: signatures, and what each answer means."""

import asyncio
import base64
import json
from datetime import UTC, datetime

import pytest
from digest_bodies import digest, message
from scripted_server import Recorded, Reply, ScriptedServer
from standardwebhooks import Webhook

from watcher.delivery.sender import Sent
from watcher.delivery.webhook import WebhookSender
from watcher.http_client import HttpClient
from watcher.model.deliveries import Message
from watcher.settings import Polling, Secret, WebhookChannel

PATH = "/services/T00/token-nobody-may-see"


def channel(server: ScriptedServer, **more: object) -> WebhookChannel:
    given = {"name": "newsroom", "url": Secret(server.url(PATH)), "allow_private": True, **more}
    return WebhookChannel(**given)  # type: ignore[arg-type]  # fields by name, as a test gives them


def send(
    to: WebhookChannel, what: Message | None = None, done: tuple[str, ...] = (), now: datetime | None = None
) -> Sent:
    async def run() -> Sent:
        async with HttpClient(Polling()) as http:
            sender = WebhookSender(to, http, lambda: now or datetime.now(UTC), pause=0)
            return await sender.send(sender.render(what or digest()), done)

    return asyncio.run(run())


def refusal(sent: Sent) -> tuple[str, bool, float | None]:
    (only,) = sent.refused
    return only.reason, only.permanent, only.retry_after


def test_json_is_the_contracts_object_in_one_request(server: ScriptedServer) -> None:
    server.fail(PATH, 200)
    sent = send(channel(server))

    (request,) = server.requests
    assert json.loads(request.body) == digest().body
    assert request.headers["content-type"] == "application/json"
    assert request.headers["webhook-id"].startswith("d88.")
    assert "webhook-signature" not in request.headers
    assert sent.accepted == (request.headers["webhook-id"],)


@pytest.mark.parametrize(
    ("secret", "verifier"),
    [
        ("whsec_" + base64.b64encode(b"k" * 24).decode(), b"k" * 24),
        ("whsec_" + base64.b64encode(b"k" * 25).decode().rstrip("="), b"k" * 25),
        ("a plain secret, äöü", "a plain secret, äöü".encode()),
    ],
)
def test_the_signature_is_verified_by_the_specifications_own_package(
    server: ScriptedServer, secret: str, verifier: bytes
) -> None:
    server.fail(PATH, 204)
    send(channel(server, secret=Secret(secret)), digest(note="新加坡 “quotes”"))

    (request,) = server.requests
    assert Webhook(verifier).verify(request.body, dict(request.headers))["type"] == "digest"


def test_a_repeat_has_the_same_id_and_bytes_and_the_time_of_its_attempt(server: ScriptedServer) -> None:
    server.fail(PATH, 200)
    for hour in (7, 8):
        send(channel(server, secret=Secret("s3cret")), now=datetime(2024, 7, 30, hour, tzinfo=UTC))

    first, second = server.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 3600
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


def test_a_secret_that_is_no_base64_after_whsec_is_a_sentence(server: ScriptedServer) -> None:
    sent = send(channel(server, secret=Secret("whsec_a")))

    assert refusal(sent) == ("the secret begins with whsec_ but is not base64", True, None)
    assert not server.requests


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (401, True), (404, True), (410, True), (403, False), (408, False), (500, False), (503, False)],
)
def test_some_answers_are_for_good(server: ScriptedServer, status: int, permanent: bool) -> None:
    server.fail(PATH, status, body=b"no\nsuch   hook")

    assert refusal(send(channel(server))) == (f"HTTP {status}: no such hook", permanent, None)


@pytest.mark.parametrize(
    ("header", "seconds"), [("120", 120.0), ("0.75", 0.75), ("Tue, 30 Jul 2024 07:02:00 GMT", 120.0), ("soon", None)]
)
def test_retry_after_is_kept(server: ScriptedServer, header: str, seconds: float | None) -> None:
    server.fail(PATH, 429, {"Retry-After": header})

    said = refusal(send(channel(server), now=datetime(2024, 7, 30, 7, tzinfo=UTC)))
    assert said == ("HTTP 429", False, seconds)


def test_a_redirect_is_not_followed_and_says_where_to_without_its_path(server: ScriptedServer) -> None:
    server.redirect(PATH, "https://elsewhere.example/with/a/token", 307)

    reason, permanent, _ = refusal(send(channel(server)))
    assert "redirected to elsewhere.example; redirects are not followed" in reason
    assert not permanent
    assert "token" not in reason
    assert len(server.requests) == 1


def test_a_private_address_is_refused_unless_allowed(server: ScriptedServer) -> None:
    reason, permanent, _ = refusal(send(channel(server, allow_private=False)))

    assert "127.0.0.1" in reason
    assert not permanent
    assert not server.requests


def test_a_server_that_hangs_up_is_a_failure_for_now(server: ScriptedServer) -> None:
    server.raw(PATH, lambda connection: connection.reset())

    reason, permanent, _ = refusal(send(channel(server)))
    assert reason
    assert not permanent


def test_no_answer_in_time_is_a_failure_for_now(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.delivery.webhook.TIMEOUT", 0.2)
    server.raw(PATH, lambda connection: connection.stopping.wait())

    _, permanent, _ = refusal(send(channel(server)))
    assert not permanent


def test_the_address_is_in_no_message(server: ScriptedServer) -> None:
    server.handler(PATH, lambda request: Reply(500, f"cannot post to {request.path}".encode()))

    reason, _, _ = refusal(send(channel(server)))
    assert "token" not in reason


def test_nor_is_a_token_by_itself_or_the_signing_secret(server: ScriptedServer) -> None:
    """What a server repeats goes into the log, the operator's message and the list of deliveries."""
    server.handler(PATH, lambda _: Reply(401, b"no services for token-nobody-may-see or between-us"))

    reason, _, _ = refusal(send(channel(server, secret=Secret("between-us"))))
    assert reason == "HTTP 401: no services for … or …"


def test_discord_is_asked_to_say_whether_it_kept_the_message(server: ScriptedServer) -> None:
    server.fail(PATH, 200)
    send(channel(server, format="discord", url=Secret(server.url(PATH) + "?thread_id=5")))

    assert [request.path for request in server.requests] == [PATH + "?thread_id=5&wait=true"]


# ---------------------------------------------------------------- parts


def test_parts_are_numbered_each_with_an_id_of_its_own(server: ScriptedServer) -> None:
    server.fail(PATH, 200)
    sent = send(channel(server, format="slack"), digest(stories=200))

    identities = [request.headers["webhook-id"] for request in server.requests]
    assert len(identities) > 1
    assert [identity.rpartition("-")[2] for identity in identities] == [str(n + 1) for n in range(len(identities))]
    assert sent.accepted == tuple(identities)
    titles = [json.loads(request.body)["text"] for request in server.requests]
    assert titles[0].endswith(f"(1/{len(titles)})")


def test_parts_go_on_where_the_last_attempt_stopped(server: ScriptedServer) -> None:
    """The second of the parts is refused for now; the next attempt begins with it."""
    busy = [False, True]

    def answer(_request: Recorded) -> Reply:
        return Reply(429, b"", {"Retry-After": "3"}) if busy and busy.pop(0) else Reply(200)

    server.handler(PATH, answer)
    to = channel(server, format="discord")
    first = send(to, digest(stories=200))
    second = send(to, digest(stories=200), done=first.accepted)

    assert len(first.accepted) == 1
    assert refusal(first) == ("HTTP 429", False, 3.0)
    sent = [json.loads(request.body)["content"] for request in server.requests]
    assert sent[1] == sent[2], "the same part, and it alone, was sent again"
    assert len(set(sent)) == len(first.accepted) + len(second.accepted) == len(sent) - 1


def test_a_test_message_goes_out_in_every_format(server: ScriptedServer) -> None:
    server.fail(PATH, 200)
    what = message(
        kind="test", id="t1", subject="Test message", body={"type": "test", "version": 1, "text": "It works."}
    )
    for form in ("json", "slack", "discord", "teams"):
        assert send(channel(server, format=form), what).accepted

    assert all(b"It works." in request.body for request in server.requests)
