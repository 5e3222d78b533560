"""The file belongs to the account that runs it (私有): nobody else on the machine reads it.

Windows keeps no such bits; README has its form (icacls).
"""

import os
import stat
from pathlib import Path

from db import heads

OTHERS = stat.S_IRWXG | stat.S_IRWXO
BESIDE = ("", "-wal", "-shm", "-journal")


def make_private(path: Path) -> str | None:
    """Close the file and what stands beside it to others; a sentence about a folder that is open.

    The folder itself is left as it is, since it may hold other things: whoever can write in it can
    put another file in this one's place.
    """
    if os.name == "nt":
        return None
    for file in (*(path.with_name(path.name + end) for end in BESIDE), heads.list_of(path)):
        _close(file)
    folder = path.resolve().parent
    try:
        mode = folder.stat().st_mode
    except OSError:
        return None
    if mode & OTHERS and not mode & stat.S_ISVTX:
        return f"注意：这台机器上别的用户能进数据库所在的文件夹。请运行 chmod 700 {folder}"
    return None


def _close(file: Path) -> None:
    try:
        mode = file.stat().st_mode
        if mode & OTHERS:
            file.chmod(stat.S_IMODE(mode) & ~OTHERS)
    except OSError:  # not there, or another account's: then it is that one's to close
        return
