"""The wire (线路): a visitor who speaks the framework's websocket without any browser.

What a page sends is all there is to see; hiding something in the browser hides nothing here.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.sync.client import ClientConnection, connect

from tests.serving import Served

AGAIN = ForwardMsg.FINISHED_EARLY_FOR_RERUN
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
HAN = re.compile(r"[\u4e00-\u9fff·]+")


@dataclass
class Line:
    """One connection. `heard` keeps every byte that ever came in."""

    socket: ClientConnection
    heard: bytes = b""

    def run(
        self, page: str = "", *, hash: str = "", widgets: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> list[ForwardMsg]:  # fmt: skip
        """Ask for a run as a browser does, and everything it answers until it is done."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.page_script_hash = hash
        for name, value in more.items():
            setattr(asked.rerun_script, name, value)
        for id, state in (widgets or {}).items():
            widget = asked.rerun_script.widget_states.widgets.add(id=id)
            kind = "trigger_value" if isinstance(state, bool) else "string_value"
            setattr(widget, kind, state)
        self.tell(asked)
        return self.answer()

    def tell(self, asked: BackMsg) -> None:
        """Send a request that has no end to wait for."""
        self.socket.send(asked.SerializeToString())

    def answer(self) -> list[ForwardMsg]:
        messages = []
        while True:
            messages.append(self.hear())
            if messages[-1].WhichOneof("type") == "script_finished":
                if messages[-1].script_finished != AGAIN:
                    return messages

    def hear(self, patience: float = 20) -> ForwardMsg:
        data = self.socket.recv(patience)
        assert isinstance(data, bytes)
        self.heard += data
        message = ForwardMsg()
        message.ParseFromString(data)
        return message


@contextmanager
def line(
    served: Served, cookie: str = "", *, session: str = "", origin: str = ""
) -> Iterator[Line]:
    """A connection; without a cookie it is a stranger's."""
    headers = {"Cookie": cookie} if cookie else {}
    if origin:
        headers["Origin"] = origin
    address = f"ws://127.0.0.1:{served.port}/_stcore/stream"
    words: Any = ["streamlit", "none", session] if session else ["streamlit"]
    with connect(
        address, subprotocols=words, additional_headers=headers, max_size=None, open_timeout=30
    ) as socket:
        yield Line(socket)


def elements(messages: list[ForwardMsg]) -> list[Any]:
    """The elements a run drew."""
    news = [m.delta.new_element for m in messages if m.delta.HasField("new_element")]
    return [getattr(element, element.WhichOneof("type")) for element in news]


def buttons(messages: list[ForwardMsg]) -> dict[str, str]:
    """Label and widget id of every button drawn."""
    drawn = [m.delta.new_element for m in messages if m.delta.HasField("new_element")]
    return {e.button.label: e.button.id for e in drawn if e.WhichOneof("type") == "button"}


def page_hash(address: str) -> str:
    """How the framework names a page in what a browser sends; it knows the front page as home."""
    return calc_hash(address)


@dataclass(frozen=True)
class Secrets:
    """What a stranger must not see: people, phones, rooms, and the titles of what goes on."""

    people: frozenset[str]
    numbers: frozenset[str]
    titles: frozenset[str]

    def found_in(self, heard: bytes, *, spared: str = "") -> set[str]:
        """Those that occur, as plain text or in JSON's escapes."""
        text = heard.decode(errors="ignore")
        text = ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
        runs = set(HAN.findall(text))
        parts = {run[a : a + n] for run in runs for n in (2, 3, 4) for a in range(len(run) - n + 1)}
        numbers = set(re.findall(r"\d{11}|\d+-\d+-\d+", text))
        titles = {
            title
            for title in self.titles
            if title in text and re.search(rf"(?<!\d){re.escape(title)}", text)
        }
        return ((parts & self.people) | (numbers & self.numbers) | titles) - {spared}


def secrets_of(db: Database) -> Secrets:
    """Everything personal or internal of the demonstration, read from its tables."""

    def column(sql: str) -> frozenset[str]:
        return frozenset(row[0] for row in db.execute(sql))

    return Secrets(
        column("select name from residents union select name from accounts"),
        column("select phone from residents where phone <> '' union select code from units"),
        column(
            "select title from repair_projects union select title from meetings"
            " union select title from agenda_items where length(title) > 5"
        ),
    )
