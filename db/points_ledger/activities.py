"""Activities (活动登记): many awards on one slip, matched from a list, approved at once."""

from sqlite_utils import Database

from db import parameters, registry
from db.points_ledger import awards
from db.rows import many, one, put
from db.visit import Visit
from db.writes import writes
from domain.errors import DomainError, Invalid, WrongState
from domain.people import Permission, check_second_person
from domain.points_ledger.activities import Batch, NewActivity, check_batch_approver, check_people
from domain.points_ledger.awards import NewAward
from domain.receipts import Receipt
from domain.registry import plain_text

BATCHES = """
    select b.id, b.title, w.label as rule, b.earned_on, b.created_by, c.name as created_by_name,
           count(a.id) as people, coalesce(sum(a.points), 0) as points
      from award_batches b
      join award_rules w on w.id = b.rule_id
      join accounts c on c.id = b.created_by
      join awards a on a.batch_id = b.id and a.state = 'draft'
"""


@writes(Permission.REGISTER_AWARD)
def register_activity(visit: Visit, paper: NewActivity) -> Receipt:
    """Write down everyone at an activity: all of them, or none with every reason named."""
    check_people(paper.residents)
    title = plain_text(paper.title, "活动名称", least=2, most=40)
    batch_id = put(
        visit.db, "award_batches", title=title, rule_id=paper.rule_id, earned_on=paper.earned_on,
        created_by=visit.user.id, created_at=visit.now,
    )  # fmt: skip
    total, refused = 0, []
    for resident_id in paper.residents:
        single = NewAward(
            "", resident_id, paper.rule_id, paper.earned_on, paper.minutes, paper.points, title
        )
        try:
            total += awards.write_down(visit, single, batch_id).points
        except DomainError as refusal:
            refused.append(f"{registry.resident(visit.db, resident_id).name}：{refusal}")
    if refused:
        raise Invalid(f"有 {len(refused)} 人记不上，一个也没记。" + "".join(refused[:5]))
    people = len(paper.residents)
    return Receipt(f"“{title}”记了 {people} 人，共 {total} 枚，等人核准。", batch_id)


@writes(Permission.APPROVE_AWARD)
def approve_activity(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """The second person agrees to everyone at once; the notice begins today."""
    batch = one(visit.db, Batch, "这次活动", f"{BATCHES} where b.id = :id group by b.id", id=id)
    most = parameters.value_of(visit.db, "points_batch_head")
    check_second_person(batch.created_by, visit.user.id, "湾郡币")
    check_batch_approver(batch.points, most, visit.user.role)
    ids = [
        row[0]
        for row in visit.db.execute(
            "select id from awards where batch_id = ? and state = 'draft' order by id", [id]
        )
    ]
    if not ids:
        raise WrongState("这次活动没有待核准的人。")
    end = awards.approve_each(visit, ids)
    return Receipt(f"“{batch.title}”{batch.people} 人共 {batch.points} 枚已核准，公示到{end}。", id)


def open_batches(db: Database) -> list[Batch]:
    """Activities waiting for approval, oldest first."""
    return many(db, Batch, f"{BATCHES} group by b.id order by b.id")
