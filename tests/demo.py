"""One demonstration per day and state of the code, built once and copied for every test."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from domain.days import BEIJING
from seed.build import build
from tests import ROOT

try:
    import fcntl
except ImportError:  # Windows: two workers may both build; the file still appears whole
    fcntl = None  # type: ignore[assignment]

CACHE = Path(tempfile.gettempdir()) / "community-demo"
SOURCES = ("seed", "db", "domain")
TODAY = datetime.now(BEIJING).date()


def demo_copy(tmp_path: Path, as_of: date = TODAY) -> Path:
    """A fresh copy of the demonstration of a day, free to be changed: `tmp_path/community.db`."""
    path = tmp_path / "community.db"
    shutil.copyfile(demo(as_of), path)
    return path


def demo(as_of: date = TODAY) -> Path:
    """The shared demonstration of a day, built when nobody has built it yet. Never write to it."""
    CACHE.mkdir(exist_ok=True)
    path = CACHE / f"{as_of}-{CODE}.db"
    with _alone(CACHE / "lock"):
        if not path.exists():
            _forget_old()
            build(path, as_of=as_of, tell=lambda _: None)
    return path


def _forget_old() -> None:
    """Files of another day; those of other states of the code may be in use beside this one."""
    for old in CACHE.iterdir():
        if old.name != "lock" and time.time() - old.stat().st_mtime > 86_400:
            old.unlink(missing_ok=True)


def _code() -> str:
    """A hash of every source that shapes the demonstration."""
    found = hashlib.sha256()
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in {".py", ".sql", ".csv"}:
                found.update(file.relative_to(ROOT).as_posix().encode() + b"\0")
                found.update(file.read_bytes() + b"\0")
    return found.hexdigest()[:16]


CODE = _code()  # of the sources this process has read, whatever is edited meanwhile


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One worker at a time; the lock falls when its process ends, however it ends."""
    with lock.open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
