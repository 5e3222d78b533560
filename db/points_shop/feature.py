"""What the points shop brings to the house."""

from db.chain import CHAINED
from db.feature import Feature, Part
from db.points_ledger.corrections import SPENT_ON
from db.points_shop.checks import INVARIANTS
from db.points_shop.reservations import spent_here
from domain.people import Permission

GOODS = Part(
    "积分超市的货",
    "由社工来上架。",
    "select exists (select 1 from shop_items)",
    room="shop",
    needs=Permission.MANAGE_SHOP,
)
LINKED = {"stock_moves": "id, item_id, pieces, reason, moved_at, moved_by, reservation_id"}
FEATURE = Feature(
    parts=[GOODS], invariants=INVARIANTS, tells=[SPENT_ON.told(spent_here), CHAINED.told(LINKED)]
)
