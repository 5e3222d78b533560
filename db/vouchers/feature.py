"""What vouchers bring to the house."""

from db.feature import Feature, Part
from db.vouchers.checks import INVARIANTS
from domain.people import Permission

MERCHANTS = Part(
    "商户",
    "有了商户才能做消费券。由社工来加。",
    "select exists (select 1 from merchants)",
    room="vouchers",
    needs=Permission.MANAGE_VOUCHERS,
)
FEATURE = Feature(parts=[MERCHANTS], invariants=INVARIANTS)
