"""Conditional requests as RFC 9110 wants them: what goes out and what is kept, seen in the request log."""

import pytest
from asking import fetched
from scripted_server import Recorded, Reply, ScriptedServer

from watcher.model.fetching import Failed, Fetched, NotModified, Validators

pytestmark = pytest.mark.usefixtures("impatient")
DAY = "Tue, 02 Jan 2024 08:00:00 GMT"


def conditions(request: Recorded) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name.startswith("if-")}


def test_the_first_request_is_unconditional(server: ScriptedServer) -> None:
    fetched(server.feed("/a.xml", "<rss/>", etag='"1"'))
    assert conditions(server.requests[0]) == {}


def test_both_validators_are_kept_and_sent_back(server: ScriptedServer) -> None:
    first = fetched(server.feed("/a.xml", "<rss/>", etag='"1"', last_modified=DAY))
    assert isinstance(first, Fetched)
    assert first.validators == Validators('"1"', DAY, server.url("/a.xml"))
    second = fetched(server.url("/a.xml"), first.validators)
    assert isinstance(second, NotModified)
    assert conditions(server.requests[1]) == {"if-none-match": '"1"', "if-modified-since": DAY}


@pytest.mark.parametrize(
    ("etag", "last_modified"),
    [
        ('W/"weak"', None),
        ("unquoted", None),
        ('"with-gzip"', "yesterday, or thereabouts"),
        ('"a", "b"', "Fri, 01 Jan 2100 00:00:00 GMT"),
        ('"\xfcml\xe4ut \xe2\x82\xac"', None),
        (None, "0"),
        ('"  inner  spaces "', "Tue, 2 Jan 2024 08:00:00 +0800"),
    ],
)
def test_validators_go_back_byte_for_byte(server: ScriptedServer, etag: str | None, last_modified: str | None) -> None:
    """Odd, wrong and future ones too: they are tokens, nothing is read from them or made of them."""
    first = fetched(server.feed("/a.xml", "<rss/>", etag=etag, last_modified=last_modified))
    assert isinstance(first, Fetched)
    assert isinstance(fetched(server.url("/a.xml"), first.validators), NotModified)
    expected = {"if-none-match": etag, "if-modified-since": last_modified}
    assert conditions(server.requests[1]) == {name: value for name, value in expected.items() if value is not None}


def test_a_validator_that_the_server_drops_is_dropped(server: ScriptedServer) -> None:
    server.feed("/a.xml", "<rss>new</rss>", etag='"2"')
    before = Validators('"1"', DAY, server.url("/a.xml"))
    answer = fetched(server.url("/a.xml"), before)
    assert isinstance(answer, Fetched)
    assert answer.validators == Validators('"2"', None, server.url("/a.xml"))


def test_a_304_renews_one_validator_and_leaves_the_other(server: ScriptedServer) -> None:
    """The ETag moves on while Last-Modified stays (and the other way round): each is kept for itself."""
    before = Validators('"1"', DAY, server.url("/a.xml"))
    server.fail("/a.xml", 304, {"ETag": '"2"'})
    answer = fetched(server.url("/a.xml"), before)
    assert isinstance(answer, NotModified)
    assert answer.validators == Validators('"2"', DAY, server.url("/a.xml"))
    server.fail("/a.xml", 304, {"Last-Modified": "Wed, 03 Jan 2024 08:00:00 GMT"})
    answer = fetched(server.url("/a.xml"), before)
    assert isinstance(answer, NotModified)
    assert answer.validators == Validators('"1"', "Wed, 03 Jan 2024 08:00:00 GMT", server.url("/a.xml"))


def test_validators_of_one_address_are_not_sent_to_another(server: ScriptedServer) -> None:
    first = fetched(server.feed("/a.xml", "<rss/>", etag='"1"'))
    assert isinstance(first, Fetched)
    fetched(server.feed("/b.xml", "<rss/>", etag='"1"'), first.validators)
    assert conditions(server.asked("/b.xml")[0]) == {}


def test_behind_a_redirect_validators_go_to_the_address_that_gave_them(server: ScriptedServer) -> None:
    server.redirect("/feed", "/a.xml", 302)
    first = fetched(server.feed("/a.xml", "<rss/>", etag='"1"') and server.url("/feed"))
    assert isinstance(first, Fetched)
    assert isinstance(fetched(server.url("/feed"), first.validators), NotModified)
    assert conditions(server.asked("/feed")[1]) == {}
    assert conditions(server.asked("/a.xml")[1]) == {"if-none-match": '"1"'}


def test_a_redirect_that_leads_elsewhere_meanwhile_is_asked_unconditionally(server: ScriptedServer) -> None:
    server.redirect("/feed", "/a.xml", 302)
    server.feed("/a.xml", "<rss/>", etag='"1"')
    first = fetched(server.url("/feed"))
    server.redirect("/feed", "/b.xml", 302)
    server.feed("/b.xml", "<rss>b</rss>", etag='"1"')
    assert isinstance(first, Fetched)
    second = fetched(server.url("/feed"), first.validators)
    assert isinstance(second, Fetched)
    assert second.validators.url == server.url("/b.xml")


def test_validators_without_an_address_are_not_sent(server: ScriptedServer) -> None:
    fetched(server.feed("/a.xml", "<rss/>", etag='"1"'), Validators('"1"', None, None))
    assert conditions(server.requests[0]) == {}


def test_a_304_that_nobody_asked_for_is_a_failure(server: ScriptedServer) -> None:
    """Otherwise a broken server would look like a quiet feed for ever."""
    answer = fetched(server.fail("/a.xml", 304))
    assert isinstance(answer, Failed)
    assert (answer.status, answer.error) == (304, "answered 304 (not modified) to a request without conditions")


def test_a_failure_brings_no_validators(server: ScriptedServer) -> None:
    """What was stored stays: the next request is conditional as before."""
    first = fetched(server.feed("/a.xml", "<rss/>", etag='"1"'))
    assert isinstance(first, Fetched)
    for broken in (Reply(500, b"oops", {"ETag": '"error"'}), Reply(200, b"", {"ETag": '"empty"'})):
        server.handler("/a.xml", lambda _, reply=broken: reply)
        assert isinstance(fetched(server.url("/a.xml"), first.validators), Failed)
    server.feed("/a.xml", "<rss/>", etag='"1"')
    assert isinstance(fetched(server.url("/a.xml"), first.validators), NotModified)
