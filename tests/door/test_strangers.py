"""Strangers (陌生人): what somebody who never signed in can make the server hold, measured.

Real sockets against the real server; the bounds that take minutes are held against the guards.
"""

import asyncio
import http.client
import socket
import sys
import time
import tomllib
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from starlette.requests import ClientDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from db import sessions
from door import connections, sockets, uploads
from door.connections import STRANGERS_MESSAGE
from door.pace import Pace
from door.visitors import Visitor
from tests import ROOT
from tests.browsing import sign_in_as, visit_page
from tests.loops import awaited
from tests.serving import Served
from tests.wire import buttons, line

UPLOAD = "/_stcore/upload_file/{}/{}"
SOMEBODY = Visitor("a session", 7)


def megabytes(served: Served) -> float:
    """What the server holds in memory now."""
    if not sys.platform.startswith("linux"):
        pytest.skip("memory of another process is read from /proc")
    status = Path(f"/proc/{served.process.pid}/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def state_of(size: int) -> bytes:
    """A message of a page whose one field holds so many letters."""
    asked = BackMsg()
    asked.rerun_script.widget_states.widgets.add(id="$$ID-field", string_value="x" * size)
    return asked.SerializeToString()


def number_of(messages) -> str:
    """How the framework names the page that got these messages."""
    started = next(m.new_session for m in messages if m.HasField("new_session"))
    return started.initialize.session_id


def closed_with(visitor, messages) -> int:
    """The code the server closes with while these messages are sent."""
    with pytest.raises(ConnectionClosed):
        for message in messages:
            visitor.socket.send(message)
        while True:
            visitor.socket.recv(20)
    return visitor.socket.protocol.close_code


TOO_BIG = {1009, 1006}  # with a reason, or hung up on while still sending


# Before signing in ---------------------------------------------------------------------------


def test_twenty_sockets_with_states_of_23_megabytes_leave_no_trace(served: Served):
    with line(served) as first:
        first.run("")
    before = megabytes(served)
    for _ in range(20):
        with line(served) as stranger:
            assert closed_with(stranger, [state_of(23_000_000)]) in TOO_BIG
    assert megabytes(served) - before < 25


def test_a_message_in_pieces_is_counted_as_a_whole(served: Served):
    before = megabytes(served)
    with line(served) as stranger:
        assert closed_with(stranger, [(b"x" * 60_000 for _ in range(400))]) in TOO_BIG
    assert megabytes(served) - before < 10


def test_what_a_sign_in_page_needs_is_far_below_the_limit(served: Served):
    with line(served) as stranger:
        stranger.socket.send(state_of(STRANGERS_MESSAGE - 100))
        assert "登录" in buttons(stranger.answer())


@pytest.mark.parametrize("cookie", ["", f"{sessions.COOKIE}=made-up", f"{sessions.COOKIE}="])
def test_nothing_is_uploaded_without_a_session(served: Served, cookie):
    before = megabytes(served)
    with line(served) as stranger:
        page = number_of(stranger.run(""))
        for number in range(10):
            asking = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
            with closing(asking):
                asking.putrequest("PUT", UPLOAD.format(page, number))
                asking.putheader("Content-Length", "9000000")
                asking.putheader("Content-Type", "multipart/form-data; boundary=b")
                asking.putheader("Cookie", cookie)
                asking.endheaders(b"--b\r\n")
                assert asking.getresponse().status == 403  # before a byte of the file was sent
    assert megabytes(served) - before < 10


def test_strangers_of_one_address_have_so_many_sockets_and_the_signed_in_still_get_theirs(
    served: Served,
):
    most = sockets.Bounds().strangers_here
    with ExitStack() as open:
        for _ in range(most):
            open.enter_context(line(served))
        with pytest.raises(InvalidStatus, match="429"), line(served):
            pass
        with line(served, served.cookie("clerk")) as clerk:
            assert "退出登录" in buttons(clerk.run(""))
    time.sleep(0.5)
    with line(served) as again:
        assert "登录" in buttons(again.run(""))


# After signing in ----------------------------------------------------------------------------


def test_a_long_pasted_list_passes_and_more_than_anybody_needs_does_not(served: Served):
    with line(served, served.cookie("clerk")) as clerk:
        clerk.socket.send(state_of(1_000_000))
        assert "退出登录" in buttons(clerk.answer())
        assert closed_with(clerk, [state_of(5_000_000)]) in TOO_BIG


def test_a_socket_whose_session_ended_is_a_strangers_again(served: Served):
    cookie = served.cookie("clerk")
    with line(served, cookie) as clerk:
        clerk.run("")
        token = cookie.rpartition(f"{sessions.COOKIE}=")[2]
        with served.opened() as db:
            db.execute(
                "update sessions set ended_at = opened_at, ended_why = 'closed'"
                " where token_hash = ?", [sessions.digest(token)],
            )  # fmt: skip
        assert closed_with(clerk, [state_of(1_000_000)]) in TOO_BIG


def put(served: Served, page: str, cookie: str, content: bytes, *, forged: bool = False) -> int:
    """Upload one file as a page does; the status, or 0 when it was hung up on."""
    token = served.ask("GET", "/_stcore/health")[1]["set-cookie"].split(";")[0]
    body = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + content + b"\r\n--b--\r\n"
    )
    headers = {
        "Content-Type": "multipart/form-data; boundary=b",
        "Cookie": f"{cookie}; {token}",
        "X-Xsrftoken": "" if forged else token.partition("=")[2].strip('"'),
    }
    asking = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    with closing(asking):
        try:
            asking.request("PUT", UPLOAD.format(page, "a-file"), body, headers)
        except ConnectionError:
            return 0
        return asking.getresponse().status


