"""The first load (第一次打开): small over the wire, compressed once, and fetched once in a year."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from streamlit import file_util

from door.lean import Squeezed
from tests.browsing import window
from tests.serving import Served

pytestmark = pytest.mark.looks

STATIC = Path(file_util.get_static_dir())
LARGEST_FIRST_LOAD = 1_150_000  # bytes over the wire, everything counted
GZIP = {"Accept-Encoding": "gzip, deflate, br"}
PAGE = {"Accept": "text/html,application/xhtml+xml", **GZIP}


@dataclass
class Load:
    """What one opening of a page took over the wire."""

    bytes_: int
    fetched: list[str]


def opened(context: BrowserContext, url: str) -> Load:
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    asked, took, frames = {}, {}, []
    wire.on("Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: e["request"]}))
    wire.on(
        "Network.loadingFinished", lambda e: took.update({e["requestId"]: e["encodedDataLength"]})
    )
    wire.on("Network.webSocketFrameReceived", lambda e: frames.append(e["response"]["payloadData"]))
    page.goto(url)
    page.get_by_label("用户名").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => 1)")
    page.wait_for_timeout(500)
    page.close()
    over_the_socket = sum(len(frame) * 3 // 4 for frame in frames)
    fetched = [asked[id]["url"] for id, bytes_ in took.items() if bytes_ > 0]
    return Load(sum(took.values()) + over_the_socket, fetched)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_sign_in_page_comes_small_and_the_second_time_from_the_browsers_own_store(
    browser: Browser, served: Served, size
):
    with window(browser, served.url, size, fresh=True) as context:
        first, second = opened(context, served.url), opened(context, served.url)
    assert 500_000 < first.bytes_ <= LARGEST_FIRST_LOAD
    assert not re.search(r"vega|plotly|deck|echarts|katex", " ".join(first.fetched), re.I)
    fonts = [name for name in first.fetched if name.endswith((".woff2", ".ttf", ".otf"))]
    assert len(fonts) <= 2, "letters of the interface and its icons; Chinese comes from the device"
    assert second.bytes_ < 25_000
    assert not [name for name in second.fetched if "/static/" in name]


def a_program() -> str:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    found = re.search(r'src="\.(/static/js/[^"]+)"', page)
    assert found
    return found[1]


def test_a_static_file_comes_compressed_and_is_kept_for_good(served: Served):
    status, headers, body = served.ask("GET", a_program(), GZIP)
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["vary"].lower() == "accept-encoding"
    assert headers["content-type"].startswith("text/javascript")
    assert int(headers["content-length"]) == len(body)
    assert gzip.decompress(body) == (STATIC / a_program()[1:]).read_bytes()


@pytest.mark.parametrize("taken", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0"])
def test_who_does_not_take_gzip_gets_the_file_as_it_is(served: Served, taken):
    status, headers, body = served.ask("GET", a_program(), {"Accept-Encoding": taken})
    assert status == 200
    assert headers["content-encoding"] is None
    assert body == (STATIC / a_program()[1:]).read_bytes()


def test_fonts_are_not_compressed_again_but_kept_for_good(served: Served):
    font = next((STATIC / "static" / "media").glob("MaterialSymbols*.woff2"))
    _, headers, body = served.ask("GET", f"/static/media/{font.name}", GZIP)
    assert headers["content-encoding"] is None
    assert "immutable" in headers["cache-control"]
    assert body == font.read_bytes()


def test_the_page_is_asked_for_each_time_and_answered_by_its_tag_alone(served: Served):
    status, headers, body = served.ask("GET", "/sheds", PAGE)
    assert (status, headers["cache-control"]) == (200, "no-cache")
    assert headers["content-encoding"] == "gzip"
    assert len(body) < 8_000
    assert b'lang="zh-CN"' in gzip.decompress(body)
    assert "wj_browser" in headers["set-cookie"]

    again = {**PAGE, "If-None-Match": headers["etag"], "Cookie": "wj_browser=x"}
    status, headers, body = served.ask("GET", "/sheds", again)
    assert (status, body) == (304, b"")
    assert headers["set-cookie"] is None
    assert served.ask("GET", "/", {**again, "If-None-Match": '"other"'})[0] == 200
    plain = served.ask("GET", "/", {"Accept": "text/html", "Accept-Encoding": "identity"})[2]
    assert b'lang="zh-CN"' in plain


def test_each_file_is_compressed_once(tmp_path: Path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.js").write_bytes(b"words " * 1000)
    squeezed = Squeezed(tmp_path)
    path = squeezed.file("/static/a.js")
    assert path
    assert {squeezed.of(path) for _ in range(3)} == {squeezed.of(path)}
    assert squeezed.times == 1
    assert len(squeezed.of(path)) < 200


@pytest.mark.parametrize("address", [
    "/static/../secret.js", "/static/../../secret.js", "/static//etc/passwd", "/static/none.js",
    "/static/", "/static/picture.png", "/secret.js",
])  # fmt: skip
def test_nothing_outside_and_nothing_already_small_is_touched(tmp_path: Path, address):
    root = tmp_path / "site"
    (root / "static").mkdir(parents=True)
    (root / "static" / "picture.png").write_bytes(b"x")
    for folder in (tmp_path, root):
        (folder / "secret.js").write_bytes(b"x")
    assert Squeezed(root).file(address) is None
