"""What a project costs every household (预估和决算分摊), of the frozen scope or of today's."""

from datetime import date

from db.repair_fund.spreading import Sharer, due_now, frozen, sharers
from db.visit import Visit, reads
from domain.errors import NotFound
from domain.people import Permission
from domain.repair_fund.accounts import Share

LIVE = """
    select u.id as unit_id, u.code, u.area_centi, coalesce(a.balance_fen, 0) as balance_fen,
           0 as charged_fen, 0 as taken_fen, 0 as self_pay_fen, 0 as owed_fen
      from repair_projects p
      join units u on case p.scope_type
           when 'estate' then u.estate_id = p.estate_id
           when 'building' then u.building_id = p.building_id
           when 'unit_stack' then u.stairwell_id = p.stairwell_id
           else u.id in (select unit_id from listed_units where project_id = p.id) end
      left join household_accounts a on a.unit_id = u.id
     where p.id = :project_id and u.estate_id = p.estate_id
       and (u.purpose <> 'parking' or p.scope_type = 'custom')
"""


# What each account held at the end of a day, without what this project took or gave back.
HELD = """
    select e.unit_id, sum(e.amount_fen) from household_entries e
      left join fund_payments f on f.id = e.payment_id
     where e.booked_on <= :day and f.project_id is not :project_id group by e.unit_id
"""


@reads(Permission.SEE_FUND_ACCOUNTS)
def shares(
    visit: Visit, project_id: int, *, estimated: bool = False, as_of: date | None = None
) -> list[Share]:
    """What a project costs every household: final on the settlement, or else on the budget.

    `estimated` asks for the budget in any case, as if nothing had been paid; `as_of` for the
    balances of a past day. Grants are taken off first. Before the scope is frozen the units of
    today count.
    """
    row = visit.db.execute(
        "select p.estate_id, p.budget_fen, p.settled_fen, p.subsidy_fen,"
        "       coalesce((select subsidy_fen from plans where project_id = p.id"
        "                  order by id desc limit 1), 0)"
        "  from repair_projects p where p.id = ?",
        [project_id],
    ).fetchone()
    if row is None:
        raise NotFound("这个维修项目")
    visit.user.must_cover(row[0])
    final = row[2] is not None and not estimated
    total = row[2] - row[3] if final else None if row[1] is None else row[1] - row[4]
    scope = frozen(visit.db, project_id) or sharers(visit.db, LIVE, project_id)
    if total is None or not scope:
        return []
    if estimated or as_of:
        scope = _untouched(visit, project_id, scope, as_of)
    found = [
        Share(
            s.unit_id, s.code, s.area_centi, s.charged_fen + c.share_fen,
            s.balance_fen + s.taken_fen, s.balance_fen - c.taken_fen,
            s.self_pay_fen + c.self_pay_fen,
        )
        for s, c in zip(scope, due_now(scope, total))
    ]  # fmt: skip
    return sorted(found, key=lambda share: room_order(share.code))


def _untouched(
    visit: Visit, project_id: int, scope: list[Sharer], as_of: date | None
) -> list[Sharer]:
    """The same households as if nothing had been charged, with the balances of a day if asked."""
    named = {"day": str(as_of), "project_id": project_id}
    held = dict(visit.db.execute(HELD, named).fetchall()) if as_of else {}
    return [
        Sharer(
            s.unit_id, s.code, s.area_centi,
            held.get(s.unit_id, 0) if as_of else s.balance_fen + s.taken_fen, 0, 0, 0, 0,
        )
        for s in scope
    ]  # fmt: skip


def room_order(code: str) -> tuple[tuple[int, str], ...]:
    """2-1-101 before 10-1-101, as people read a list of rooms."""
    return tuple((len(part), part) for part in code.split("-"))
