"""The invariants of shop, lots and samples: green after a lively month, red for each thing broken."""

from pathlib import Path

import pytest

from db import connection
from db.points_ledger import corrections
from db.points_ledger.checks import lots, samples
from db.points_ledger.hints import draw_sample, record_finding, spot_lines
from db.points_shop import checks as shop
from db.points_shop import reservations, shelf
from domain.points_ledger.books import Transfer
from domain.points_ledger.hints import Finding, NewFinding
from domain.points_shop import NewItem, NewReservation
from tests import community
from tests.community import CHEN, CLERK_AT_HOME, CLERKS_WIFE, MOTHER, NOW, TODAY
from tests.ledger import earn
from tests.rude_hands import by_hand

ALL = [*shop.INVARIANTS, *lots.INVARIANTS, *samples.INVARIANTS]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Earnings, purchases kept and given back, a transfer, a debt, an expiry, a sample."""
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        clerk = community.visit_of(db, "clerk")
        for who, points in ((CHEN, 90), (MOTHER, 40), (CLERK_AT_HOME, 80)):
            earn(clerk, who, points)
        shelf.add_item(clerk, NewItem("i", "大米", 20, 3, 9))
        for slip, who in (("a", CHEN), ("b", CHEN), ("c", MOTHER)):
            reservations.reserve(clerk, NewReservation(slip, 1, who))
        reservations.pick_up(clerk, 1)
        reservations.cancel_reservation(clerk, 2)
        corrections.transfer_points(clerk, Transfer("t", CLERK_AT_HOME, CLERKS_WIFE, 30, "买菜"))
        corrections.reverse_entry(clerk, 2, "记错了")  # 陈秀花 has spent 20 of her 40
        earn(clerk, MOTHER, 5)
        earn(clerk, CHEN, 15, TODAY.replace(year=2025))
        corrections.expire_points(community.visit_of(db, "clerk", NOW.replace(year=2027, month=1)))
        later = community.visit_of(db, "clerk2", NOW.replace(month=4))
        draw_sample(later, "2026-03")
        entry = spot_lines(later, "2026-03")[0].entry_id
        record_finding(later, NewFinding("f", entry, Finding.TRUE))
    return path


def red(path: Path) -> set[str]:
    with connection.opened(path) as db:
        return {one.code for one in ALL if db.execute(one.sql).fetchone()}


def test_a_lively_month_is_all_green(path: Path):
    assert red(path) == set()
    with connection.opened(path) as db:
        assert list(samples.redrawn(db)) == []
        debts = db.execute("select balance from point_accounts where balance < 0 and id > 3")
        assert debts.fetchall() == [(-15,)], "one account is below zero, and its lots are empty"


def test_each_sentence_is_plain_chinese_and_each_code_its_own():
    assert len({one.code for one in ALL}) == len(ALL)
    for one in ALL:
        assert 4 <= len(one.words) <= 40


BROKEN: dict[str, tuple[str, set[str]]] = {
    "a bag of rice out of nowhere": (
        "update shop_items set stock = stock + 1",
        {"shop_stock"},
    ),
    "pieces that never came back": (
        "delete from stock_moves where reservation_id = 2 and pieces > 0",
        {"shop_stock", "shop_pieces"},
    ),
    "a reservation that took nothing": (
        "delete from stock_moves where reservation_id = 1",
        {"shop_stock", "shop_pieces"},
    ),
    "another price": ("update reservations set points = 10 where id = 1", {"shop_points"}),
    "somebody else's points": (
        f"update reservations set resident_id = {MOTHER} where id = 1",
        {"shop_points"},
    ),
    "cancelled by hand": (
        "update reservations set state = 'cancelled', closed_at = '2026' where id = 3",
        {"shop_refunds", "shop_pieces"},
    ),
    "a lower limit": ("update shop_items set limit_each = 0", {"shop_limits"}),
    "a lot filled up": (
        "update point_lots set remaining = remaining + 1 where id = 1",
        {"lot_remains", "lot_balances"},
    ),
    "a use taken out": (
        "delete from lot_uses where entry_id = (select entry_id from reservations where id = 1)",
        {"lot_remains", "lot_uses_by_entry"},
    ),
    "an earning without its lot": (
        "delete from lot_uses where lot_id = 1; delete from point_lots where id = 1",
        {"lot_balances", "lot_entries", "lot_uses_by_entry"},
    ),
    "a lot spent after its last day": (
        "update point_lots set expires_on = '2026-03-01' where id = 1",
        {"lots_in_time"},
    ),
    "a lot expired too early": (
        "update point_lots set expires_on = '2029-12-31' where earned_on like '2025%'",
        {"lots_not_expired_early"},
    ),
    "a smaller sample": ("delete from spot_check_lines", {"sample_size"}),
    "a sample of something else": (
        "update spot_check_lines set entry_id = (select entry_id from reservations where id = 1)",
        {"sample_lines"},
    ),
    "checked by who made it": (
        "update spot_check_findings set checked_by = (select created_by from point_entries e"
        " where e.id = entry_id)",
        {"sample_checkers"},
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_found(path: Path, what: str):
    script, found = BROKEN[what]
    with by_hand(path) as conn:
        for statement in script.split("; "):
            conn.execute(statement)
    assert red(path) == found


def test_every_invariant_is_broken_once():
    assert set().union(*(found for _, found in BROKEN.values())) == {one.code for one in ALL}


def test_another_sample_than_the_seed_draws_is_found(path: Path):
    with by_hand(path) as conn:
        conn.execute(
            "update spot_check_lines set entry_id = (select e.id from point_entries e, spot_checks s"
            " where e.kind = 'earn' and e.id between s.first_id and s.last_id"
            " and e.id <> entry_id limit 1)"
        )
    assert red(path) == set(), "it has the right size and the right kind of entry"
    with connection.opened(path) as db:
        assert list(samples.redrawn(db)) == ["2026-03"]
