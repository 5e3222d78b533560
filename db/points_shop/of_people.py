"""What the shop keeps of people (合并重复): reservations, whose pieces a year are limited."""

from sqlite_utils import Database

from db.registry_book.merging import GUARDIAN, RESIDENT, Names, OfPeople


def _against(db: Database, kept: int, gone: int) -> str:
    row = db.execute(
        """
        select i.name, i.limit_each from reservations v join shop_items i on i.id = v.item_id
         where v.resident_id in (?, ?) and v.state in ('reserved', 'picked_up')
         group by v.item_id, substr(v.reserved_at, 1, 4)
        having sum(v.pieces) > i.limit_each and count(distinct v.resident_id) = 2
        """,
        [kept, gone],
    ).fetchone()
    return f"两个人一年里换的“{row[0]}”加起来超过每人 {row[1]} 件。" if row else ""


OF_PEOPLE = OfPeople(
    (
        Names("reservations", RESIDENT, "积分超市预约"),
        Names("reservations", GUARDIAN, "替孩子同意的预约"),
    ),
    _against,
)
