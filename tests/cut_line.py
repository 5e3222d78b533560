"""A line that can be cut (断了的线): everything between a browser and the server goes through it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 65_536


class Line:
    """Forwards one port of 127.0.0.1 to another; cut, it drops what runs and takes nothing new."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.cut = self.silent = False
        self.open: set[socket.socket] = set()
        self.carrying: list[threading.Thread] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])
        threading.Thread(target=self._answer, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fall_silent(self) -> None:
        """What is sent is lost on the way, and neither end knows: a phone in a lift."""
        self.silent = True

    def drop(self) -> None:
        self.cut = True
        for end in list(self.open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def restore(self) -> None:
        self.cut = self.silent = False

    def _answer(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            if self.cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.to))
            self.open |= {near, far}
            for one, other in ((near, far), (far, near)):
                carrying = threading.Thread(target=self._carry, args=(one, other), daemon=True)
                carrying.start()
                self.carrying.append(carrying)

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(PIECE):
                if not self.silent:
                    other.sendall(piece)
        self.open.discard(one)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    line = Line(port)
    try:
        yield line
    finally:
        line.drop()
        line.listening.close()
        for carrying in line.carrying:
            carrying.join(10)
