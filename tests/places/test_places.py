"""Estates, organisations and the community's facts: what is stored, refused, and kept of the old."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection, registry
from db.places import estates, facts
from db.places.hanging import hanging
from domain.errors import Invalid, WrongState
from domain.places import (
    BodyKind,
    BodyPaper,
    Committee,
    CommunityFacts,
    Delivered,
    EstateKind,
    EstatePaper,
    estate_said,
    facts_said,
    told_change,
)
from tests import community
from tests.community import CLOUD, PINE

PINE_COMPANY = 2
COMPANY_SAID = {"名称": "松涛物业", "类别": "物业公司"}
NEW = EstatePaper(
    "e1", "梧桐苑小区", "梧桐苑", EstateKind.RESETTLEMENT, Delivered.NO, Committee.NONE, 300, None
)


@pytest.fixture
def admin(small: Database):
    return community.visit_of(small, "admin")


@pytest.fixture
def clerk(small: Database):
    return community.visit_of(small, "clerk")


def as_it_is(visit, id: int, slip: str) -> EstatePaper:
    """The paper of an estate on file, unchanged."""
    now = estates.estate_numbered(visit.db, id)
    return EstatePaper(
        slip, now.name, now.short_name, now.kind, Delivered(str(int(now.delivered))),
        Committee(str(int(now.has_owners_committee))), now.households, now.company_id, id,
        was=estate_said(now),
    )  # fmt: skip


def facts_paper(visit, **change) -> CommunityFacts:
    """The paper of who opened the form now: what is on file, with this change."""
    now = registry.community(visit.db)
    paper = CommunityFacts(
        "f1", now.name, now.address, now.founded_year, now.area_m2, now.households, now.residents,
        now.residents_words or "", "", facts_said(now),
    )  # fmt: skip
    return replace(paper, **change)


def test_facts_that_were_empty_are_filled_in_without_a_reason(admin):
    paper = facts_paper(admin, founded_year=2021, households=6549, residents_words="1.6 万余人")
    told = facts.change_facts(admin, paper).told
    assert "成立由“空着”改为“2021 年”" in told
    now = registry.community(admin.db)
    assert (now.founded_year, now.households, now.residents_words) == (2021, 6549, "1.6 万余人")


def test_a_fact_that_is_replaced_keeps_its_old_value_with_who_and_why(admin, clerk):
    paper = facts_paper(admin, address="春和路 8 号")
    with pytest.raises(Invalid, match="为什么改"):
        facts.change_facts(admin, paper)
    facts.change_facts(admin, replace(paper, reason="门牌重新编过"))
    (line,) = facts.changes(clerk, 10)
    assert "春和路 1 号" in line.told and "春和路 8 号" in line.told and "门牌重新编过" in line.told
    assert line.by == admin.user.name and line.at == admin.now


def test_a_fact_is_emptied_and_never_said_to_be_nothing(admin):
    facts.change_facts(admin, facts_paper(admin, households=300))
    paper = facts_paper(admin, slip="f2", households=None, reason="数不准")
    told = facts.change_facts(admin, paper).told
    assert "户数由“300 户”改为“空着”" in told
    assert registry.community(admin.db).households is None


def test_saving_what_is_there_writes_no_line(admin):
    with pytest.raises(WrongState, match="没有改动"):
        facts.change_facts(admin, facts_paper(admin))
    assert facts.changes(admin, 10) == []


def test_all_that_is_wrong_with_the_facts_is_said_at_once(admin):
    wrong = facts_paper(admin, name=" ", founded_year=2999, area_m2=0)
    with pytest.raises(Invalid) as refused:
        facts.change_facts(admin, wrong)
    assert all(what in str(refused.value) for what in ("社区名称", "成立", "面积"))


def test_an_estate_is_added_with_its_company(clerk):
    company = estates.add_body(clerk, BodyPaper("b1", "梧桐物业", BodyKind.PROPERTY)).id
    id = estates.add_estate(clerk, replace(NEW, company_id=company)).id
    found = estates.estate_numbered(clerk.db, id)
    assert (found.company, found.delivered, found.kind) == ("梧桐物业", False, "resettlement")
    assert found.short_name in {one.short_name for one in registry.estates(clerk.db)}


@pytest.mark.parametrize("same", [{"name": "青松园小区"}, {"short_name": "青松园"}])
def test_two_estates_never_share_a_name(clerk, same):
    with pytest.raises(Invalid, match="青松园"):
        estates.add_estate(clerk, replace(NEW, **same))


def test_who_is_no_property_company_serves_no_estate(clerk):
    with pytest.raises(Invalid, match="不是物业公司"):
        estates.add_estate(clerk, replace(NEW, company_id=1))


def test_an_estate_not_handed_over_has_no_owners_committee(clerk):
    with pytest.raises(Invalid, match="业委会"):
        estates.add_estate(clerk, replace(NEW, committee=Committee.THERE))


def test_another_company_needs_a_reason_and_the_old_one_is_told(clerk):
    paper = replace(as_it_is(clerk, PINE, "c1"), company_id=3)
    with pytest.raises(Invalid, match="物业"):
        estates.change_estate(clerk, paper)
    told = estates.change_estate(clerk, replace(paper, reason="合同到期换了物业")).told
    assert "物业由“松涛物业”改为“白云物业”" in told
    assert estates.estate_numbered(clerk.db, PINE).company_id == 3


def test_an_estate_keeps_its_own_name_when_the_rest_changes(clerk):
    estates.change_estate(
        clerk, replace(as_it_is(clerk, CLOUD, "c2"), households=6, reason="多了一户")
    )
    assert estates.estate_numbered(clerk.db, CLOUD).households == 6


def test_only_an_estate_that_nothing_hangs_on_is_removed(clerk):
    with pytest.raises(WrongState, match="楼栋"):
        estates.remove_estate(clerk, PINE)
    id = estates.add_estate(clerk, NEW).id
    clerk.db.execute("update accounts set estate_id = ? where username = 'property2'", [id])
    with pytest.raises(WrongState, match="账号"):
        estates.remove_estate(clerk, id)
    clerk.db.execute("update accounts set estate_id = 2 where username = 'property2'")
    estates.remove_estate(clerk, id)
    assert NEW.short_name not in {one.short_name for one in estates.estates(clerk)}


def test_a_company_in_use_is_neither_removed_nor_turned_into_something_else(clerk):
    with pytest.raises(WrongState, match="1 个小区"):
        estates.remove_body(clerk, PINE_COMPANY)
    with pytest.raises(Invalid, match="物业公司"):
        estates.change_body(clerk, BodyPaper("b2", "松涛物业", BodyKind.PARTNER, PINE_COMPANY))
    unused = estates.add_body(clerk, BodyPaper("b3", "写错的单位", BodyKind.PARTNER)).id
    estates.remove_body(clerk, unused)
    assert unused not in {one.id for one in estates.bodies(clerk)}


def test_what_hangs_on_a_row_is_read_from_the_schema(small: Database):
    assert {"buildings", "units", "sheds"} <= set(hanging(small, "estates", "?", [PINE]))
    assert list(hanging(small, "estates", "?", [99])) == []


def test_what_was_changed_of_places_is_found_without_reading_the_whole_log(small: Database):
    plan = small.execute(
        f"explain query plan select id from audit_log where {facts.OF_PLACES}"
        " order by id desc limit 5"
    ).fetchall()
    assert "audit_of_places" in str(plan)


def test_a_change_is_told_from_what_to_what():
    there = {"户数": ""}
    told = told_change("小区", there, {"户数": "3 户"}, there, "")
    assert told == "户数由“空着”改为“3 户”。"


def test_whoever_opened_the_form_before_somebody_elses_change_undoes_nothing(clerk, admin):
    """Two people at one estate, one organisation and the community's facts at once."""
    estate = replace(as_it_is(clerk, PINE, "t1"), households=200, reason="多了一栋")
    body = BodyPaper("t2", "松涛物业公司", BodyKind.PROPERTY, PINE_COMPANY, COMPANY_SAID)
    known = facts_paper(admin, slip="t3", households=300)
    other = replace(as_it_is(clerk, PINE, "o1"), short_name="青松苑", reason="改了名")
    estates.change_estate(clerk, other)
    estates.change_body(clerk, replace(body, slip="o2", name="松涛物业集团"))
    facts.change_facts(admin, facts_paper(admin, slip="o3", residents_words="一千余人"))
    for write, visit, paper in (
        (estates.change_estate, clerk, estate), (estates.change_body, clerk, body),
        (facts.change_facts, admin, known),
    ):  # fmt: skip
        with pytest.raises(WrongState, match="刚被别人改过"):
            write(visit, paper)
    now = estates.estate_numbered(clerk.db, PINE)
    assert (now.short_name, now.company) == ("青松苑", "松涛物业集团")
    assert registry.community(clerk.db).residents_words == "一千余人"


def test_the_demonstration_offers_the_same_lists(demo: Path):
    with connection.opened(demo) as db:
        visit = community.visit_of(db, "clerk")
        assert {one.kind for one in estates.bodies(visit)} == set(BodyKind)
        assert {one.kind for one in estates.estates(visit)} == set(EstateKind)
