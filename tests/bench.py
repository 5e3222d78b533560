"""How fast (快不快): `python -m tests.bench [--scales 1,10] [--scale100 PATH] [--ledger] [--ballot]
[--finding]`.

In one run, on one machine: our pages, a bare Streamlit page with as many elements under our
settings, and the same page on Streamlit as it comes. Times drift, ratios stay.
"""

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from db import accounts, connection, registry
from db.shed_capacity import sheds as shed_capacity
from db.visit import Visit
from domain.days import BEIJING
from domain.people import GRANTS, Role
from domain.shed_capacity import Count
from pages.rooms import ROOMS
from seed.build import build
from tests import ROOT, bench_ballot, bench_finding, bench_ledger
from tests.browsing import launched, settled, sign_in_as, visit_page, window
from tests.demo import demo_copy
from tests.serving import Served, serving
from tests.wire import Line, buttons, line, page_hash

RUNS, WARM = 25, 4
SETTINGS = {
    "server_headless": "true",
    "browser_gatherUsageStats": "false",
    "server_fileWatcherType": "auto",
    "runner_postScriptGC": "true",
}
WAIT = """async ([press, seen]) => {
    while (!document.querySelector(press)) await new Promise(requestAnimationFrame);
    const start = performance.now();
    document.querySelector(press).click();
    while (![...document.querySelectorAll(seen[0])].some(e => e.innerText.includes(seen[1]))) {
        if (performance.now() - start > 20000) throw new Error(`${press} never showed ${seen}`);
        await new Promise(requestAnimationFrame);
    }
    return performance.now() - start;
}"""
GONE = """([where, words]) =>
    ![...document.querySelectorAll(where)].some(e => e.innerText.includes(words))"""


def median_ms(act: Callable[[], object], runs: int = RUNS) -> float:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def say(*columns: object) -> None:
    first, *rest = columns
    cells = [f"{c:9.2f}" if isinstance(c, float) else f"{c!s:>9}" for c in rest]
    print(f"{first!s:<28}", *cells, flush=True)


# Reruns over the wire -------------------------------------------------------------------------


def who_sees(address: str) -> Role:
    needs = next(room.needs for room in ROOMS if room.address == address)
    return Role.SECRETARY if needs in GRANTS[Role.SECRETARY] else Role.ADMIN


def kinds_of(served: Served, address: str) -> list[str]:
    """What a page sends, in order: the kind of every element, and `block` for a container."""
    with line(served, served.cookie(who_sees(address))) as visitor:
        messages = visitor.run(address, hash=page_hash(address or "home"))
    return [kind_of(message) for message in messages if message.HasField("delta")]


def kind_of(message: ForwardMsg) -> str:
    if message.delta.HasField("new_element"):
        return str(message.delta.new_element.WhichOneof("type"))
    return "block"


def kinds_in_dialog(served: Served, address: str, label: str) -> list[str]:
    """The same for the dialog that a button of that page opens."""
    with line(served, served.cookie(who_sees(address))) as visitor:
        hash = page_hash(address)
        press = buttons(visitor.run(address, hash=hash))[label]
        messages = [m for m in visitor.run(hash=hash, widgets={press: True}) if m.HasField("delta")]
    paths = [list(message.metadata.delta_path) for message in messages]
    top = next(path for path, m in zip(paths, messages) if m.delta.add_block.HasField("dialog"))
    return [kind_of(m) for path, m in zip(paths, messages) if path[: len(top)] == top != path]


@contextmanager
def bare(folder: Path, kinds: dict[str, list[str]], *, tuned: bool) -> Iterator[Served]:
    """The bare page, under our settings or under the framework's own."""
    file = folder / "kinds.json"
    file.write_text(json.dumps(kinds), encoding="utf-8")
    program = ROOT / "tests" / "bare.py"
    settings = {} if tuned else SETTINGS
    log = folder / f"bare-{tuned}.log"
    with serving(
        file, log, program, stock=not tuned, as_people_do=True, more={"BARE": str(file)}, **settings
    ) as it:
        yield it


def rerun_times(lines: Sequence[tuple[Line, str]]) -> list[float]:
    """The median of each, taken in turns so that a busy moment hits them all."""
    taken: list[list[float]] = [[] for _ in lines]
    for number in range(WARM + RUNS):
        for at, (visitor, hash) in enumerate(lines):
            start = time.perf_counter()
            visitor.run(hash=hash)
            if number >= WARM:
                taken[at].append((time.perf_counter() - start) * 1000)
    return [statistics.median(each) for each in taken]


def reruns(servers: list[Served], kinds: dict[str, list[str]]) -> dict[str, float]:
    """Print one line per page; the time of each page of ours."""
    say("page (rerun, ms)", "elements", "ours", "bare", "stock", "/bare", "/stock")
    ours = {}
    for room in ROOMS:
        hash = page_hash(room.address or "home")
        with ExitStack() as open:
            lines = []
            for number, served in enumerate(servers):
                cookie = "" if number else served.cookie(who_sees(room.address))
                lines.append((open.enter_context(line(served, cookie)), hash))
            ms, tuned, stock = rerun_times(lines)
        ours[room.address] = ms
        name = f"/{room.address}"
        say(name, len(kinds[room.address]), ms, tuned, stock, ms / tuned, ms / stock)
    return ours


# Clicks in a browser --------------------------------------------------------------------------


