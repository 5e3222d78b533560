"""Further processes (另外的进程): Python and its libraries are loaded once, each is a fresh copy of that.

Where a system cannot copy a process (Windows), every one is started from nothing.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

COPIES = "forkserver" in multiprocessing.get_all_start_methods()
CONTEXT = multiprocessing.get_context("forkserver" if COPIES else "spawn")
# What our server imports before it reads a line of ours, and what tests/writer.py works with.
LIBRARIES = ("streamlit.web.cli", "pandas", "altair", "streamlit_authenticator", "pypinyin",
             "openpyxl", "docx", "xlrd", "segno", "bcrypt", "holidays", "chinese_calendar",
             "stdnum", "filetype", "PIL.Image", "uvicorn", "starlette.applications", "brotlicffi",
             "requests")  # fmt: skip
CONTEXT.set_forkserver_preload(["tests.writer", *LIBRARIES])


@contextmanager
def no_main() -> Iterator[None]:
    """A screen tested earlier leaves its script as `__main__`; a new process would run it first."""
    before = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = before


class Program:
    """`python -m module …` in a copy, spoken to like a `subprocess.Popen`."""

    def __init__(
        self,
        module: str,
        words: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        log: Path,
    ) -> None:
        log.touch()
        told = (module, list(words), folder, dict(environment), log)
        self._process: BaseProcess = CONTEXT.Process(target=_run, args=told, daemon=True)
        with no_main():
            self._process.start()
        self.pid = self._process.pid
        self.terminate, self.kill = self._process.terminate, self._process.kill

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, seconds: float | None = None) -> int:
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self._process), seconds or 0)
        return self._process.exitcode


def _run(
    module: str, words: list[str], folder: Path, environment: dict[str, str], log: Path
) -> None:
    """In the copy: nothing is left of the tests that asked for it."""
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
