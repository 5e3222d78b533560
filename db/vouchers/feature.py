"""What vouchers bring to the house."""

from db.chain import CHAINED
from db.feature import Feature, Finder, Part
from db.hits import hits
from db.imports.lists import LISTS
from db.points_ledger.corrections import SPENT_ON
from db.registry_book.merging import PEOPLE
from db.visit import Visit, reads
from db.vouchers import dues, merchant_list
from db.vouchers.checks import INVARIANTS
from db.vouchers.giving import spent_here
from db.vouchers.of_people import OF_PEOPLE
from domain.people import Permission
from domain.search import Hits

MERCHANTS = Part(
    "商户",
    "有了商户才能做消费券。",
    "select exists (select 1 from merchants)",
    room="vouchers",
    needs=Permission.MANAGE_VOUCHERS,
    count="select count(*) from merchants",
    unit="家",
)
LINKED = {
    "voucher_undos": "id, voucher_id, used_at, used_by, merchant_id, undone_at, undone_by",
}


@reads(Permission.SEE_VOUCHERS)
def find(visit: Visit, typed: str) -> Hits:
    """Merchants by name and group; those that still take vouchers first."""
    things = """
        select m.name as title, g.name || iif(m.is_active, '', '，已停用') as below,
               'vouchers?merchant=' || m.id as room, m.is_active as late,
               m.name || ' ' || g.name || ' 商户' as text
          from merchants m join merchant_groups g on g.id = m.group_id
    """
    return hits(visit.db, things, typed)


FEATURE = Feature(
    finders=[Finder("商户", "storefront", find)],
    dues=dues.dues,
    parts=[MERCHANTS],
    invariants=INVARIANTS,
    tells=[
        SPENT_ON.told(spent_here),
        CHAINED.told(LINKED),
        LISTS.told(merchant_list.LIST),
        PEOPLE.told(OF_PEOPLE),
    ],
)
