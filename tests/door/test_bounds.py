"""The guards by themselves (门上的限度): how much one person, one address and one socket may ask for."""

import asyncio
from contextlib import suppress
from types import SimpleNamespace

import pytest
from starlette.requests import ClientDisconnect

from door import connections, sockets, uploads
from door.pace import Pace
from door.visitors import Visitor
from tests.loops import awaited

UPLOAD = "/_stcore/upload_file/{}/{}"


SOMEBODY = Visitor("a session", 7)


def answered(guard, scope, hears=None) -> int:
    """The status of one request a guard is asked to let through."""
    said = []

    async def send(message):
        said.append(message)

    async def receive():
        return {"type": "http.disconnect"}

    awaited(guard(scope, hears or receive, send))
    return next(m["status"] for m in said if m["type"] == "http.response.start")


def upload(size: int, address: str = "10.0.0.1") -> dict:
    return {
        "type": "http", "method": "PUT", "path": UPLOAD.format("page", "file"),
        "client": (address, 1), "headers": [(b"content-length", str(size).encode())],
    }  # fmt: skip


async def taken(scope, receive, send):
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def counter(monkeypatch):
    """`counter(files=2)`: the guard of uploads with these bounds, for somebody signed in."""
    who = SimpleNamespace(account_id=7)

    async def visitor(scope):
        return who

    monkeypatch.setattr(uploads, "visitor", visitor)
    monkeypatch.setattr(uploads, "_is_of", lambda scope, page: True)
    monkeypatch.setattr(uploads, "_held", lambda: 0)

    def make(app=taken, **bounds):
        guard = uploads.Uploads(app, uploads.Bounds(**bounds))
        guard.who = who
        return guard

    return make


def test_one_person_uploads_so_many_files_and_bytes_in_ten_minutes(counter):
    guard = counter(files=2)
    assert [answered(guard, upload(10)) for _ in range(3)] == [204, 204, 429]
    guard.who.account_id = 8
    assert answered(guard, upload(10)) == 204
    guard = counter(bytes_=1000)
    assert [answered(guard, upload(size)) for size in (600, 600, 400)] == [204, 429, 204]


def test_one_address_uploads_so_much_whoever_sits_there(counter):
    guard = counter(files_here=2)
    for account_id, status in ((1, 204), (2, 204), (3, 429)):
        guard.who.account_id = account_id
        assert answered(guard, upload(10)) == status
    assert answered(guard, upload(10, "10.0.0.2")) == 204


def test_files_still_held_leave_less_room_for_the_next(counter, monkeypatch):
    monkeypatch.setattr(uploads, "_held", lambda: 900)
    guard = counter(held=1000)
    assert [answered(guard, upload(size)) for size in (100, 101)] == [204, 507]


def test_an_upload_that_does_not_say_its_size_is_refused(counter):
    for said in ([], [(b"content-length", b"-1")], [(b"content-length", "٣".encode())]):
        assert answered(counter(), {**upload(1), "headers": said}) == 411


def test_a_sender_who_falls_silent_is_hung_up_on(counter):
    async def reading(scope, receive, send):
        if (await receive())["type"] == "http.disconnect":
            raise ClientDisconnect

    async def silence():
        await asyncio.sleep(60)

    guard = counter(reading, silence=0.05)
    assert answered(guard, upload(10), silence) == 408
    assert guard.coming == 0


# What takes minutes --------------------------------------------------------------------------


def heard_by(bounds: sockets.Bounds, who: Visitor | None, monkeypatch, messages) -> list:
    """What the application gets from a socket with these messages, then silence."""
    got, waiting = [], list(messages)

    async def visitor(scope):
        return who

    async def receive():
        if waiting:
            return {"type": "websocket.receive", "bytes": waiting.pop(0)}
        await asyncio.sleep(60)

    async def send(message):
        got.append(("close", message["code"]))

    async def app(scope, receive, send):
        while (message := await receive())["type"] != "websocket.disconnect":
            got.append(message["bytes"])

    monkeypatch.setattr(sockets, "visitor", visitor)
    guard = sockets.Sockets(app, bounds)
    scope = {"type": "websocket", "client": ("10.0.0.1", 1), "headers": [], "extensions": {}}

    async def while_patient():
        async with asyncio.timeout(2):
            await guard(scope, receive, send)

    awaited(while_patient())
    assert not guard.open, "nothing stays counted"
    return got


def test_a_sign_in_page_left_alone_is_closed(monkeypatch):
    bounds = sockets.Bounds(strangers_idle=0.1)
    assert heard_by(bounds, None, monkeypatch, [b"a"]) == [b"a", ("close", sockets.LEFT_ALONE)]


def test_a_stranger_who_sends_without_end_is_closed(monkeypatch):
    bounds = sockets.Bounds(strangers_messages=3)
    got = heard_by(bounds, None, monkeypatch, [b"a"] * 9)
    assert got == [b"a"] * 3 + [("close", sockets.TOO_FAST)]


def test_a_person_is_not_closed_for_thinking(monkeypatch):
    with pytest.raises(TimeoutError):
        heard_by(sockets.Bounds(strangers_idle=0.1), SOMEBODY, monkeypatch, [b"a"])


def test_headers_that_never_end_are_waited_for_some_seconds_only(monkeypatch):
    """Of a connection that says half a request, and of one that says nothing at all."""
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.2)

    class Stock(asyncio.Protocol):
        cycle, client = None, None

        def connection_made(self, transport):
            self.transport, self.client = transport, transport.get_extra_info("peername")

    async def hung_up_after(*words: bytes) -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(connections.patient(Stock), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for word in words:
            writer.write(word)
        async with asyncio.timeout(3):
            with suppress(ConnectionError):
                assert await reader.read() == b""
        writer.close()
        server.close()

    awaited(hung_up_after())
    awaited(hung_up_after(b"GET / HTT"))
    assert not connections._held


def test_a_pace_forgets_what_is_old_and_keeps_no_dead_keys():
    now = [0.0]
    pace = Pace(2, 10, lambda: now[0])
    assert [pace.allows("a"), pace.allows("a"), pace.allows("a")] == [True, True, False]
    assert pace.allows("b", 2) and not pace.allows("b")
    now[0] = 11.0
    assert pace.allows("a")
    now[0] = 50.0
    pace.allows("c")
    assert set(pace._taken) == {"c"}
