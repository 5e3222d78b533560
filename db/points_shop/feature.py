"""What the points shop brings to the house."""

from db.chain import CHAINED
from db.feature import Feature, Finder, Part
from db.hits import hits
from db.imports.lists import LISTS
from db.points_ledger.corrections import SPENT_ON
from db.points_shop import goods_list
from db.points_shop.checks import INVARIANTS
from db.points_shop.of_people import OF_PEOPLE
from db.points_shop.reservations import spent_here
from db.registry_book.merging import PEOPLE
from db.rows import value
from db.visit import Visit, reads
from domain.home import Due, Rank
from domain.people import Permission
from domain.search import Hits

GOODS = Part(
    "积分超市的货",
    "先上架，居民才能换。",
    "select exists (select 1 from shop_items)",
    room="shop",
    needs=Permission.MANAGE_SHOP,
    count="select count(*) from shop_items",
    unit="样",
)
LINKED = {"stock_moves": "id, item_id, pieces, reason, moved_at, moved_by, reservation_id"}


@reads(Permission.REDEEM)
def dues(visit: Visit) -> list[Due]:
    """What was reserved and not fetched in time: its points go back (过期)."""
    late = "select count(*) from reservations where state = 'reserved' and due_on < :today"
    count = value(visit.db, late, today=visit.today)
    title = f"{count} 件预约过了领取期"
    due = Due("shop", Rank.ROUND, "过期了", title, "退回湾郡币，货放回架上", "去退回")
    return [due] if count else []


@reads(Permission.REDEEM)
def find(visit: Visit, typed: str) -> Hits:
    """Goods by name; what is on the shelf first."""
    things = """
        select name as title, price || ' 枚 · ' || iif(is_offered, '余 ' || stock || ' 件', '已下架')
               as below, 'shop?item=' || id as room, is_offered as late, name as text
          from shop_items
    """
    return hits(visit.db, things, typed)


FEATURE = Feature(
    finders=[Finder("货架", "redeem", find)],
    dues=dues,
    parts=[GOODS],
    invariants=INVARIANTS,
    tells=[
        SPENT_ON.told(spent_here),
        CHAINED.told(LINKED),
        LISTS.told(goods_list.LIST),
        PEOPLE.told(OF_PEOPLE),
    ],
)
