"""A repair project while it is being told (一件事): who handles it, and how a deed is added."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from db.repair_fund import projects
from db.repair_fund.files import attach_file
from db.visit import Visit
from domain.money import yuan
from domain.receipts import Receipt
from domain.repair_fund.files import FileKind, NewFile
from seed import scans
from seed.histories import History, Row
from seed.plan import Plan
from seed.telling import Telling

CONTRACTORS = {
    "lift": ("武汉示例电梯工程公司", "江城示例电梯维保公司", "楚天示例机电公司"),
    "facade_leak": ("武汉示例防水工程公司", "汉口示例建筑修缮公司", "光谷示例防水公司"),
    "roof": ("武汉示例防水工程公司", "汉口示例建筑修缮公司", "光谷示例防水公司"),
}
OTHERS = ("武汉示例设备安装公司", "江汉示例机电安装公司", "武昌示例管道公司")
COMPANY = {"安普顿小镇": "property", "鑫龙湾": "property2"}  # where there is none, the committee

Told = Callable[[Visit, str], Receipt]  # a deed that is given its slip


@dataclass(slots=True)
class Case:
    """A project being told (一件事). `id` is known once it was proposed."""

    telling: Telling
    rng: Random
    history: History
    id: int = 0

    @property
    def plan(self) -> Plan:
        return self.telling.plan

    @property
    def row(self) -> Row:
        return self.history.row

    @property
    def proposer(self) -> str:
        return COMPANY.get(self.row["estate"], "grid")

    @property
    def planner(self) -> str:
        """Who plans and builds: the property company, or a clerk where there is none."""
        return COMPANY.get(self.row["estate"], "clerk")

    @property
    def contractors(self) -> tuple[str, ...]:
        return CONTRACTORS.get(self.row["category"], OTHERS)

    @property
    def is_lift(self) -> bool:
        return self.row["category"] == "lift"

    @property
    def budget(self) -> int:
        return int(self.row["budget_yuan"]) * 100

    @property
    def approved(self) -> int:
        return self.budget * 98 // 100 // 100_00 * 100_00

    @property
    def settled(self) -> int:
        return self.approved * 96 // 100 // 100 * 100

    def add(self, day: date, hour: int, minute: int, who: str, told: Told) -> None:
        """A deed of this project, on a slip of its own."""
        slip = self.telling.slip()
        self.telling.add(day, hour, minute, who, lambda visit: told(visit, slip))

    def file(self, day: date, minute: int, kind: FileKind, who: str = "clerk") -> None:
        """A paper put on record early in the morning, before what rests on it."""

        def attach(visit: Visit, slip: str) -> Receipt:
            name = f"{kind.label}.pdf"
            return attach_file(visit, NewFile(slip, self.id, kind, name, self._page(visit, kind)))

        self.add(day, 8, minute, who, attach)

    def photo(self, day: date, minute: int, kind: FileKind, who: str) -> None:
        """What it looked like, before the repair or after."""

        def attach(visit: Visit, slip: str) -> Receipt:
            picture = scans.photograph(self.id, stained=kind is FileKind.PHOTO_BEFORE)
            return attach_file(visit, NewFile(slip, self.id, kind, f"{kind.label}.jpg", picture))

        self.add(day, 10, minute, who, attach)

    def _page(self, visit: Visit, kind: FileKind) -> bytes:
        about = projects.project(visit.db, self.id)
        lines = (
            f"项目：{about.code} {about.title}",
            f"范围：{about.estate}{about.place}，{about.households:,} 户",
            f"预算：{yuan(self.budget)}",
            f"施工单位：{self.contractors[0]}",
            f"日期：{visit.today.isoformat()}",
            "示例资料，人名和单位都是虚构的。",
        )
        return scans.page(kind.label, lines)
