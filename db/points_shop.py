"""积分超市: what is on the shelf, its stock book, and reservations with their points held."""

from sqlite_utils import Database

from db import parameters, registry
from db.points_ledger import posting
from db.rows import many, one, value
from db.visit import Visit, reads
from db.writes import writes
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.points_ledger import EntryKind, check_guardian
from domain.points_ledger.guardians import guarded_age
from domain.points_shop import (
    Item,
    NewItem,
    NewReservation,
    Reservation,
    ReservationState,
    Restock,
    StockMove,
    check_item,
    check_open,
    check_reservation,
    check_restock,
    due_on,
)
from domain.receipts import Receipt

ITEMS = "select id, name, price, stock, limit_each, is_offered from shop_items"
RESERVATIONS = """
    select v.id, v.item_id, i.name as item, v.resident_id, r.name as resident, v.pieces, v.points,
           v.state, v.entry_id, v.reserved_at, a.name as reserved_by, v.due_on
      from reservations v
      join shop_items i on i.id = v.item_id
      join residents r on r.id = v.resident_id
      join accounts a on a.id = v.reserved_by
"""


def items(db: Database, *, every: bool = False) -> list[Item]:
    """What is on the shelf, the cheapest first; with `every`, what was taken off as well."""
    order = "is_offered desc, stock = 0, price, id"
    sql = f"{ITEMS} where is_offered or :every order by {order}"
    return many(db, Item, sql, every=every)


def item(db: Database, id: int) -> Item:
    return one(db, Item, "这样物品", f"{ITEMS} where id = :id", id=id)


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
def stock_moves(visit: Visit, item_id: int, most: int = 50) -> list[StockMove]:
    """An item's stock book, newest first (进出记录)."""
    return many(
        visit.db,
        StockMove,
        """
        select m.id, i.name as item, m.pieces, m.reason, m.moved_at, a.name as moved_by
          from stock_moves m join shop_items i on i.id = m.item_id
          join accounts a on a.id = m.moved_by
         where m.item_id = :item order by m.id desc limit :most
        """,
        item=item_id,
        most=most,
    )


@writes(Permission.MANAGE_SHOP)
def add_item(visit: Visit, paper: NewItem) -> Receipt:
    """Put a new item on the shelf with its first delivery (上新)."""
    name = check_item(paper)
    if value(visit.db, "select 1 from shop_items where name = :name", name=name):
        raise Invalid(f"已经有“{name}”了。要加件数，在那一样上点“进货”。")
    visit.db.execute(
        "insert into shop_items (name, price, stock, limit_each, source)"
        " values (?, ?, 0, ?, 'entered')",
        [name, paper.price, paper.limit_each],
    )
    id = int(value(visit.db, "select last_insert_rowid()"))
    if paper.pieces:
        _move(visit, id, paper.pieces, "上新")
    return Receipt(f"“{name}”上架了：{paper.price} 枚一件，现有 {paper.pieces} 件。", id)


@writes(Permission.MANAGE_SHOP)
def restock(visit: Visit, paper: Restock) -> Receipt:
    """A delivery, or a correction with its reason (进货、更正)."""
    why = check_restock(paper, item(visit.db, paper.item_id))
    _move(visit, paper.item_id, paper.pieces, why)
    now = item(visit.db, paper.item_id)
    return Receipt(f"“{now.name}”{paper.pieces:+} 件，现有 {now.stock} 件。", now.id)


