"""What the points shop brings to the house."""

from db.feature import Feature, Part
from db.points_shop.checks import INVARIANTS
from domain.people import Permission

GOODS = Part(
    "积分超市的货",
    "由社工来上架。",
    "select exists (select 1 from shop_items)",
    room="shop",
    needs=Permission.MANAGE_SHOP,
)
FEATURE = Feature(parts=[GOODS], invariants=INVARIANTS)
