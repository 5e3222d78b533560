"""Who would vote (有多少人投): the heads of a scope as far as the register knows its owners.

An owner set without anybody in it counts as one head, since each exclusive part is one until two
are known to belong to the same owners; how far that may be off is said before a ballot is opened.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Electorate:
    """Heads of a scope; `unknown` of them are owner sets without a name, holding `units` units."""

    heads: int
    unknown: int
    units: int

    @property
    def least(self) -> int:
        """All unknown ones might be one owner, and the same as one that is known."""
        return max(self.heads - self.unknown, min(self.heads, 1))

    @property
    def told(self) -> str:
        """What is said of unknown owners; nothing where every owner is known."""
        if not self.unknown:
            return ""
        off = (
            f"全部登记以后会在 {self.least:,} 到 {self.heads:,} 之间"
            if self.least < self.heads
            else "登记以后才知道是谁"
        )
        return (
            f"范围里有 {self.units:,} 套的业主还没登记。没登记的每套先算 1 个人，人数是 "
            f"{self.heads:,}，{off}。最好先把业主登记好，再开始表决。"
        )
