"""Copies of the file (备份): how many are kept, when the next one is due, why one was not made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

BUSY = "另一份备份正在做，这一次没有再做。等它做完，看下面的列表。"
IN_USE = "系统正开着这个数据库，没有恢复，什么也没有改动。先停下系统，再运行一次。"
BROKE_OFF = "写备份的时候磁盘出错了，没有做成，也没有留下半份。请检查存备份的硬盘，再点一次。"
NOT_WHOLE = "这份备份坏了，没有恢复，什么也没有改动。换一份更早的再试。"


def size_said(bytes: int) -> str:
    """How large a file is: 0.4 MB, 40 MB, 1.2 GB."""
    megabytes = bytes / 1_000_000
    if megabytes >= 1000:
        return f"{megabytes / 1000:.1f} GB"
    return f"{megabytes:.0f} MB" if megabytes >= 10 else f"{megabytes:.1f} MB"


def no_folder(folder: Path) -> str:
    return (
        f"存备份的文件夹不在：{folder}。看看硬盘插好没有；要换地方，请装系统的人改 COMMUNITY_BACKUPS。"
        "这一次没有备份。"
    )


def no_way_in(folder: Path) -> str:
    return f"存备份的文件夹写不进去：{folder}。请装系统的人检查它的写权限。这一次没有备份。"


def no_room(needed: int, free: int) -> str:
    return (
        f"磁盘放不下：一份备份要 {size_said(needed)}，只剩 {size_said(free)}。没有做成，也没有留下半份。"
        "清出空间，或者把旧的备份搬到另一块硬盘，再点一次。"
    )


def full() -> str:
    return (
        "写备份的时候磁盘满了，没有做成，也没有留下半份。"
        "清出空间，或者把旧的备份搬到另一块硬盘，再点一次。"
    )


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy as it was recorded (一份备份). `bytes` is its size, `row_count` the rows of all tables.

    `wrong` is what was found when it was read back; '' when it is verified (核对过).
    """

    id: int
    name: str
    made_at: datetime
    by: str
    bytes: int
    row_count: int
    wrong: str

    @property
    def verified(self) -> bool:
        return not self.wrong


@dataclass(frozen=True, slots=True)
class Listed:
    """A copy in the list: `backup` is None for a file this database knows nothing of, which was
    made after the copy that somebody went back to; `there` whether the file is in the folder.
    """

    name: str
    backup: Backup | None
    there: bool


def to_remove(backups: Sequence[Backup], most: int) -> list[Backup]:
    """Which copies make room (清掉旧的), of all that are kept, newest first.

    The `most` newest verified ones stay, and as many of the others: a copy that does not hold
    never takes the place of one that does.
    """
    good = [backup for backup in backups if backup.verified]
    bad = [backup for backup in backups if not backup.verified]
    return good[most:] + bad[most:]


def days_since(newest: datetime | None, founded: datetime, today: date) -> int:
    """How many days the last verified copy is old; without one, how old the community is."""
    return (today - (newest or founded).date()).days


def age_said(made_at: datetime, today: date) -> str:
    days = (today - made_at.date()).days
    return "今天" if days <= 0 else f"{days} 天前"
