"""What vouchers bring to the house."""

from db.chain import CHAINED
from db.feature import Feature, Part
from db.points_ledger.corrections import SPENT_ON
from db.vouchers.checks import INVARIANTS
from db.vouchers.giving import spent_here
from domain.people import Permission

MERCHANTS = Part(
    "商户",
    "有了商户才能做消费券。由社工来加。",
    "select exists (select 1 from merchants)",
    room="vouchers",
    needs=Permission.MANAGE_VOUCHERS,
)
LINKED = {
    "voucher_undos": "id, voucher_id, used_at, used_by, merchant_id, undone_at, undone_by",
}
FEATURE = Feature(
    parts=[MERCHANTS],
    invariants=INVARIANTS,
    tells=[SPENT_ON.told(spent_here), CHAINED.told(LINKED)],
)
