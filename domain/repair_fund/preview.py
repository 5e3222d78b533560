"""What approving a payment will do (核准以后), told before the tap: it cannot be undone."""

from dataclasses import dataclass

from domain.money import yuan


@dataclass(frozen=True, slots=True)
class Preview:
    """What approving a payment will do: how many households, what is taken, who cannot bear it."""

    households: int
    share_fen: int
    taken_fen: int
    short_households: int
    self_pay_fen: int

    @property
    def words(self) -> str:
        """分摊到 11 户，共 34,300.00 元：从账户扣 31,181.82 元，1 户账户不够，要自付 3,118.18 元。"""
        if self.share_fen < 0:
            return f"分摊到 {self.households:,} 户，一共退回 {yuan(-self.share_fen)}。"
        told = f"分摊到 {self.households:,} 户，一共 {yuan(self.share_fen)}："
        told += f"从账户扣 {yuan(self.taken_fen)}"
        if not self.short_households:
            return f"{told}，每一户都够扣。"
        own = yuan(self.self_pay_fen)
        return f"{told}，{self.short_households:,} 户账户不够，一共要自付 {own}。"
