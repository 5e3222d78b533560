"""What reaches the browser of one resident's page and of 全部搜索: nothing of a part one may not see."""

import pytest

from domain.people import Role
from tests.serving import Served
from tests.wire import buttons, line, page_hash

pytestmark = pytest.mark.looks

ACCOUNT, PAPER, POINTS, CLASS = "account", "paper", "points", "class"
SEES = {
    Role.SECRETARY: {ACCOUNT, PAPER, POINTS, CLASS},
    Role.CLERK: {ACCOUNT, PAPER, POINTS, CLASS},
    Role.ACCOUNTANT: {ACCOUNT, POINTS},
    Role.SUPERVISOR: {ACCOUNT, PAPER, POINTS, CLASS},
    Role.GRID: {PAPER},
    Role.LEADER: {POINTS},
    Role.VOLUNTEER: set(),
}


@pytest.fixture(scope="module")
def somebody(served: Served) -> tuple[int, str, dict[str, str]]:
    """Somebody with something in every part: number, name, and what stands in one part only."""
    with served.opened() as db:
        id, name, balance, title, held, course = db.execute(
            """
            select r.id, r.name, printf('%,.2f', a.balance_fen / 100.0), j.title, p.balance, c.course
              from residents r join household_accounts a on a.unit_id = r.unit_id
              join point_accounts p on p.resident_id = r.id
              join enrollments n on n.resident_id = r.id join classes c on c.id = n.class_id
              join ballot_papers b on b.unit_id = r.unit_id
              join ballots v on v.id = b.ballot_id join repair_projects j on j.id = v.project_id
             where a.balance_fen > 100000 and p.balance > 0 and length(r.name) = 3
               and not exists (select 1 from ballot_papers l where l.replaces_id = b.id)
               and not exists (select 1 from household_entries e
                                 left join fund_payments f on f.id = e.payment_id
                                where e.unit_id = r.unit_id
                                  and j.id in (e.project_id, f.project_id))
             order by r.id limit 1
            """
        ).fetchone()
    told = {ACCOUNT: balance, PAPER: title, POINTS: f"现有 **{held:,}** 枚", CLASS: course}
    return int(id), name, told


@pytest.mark.parametrize("role", Role)
def test_a_residents_page_sends_each_role_its_own_parts(served: Served, somebody, role: Role):
    id, name, told = somebody
    with line(served, served.cookie(role)) as visitor:
        visitor.run("resident", hash=page_hash("resident"), query_string=f"id={id}")
        heard = visitor.heard.decode(errors="ignore")
    assert (name in heard) is (role in SEES)
    assert {part for part, words in told.items() if words in heard} == SEES.get(role, set())


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.SUPERVISOR, Role.TEACHER, Role.PROPERTY])
def test_a_search_sends_no_residents_to_who_may_not_find_them(served, somebody, role: Role):
    _, name, _ = somebody
    with line(served, served.cookie(role)) as visitor:
        opens = buttons(visitor.run("me", hash=page_hash("me")))["搜索"]
        drawn = visitor.run("me", hash=page_hash("me"), widgets={opens: True})
        field = next(
            m.delta.new_element.text_input.id for m in drawn
            if m.delta.HasField("new_element")
            and m.delta.new_element.WhichOneof("type") == "text_input"
            and m.delta.new_element.text_input.id.endswith("search-typed")
        )  # fmt: skip
        fragment = next(m.delta.fragment_id for m in drawn if m.delta.fragment_id)
        visitor.run("me", hash=page_hash("me"), widgets={field: name}, fragment_id=fragment)
        heard = visitor.heard.decode(errors="ignore")
    assert "没找到" in heard
    assert "resident?id=" not in heard and "安普顿小镇 " not in heard
