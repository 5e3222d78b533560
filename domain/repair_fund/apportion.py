"""Apportionment (分摊): who pays which fen, so that the sum is exact.

By exclusive area unless the owners agreed otherwise (民法典 283); the fen left over go to the
largest remainders. Worked examples: docs/rules.md, 维修资金.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import Invalid
from domain.repair_fund.votes import EmptyScope


@dataclass(frozen=True, slots=True)
class Charge:
    """One household at one payment, in fen: `share_fen` is `taken_fen` plus `self_pay_fen`.

    Taken from the account, or given back to it when negative; added to what the owner has to
    pay in (自付), or struck off it when negative.
    """

    code: str
    share_fen: int
    taken_fen: int
    self_pay_fen: int


def apportion(total_fen: int, areas: Mapping[str, int]) -> dict[str, int]:
    """Each unit's share of a sum by area (0.01 m²); the shares add up to the sum exactly.

    Everybody pays the whole fen of the exact share; the rest goes one by one to the largest
    remainders. Equal remainders go by unit code in plain string order: "10-1-101" before
    "2-1-101". That order is kept for good, because a published table must come out again.
    """
    if total_fen < 0:
        raise Invalid("要分摊的金额不能是负数。")
    if not areas:
        raise EmptyScope
    for code, area_centi in areas.items():
        if area_centi <= 0:
            raise Invalid(f"{code} 的专有面积还没有，没法分摊。请先在底册里补上。")
    whole = sum(areas.values())
    shares = {code: total_fen * area_centi // whole for code, area_centi in areas.items()}
    left = total_fen - sum(shares.values())
    for code in sorted(areas, key=lambda code: (-(total_fen * areas[code] % whole), code))[:left]:
        shares[code] += 1
    return shares


def charges(
    cumulative_fen: int,
    areas: Mapping[str, int],
    already: Mapping[str, int],
    balances: Mapping[str, int],
    owed: Mapping[str, int],
) -> list[Charge]:
    """What a payment takes from every household, in the order of `areas`, zeros included.

    `cumulative_fen` is everything paid for the project so far with this payment, subsidies
    excluded; `already` the shares charged before, self-paid parts included; `balances` the
    household accounts; `owed` what each owner still has to pay in for this project.
    A share is what is due by now less what was charged, so rounding never adds up, and the
    shares sum to exactly the difference. One fen less than before is possible.
    """
    if outside := sorted(already.keys() - areas.keys()):
        raise Invalid(f"{'、'.join(outside)} 不在列支范围里，却已经扣过款。请先核对扣款。")
    due = apportion(cumulative_fen, areas)
    return [
        _charge(code, due[code] - already.get(code, 0), balances.get(code, 0), owed.get(code, 0))
        for code in areas
    ]


def _charge(code: str, share_fen: int, balance_fen: int, owed_fen: int) -> Charge:
    """An account never goes below zero; money back first strikes off what is still owed.

    Otherwise a household would be paid out of the fund for a share it has not paid into it.
    """
    if share_fen >= 0:
        taken = min(share_fen, max(0, balance_fen))
        return Charge(code, share_fen, taken, share_fen - taken)
    struck_off = min(-share_fen, max(0, owed_fen))
    return Charge(code, share_fen, share_fen + struck_off, -struck_off)