def click_ms(page: Page, press: str, seen: tuple[str, str], back: Callable[[], None]) -> float:
    """From the click to what it shows, by the browser's own clock."""
    taken = []
    for _ in range(8):
        taken.append(page.evaluate(WAIT, [press, list(seen)]))
        settled(page)
        back()
        page.wait_for_function(GONE, arg=list(seen))
        settled(page)
    return statistics.median(taken[1:])


def clicks(browser: Browser, servers: list[Served]) -> None:
    say("click → visible (ms)", "", "ours", "bare", "stock", "/bare", "/stock")
    link = "[data-testid=stSidebarNavLink][href$='/{}']"
    found: dict[str, list[float]] = {"open a page": [], "open a dialog": [], "another tab": []}
    for number, served in enumerate(servers):
        with window(browser, served.url) as context:
            page = context.new_page()
            if number == 0:
                sign_in_as(page, "secretary", "/agenda")
            visit_page(page, "/agenda")
            title = "光页面 fund" if number else "维修资金"
            away = page.locator(link.format("agenda"))
            fund = click_ms(page, link.format("fund"), ("h1", title), away.click)
            found["open a page"].append(fund)
            press = ".st-key-open button" if number else "[data-testid=stBaseButton-primary]"
            close = page.get_by_role("dialog").get_by_label(re.compile("^(关闭|Close)$")).click
            dialog = click_ms(page, press, ("[role=dialog] label", ""), close)
            found["open a dialog"].append(dialog)

            def back(page: Page = page) -> None:
                """To the first tab, until it is really drawn: a click before that is lost."""
                page.get_by_role("tab").first.click()
                page.wait_for_timeout(400)

            tab = "[role=tab]:nth-of-type(2)"
            shown = ("[role=tabpanel]", "第二张" if number else "没有待补的记录")
            found["another tab"].append(click_ms(page, tab, shown, back))
    for name, (ours, tuned, stock) in found.items():
        say(name, "", ours, tuned, stock, ours / tuned, ours / stock)


# The database alone ---------------------------------------------------------------------------


def finding(path: Path) -> float:
    """Finding residents as typed on the phone."""
    with connection.opened(path) as db:
        visit = Visit(db, accounts.user(db, "volunteer"), datetime.now(BEIJING))
        typed = ["王", "wang", "zhangw", "3-1-5", "1234", "秀", "lxm", "陈建国"]
        return max(median_ms(lambda t=t: registry.find_residents(visit, t), 50) for t in typed)


def saving(path: Path) -> tuple[float, float]:
    """(the floor: one row committed durably, one count of a shed through the gate)."""
    with connection.opened(path) as db:
        visit = Visit(db, accounts.user(db, "clerk"), datetime.now(BEIJING))
        shed = shed_capacity.sheds(db)[0]
        slips = iter(range(10_000))

        def gate() -> None:
            count = Count(f"bench-{time.time_ns()}-{next(slips)}", shed.id, 5, 0, 0, 0, visit.now)
            shed_capacity.count_shed(visit, count)

        def floor() -> None:
            db.execute("insert into sign_in_attempts (at, username, address, outcome)"
                       " values ('2026-01-01T00:00:00+08:00', 'bench', '', 'cleared')")  # fmt: skip

        return median_ms(floor, 200), median_ms(gate, 200)


# One run --------------------------------------------------------------------------------------


def measure(path: Path, folder: Path) -> dict[str, float]:
    with ExitStack() as open:
        served = open.enter_context(serving(path, folder / "ours.log", as_people_do=True))
        kinds = {room.address: kinds_of(served, room.address) for room in ROOMS}
        kinds["a dialog"] = kinds_in_dialog(served, "agenda", "加议题")
        servers = [served]
        servers += [open.enter_context(bare(folder, kinds, tuned=t)) for t in (True, False)]
        ours = reruns(servers, kinds)
        with launched() as browser:
            clicks(browser, servers)
    floor, gate = saving(path)
    say("find a resident (ms)", "", finding(path))
    say("one durable row (ms)", "", floor)
    say("one saved count (ms)", "", gate, "/floor", "", gate / floor)
    return ours


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench")
    asked.add_argument("--scales", default="1")
    asked.add_argument("--scale100", type=Path)
    asked.add_argument(
        "--ledger", action="store_true", help="the ledger at ten million, and no page"
    )
    asked.add_argument(
        "--ballot", action="store_true", help="a vote and a payment of 654,900 units, and no page"
    )
    asked.add_argument(
        "--finding", action="store_true", help="a resident among 1.6 million, and no page"
    )
    options = asked.parse_args()
    if options.finding:
        bench_finding.run()
        return
    if options.ledger:
        bench_ledger.run(bench_ledger.ENTRIES, bench_ledger.ACCOUNTS)
        return
    if options.ballot:
        bench_ballot.run(bench_ballot.SIZES)
        return
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        for scale in options.scales.split(","):
            folder = Path(name) / scale
            folder.mkdir()
            path = demo_copy(folder) if scale == "1" else folder / "community.db"
            if scale != "1":
                build(path, scale=int(scale), tell=lambda _: None)
            print(f"\nscale {scale}")
            found[scale] = measure(path, folder)
        if options.scale100:
            print("\nscale 100")
            found["100"] = measure(options.scale100, Path(name))
    first, *others = found
    for other in others:
        print(f"\nscale {other} / scale {first}")
        for address, ms in found[other].items():
            say(f"/{address}", "", ms / found[first][address])


if __name__ == "__main__":
    main()
