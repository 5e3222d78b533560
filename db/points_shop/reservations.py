"""Reservations (预约): goods held with their points, picked up, cancelled, taken back, expired."""

from sqlite_utils import Database

from db import parameters, registry
from db.points_ledger import posting
from db.points_ledger.books import balance
from db.points_shop.shelf import item, move
from db.rows import many, move_to, one, put, value
from db.visit import Visit, reads
from db.writes import Undo, writes
from domain.days import short_day
from domain.errors import WrongState
from domain.people import Permission
from domain.points_ledger.books import EntryKind, check_guardian
from domain.points_ledger.guardians import guarded_age
from domain.points_shop import (
    NewReservation,
    Reservation,
    ReservationState,
    check_open,
    check_reservation,
    check_return,
    check_undo_pick_up,
    due_on,
)
from domain.receipts import Receipt

RESERVATIONS = """
    select v.id, v.item_id, i.name as item, v.resident_id, r.name as resident, v.pieces, v.points,
           v.state, v.entry_id, v.reserved_at, a.name as reserved_by, v.due_on, v.closed_at,
           v.closed_by
      from reservations v
      join shop_items i on i.id = v.item_id
      join residents r on r.id = v.resident_id
      join accounts a on a.id = v.reserved_by
"""


def taken(db: Database, item_id: int, resident_id: int, year: int) -> int:
    """Pieces of an item a resident reserved this year and did not give back."""
    return int(
        value(
            db,
            """
            select coalesce(sum(pieces), 0) from reservations
             where resident_id = :resident and item_id = :item
               and state in ('reserved', 'picked_up')
               and reserved_at >= :year || '-01-01' and reserved_at < :next || '-01-01'
            """,
            resident=resident_id,
            item=item_id,
            year=str(year),
            next=str(year + 1),
        )
    )


@reads(Permission.REDEEM)
def open_reservations(visit: Visit, most: int = 100) -> list[Reservation]:
    """The queue at the counter (待取), the soonest due first."""
    sql = f"{RESERVATIONS} where v.state = 'reserved' order by v.due_on, v.id limit :most"
    return many(visit.db, Reservation, sql, most=most)


@reads(Permission.REDEEM)
def handed_over(visit: Visit, most: int = 20) -> list[Reservation]:
    """What was picked up last (最近取走的), the latest first."""
    sql = f"{RESERVATIONS} where v.state = 'picked_up' order by v.closed_at desc limit :most"
    return many(visit.db, Reservation, sql, most=most)


def _picked_up_last(visit: Visit, id: int) -> bool:
    """A handing over is taken back in one tap only while it is the last one."""
    last = handed_over(visit, 1)
    return bool(last) and last[0].id == id


