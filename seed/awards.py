"""Awards (湾郡币登记) of the last days, one at every station."""

from datetime import date, timedelta

from db.points_ledger.awards import approve_award, post_awards, register_award, withdraw_award
from db.visit import Visit
from domain.points_ledger.awards import NewAward
from domain.receipts import Receipt
from seed import neighbours
from seed.points import approved_before
from seed.telling import Part, Telling


def tell(telling: Telling) -> None:
    """Awards posted, ready to post, in their notice, waiting for approval, and one taken back."""
    plan = telling.plan
    opened, _ = approved_before(plan.as_of)  # approved that day: ready to post today
    earlier, _ = approved_before(opened)
    people = iter(neighbours.quiet_volunteers(plan, 20))
    groups: tuple[tuple[date, int, bool], ...] = (
        (earlier, 4, True),
        (opened, 4, True),
        (plan.ago(1), 5, True),
        (plan.as_of, 5, False),
    )
    for approved_on, many, approve in groups:
        for place in range(many):
            _award(telling, next(people), approved_on, place, approve=approve)
    telling.add(opened, 8, 50, "clerk2", lambda visit: post_awards(visit, slip=telling.slip()))
    _taken_back(telling, next(people))


def _award(
    telling: Telling, resident_id: int, approved_on: date, place: int, *, approve: bool
) -> None:
    """Written down in the evening, approved the next morning by somebody else."""
    evening = approved_on - timedelta(days=1)
    maker = ("leader", "grid", "volunteer")[place % 3]
    rule_id, minutes, note = (
        (1, 120, "晚间巡逻"),
        (3, 95, "陪独居老人看病"),
        (2, 60, "楼道堆物清理"),
        (5, 60, ""),
        (4, 90, "少儿书法助教"),
    )[place % 5]
    paper = NewAward(telling.slip(), resident_id, rule_id, evening, minutes, note=note)
    made: list[int] = []

    def propose(visit: Visit) -> Receipt:
        receipt = register_award(visit, paper)
        made.append(receipt.id)
        return receipt

    telling.add(evening, 19, 20 + place * 4, maker, propose)
    if approve:
        slip = telling.slip()
        telling.add(
            approved_on,
            9,
            10 + place * 3,
            "clerk2" if place % 2 else "secretary",
            lambda visit: approve_award(visit, made[0], slip=slip),
        )


def _taken_back(telling: Telling, resident_id: int) -> None:
    """A slip written for the wrong neighbour is withdrawn (撤回) minutes later."""
    day, made = telling.plan.ago(2), list[int]()
    paper = NewAward(telling.slip(), resident_id, 7, day)

    def propose(visit: Visit) -> Receipt:
        receipt = register_award(visit, paper)
        made.append(receipt.id)
        return receipt

    slip = telling.slip()
    telling.add(day, 15, 2, "clerk", propose)
    telling.add(day, 15, 6, "clerk", lambda visit: withdraw_award(visit, made[0], slip=slip))


PART = Part((), tell)
