"""Goods brought as a list (货架清单): by their name; the stock book gets a line for each difference."""

from collections.abc import Sequence

from db.imports.lists import Brings, Sheet, Written
from db.points_shop.shelf import ITEMS, item, items, move
from db.rows import put, value
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.errors import Invalid
from domain.imports.entries import Entry
from domain.imports.plan import Match, Planned, There
from domain.people import Permission
from domain.points_shop import Item, NewItem, check_item
from domain.points_shop_list import GOODS, LIMIT, PRICE, STOCK, THING

COLUMNS = {PRICE: "price", LIMIT: "limit_each"}
DELIVERED, COUNTED, UNDONE = "上新（导入）", "按导入的表盘点", "撤销导入"


@reads(Permission.MANAGE_SHOP)
def facts(visit: Visit, estate_id: int | None) -> list[Sequence[object]]:
    return visit.db.execute(f"{ITEMS} order by id").fetchall()


@reads(Permission.MANAGE_SHOP)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """A thing is the one of the same name; one that was taken off the shelf is looked at."""
    there = {one.name: one for one in items(visit.db, every=True)}
    return [_match(entry, there.get(entry.get(THING))) for entry in entries]


def _match(entry: Entry, one: Item | None) -> Match:
    if one is None:
        try:
            check_item(
                NewItem(
                    "", entry.get(THING), entry.get(PRICE), entry.get(LIMIT), entry.get(STOCK, 0)
                )
            )
        except Invalid as refusal:
            return Match(refused=str(refusal))
        return Match()
    if one.is_offered:
        return Match(There(one.id, _texts(one)))
    nothing = dict.fromkeys((PRICE, LIMIT, STOCK), "")
    return Match(There(one.id, nothing), why=f"“{one.name}”已经下架，收了就重新上架")


def _texts(one: Item) -> dict[str, str]:
    return {
        THING: one.name,
        PRICE: str(one.price),
        LIMIT: str(one.limit_each),
        STOCK: str(one.stock),
    }


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """Each thing is put on the shelf, or changes; stock only by a line of its book."""
    found = []
    for row in rows:
        said = row.entry
        if row.target is None:
            id = put(
                visit.db, "shop_items", name=said.get(THING), price=said.get(PRICE), stock=0,
                limit_each=said.get(LIMIT), source="entered",
            )  # fmt: skip
            if said.get(STOCK):
                move(visit, id, said.get(STOCK), DELIVERED)
            found.append(id)
            continue
        for change in row.held.changes:
            _set(visit, row.target, change.column, int(change.new or 0), COUNTED)
        visit.db.execute("update shop_items set is_offered = 1 where id = ?", [row.target])
        found.append(row.target)
    return found


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """A thing nobody reserved leaves the shelf, empty; a number becomes what it was."""
    one = item(visit.db, written.target)
    if not written.is_new:
        if any(_texts(one)[column] != new for column, (_, new) in written.cells.items()):
            return "后来又改过"
        for column, (old, _) in written.cells.items():
            if old:
                _set(visit, one.id, column, int(old), UNDONE)
        return "" if all(old for old, _ in written.cells.values()) else _off_the_shelf(visit, one)
    if value(visit.db, "select 1 from reservations where item_id = :id limit 1", id=one.id):
        return "已经有人换过"
    if value(visit.db, "select count(*) from stock_moves where item_id = :id", id=one.id) > 1:
        return "后来又进过货"
    return _off_the_shelf(visit, one)


@reads(Permission.MANAGE_SHOP)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    return [tuple(_texts(one).values()) for one in items(visit.db)]


def _off_the_shelf(visit: Visit, one: Item) -> str:
    """It leaves the shelf empty; goods are never removed."""
    if one.stock:
        move(visit, one.id, -one.stock, UNDONE)
    visit.db.execute("update shop_items set is_offered = 0 where id = ?", [one.id])
    return ""


def _set(visit: Visit, id: int, column: str, new: int, why: str) -> None:
    if column == STOCK:
        move(visit, id, new - item(visit.db, id).stock, why)
    else:
        visit.db.execute(f"update shop_items set {COLUMNS[column]} = ? where id = ?", [new, id])


LIST = Brings(GOODS, Permission.MANAGE_SHOP, facts, match, write, take_back, there)
