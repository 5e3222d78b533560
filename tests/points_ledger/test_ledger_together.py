"""The whole ledger under pressure: fifty threads in each of two processes, at the same four people.

They award, approve, post, transfer, reserve, hand over, cancel, take and use vouchers, reverse and
expire, all at once, on one file. What they were told is then held against what the file says.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.checks import report
from db.points_ledger import books
from db.points_shop import shelf
from domain.points_shop import NewItem
from tests import community
from tests.community import visit_of
from tests.crowd import PEOPLE, PRICED, THREADS, WRONG, Answer, crowd
from tests.ledger import column, earn
from tests.voucher_desk import CAMPAIGN, SPRING, approved, handed_out
from tests.writer import started

PIECES, VOUCHERS, GIFTS = 60, 30, 4


@dataclass(frozen=True)
class Afterwards:
    """The file when all is over, what everybody was told, and what it held before."""

    db: Database
    answers: list[Answer]
    watched: list[tuple[int, Counter[str]]]
    entries_before: int
    audit_before: int

    def done(self, *deeds: str) -> dict[str, Answer]:
        """What was acknowledged, by slip."""
        return {a.slip: a for a in self.answers if not a.refused and a.deed in deeds}

    def new(self, sql: str) -> list[object]:
        """One column of the entries the crowd has made."""
        return column(self.db, f"{sql} where id > {self.entries_before}")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Afterwards]:
    path = tmp_path_factory.mktemp("together") / "community.db"
    before = _opening(path)
    both = [started(crowd, path, name) for name in ("left", "right")]
    answers: list[Answer] = []
    watched = []
    for process, pipe in both:
        told, looks = pipe.recv()
        answers += told
        watched.append(looks)
        process.join()
        assert process.exitcode == 0
    with connection.opened(path) as db:
        yield Afterwards(db, answers, watched, *before)


def _opening(path: Path) -> tuple[int, int]:
    """Everybody holds points that were wrong, points that have expired, and good ones."""
    community.settle(path)
    with connection.opened(path) as db:
        clerk = visit_of(db, "clerk")
        for points, day in ((30, None), (15, date(2024, 5, 1)), (90, None)):
            for who in PEOPLE:
                earn(clerk, who, points, day)
        shelf.add_item(clerk, NewItem("rice", "大米", 12, limit_each=14, pieces=PIECES))
        handed_out(db, approved(db, replace(CAMPAIGN, pieces=GIFTS)), GIFTS)
        assert approved(db, replace(SPRING, pieces=VOUCHERS)) == PRICED
        assert column(db, "select min(id) from point_entries group by credit_id") == [*WRONG]
        return (
            int(str(column(db, "select max(id) from point_entries")[0])),
            int(str(column(db, "select max(id) from audit_log")[0])),
        )


def test_every_receipt_is_on_file_exactly_once_and_nothing_else_is(after: Afterwards):
    told = {(a.slip, a.told, a.id) for a in after.answers if not a.refused}
    sql = "select slip, told, made_id from audit_log where id > ?"
    filed = after.db.execute(sql, [after.audit_before]).fetchall()
    assert len(told) == len({slip for slip, _, _ in told}), "one slip, one receipt"
    assert sorted(filed) == sorted(told)
    deeds = {a.deed for a in after.answers if not a.refused}
    assert deeds >= {"propose", "approve", "post", "transfer", "reserve", "issue", "use", "reverse"}


def test_a_refusal_is_a_finished_sentence_and_left_nothing(after: Afterwards):
    refused = [a for a in after.answers if a.refused]
    done = {a.slip for a in after.answers if not a.refused}
    for answer in refused:
        assert re.search(r"[一-鿿].*。$", answer.told), answer
    filed = set(column(after.db, "select slip from audit_log"))
    assert not ({a.slip for a in refused} - done) & filed
    given_up = [a for a in refused if a.refused == "Unusable"]
    assert len(given_up) <= len(after.answers) / 100, "writers queue; nearly nobody waits in vain"


def test_as_many_entries_were_posted_as_receipts_say(after: Afterwards):
    posted = sum(int(a.told.split()[0]) for a in after.done("post").values())
    given_up = after.done("reverse", "undo", "cancel", "void")
    kinds = Counter(after.new("select kind from point_entries"))
    assert kinds == Counter(
        earn=posted,
        transfer=len(after.done("transfer")),
        redeem=len(after.done("reserve", "issue")),
        reversal=len(given_up),
        expire=len(PEOPLE),
    ), "what had expired at the beginning went once, whoever came first"


def test_every_transfer_says_what_its_entry_moved(after: Afterwards):
    moved = {
        id: (from_, to, points)
        for id, from_, to, points in after.db.execute(
            "select e.id, d.resident_id, c.resident_id, e.points from point_entries e"
            " join point_accounts d on d.id = e.debit_id join point_accounts c on"
            " c.id = e.credit_id where e.kind = 'transfer'"
        )
    }
    papers = {a.id: a for a in after.done("transfer").values()}
    assert papers.keys() == moved.keys()
    names = dict(after.db.execute("select id, name from residents").fetchall())
    for id, (from_, to, points) in moved.items():
        assert papers[id].told == f"{names[from_]}转给{names[to]} {points} 枚。"


def test_what_everybody_reversed_was_reversed_once(after: Afterwards):
    sql = "select reverses_id from point_entries where reverses_id is not null"
    reversed_ = column(after.db, sql)
    assert len(reversed_) == len(set(reversed_))
    assert set(WRONG) <= set(reversed_)
    tries = [a for a in after.answers if a.deed == "reverse"]
    assert len(tries) == 2 * THREADS * (len(WRONG) + 1)


def test_every_award_was_approved_and_posted_once_and_no_cap_was_passed(after: Afterwards):
    approvals = Counter(a.id for a in after.done("approve").values())
    agreed = column(after.db, "select id from awards where approved_by is not null")
    assert approvals == Counter(agreed)
    for span, most in ((10, 40), (7, 300)):
        sql = (  # a reversed award fills no cap any more
            "select sum(points) from awards a where not exists (select 1 from point_entries e"
            " join point_entries r on r.reverses_id = e.id where e.award_id = a.id)"
            f" group by resident_id, substr(earned_on, 1, {span})"
        )
        assert max(column(after.db, sql)) <= most
    assert len(after.done("propose")) == len(column(after.db, "select id from awards"))


def test_every_voucher_ended_once(after: Afterwards):
    assert Counter(a.id for a in after.done("use", "void").values()) == Counter(
        column(after.db, "select id from vouchers where state in ('used', 'void')")
    ), "used or taken back, never both and never twice"
    assert {*range(1, GIFTS + 1)} <= {a.id for a in after.done("use").values()}
    given = [a.id for a in after.done("issue").values()]
    sql = f"select id from vouchers where batch_id = {PRICED} and issued_at is not null"
    assert sorted(given) == column(after.db, f"{sql} order by id")


def test_every_bag_of_rice_went_to_one_person(after: Afterwards):
    closed = Counter(a.id for a in after.done("pick_up", "cancel").values())
    sql = "select id from reservations where state <> 'reserved'"
    assert closed == Counter(column(after.db, sql)), "handed over or cancelled, never both"
    held = len(after.done("reserve")) - len(after.done("cancel"))
    assert column(after.db, "select stock from shop_items") == [PIECES - held]


def test_no_balance_went_below_zero_except_by_a_reversal(after: Afterwards):
    balance: dict[int, int] = defaultdict(int)
    residents = set(column(after.db, "select id from point_accounts where kind = 'resident'"))
    sql = "select debit_id, credit_id, points, kind from point_entries order by id"
    for debit, credit, points, kind in after.db.execute(sql).fetchall():
        balance[debit] -= points
        balance[credit] += points
        assert kind == "reversal" or debit not in residents or balance[debit] >= 0
    stored = dict(after.db.execute("select id, balance from point_accounts").fetchall())
    assert stored == {account: balance[account] for account in stored}


def test_the_books_and_a_printed_statement_added_up_at_every_moment(after: Afterwards):
    for looks, torn in after.watched:
        assert looks > 20
        assert torn == {}, "a paper shows one moment, also while others write"
    assert books.books(after.db).balanced


def test_all_checks_are_green_and_the_chain_is_whole(after: Afterwards):
    assert [finding for finding in report.run(after.db) if not finding.ok] == []
