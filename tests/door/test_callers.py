"""Who is calling (来访地址): X-Forwarded-For is nobody's word but a named proxy's."""

import pytest

from door.callers import (
    CAME_THROUGH,
    VARIABLE,
    Callers,
    NotAnAddress,
    caller,
    named_proxies,
    parsed,
    trusted_proxies,
)
from tests.loops import awaited
from tests.serving import Served

pytestmark = pytest.mark.looks

OFFICE = trusted_proxies("10.0.0.5, 10.1.0.0/16, ::1")


@pytest.mark.parametrize(("peer", "told", "is_from"), [
    ("1.2.3.4", ["9.9.9.9"], "1.2.3.4"),                         # a stranger says so
    ("127.0.0.1", ["9.9.9.9"], "127.0.0.1"),                     # so does anybody on this computer
    ("10.0.0.5", ["9.9.9.9"], "9.9.9.9"),
    ("10.0.0.5", [], "10.0.0.5"),
    ("10.0.0.5", ["6.6.6.6, 9.9.9.9"], "9.9.9.9"),               # the left part was made up
    ("10.0.0.5", ["6.6.6.6", "9.9.9.9"], "9.9.9.9"),             # in two lines
    ("10.0.0.5", ["9.9.9.9, 10.1.2.3"], "9.9.9.9"),              # through two of ours
    ("10.0.0.5", ["<b>x</b>"], "10.0.0.5"),
    ("10.0.0.5", ["9.9.9.9, <script>"], "10.0.0.5"),             # never beyond what is no address
    ("10.0.0.5", ["10.1.2.3"], "10.1.2.3"),
    ("::ffff:10.0.0.5", ["::ffff:9.9.9.9"], "9.9.9.9"),
    ("::1", ["2001:db8::7"], "2001:db8::7"),
    ("10.0.0.5", ["fe80::1%<b>"], "10.0.0.5"),
    ("10.0.0.5", ["9.9.9.9:4711"], "10.0.0.5"),
    ("", ["9.9.9.9"], ""),
    ("a socket's path", ["9.9.9.9"], ""),
])  # fmt: skip
def test_an_address_is_the_rightmost_one_no_trusted_proxy_has(peer, told, is_from):
    assert caller(peer, told, OFFICE) == is_from


@pytest.mark.parametrize("words", ["10.0.0.5, proxy.local", "*", "10.0.0.0/33", "localhost"])
def test_a_list_of_proxies_that_cannot_be_read_is_told_and_not_guessed(words):
    with pytest.raises(NotAnAddress, match="COMMUNITY_PROXIES"):
        trusted_proxies(words)


def test_no_list_trusts_nobody():
    assert trusted_proxies("") == ()
    assert parsed("1.2.3.4 ") is not None


@pytest.mark.parametrize(("peer", "scheme"), [("10.0.0.5", "https"), ("1.2.3.4", "http")])
def test_only_a_named_proxy_says_that_the_line_is_private(peer, scheme):
    heard = {}

    async def app(scope, receive, send):
        heard.update(scope)

    asked = {
        "type": "http", "client": (peer, 5), "scheme": "http",
        "headers": [(b"x-forwarded-proto", b"https"), (b"x-forwarded-for", b"9.9.9.9"),
                    (b"forwarded", b"for=9.9.9.9"), (b"host", b"h")],
    }  # fmt: skip
    awaited(Callers(app, OFFICE)(asked, None, None))
    assert heard["scheme"] == scheme
    noted = [] if scheme == "https" else [(CAME_THROUGH, b"1")]  # of who is no proxy of ours
    assert heard["headers"] == [(b"host", b"h"), *noted]


def test_the_real_server_writes_down_the_real_address(served: Served):
    with served.opened() as db:
        before = {id for (id,) in db.execute("select id from sessions")}
    asked = {
        "X-Ticket": served.ticket("clerk", "b"),
        "Cookie": "wj_browser=b",
        "X-Forwarded-For": "<b>6.6.6.6</b>",
    }
    assert served.ask("POST", "/door/enter", asked)[0] == 204
    with served.opened() as db:
        rows = dict(db.execute("select id, address from sessions").fetchall())
    assert [address for id, address in rows.items() if id not in before] == ["127.0.0.1"]


def test_a_list_that_cannot_be_read_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.setenv(VARIABLE, "10.0.0.5, the proxy")
    named_proxies.cache_clear()
    try:
        with pytest.raises(SystemExit, match="“the proxy”不是地址"):
            named_proxies()
    finally:
        named_proxies.cache_clear()