@writes(Permission.REDEEM)
def cancel_reservation(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Give points and pieces back before it is picked up (取消)."""
    held = _open(visit, id)
    _give_back(visit, held, ReservationState.CANCELLED)
    return Receipt(f"第 {id} 号取消了，{held.points} 枚退给{held.resident}。", id)


@writes(Permission.REDEEM)
def undo_pick_up(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Back into the queue (撤销取走), by whoever tapped it, within five minutes."""
    held = _reservation(visit, id)
    check_undo_pick_up(held, visit.user.id, visit.now)
    move_to(
        visit.db, "reservations", held, ReservationState.RESERVED,
        closed_at=None, closed_by=None, undone_at=visit.now,
    )  # fmt: skip
    return Receipt(f"第 {id} 号没有取走，{held.resident}的“{held.item}”还在待取。", id)


@writes(Permission.REDEEM, undo=Undo(cancel_reservation))
def reserve(visit: Visit, paper: NewReservation) -> Receipt:
    """Reserve pieces for a resident (预约): points and stock are held from this moment."""
    db = visit.db
    wanted, who = item(db, paper.item_id), registry.resident(db, paper.resident_id)
    already = taken(db, wanted.id, who.id, visit.today.year)
    check_reservation(paper, wanted, who.name, already, visit.today)
    age = guarded_age(who, visit.today)
    check_guardian(who.name, age, who.guardian_id, paper.guardian_agrees)
    points = wanted.price * paper.pieces
    entry = posting.Entry(
        posting.account_of(db, who.id),
        posting.REDEMPTION,
        points,
        EntryKind.REDEEM,
        visit.today,
        f"积分超市：{wanted.name} {paper.pieces} 件",
    )
    entry_id = posting.spend(visit, entry, who.name)
    due = due_on(visit.today, parameters.value_of(db, "shop_pickup_days"))
    id = put(
        db, "reservations", item_id=wanted.id, resident_id=who.id, pieces=paper.pieces,
        points=points, state="reserved", entry_id=entry_id, reserved_at=visit.now,
        reserved_by=visit.user.id, due_on=due,
        guardian_id=who.guardian_id if paper.guardian_agrees else None,
    )  # fmt: skip
    move(visit, wanted.id, -paper.pieces, f"第 {id} 号预约", id)
    left = balance(db, who.id)
    told = f"{who.name}约了“{wanted.name}”{paper.pieces} 件，扣 {points} 枚，还有 {left:,} 枚。"
    return Receipt(f"{told}最晚{short_day(due, visit.today)}来取，第 {id} 号。", id)


def spent_here(db: Database, entry_id: int) -> str | None:
    """Where an entry of the ledger is undone that points were spent with here."""
    state = value(db, "select state from reservations where entry_id = :id", id=entry_id)
    if state is None:
        return None
    how = "退回" if state == ReservationState.PICKED_UP else "取消"
    return f"这一笔是积分超市的预约。请在积分超市里{how}，币会自动退回。"


@writes(Permission.REDEEM, undo=Undo(undo_pick_up, _picked_up_last))
def pick_up(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Handed over at the counter (取走)."""
    held = _open(visit, id)
    _close(visit, held, ReservationState.PICKED_UP)
    return Receipt(f"{held.resident}取走了“{held.item}”{held.pieces} 件。", id)


@writes(Permission.REVERSE_ENTRY)
def return_goods(visit: Visit, id: int, reason: str, *, slip: str | None = None) -> Receipt:
    """Goods back on the shelf and points to the resident, with a reason (退回): a reversal."""
    held = _reservation(visit, id)
    why = check_return(held, reason)
    _give_back(visit, held, ReservationState.CANCELLED, f"第 {id} 号预约退回：{why}")
    return Receipt(f"第 {id} 号退回了：{why}。{held.points} 枚退给{held.resident}。", id)


@writes(Permission.REDEEM)
def expire_reservations(visit: Visit, *, slip: str | None = None) -> Receipt:
    """Give back every reservation whose last day is over (过期退回)."""
    late = many(
        visit.db,
        Reservation,
        f"{RESERVATIONS} where v.state = 'reserved' and v.due_on < :today order by v.id",
        today=visit.today,
    )
    if not late:
        raise WrongState("没有过期未取的预约，不用退。")
    for held in late:
        _give_back(visit, held, ReservationState.EXPIRED)
    points = sum(held.points for held in late)
    return Receipt(f"{len(late)} 份过期未取，共 {points:,} 枚退回各人。", late[-1].id)


def _open(visit: Visit, id: int) -> Reservation:
    held = _reservation(visit, id)
    check_open(held)
    return held


def _reservation(visit: Visit, id: int) -> Reservation:
    return one(visit.db, Reservation, "这份预约", f"{RESERVATIONS} where v.id = :id", id=id)


def _give_back(
    visit: Visit, held: Reservation, state: ReservationState, why: str | None = None
) -> None:
    reason = why or f"第 {held.id} 号预约{state.label}"
    posting.reverse(visit, posting.posted(visit.db, held.entry_id), reason)
    move(visit, held.item_id, held.pieces, reason, held.id)
    _close(visit, held, state)


def _close(visit: Visit, held: Reservation, state: ReservationState) -> None:
    closed = {"closed_at": visit.now, "closed_by": visit.user.id}
    move_to(visit.db, "reservations", held, state, **closed)
