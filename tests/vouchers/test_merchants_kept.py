"""Shops and their kinds put right and ended: who waits to be paid is paid as was agreed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import accounts, connection
from db.visit import Visit
from db.vouchers import dues, merchants, using
from domain.errors import Invalid, WrongState
from domain.vouchers.batches import MerchantChange, NewMerchant
from tests.brought import plan, told, xlsx
from tests.community import TODAY, visit_of
from tests.conftest import NOW
from tests.demo import demo_copy


@pytest.fixture
def clerk(small: Database) -> Visit:
    return visit_of(small, "clerk")


@pytest.fixture
def shop(clerk: Visit) -> int:
    group = merchants.add_group(clerk, "早点铺").id
    return merchants.add_merchant(clerk, NewMerchant("new", group, "老张包子", "张三")).id


def change(visit: Visit, id: int, slip: str = "change", **facts: str | date | None) -> str:
    was = merchants.facts_of(merchants.merchant(visit.db, id))
    paper = MerchantChange(slip, id, was, replace(was, **facts))
    return merchants.change_merchant(visit, paper).told


def test_a_shop_is_put_right_and_says_what_was(clerk: Visit, shop: int):
    merchants.add_group(clerk, "理发店")
    told = change(clerk, shop, payee="李四", group_name="理发店")
    assert told == "“老张包子”改好了：哪一类由“早点铺”改为“理发店”，收款户名由“张三”改为“李四”。"
    assert merchants.merchant(clerk.db, shop).payee == "李四"
    with pytest.raises(WrongState, match="没有改动"):
        change(clerk, shop, "same")
    with pytest.raises(Invalid, match="收款户名还没填"):
        change(clerk, shop, "none", payee=" ")
    with pytest.raises(Invalid, match="还没选商户组"):
        change(clerk, shop, "kind", group_name="没有这类")


def test_two_shops_have_two_names(clerk: Visit, shop: int):
    group = merchants.groups(clerk.db)[0].id
    other = merchants.add_merchant(clerk, NewMerchant("b", group, "老李面馆", "李四")).id
    with pytest.raises(Invalid, match="已经有“老张包子”"):
        change(clerk, other, name="老张包子")


@pytest.fixture
def settled(tmp_path: Path) -> Iterator[Database]:
    with connection.opened(demo_copy(tmp_path)) as db:
        yield db


def test_who_waits_to_be_paid_stays_and_a_shop_stays_with_its_vouchers(settled: Database):
    clerk = visit_of(settled, "clerk")
    waits = "select merchant_id from settlements where state in ('draft', 'checked', 'approved')"
    row = settled.execute(waits).fetchone()
    assert row, "the demonstration has a settlement on its way"
    with pytest.raises(WrongState, match="结算单没付完"):
        change(clerk, row[0], payee="别人")
    others = [group.name for group in merchants.groups(settled)]
    mine = merchants.merchant(settled, row[0]).group_name
    other = next(name for name in others if name != mine)
    with pytest.raises(WrongState, match="不能换到别的类"):
        change(clerk, row[0], "kind", group_name=other)
    group = "select id from merchant_groups where name = ?"
    (id,) = settled.execute(group, [other]).fetchone()
    with pytest.raises(connection.IntegrityError, match="stays in the group"):
        settled.execute("update merchants set group_id = ? where id = ?", [id, row[0]])
    with pytest.raises(WrongState, match="家店在收券"):
        merchants.end_group(clerk, id)


def test_a_list_may_not_change_what_a_form_may_not(settled: Database):
    clerk = visit_of(settled, "clerk")
    waits = "select merchant_id from settlements where state in ('draft', 'checked', 'approved')"
    shop = merchants.merchant(settled, settled.execute(waits).fetchone()[0])
    headings = ("店名", "哪一类", "收款户名")
    other = next(g.name for g in merchants.groups(settled) if g.name != shop.group_name)
    for row, over, why in [
        ((shop.name, shop.group_name, "别人"), "收款户名", "结算单没付完"),
        ((shop.name, other, shop.payee), "哪一类", "不能换到别的类"),
    ]:
        said = told(plan(clerk, "merchants", xlsx(headings, row), over))["2"]
        assert said.startswith("不能收") and why in said


def test_a_kind_is_renamed_and_ends_when_nothing_needs_it(clerk: Visit, shop: int):
    group = merchants.merchant(clerk.db, shop).group_id
    assert "由“早点铺”改为“早餐店”" in merchants.rename_group(clerk, group, "早餐店").told
    with pytest.raises(WrongState, match="没有改动"):
        merchants.rename_group(clerk, group, "早餐店")
    with pytest.raises(WrongState, match="还有 1 家店"):
        merchants.end_group(clerk, group)
    merchants.close_merchant(clerk, shop)
    merchants.end_group(clerk, group)
    assert group not in {known.id for known in merchants.groups(clerk.db)}
    assert merchants.merchant(clerk.db, shop).group_name == "早餐店", "its past stays"


# The agreement (协议) ----------------------------------------------------------------------------


def test_a_change_of_the_agreement_tells_both_days(clerk: Visit, shop: int):
    told = change(clerk, shop, agreed_from=TODAY, agreed_to=TODAY + timedelta(365))
    assert f"协议从哪天起由空白改为“{TODAY}”" in told
    with pytest.raises(Invalid, match="最后一天不能早于第一天"):
        change(clerk, shop, "wrong", agreed_to=TODAY - timedelta(1))


@pytest.mark.parametrize(
    ("since", "until", "takes"),
    [(None, None, True), (0, 0, True), (-9, None, True), (None, -1, False), (1, None, False)],
)
def test_a_shop_takes_vouchers_on_every_day_of_its_agreement(
    clerk: Visit, shop: int, since: int | None, until: int | None, takes: bool
):
    def day(days: int | None) -> date | None:
        return None if days is None else TODAY + timedelta(days)

    known = merchants.merchant(clerk.db, shop)
    now = replace(known, agreed_from=day(since), agreed_to=day(until))
    assert now.takes(TODAY) is takes


def dues_of(visit: Visit) -> list[str]:
    return [one.title for one in dues.dues(visit) if "协议" in one.title]


def test_the_office_is_told_a_month_before_and_until_it_is_renewed_or_closed(
    clerk: Visit, shop: int
):
    assert dues_of(clerk) == []
    change(clerk, shop, agreed_to=TODAY + timedelta(31))
    assert dues_of(clerk) == []
    change(clerk, shop, "c2", agreed_to=TODAY + timedelta(30))
    assert dues_of(clerk) == ["商户协议：1 家 30 天内到期"]
    change(clerk, shop, "c3", agreed_to=TODAY - timedelta(1))
    assert dues_of(clerk) == ["商户协议：1 家到期了"]
    merchants.close_merchant(clerk, shop)
    assert dues_of(clerk) == []


def test_after_the_last_day_no_voucher_is_taken_and_it_is_said_where_to_mend_it(
    tmp_path: Path,
):
    with connection.opened(demo_copy(tmp_path)) as db:
        clerk = Visit(db, accounts.user(db, "clerk"), NOW)
        code, shop = db.execute(
            "select v.code, m.id from vouchers v join voucher_batches b on b.id = v.batch_id"
            " join merchants m on m.group_id = b.group_id and m.is_active"
            " where v.state = 'issued' and b.valid_from <= ? and b.valid_to >= ? limit 1",
            [NOW.date().isoformat()] * 2,
        ).fetchone()
        using.weigh(clerk, code, shop)
        was = merchants.facts_of(merchants.merchant(db, shop))
        ended = replace(was, agreed_to=NOW.date() - timedelta(1))
        merchants.change_merchant(clerk, MerchantChange("end", shop, was, ended))
        with pytest.raises(
            WrongState, match="为止，不能核销。续签了，请社区在“消费券”的“商户”里改"
        ):
            using.use_voucher(clerk, code, shop)
        with pytest.raises(connection.IntegrityError, match="while its agreement runs"):
            db.execute(
                "update vouchers set state = 'used', used_at = ?, used_by = 1, merchant_id = ?"
                " where code = ?", [NOW.isoformat(), shop, code],
            )  # fmt: skip
        renewed = replace(ended, agreed_to=NOW.date() + timedelta(365))
        merchants.change_merchant(clerk, MerchantChange("renew", shop, ended, renewed))
        assert "核销好了" in using.use_voucher(clerk, code, shop).told
