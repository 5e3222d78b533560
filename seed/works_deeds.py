"""What is done about a project once it was voted on: applied for, built, paid, closed (申请到结案)."""

from collections.abc import Callable
from datetime import date, timedelta

from db.repair_fund import moves, payments, settling, works
from db.visit import Visit
from domain.receipts import Receipt
from domain.repair_fund.files import FileKind
from domain.repair_fund.moves import Answer
from domain.repair_fund.notices import NoticeKind
from domain.repair_fund.payments import Approval, Payment, PaymentKind, Settlement, offer
from domain.repair_fund.works import Acceptance, Start, Warranty
from seed import ballots
from seed.case import Case
from seed.project_deeds import deliberate, draw_up, emergency, move, notice, propose, step, survey

WARRANTY_DAYS = 365


def apply(t: Case, day: date) -> None:
    kinds = [FileKind.APPLICATION, FileKind.AUTHORITY]
    if t.row["route"] == "ballot":
        kinds.append(FileKind.CONTRACT)
    for place, kind in enumerate(kinds):
        t.file(day, 30 + place * 5, kind)
    t.add(day, 10, 0, "clerk", step(t, "applied"))


def send_back(t: Case, day: date) -> None:
    t.add(day, 10, 0, "clerk", step(t, "returned"))


def approve(t: Case, day: date) -> None:
    t.file(day, 30, FileKind.APPROVAL)
    t.add(day, 10, 0, "clerk", lambda visit, slip: settling.record_approval(visit, Approval(
        slip, t.id, t.approved, f"示例备字〔{day.year}〕{t.id}号", day,
    )))  # fmt: skip


def pay(kind: PaymentKind) -> Callable[[Case, date], None]:
    """What is due, recorded by the accountant and approved by the secretary."""

    def paid(t: Case, day: date) -> None:
        made: list[int] = []

        def record(visit: Visit, slip: str) -> Receipt:
            due = offer(payments.money(visit.db, t.id), payments.paying_limits(visit.db))
            fen = due.amount_fen if due else 0
            payment = Payment(slip, t.id, kind, fen, 0, day, t.contractors[0])
            receipt = payments.record_payment(visit, payment)
            made.append(receipt.id)
            return receipt

        if kind is not PaymentKind.RETENTION:
            t.file(day, 30, FileKind.INVOICE)
        t.add(day, 9, 0, "accountant", record)
        t.add(day, 9, 30, "secretary", lambda visit, slip: payments.approve_payment(
            visit, made[0], slip=slip
        ))  # fmt: skip

    return paid


def start(t: Case, day: date) -> None:
    if t.is_lift:
        t.file(day, 30, FileKind.LIFT_NOTICE)
    t.add(
        day, 9, 0, t.planner, lambda visit, slip: works.record_start(visit, Start(slip, t.id, day))
    )


def accept(t: Case, day: date) -> None:
    """Looked at with three owners, who are named."""
    t.photo(day, 0, FileKind.PHOTO_AFTER, "clerk")
    t.file(day, 30, FileKind.ACCEPTANCE)
    if t.is_lift:
        t.file(day, 35, FileKind.SUPERVISION)

    def look(visit: Visit, slip: str) -> Receipt:
        there = visit.db.execute(
            "select distinct r.name from residents r join units u on u.id = r.unit_id"
            "  join repair_projects p on p.estate_id = u.estate_id and p.id = ?"
            "   and coalesce(p.building_id, u.building_id) = u.building_id"
            " where r.guardian_id is null order by r.id limit 3",
            [t.id],
        )
        names = "、".join(row[0] for row in there)
        return works.record_acceptance(visit, Acceptance(slip, t.id, day, names, True, "", None))

    t.add(day, 10, 30, "clerk", look)


def settle(t: Case, day: date) -> None:
    t.file(day, 30, FileKind.AUDIT)
    t.add(day, 10, 0, "accountant", lambda visit, slip: settling.record_settlement(
        visit, Settlement(slip, t.id, t.settled, 0, True)
    ))  # fmt: skip


def warrant(t: Case, day: date) -> None:
    t.file(day, 30, FileKind.WARRANTY)
    ends = day + timedelta(days=WARRANTY_DAYS)
    t.add(day, 10, 0, "clerk", lambda visit, slip: works.record_warranty(
        visit, Warranty(slip, t.id, ends)
    ))  # fmt: skip


def close(t: Case, day: date) -> None:
    pay(PaymentKind.RETENTION)(t, day)
    t.add(day, 10, 0, "clerk", lambda visit, slip: moves.ask_step(
        visit, move(t, slip, "closed")
    ))  # fmt: skip
    t.add(day, 10, 30, "secretary", lambda visit, slip: moves.confirm_step(
        visit, Answer(slip, t.id, True)
    ))  # fmt: skip


DEEDS: dict[str, Callable[[Case, date], None]] = {
    "proposed": propose,
    "surveyed": survey,
    "planned": draw_up,
    "deliberated": deliberate,
    "plan_notice": notice(NoticeKind.PLAN),
    "voting": ballots.vote,
    "vote_passed": ballots.count,
    "vote_failed": ballots.count,
    "result_notice": notice(NoticeKind.RESULT),
    "emergency_confirmed": emergency,
    "applied": apply,
    "returned": send_back,
    "approved": approve,
    "first_paid": pay(PaymentKind.FIRST),
    "in_works": start,
    "accepted": accept,
    "settled": settle,
    "settle_notice": notice(NoticeKind.SETTLE),
    "final_paid": pay(PaymentKind.FINAL),
    "in_warranty": warrant,
    "closed": close,
}
