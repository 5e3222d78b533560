"""A list that was written (批次), and taking it back (撤销)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.days import moment, short_day
from domain.errors import NotAllowed, WrongState
from domain.imports.plan import Plan
from domain.people import Permission, User

RAW_KEPT = timedelta(days=90)  # how long the rows as they came are kept (research A11, a default)


@dataclass(frozen=True, slots=True)
class Batch:
    """One file that was written: what it brought, by whom, and whether it was taken back."""

    id: int
    code: str
    name: str
    sha256: str
    made: int
    changed: int
    by_id: int
    by: str
    at: datetime
    estate_id: int | None
    rows: int  # of which the rows are still kept
    undone_by: str | None
    undone_at: datetime | None
    stays: int | None

    def told(self, today: date) -> str:
        """What it brought, in words."""
        parts = [
            f"新增 {self.made:,}" if self.made else "",
            f"更新 {self.changed:,}" if self.changed else "",
        ]
        brought = "，".join(part for part in parts if part) or "没有改动"
        if self.undone_at is None:
            return brought
        stays = f"，{self.stays:,} 行留着" if self.stays else ""
        return f"{brought}；{moment(self.undone_at, today)}由{self.undone_by}撤销{stays}"


@dataclass(frozen=True, slots=True)
class Import:
    """A preview that is to be written (写入), with what was answered to the rows that wait.

    The plan and the mapping are those of the preview; `facts` makes it go stale.
    """

    slip: str
    code: str
    name: str
    sha256: str
    estate_id: int | None
    facts: str
    rows: int
    plan: Plan = field(repr=False)
    answers: Mapping[tuple[str, int], str] = field(repr=False, default_factory=dict)
    mappings: Mapping[str, str] = field(repr=False, default_factory=dict)
    total_fen: int | None = None  # what the source says that a list of money comes to


def check_undo(batch: Batch, user: User, now: datetime) -> None:
    """Whether somebody may take a batch back, or the reason why not.

    One's own, until its rows are purged; somebody else's only the secretary (research A11).
    """
    if batch.undone_at is not None:
        raise WrongState(f"“{batch.name}”这一批已经撤销过了。")
    if batch.by_id != user.id and not user.may(Permission.UNDO_ANY_IMPORT):
        raise NotAllowed(user.role.label, Permission.UNDO_ANY_IMPORT.label)
    if not batch.rows or now - batch.at > RAW_KEPT:
        raise WrongState(
            f"“{batch.name}”是{short_day(batch.at.date(), now.date())}导入的，过了 {RAW_KEPT.days} 天，"
            "原来的行已经清掉，不能整批撤销。请在各自的页面上改。"
        )


def before_words(batch: Batch, today: date) -> str:
    """The same file came before: 3月2日 导过."""
    return f"这个文件 {moment(batch.at, today)} 由{batch.by}导过：{batch.told(today)}。"
