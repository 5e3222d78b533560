"""What every test may ask for: a fresh demonstration, people, a running server, a browser."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import cache, partial
from pathlib import Path
from typing import Any

import bcrypt
import pytest
from playwright.sync_api import Browser, Page
from sqlite_utils import Database
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from db import accounts, connection
from db.visit import Visit
from domain.days import BEIJING
from tests import browsing, community
from tests.demo import TODAY, demo_copy
from tests.looking import LookedAt
from tests.serving import Served, serving
from tests.wire import Secrets, secrets_of

NOW = datetime.combine(TODAY, time(10), BEIJING)  # the demonstration's day, at ten


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a browser, in whatever way, is marked `browser`: nobody can forget it.

    Files with such tests or with slow ones come first, so that no worker is left alone with one.
    What fails in a browser is tried once more and named at the end (RERUN): a fault fails twice,
    a moment in which the machine was busy does not.
    """
    for item in items:
        asks = "browser" in getattr(item, "fixturenames", ())
        if asks or item.path.stem.endswith("_browser"):  # some ask by a name they are given
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))
    long = {item.path for item in items if is_long(item)}
    items.sort(key=lambda item: item.path not in long)


def is_long(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("browser", "slow"))


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """A screen without a browser reads the metadata of all packages, which is most of its time, and
    compiles the script of a visit at each run, which a server does once."""

    def compiled_before(cache: ScriptCache) -> None:
        cache._cache, cache._lock = compiled, lock

    compiled: dict[str, Any] = {}
    lock = threading.Lock()
    with pytest.MonkeyPatch.context() as patch:
        once = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        patch.setattr(ScriptCache, "__init__", compiled_before)
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """A new password costs a fifth of a second, on purpose; a test's costs nothing. Only in this
    process: a server hashes as it always does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bcrypt, "gensalt", partial(bcrypt.gensalt, rounds=4))
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small community (tests/community.py), free to be changed."""
    return community.settle(tmp_path / "community.db")


@pytest.fixture
def small(path: Path) -> Iterator[Database]:
    """The same, open."""
    with connection.opened(path) as db:
        yield db


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demonstration of one's own, free to be changed."""
    return demo_copy(tmp_path)


@pytest.fixture
def db(demo: Path) -> Iterator[Database]:
    with connection.opened(demo) as db:
        yield db


@pytest.fixture
def visit(db: Database) -> Callable[[str], Visit]:
    """`visit("clerk")`: that account's visit, at ten o'clock."""
    return lambda username: Visit(db, accounts.user(db, username), NOW)


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LookedAt]:
    """One server per worker for all files that only look (tests/looking.py)."""
    folder = tmp_path_factory.mktemp("looked-at")
    with serving(demo_copy(folder), folder / "server.log") as served:
        yield LookedAt(served)


@pytest.fixture(scope="module")
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """One real server for the whole file, on a demonstration of its own.

    A file with `pytestmark = pytest.mark.looks` gets the one that is only looked at.
    """
    if request.node.get_closest_marker("looks"):
        looked_at: LookedAt = request.getfixturevalue("looked_at")
        with looked_at.by(request.node.nodeid) as served:
            yield served
        return
    folder = tmp_path_factory.mktemp("served")
    with serving(demo_copy(folder), folder / "server.log") as served:
        yield served


@pytest.fixture(scope="module")
def secrets(served: Served) -> Secrets:
    """What must not reach everybody."""
    with served.opened() as db:
        return secrets_of(db)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker; what has to be apart is apart in its windows."""
    with browsing.launched() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A desk's window, signed in nowhere."""
    with browsing.window(browser, served.url) as context:
        yield context.new_page()


@pytest.fixture
def phone(browser: Browser, served: Served) -> Iterator[Page]:
    """A touch phone of 390 px."""
    with browsing.window(browser, served.url, "phone") as context:
        yield context.new_page()
