"""A crowd at the ledger: fifty threads of one process, all busy with the same few people.

`crowd(path, name, tell)` is for `tests.writer.started`. It sends how every deed was answered, by a
receipt or by a refusal, and what somebody who only read meanwhile saw not adding up.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from threading import Barrier, Event

from db import connection
from db.points_ledger import awards, books, corrections, notices
from db.points_shop import reservations
from db.visit import Visit
from db.vouchers import disputes, giving, using
from domain.errors import DomainError
from domain.points_ledger.awards import NewAward
from domain.points_ledger.books import Transfer
from domain.points_shop import NewReservation
from domain.receipts import Receipt
from domain.vouchers.pieces import Redemption
from tests import community
from tests.community import NOW, visit_of

THREADS = 50
SON, MOTHER, FATHER, CHEN = 16, 17, 15, 1  # son and mother are one household
PEOPLE = (SON, MOTHER, FATHER, CHEN)
BEFORE = NOW - timedelta(days=8)  # what is approved then can be posted now
RICE, PRICED = 1, 2  # the item on the shelf, and the batch of vouchers for points
WRONG = (1, 2, 3, 4)  # the first entries, one of each of the four


@dataclass(frozen=True, slots=True)
class Answer:
    """What one deed was answered: the receipt's words and number, or the refusal and its words."""

    deed: str
    slip: str
    told: str
    id: int = 0
    refused: str = ""


def crowd(path: Path, name: str, tell: Connection) -> None:
    together, over = Barrier(THREADS + 1, timeout=60), Event()

    def one(thread: int) -> list[Answer]:
        with connection.opened(path) as db:
            visitor = Visitor(visit_of(db, "clerk2" if thread % 2 else "clerk"), name, thread)
            deeds = [*DEEDS]
            Random(f"{name}-{thread}").shuffle(deeds)
            together.wait()
            for deed in deeds:
                deed(visitor)
            return visitor.answers

    with ThreadPoolExecutor(THREADS + 1) as pool:
        watching = pool.submit(watch, path, together, over)
        try:
            answers = [answer for each in pool.map(one, range(THREADS)) for answer in each]
        finally:
            over.set()
        tell.send((answers, watching.result()))


def watch(path: Path, together: Barrier, over: Event) -> tuple[int, Counter[str]]:
    """Read again and again while the others write: (how often, what did not add up)."""
    looks, torn = 0, Counter[str]()
    with connection.opened(path) as db:
        visit = visit_of(db, "clerk")
        together.wait()
        while not over.wait(0.001):
            looks += 1
            torn["books"] += not books.books(db).balanced
            paper = notices.printed_statement(visit, SON)
            torn["balance"] += paper.balance != paper.lines[0].balance
            held = sum(holding.points for holding in paper.holdings)
            torn["holdings"] += held != max(0, paper.balance)
    return looks, +torn


class Visitor:
    """One thread at its desk: who it is, where its slips are numbered, and what it was told."""

    def __init__(self, visit: Visit, name: str, thread: int) -> None:
        self.visit, self.db, self.thread = visit, visit.db, thread
        self.name = f"{name}-{thread}"
        self.who = PEOPLE[thread % len(PEOPLE)]
        self.answers: list[Answer] = []

    def of(self, username: str) -> Visit:
        return visit_of(self.db, username)

    def ask(self, deed: str, slip: str, act: Callable[[], Receipt]) -> None:
        try:
            receipt = act()
        except DomainError as no:
            self.answers.append(Answer(deed, slip, str(no), refused=type(no).__name__))
        else:
            self.answers.append(Answer(deed, slip, receipt.told, receipt.id))

    def found(self, sql: str) -> list[object]:
        return [row[0] for row in self.db.execute(sql).fetchall()]


def write_down(us: Visitor) -> None:
    """An award of one's own, and one whose slip the others send as well."""
    for slip, who, day in (
        (f"award-{us.name}", us.who, us.thread % 20),
        (f"shared-award-{us.thread % 8}", PEOPLE[us.thread % 4], 20 + us.thread % 8),
    ):
        earned_on = BEFORE.date() - timedelta(days=day)
        paper = NewAward(slip, who, community.PATROL, earned_on, minutes=120)
        clerk = visit_of(us.db, "clerk", BEFORE)
        us.ask("propose", slip, lambda p=paper, v=clerk: awards.register_award(v, p))


