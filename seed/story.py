"""The last days, replayed through the real writes, so that the audit log (操作日志) is real."""

from datetime import date, datetime, time, timedelta
from random import Random

from db import accounts
from db.academy_enrollment import cancel_enrollment, class_offering, enroll
from db.meeting_agenda import add_item, upcoming
from db.points_ledger import approve_award, post_awards, propose_award, withdraw_award
from db.repair_fund import register_proposal
from db.shed_capacity import count_shed
from db.visit import Visit
from domain.academy_enrollment import NewEnrollment
from domain.days import BEIJING
from domain.meeting_agenda import Category as Topic
from domain.meeting_agenda import ItemType, Kind, NewItem
from domain.points_ledger import NewAward
from domain.receipts import Receipt
from domain.registry import Resident
from domain.repair_fund import Category, Proposal, ScopeType
from domain.shed_capacity import Count
from seed import neighbours, shop, vouchers
from seed.plan import Plan, table
from seed.points import approved_before
from seed.sheds import one_evening
from seed.telling import Telling


def story(plan: Plan) -> None:
    """Some dozens of deeds of the last days, in the order they happened."""
    telling = Telling(plan)
    _evening_rounds(telling, plan.rng("evening"))
    _awards(telling)
    _agenda(telling)
    _proposals(telling)
    _enrolments(telling)
    shop.tell(telling)
    vouchers.tell(telling)
    for event in sorted(telling.events, key=lambda event: event.at):
        event.deed(Visit(plan.db, accounts.user(plan.db, event.who), event.at))


def _evening_rounds(telling: Telling, rng: Random) -> None:
    """Yesterday evening six sheds were counted; the seventh has been forgotten for weeks."""
    yesterday = telling.plan.ago(1)
    walkers = {"安普顿小镇": "property", "鑫龙湾": "property2", "天祥尚府": "grid"}
    for shed_id, row in enumerate(table("sheds"), start=1):
        if row["stale"] == "1":
            continue
        seen = one_evening(rng, row)
        at = datetime.combine(yesterday, time(20, 10 + shed_id * 3), BEIJING)
        paper = Count(telling.slip(), shed_id, *seen, counted_at=at)
        deed = lambda visit, paper=paper: count_shed(visit, paper)  # noqa: E731
        telling.add(yesterday, at.hour, at.minute, walkers[row["estate"]], deed)


def _awards(telling: Telling) -> None:
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
        receipt = propose_award(visit, paper)
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
        receipt = propose_award(visit, paper)
        made.append(receipt.id)
        return receipt

    slip = telling.slip()
    telling.add(day, 15, 2, "clerk", propose)
    telling.add(day, 15, 6, "clerk", lambda visit: withdraw_award(visit, made[0], slip=slip))


def _agenda(telling: Telling) -> None:
    """Items (议题) people put on the two coming meetings."""
    plan = telling.plan
    now = datetime.combine(plan.as_of, time(0), BEIJING)
    meeting = {one.kind: one.id for one in upcoming(plan.db, now)}
    items: tuple[tuple[int, str, Kind, ItemType, str, str, int, Topic], ...] = (
        (3, "grid", Kind.JOINT, ItemType.REPORT, "楼道飞线充电排查：还剩三处", "吴网格", 10,
         Topic.FLY_WIRE),
        (2, "property", Kind.JOINT, ItemType.CONSULT, "南门车棚停满后往哪里引导", "力天物业", 15,
         Topic.PARKING),
        (1, "clerk", Kind.JOINT, ItemType.FEEDBACK, "楼栋长反映的早点摊占道", "居民代表", 10,
         Topic.STREET),
        (1, "secretary", Kind.COUNCIL, ItemType.CONSULT, "万青学苑候补多的班要不要加开", "王社工",
         15, Topic.OTHER),
    )  # fmt: skip
    for place, (days, who, kind, item_type, title, reporter, minutes, topic) in enumerate(items):
        item = NewItem(telling.slip(), meeting[kind], item_type, title, reporter, minutes, topic)
        deed = lambda visit, item=item: add_item(visit, item)  # noqa: E731
        telling.add(plan.ago(days), 10 + place, 15, who, deed)


def _proposals(telling: Telling) -> None:
    """Two repair proposals (使用建议) of this week."""
    plan = telling.plan
    for days, who, estate, category, building, stairwell, title, need in (
        (4, "property", "安普顿小镇", Category.LIFT, 15, 2, "15栋2单元电梯大修",
         "一周困人两次，维保单位建议更换控制系统"),
        (2, "grid", "天祥尚府", Category.FACADE_LEAK, 9, None, "9栋外墙渗水维修",
         "连着下雨后四户墙面返潮，外墙有裂缝"),
    ):  # fmt: skip
        estate_id = plan.number("select id from estates where short_name = ?", estate)
        building_id = plan.number(
            "select id from buildings where estate_id = ? and number = ?", estate_id, building
        )
        scope = ScopeType.BUILDING if stairwell is None else ScopeType.UNIT_STACK
        paper = Proposal(
            telling.slip(), estate_id, category, scope, building_id, stairwell, title, need
        )
        deed = lambda visit, paper=paper: register_proposal(visit, paper)  # noqa: E731
        telling.add(plan.ago(days), 14, 30, who, deed)


def _enrolments(telling: Telling) -> None:
    """Enrolments at the counter (报名): seats, one place in the queue, and one change of mind."""
    plan = telling.plan
    made: list[int] = []
    for place, course in enumerate(("摄影", "少儿舞蹈", "舞蹈", "亲子教育", "街舞", "太极拳")):
        class_id = plan.number(
            "select max(id) from classes where course = ? and term_id = (select max(id) from terms)",
            course,
        )
        who = neighbours.who_fits(plan, class_offering(plan.db, class_id), skip=place * 7)
        paper = _paper(telling.slip(), class_id, who)

        def deed(visit: Visit, paper: NewEnrollment = paper) -> Receipt:
            receipt = enroll(visit, paper)
            made.append(receipt.id)
            return receipt

        telling.add(plan.ago(3 - place // 2), 10, 20 + place * 5, "clerk", deed)
    slip = telling.slip()
    telling.add(
        plan.ago(1), 16, 40, "clerk", lambda visit: cancel_enrollment(visit, made[-1], slip=slip)
    )


def _paper(slip: str, class_id: int, who: Resident) -> NewEnrollment:
    return NewEnrollment(
        slip,
        class_id,
        who.id,
        resident_agrees=True,
        guardian_agrees=who.guardian_id is not None,
        family_signed=True,
        emergency_name=who.guardian or "家人",
        emergency_phone="10000000000",
    )
