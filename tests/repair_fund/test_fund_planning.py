"""Survey, offers and plan (查勘、报价、方案): what each asks for before there is a vote."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.calendar import is_rest_day
from db.repair_fund import (
    moves,
    notices,
    plans,
)
from db.repair_fund.dossier import dossier
from domain.days import notice_end
from domain.errors import Invalid, NotAllowed, WrongState
from domain.repair_fund.eligibility import (
    Excluded,
    NotForTheFund,
    UnderWarranty,
)
from domain.repair_fund.files import FileKind
from domain.repair_fund.moves import Move
from domain.repair_fund.notices import PuttingUp
from domain.repair_fund.plans import ScopeList
from domain.repair_fund.projects import ScopeType, State
from tests import community, fund_desk
from tests.community import TODAY, visit_of
from tests.fund_journey import (
    attach,
    discussed,
    plan,
    planned,
    proposed,
    slips,
    state,
    survey,
)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Database]:
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        fund_desk.deposits(db, 850_000, *range(1, 12), 21)
        yield db


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"completed_on": date(2024, 1, 1)}, UnderWarranty),
        ({"excluded": Excluded.PERSON}, NotForTheFund),
        ({"surveyed_on": TODAY + timedelta(days=1)}, Invalid),
        ({"common_part": ""}, Invalid),
    ],
)
def test_a_survey_that_the_fund_may_not_pay_for_changes_nothing(small, change, refusal):
    project = proposed(small)
    with pytest.raises(refusal):
        plans.record_survey(visit_of(small, "clerk"), survey(project, **change))
    assert state(small, project) is State.PROPOSED


def test_fewer_than_three_offers_want_a_reason(small: Database):
    project = proposed(small)
    plans.record_survey(visit_of(small, "clerk"), survey(project))
    office = visit_of(small, "property")
    with pytest.raises(Invalid):
        plans.make_plan(office, plan(project, chosen_how="就这家"))
    plans.make_plan(office, plan(project, chosen_how="厂家唯一授权维保单位，别家没有配件"))


def test_a_property_company_plans_in_its_own_estate_only(small: Database):
    project = proposed(small)
    plans.record_survey(visit_of(small, "clerk"), survey(project))
    with pytest.raises(NotAllowed):
        plans.make_plan(visit_of(small, "property2"), plan(project))


def test_a_plan_is_never_edited_and_what_is_voted_on_is_fixed(small: Database):
    project = fund_desk.project_at(small, "voting")
    with pytest.raises(WrongState):
        plans.make_plan(visit_of(small, "property"), plan(project))
    for sql in ("update plans set budget_fen = 1", "delete from plans",
                "update repair_projects set budget_fen = 1"):  # fmt: skip
        with pytest.raises(connection.Error):
            small.execute(sql)


def test_a_list_of_rooms_is_a_scope_of_its_own(small: Database):
    project = proposed(small, scope_type=ScopeType.CUSTOM, building_id=None)
    plans.record_survey(visit_of(small, "clerk"), survey(project))
    office = visit_of(small, "property")
    with pytest.raises(Invalid):
        plans.list_scope(office, ScopeList(next(slips), project, ()))
    with pytest.raises(Invalid):
        plans.list_scope(office, ScopeList(next(slips), project, (1, 16)))  # another estate
    plans.list_scope(office, ScopeList(next(slips), project, (1, 2, 3)))
    scope = plans.scope(office, project)
    assert (scope.units, scope.owners, scope.area_centi, scope.frozen) == (3, 3, 27_000, False)
    assert scope.balance_fen == 3 * 850_000
    assert dossier(office, project).units == 3


@pytest.mark.parametrize(
    ("change", "days"),
    [({}, 7), ({"scope_type": ScopeType.ESTATE, "building_id": None}, 15)],
)
def test_a_whole_estate_hears_of_its_vote_fifteen_days_before(small: Database, change, days):
    project = proposed(small, **change)
    planned(small, project)
    discussed(small, project)
    attach(small, project, FileKind.MINUTES)
    moves.take_step(visit_of(small, "clerk"), Move(next(slips), project, State.DELIBERATED))
    up = PuttingUp(next(slips), project, "方案公示", "小区公告栏", TODAY)
    notices.put_up_notice(visit_of(small, "clerk"), up)
    (notice,) = notices.notices(visit_of(small, "clerk"), project)
    assert notice.ends_on == notice_end(TODAY, days, is_rest_day)