@writes(Permission.MANAGE_SHOP)
def take_off_shelf(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """No new reservations of it (下架); those already made are still picked up."""
    return _offer(visit, id, offered=False)


@writes(Permission.MANAGE_SHOP)
def offer_again(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Back on the shelf (重新上架)."""
    return _offer(visit, id, offered=True)


@writes(Permission.REDEEM)
def reserve(visit: Visit, paper: NewReservation) -> Receipt:
    """Reserve pieces for a resident (预约): points and stock are held from this moment."""
    db = visit.db
    wanted, who = item(db, paper.item_id), registry.resident(db, paper.resident_id)
    check_reservation(paper, wanted, who.name, taken(db, wanted.id, who.id, visit.today.year))
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
    db.execute(
        "insert into reservations (item_id, resident_id, pieces, points, state, entry_id,"
        " reserved_at, reserved_by, due_on, guardian_id) values (?, ?, ?, ?, 'reserved', ?, ?, ?,"
        " ?, iif(?, (select guardian_id from residents where id = ?), null))",
        [wanted.id, who.id, paper.pieces, points, entry_id, _now(visit), visit.user.id,
         due.isoformat(), paper.guardian_agrees, who.id],
    )  # fmt: skip
    id = int(value(db, "select last_insert_rowid()"))
    _move(visit, wanted.id, -paper.pieces, f"第 {id} 号预约", id)
    left = value(db, "select balance from point_accounts where resident_id = :id", id=who.id)
    told = f"{who.name}约了“{wanted.name}”{paper.pieces} 件，扣 {points} 枚，还有 {left:,} 枚。"
    return Receipt(f"{told}最晚{short_day(due, visit.today)}来取，第 {id} 号。", id)


@writes(Permission.REDEEM)
def pick_up(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Handed over at the counter (取走)."""
    held = _open(visit, id)
    _close(visit, id, ReservationState.PICKED_UP)
    return Receipt(f"{held.resident}取走了“{held.item}”{held.pieces} 件。", id)


@writes(Permission.REDEEM)
def cancel(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Give points and pieces back before it is picked up (取消)."""
    held = _open(visit, id)
    _give_back(visit, held, ReservationState.CANCELLED)
    return Receipt(f"第 {id} 号取消了，{held.points} 枚退给{held.resident}。", id)


@writes(Permission.REDEEM)
def expire_reservations(visit: Visit, *, slip: str | None = None) -> Receipt:
    """Give back every reservation whose last day is over (过期退回)."""
    late = many(
        visit.db,
        Reservation,
        f"{RESERVATIONS} where v.state = 'reserved' and v.due_on < :today order by v.id",
        today=visit.today.isoformat(),
    )
    if not late:
        raise WrongState("没有过期未取的预约，不用退。")
    for held in late:
        _give_back(visit, held, ReservationState.EXPIRED)
    points = sum(held.points for held in late)
    return Receipt(f"{len(late)} 份过期未取，共 {points:,} 枚退回各人。", late[-1].id)


def _open(visit: Visit, id: int) -> Reservation:
    held = one(visit.db, Reservation, "这份预约", f"{RESERVATIONS} where v.id = :id", id=id)
    check_open(held)
    return held


def _give_back(visit: Visit, held: Reservation, state: ReservationState) -> None:
    reason = f"第 {held.id} 号预约{state.label}"
    posting.reverse(visit, posting.posted(visit.db, held.entry_id), reason)
    _move(visit, held.item_id, held.pieces, reason, held.id)
    _close(visit, held.id, state)


def _close(visit: Visit, id: int, state: ReservationState) -> None:
    visit.db.execute(
        "update reservations set state = ?, closed_at = ?, closed_by = ? where id = ?",
        [str(state), _now(visit), visit.user.id, id],
    )


def _move(
    visit: Visit, item_id: int, pieces: int, reason: str, reservation_id: int | None = None
) -> None:
    visit.db.execute(
        "insert into stock_moves (item_id, pieces, reason, moved_at, moved_by, reservation_id)"
        " values (?, ?, ?, ?, ?, ?)",
        [item_id, pieces, reason, _now(visit), visit.user.id, reservation_id],
    )


def _offer(visit: Visit, id: int, *, offered: bool) -> Receipt:
    known = item(visit.db, id)
    if known.is_offered is offered:
        raise WrongState(f"“{known.name}”已经{'在架上' if offered else '下架'}，不用再办。")
    visit.db.execute("update shop_items set is_offered = ? where id = ?", [offered, id])
    return Receipt(f"“{known.name}”{'重新上架了' if offered else '下架了，已约的照样来取'}。", id)


def _now(visit: Visit) -> str:
    return visit.now.isoformat(timespec="seconds")
