"""The shelf of the points shop (货架): what is offered, and its stock book."""

from dataclasses import replace

from sqlite_utils import Database

from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.changes import changes
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.points_shop import (
    ITEM_WORDS,
    Item,
    ItemChange,
    ItemFacts,
    NewItem,
    Restock,
    StockMove,
    check_item,
    check_restock,
)
from domain.receipts import Receipt

ITEMS = "select id, name, price, stock, limit_each, is_offered, last_on from shop_items"


def items(db: Database, *, every: bool = False) -> list[Item]:
    """What is on the shelf, the cheapest first; with `every`, what was taken off as well."""
    order = "is_offered desc, stock = 0, price, id"
    sql = f"{ITEMS} where is_offered or :every order by {order}"
    return many(db, Item, sql, every=every)


def item(db: Database, id: int) -> Item:
    return one(db, Item, "这样物品", f"{ITEMS} where id = :id", id=id)


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
    id = put(
        visit.db, "shop_items", name=name, price=paper.price, stock=0, limit_each=paper.limit_each,
        source="entered", last_on=paper.last_on,
    )  # fmt: skip
    if paper.pieces:
        move(visit, id, paper.pieces, "上新")
    return Receipt(f"“{name}”上架了：{paper.price} 枚一件，现有 {paper.pieces} 件。", id)


@writes(Permission.MANAGE_SHOP)
def change_item(visit: Visit, paper: ItemChange) -> Receipt:
    """An item's name, price or limit put right (改商品); what is reserved keeps its points."""
    known = item(visit.db, paper.item_id)
    now = replace(paper.now, name=check_item(paper.now))
    told = changes(f"“{known.name}”", paper.was, now, facts_of(known), ITEM_WORDS)
    taken = "select 1 from shop_items where name = :name and id <> :id"
    if value(visit.db, taken, name=now.name, id=known.id):
        raise Invalid(f"已经有“{now.name}”了。换一个名称。")
    visit.db.execute(
        "update shop_items set name = ?, price = ?, limit_each = ?, last_on = ? where id = ?",
        [now.name, now.price, now.limit_each, now.last_on and now.last_on.isoformat(), known.id],
    )
    held = "select count(*) from reservations where item_id = :id and state = 'reserved'"
    kept = value(visit.db, held, id=known.id) if now.price != known.price else 0
    more = f"已经约好的 {kept} 笔还按原来的枚数。" if kept else ""
    return Receipt(f"“{known.name}”改好了：{told}。{more}", known.id)


def facts_of(item: Item) -> ItemFacts:
    """What the form of a change begins with."""
    return ItemFacts(item.name, item.price, item.limit_each, item.last_on)


@writes(Permission.MANAGE_SHOP)
def restock(visit: Visit, paper: Restock) -> Receipt:
    """A delivery, or a correction with its reason (进货、更正)."""
    why = check_restock(paper, item(visit.db, paper.item_id))
    move(visit, paper.item_id, paper.pieces, why)
    now = item(visit.db, paper.item_id)
    return Receipt(f"“{now.name}”{paper.pieces:+} 件，现有 {now.stock} 件。", now.id)


@writes(Permission.MANAGE_SHOP)
def take_off_shelf(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """No new reservations of it (下架); those already made are still picked up."""
    return _offer(visit, id, offered=False)


@writes(Permission.MANAGE_SHOP)
def put_back_on_shelf(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Back on the shelf (重新上架)."""
    return _offer(visit, id, offered=True)


@inside_gate
def move(
    visit: Visit, item_id: int, pieces: int, reason: str, reservation_id: int | None = None
) -> None:
    """One line in the stock book; the stock follows by trigger."""
    put(
        visit.db, "stock_moves", item_id=item_id, pieces=pieces, reason=reason, moved_at=visit.now,
        moved_by=visit.user.id, reservation_id=reservation_id,
    )  # fmt: skip


def _offer(visit: Visit, id: int, *, offered: bool) -> Receipt:
    known = item(visit.db, id)
    if known.is_offered is offered:
        raise WrongState(f"“{known.name}”已经{'在架上' if offered else '下架'}，不用再办。")
    visit.db.execute("update shop_items set is_offered = ? where id = ?", [offered, id])
    return Receipt(f"“{known.name}”{'重新上架了' if offered else '下架了，已约的照样来取'}。", id)