def approve(us: Visitor) -> None:
    """The three drafts that lie on top: others reach for them, too."""
    secretary = visit_of(us.db, "secretary", BEFORE)
    for id in us.found("select id from awards where state = 'draft' order by id limit 3"):
        slip = f"approve-{us.name}-{id}"
        act = awards.approve_award
        us.ask("approve", slip, lambda i=id, s=slip: act(secretary, int(str(i)), slip=s))


def post(us: Visitor) -> None:
    slip = f"post-{us.name}-{len(us.answers)}"
    us.ask("post", slip, lambda: awards.post_awards(us.visit, slip=slip))


def transfer(us: Visitor) -> None:
    """Between mother and son, in both directions, with slips of one's own and shared ones."""
    there, back = (SON, MOTHER) if us.thread % 2 else (MOTHER, SON)
    for slip, from_, to, points in (
        (f"transfer-{us.name}", there, back, 3),
        (f"shared-transfer-{us.thread % 10}", back, there, 2),
    ):
        paper = Transfer(slip, from_, to, points, "买菜")
        desk = us.of("clerk")  # a slip is answered again to whoever sent it first
        us.ask("transfer", slip, lambda p=paper, v=desk: corrections.transfer_points(v, p))


def reserve(us: Visitor) -> None:
    slip = f"reserve-{us.name}"
    paper = NewReservation(slip, RICE, us.who)
    us.ask("reserve", slip, lambda: reservations.reserve(us.visit, paper))


def close_reservation(us: Visitor) -> None:
    """The oldest open reservation: one hands it over while another cancels it."""
    for id in us.found("select id from reservations where state = 'reserved' order by id limit 2"):
        deed, act = (
            ("pick_up", reservations.pick_up)
            if us.thread % 2
            else ("cancel", reservations.cancel_reservation)
        )
        slip = f"{deed}-{us.name}-{id}"
        us.ask(deed, slip, lambda i=id, s=slip, a=act: a(us.visit, int(str(i)), slip=s))


def take_voucher(us: Visitor) -> None:
    slip = f"issue-{us.name}"
    us.ask(
        "issue", slip, lambda: giving.redeem_for_voucher(us.visit, Redemption(slip, PRICED, us.who))
    )


def use_vouchers(us: Visitor) -> None:
    """The first and the newest vouchers in anybody's hand, at two shops at once."""
    shop = us.of("merchant2" if us.thread % 2 else "merchant")
    sql = "select code from vouchers where state in ('issued', 'used') order by id"
    for code in [*us.found(f"{sql} limit 5"), *us.found(f"{sql} desc limit 2")]:
        slip = f"use-{us.name}-{code}-{len(us.answers)}"
        us.ask("use", slip, lambda c=code, s=slip: using.use_voucher(shop, str(c), slip=s))


def void_voucher(us: Visitor) -> None:
    """The newest voucher for points is taken back, while somebody carries it to a shop."""
    sql = "select id from vouchers where entry_id is not null order by id desc limit 1"
    for id in us.found(sql):
        slip, why = f"void-{us.name}", "换错了"
        act = disputes.void_voucher
        us.ask("void", slip, lambda i=id: act(us.visit, int(str(i)), why, slip=slip))


def reverse(us: Visitor) -> None:
    """The first earnings, which everybody reverses, and whatever was posted last."""
    sql = "select max(id) from point_entries where kind in ('earn', 'transfer')"
    for id in [*WRONG, *us.found(sql)]:
        slip = f"reverse-{us.name}-{len(us.answers)}"
        act = corrections.reverse_entry
        us.ask("reverse", slip, lambda i=id, s=slip: act(us.visit, int(str(i)), "记错了", slip=s))


def undo(us: Visitor) -> None:
    for id in us.found("select max(id) from point_entries where kind = 'transfer'"):
        slip = f"undo-{us.name}-{len(us.answers)}"
        act = corrections.undo_entry
        us.ask("undo", slip, lambda i=id, s=slip: act(us.visit, int(str(i or 0)), slip=s))


def expire(us: Visitor) -> None:
    slip = f"expire-{us.name}"
    us.ask("expire", slip, lambda: corrections.expire_points(us.visit, slip=slip))


DEEDS: tuple[Callable[[Visitor], None], ...] = (
    write_down, approve, approve, post, post, transfer, reserve, close_reservation, take_voucher,
    use_vouchers, void_voucher, reverse, undo, expire,
)  # fmt: skip
