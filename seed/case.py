"""A repair project while it is being told (一件事): its row, its amounts, and how it puts rows in."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from db.rows import put
from seed.plan import Plan

FIRST_PCT, RETENTION_BP = 70, 300  # 首期 70%, 质保金 3%
CONTRACTORS = {
    "lift": ("武汉示例电梯工程公司", "江城示例电梯维保公司", "楚天示例机电公司"),
    "facade_leak": ("武汉示例防水工程公司", "汉口示例建筑修缮公司", "光谷示例防水公司"),
    "roof": ("武汉示例防水工程公司", "汉口示例建筑修缮公司", "光谷示例防水公司"),
}
OTHERS = ("武汉示例设备安装公司", "江汉示例机电安装公司", "武昌示例管道公司")

Row = dict[str, str]


@dataclass(slots=True)
class Case:
    """A project being told (一件事): its row, its amounts in fen, and where its ballot is."""

    plan: Plan
    rng: Random
    id: int
    row: Row
    ballot_id: int = 0
    opened: date = field(default=date.min)

    @property
    def budget(self) -> int:
        return int(self.row["budget_yuan"]) * 100

    @property
    def approved(self) -> int:
        return self.budget * 98 // 100 // 100_00 * 100_00

    @property
    def settled(self) -> int:
        return self.approved * 96 // 100 // 100 * 100

    @property
    def first(self) -> int:
        return self.approved * FIRST_PCT // 100

    @property
    def kept(self) -> int:
        return self.settled * RETENTION_BP // 10_000

    @property
    def contractors(self) -> tuple[str, ...]:
        return CONTRACTORS.get(self.row["category"], OTHERS)

    def by(self, username: str) -> int:
        return self.plan.accounts()[username]

    def put(self, table: str, **row: object) -> int:
        return put(self.plan.db, table, **row)

    def set(self, column: str, value: object) -> None:
        self.plan.db.execute(
            f"update repair_projects set {column} = ? where id = ?", [value, self.id]
        )