def test_a_file_goes_to_the_page_of_the_very_session_and_to_no_other(served: Served):
    own, other = served.cookie("clerk"), served.cookie("secretary")
    with line(served, own) as clerk:
        page = number_of(clerk.run(""))
        assert put(served, page, other, b"1,2") == 403
        assert put(served, "no-such-page", own, b"1,2") == 403
        assert put(served, page, own, b"1,2") == 204
        assert put(served, page, own, b"1,2", forged=True) == 403
        assert put(served, page, own, b"x" * 11_000_000) in {413, 0}


@pytest.mark.parametrize(("status", "told"), [
    (429, "这一会儿传得太多了"), (403, "登录已经过期"), (500, "请看看网络"),
])  # fmt: skip
def test_a_refused_upload_is_told_in_a_chinese_sentence(page: Page, served: Served, status, told):
    with served.opened() as db:
        project = db.execute("select min(id) from repair_projects").fetchone()[0]
    sign_in_as(page, "clerk")
    visit_page(page, f"/fund?project={project}")
    page.get_by_role("tab", name="资料", exact=True).click()
    page.get_by_role("button", name="传资料").first.click()
    page.route("**/_stcore/upload_file/**", lambda asked: asked.fulfill(status=status))
    shown = {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"}
    page.locator("input[type=file]").set_input_files([shown])
    expect(page.get_by_text(f"没有传上去：{told}" if status != 500 else told)).to_be_visible()


def test_the_frameworks_own_protections_are_on():
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    for name in ("enableXsrfProtection", "enableCORS"):
        assert written[name] is True
    for name in ("enableWebsocketCompression", "enableStaticServing", "enableAgentApi"):
        assert written[name] is False
    assert written["maxWidgetStateSize"] * 1_000_000 == sockets.Bounds().persons_message
    assert written["maxUploadSize"] * 1_000_000 < uploads.Bounds().bytes_


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


def slow(served: Served, first: bytes) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", served.port), timeout=10)
    opened.sendall(first)
    return opened


def test_headers_without_end_are_hung_up_on(served: Served):
    before = megabytes(served)
    for _ in range(5):
        stranger = slow(served, b"GET / HTTP/1.1\r\nHost: a\r\n")
        with closing(stranger), pytest.raises(OSError):
            for _ in range(400):
                stranger.sendall(b"X-Long: " + b"y" * 8000 + b"\r\n")
                time.sleep(0.001)
    assert megabytes(served) - before < 10


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
