"""Strangers (陌生人): what somebody who never signed in can make the server hold, measured.

Real sockets against the real server; the bounds that take minutes are held against the guards.
"""

import http.client
import socket
import sys
import time
import tomllib
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from db import sessions
from door import sockets, uploads
from door.connections import STRANGERS_MESSAGE
from tests import ROOT
from tests.browsing import sign_in_as, visit_page
from tests.serving import Served
from tests.wire import buttons, line

UPLOAD = "/_stcore/upload_file/{}/{}"


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
