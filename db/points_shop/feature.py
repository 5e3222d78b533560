"""What the points shop brings to the house."""

from db.chain import CHAINED
from db.feature import Feature, Finder, Part
from db.hits import hits
from db.points_ledger.corrections import SPENT_ON
from db.points_shop.checks import INVARIANTS
from db.points_shop.reservations import spent_here
from db.visit import Visit, reads
from domain.people import Permission
from domain.search import Hits

GOODS = Part(
    "积分超市的货",
    "由社工来上架。",
    "select exists (select 1 from shop_items)",
    room="shop",
    needs=Permission.MANAGE_SHOP,
)
LINKED = {"stock_moves": "id, item_id, pieces, reason, moved_at, moved_by, reservation_id"}


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
    parts=[GOODS],
    invariants=INVARIANTS,
    tells=[SPENT_ON.told(spent_here), CHAINED.told(LINKED)],
)
