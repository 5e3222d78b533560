"""The journal of the ledger, read by the real hledger and the real beancount."""

import csv
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Transaction
from sqlite_utils import Database

from db import connection
from db.points_ledger import awards, books, corrections, journal
from db.points_shop import reservations, shelf
from domain.points_ledger.awards import NewAward
from domain.points_ledger.books import Transfer
from domain.points_shop import NewItem, NewReservation
from tests import community
from tests.community import CHEN, CLERK_AT_HOME, CLERKS_WIFE, DEED, MOTHER, NOW, PATROL, TODAY
from tests.ledger import column, earn

NO_HLEDGER = "没有找到 hledger。Debian/Ubuntu：apt-get install hledger"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory):
    """Awards, a redemption, one given back, a transfer, a reversal into debt, an expiry."""
    path = community.settle(tmp_path_factory.mktemp("journal") / "community.db")
    with connection.opened(path) as db:
        _live(db)
        yield db


def _live(db: Database) -> None:
    clerk = community.visit_of(db, "clerk")
    for number, (who, rule, more) in enumerate(
        [(CHEN, PATROL, {"minutes": 120}), (MOTHER, DEED, {"points": 20, "note": '扶"人"; x:y'})]
    ):
        paper = NewAward(f"slip-{number}", who, rule, TODAY, **more)
        id = awards.register_award(clerk, paper).id
        awards.approve_award(community.visit_of(db, "secretary"), id)
    awards.post_awards(community.visit_of(db, "clerk2", NOW + timedelta(days=9)))
    earn(clerk, CLERK_AT_HOME, 90)
    wrong = earn(clerk, CHEN, 25)
    shelf.add_item(clerk, NewItem("i", "大米", 40, 9, 9))
    reservations.reserve(clerk, NewReservation("r1", 1, CHEN))
    reservations.cancel_reservation(
        clerk, reservations.reserve(clerk, NewReservation("r2", 1, CLERK_AT_HOME)).id
    )
    corrections.transfer_points(clerk, Transfer("t", CLERK_AT_HOME, CLERKS_WIFE, 30, "买菜"))
    corrections.reverse_entry(clerk, wrong, "记错了人")
    last_year = NOW.replace(year=2028, month=1, day=2)
    earn(clerk, MOTHER, 15, TODAY.replace(year=2025))
    corrections.expire_points(community.visit_of(db, "clerk", last_year))


@pytest.fixture
def file(db: Database, tmp_path: Path) -> Path:
    path = tmp_path / "wjb.journal"
    path.write_text("".join(journal.journal(db)), encoding="utf-8")
    return path


def hledger(*arguments: str | Path) -> str:
    """What the real program says. A machine without it fails, so that nobody believes it ran."""
    program = shutil.which("hledger")
    assert program, NO_HLEDGER
    ran = subprocess.run(
        [program, *arguments], capture_output=True, encoding="utf-8",
        env={**os.environ, "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def balances(db: Database) -> dict[str, int]:
    """Every account by its name in the journal, as the ledger keeps it; zeros left out."""
    names = journal.account_names(db)
    held = dict(db.execute("select id, balance from point_accounts").fetchall())
    return {names[id]: points for id, points in held.items() if points}


def test_the_small_ledger_holds_every_kind_of_entry(db):
    kinds = set(column(db, "select kind from point_entries"))
    assert kinds == {"earn", "award", "redeem", "expire", "transfer", "reversal"}
    assert books.books(db).balanced
    assert column(db, "select count(*) from point_entries") == [13]


def test_hledger_finds_the_same_balance_in_every_account(db, file: Path):
    told = hledger("-f", file, "balance", "--flat", "--no-total", "-O", "csv")
    rows = list(csv.reader(told.splitlines()))[1:]
    assert {name: int(amount.removesuffix(" WJB")) for name, amount in rows} == balances(db)


def test_hledger_finds_an_entry_by_its_number(file: Path):
    told = hledger("-f", file, "print", "tag:entry=^1$")
    assert told.count("WJB") == 2
    assert "值班巡逻" in told


def test_beancount_accepts_it_and_finds_the_same_balances(db, file: Path):
    entries, errors, _ = loader.load_file(str(file))
    assert errors == []
    found: dict[str, int] = {}
    for entry in entries:
        if isinstance(entry, Transaction):
            for part in entry.postings:
                found[part.account] = found.get(part.account, 0) + int(part.units.number)
    assert {name: points for name, points in found.items() if points} == balances(db)
    links = {link for entry in entries if isinstance(entry, Transaction) for link in entry.links}
    assert links == {f"entry-{id}" for id in column(db, "select id from point_entries")}


def test_beancount_notices_one_point_too_many(file: Path):
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  20 WJB", "  21 WJB", 1), encoding="utf-8")
    assert loader.load_file(str(file))[1] != []


def test_nobody_is_named_and_nothing_typed_leaves_the_house(db, file: Path):
    text = file.read_text(encoding="utf-8")
    for secret in [*column(db, "select name from residents"), "扶", "记错了", "买菜"]:
        assert str(secret) not in text
    assert "Assets:Residents:R000001" in text


def test_an_empty_ledger_is_a_journal_too(tmp_path: Path):
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        text = "".join(journal.journal(db))
    entries, errors, _ = loader.load_string(text)
    assert (len(entries), errors) == (1 + 3 + 3, [])
