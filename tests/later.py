"""`streamlit`, on another day (换一天): the real program under a clock that a test moves forward.

`LATER` names a file. Whoever writes a moment into it moves the clock there; the file is gone when
the clock has moved. It then runs on as clocks do. Monotonic clocks are nobody's calendar and stay.
"""

import os
import threading
import time
from datetime import datetime
from pathlib import Path

import time_machine
from streamlit.web.cli import main

VARIABLE = "LATER"
EVERY = 0.05  # seconds


def follow(asked: Path, clock: time_machine.Traveller) -> None:
    """Look again and again for another moment."""
    while True:
        if asked.exists():
            clock.move_to(datetime.fromisoformat(asked.read_text("utf-8")), tick=True)
            asked.unlink()
        time.sleep(EVERY)


def move(asked: Path, moment: datetime, patience: float = 10.0) -> None:
    """In the test: it is this moment now, in the server."""
    written = asked.with_suffix(".new")
    written.write_text(moment.isoformat(), encoding="utf-8")
    written.replace(asked)
    until = time.monotonic() + patience
    while asked.exists():
        assert time.monotonic() < until, "the clock did not move"
        time.sleep(EVERY)


if __name__ == "__main__":
    asked = Path(os.environ[VARIABLE])
    first = datetime.fromisoformat(asked.read_text("utf-8"))
    asked.unlink()
    with time_machine.travel(first, tick=True) as clock:
        threading.Thread(target=follow, args=(asked, clock), daemon=True).start()
        main(prog_name="streamlit")
