"""The real server (真的服务器), started as a user starts it, on a database of its own."""

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from db import connection, sessions
from domain.days import BEIJING
from tests import ROOT
from tests.nursery import Program
from ui.chinese import BROWSER_COOKIE

PATIENCE = 60.0  # seconds a busy machine may take to start
STOCK = (  # the framework as it comes, without the two packages that speed up its server
    "import sys; sys.modules.update(uvloop=None, httptools=None);"
    "from streamlit.web.cli import main; main(prog_name='streamlit')"
)


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it listens, the file it works on, and what it said."""

    port: int
    path: Path
    log: Path
    process: subprocess.Popen[bytes] | Program

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """The server's database, from outside."""
        with connection.opened(self.path) as db:
            yield db

    def ask(
        self, method: str, address: str, headers: dict[str, str] | None = None, body: str = ""
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One plain request: status, headers, body. No cookie but those given."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            asking.request(method, address, body=body or None, headers=headers or {})
            answer = asking.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            asking.close()

    def ticket(self, username: str, browser: str) -> str:
        """A ticket as the sign-in page hands it out for a demonstration account."""
        with self.opened() as db:
            return sessions.issue_ticket(db, username, browser, datetime.now(BEIJING), None)

    def cookie(self, username: str) -> str:
        """The Cookie header of somebody who signed in through the door."""
        browser = secrets.token_urlsafe(24)
        named = f"{BROWSER_COOKIE}={browser}"
        asked = {"X-Ticket": self.ticket(username, browser), "Cookie": named}
        status, headers, _ = self.ask("POST", "/door/enter", asked)
        assert status == 204, f"the door stayed shut: {status}"
        return f"{named}; {headers['set-cookie'].split(';')[0]}"


running: dict[int | None, Served] = {}  # by their ports: whoever has only an address finds the file


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def serving(
    path: Path,
    log: Path,
    program: Path = ROOT / "app.py",
    *,
    stock: bool = False,
    as_people_do: bool = False,
    module: str = "streamlit",
    more: dict[str, str] | None = None,
    port: int = 0,
    **settings: str,
) -> Iterator[Served]:
    """`streamlit run` on 127.0.0.1 with this database, until the block ends.

    A server that was killed is started again on the same `port`; otherwise a free one is taken.
    `as_people_do` starts a process from nothing, as a terminal does; else the libraries are there.
    """
    port = port or free_port()
    words = ["run", str(program), "--server.port", str(port), "--server.address", "127.0.0.1"]
    for name, value in settings.items():
        words += [f"--{name.replace('_', '.', 1)}", value]
    environment = {**os.environ, "COMMUNITY_DB": str(path), **(more or {})}
    if stock or as_people_do:
        how = ["-c", STOCK] if stock else ["-m", module]
        process = _from_nothing([sys.executable, *how, *words], environment, log)
    else:
        process = Program(module, words, ROOT, environment, log)
    served = Served(port, path, log, process)
    try:
        _wait_for(served)
        running[port] = served
        yield served
    finally:
        running.pop(port, None)
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _from_nothing(
    command: list[str], environment: dict[str, str], log: Path
) -> subprocess.Popen[bytes]:
    with log.open("wb") as said:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT
        )


def _wait_for(served: Served) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and served.process.poll() is None:
        try:
            if served.ask("GET", "/_stcore/health")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{served.log.read_text(errors='replace')}")
