"""The tests themselves: nobody can forget a marker, and a run outlives the garbage of others."""

import gc
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests import ROOT
from tests.conftest import is_long
from tests.conftest import pytest_collection_modifyitems as mark
from tests.looking import LookedAt
from tests.serving import Served


def asking(request: pytest.FixtureRequest, test: object) -> pytest.Item:
    """A test of this file as pytest would collect it, marked as all are."""
    item = pytest.Function.from_parent(request.node.parent, name="asking", callobj=test)
    mark([item])
    return item


def test_whatever_asks_for_a_browser_is_marked_as_one(request: pytest.FixtureRequest):
    for test in (lambda page: None, lambda demo, phone: None, lambda browser: None):
        assert asking(request, test).get_closest_marker("browser")
    assert not asking(request, lambda demo: None).get_closest_marker("browser")


def test_files_with_long_tests_come_first(request: pytest.FixtureRequest):
    items = request.session.items
    long = {item.path for item in items if is_long(item)}
    order = [item.path in long for item in items]
    assert order == sorted(order, reverse=True)


def test_no_browser_is_started_but_by_the_fixture():
    starts = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "tests").rglob("*.py")
        if "launched()" in file.read_text("utf-8") or "chromium.launch" in file.read_text("utf-8")
    }
    here = "tests/house/test_tests.py"
    by_hand = {"tests/bench.py", "tests/pictures.py"}  # no tests: started by whoever wants them
    assert starts == {here, "tests/browsing.py", "tests/conftest.py", *by_hand}


def test_a_file_that_only_looks_is_named_when_it_wrote_and_the_next_one_is_not(demo: Path):
    served = Served(0, demo, demo, None)
    looked_at = LookedAt(served)
    with looked_at.by("test_signs_in.py"):
        served.ticket("clerk", "a browser")
    with (
        pytest.raises(AssertionError, match=r"test_writes\.py .* changed agenda_items"),
        looked_at.by("test_writes.py"),
        served.opened() as db,
    ):
        db.execute("update agenda_items set title = '改了' where id = 1")
    with looked_at.by("test_next.py"):
        pass


class Talkative:
    """Garbage that tells a whole traceback when it is collected, and leaves more of itself."""

    more = True

    def __init__(self) -> None:
        self.me = self  # only the collector finds it

    def __del__(self) -> None:
        try:
            _ = (1) / (0)
        except ZeroDivisionError:
            traceback.format_exc()  # Python 3.11 parses the line to point at the place
        if Talkative.more:
            Talkative()


@contextmanager
def busy_collector() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(50, 2, 2)
    Talkative.more = True
    Talkative()
    try:
        yield
    finally:
        Talkative.more = False
        gc.set_threshold(*before)
        gc.collect()


def test_a_script_is_never_parsed_into_objects():
    """Python before 3.11.8 ends `ast.parse` with a SystemError when garbage parses meanwhile."""
    script = "import streamlit as st\nst.title('好')\n'这句不显示'\n" * 20
    with busy_collector():
        screen = AppTest.from_string(script).run()
    assert not screen.exception
    assert [title.value for title in screen.title] == ["好"] * 20
    assert not screen.markdown
