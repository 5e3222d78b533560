"""积分超市: what stands on the shelf, and three reservations waiting to be picked up."""

from db.points_shop.reservations import reserve
from db.points_shop.shelf import add_item
from domain.points_shop import NewItem, NewReservation
from seed.plan import table
from seed.telling import Part, Telling

PIECES, EACH = 60, 3  # delivered of each item; how many one person may have in a year
RESERVED = 3


def tell(telling: Telling) -> None:
    """A clerk fills the shelf; the next evening three residents with points reserve something."""
    plan = telling.plan
    for place, row in enumerate(table("rewards")):
        paper = NewItem(telling.slip(), row["what"], int(row["points"]), EACH, PIECES)
        stock = lambda visit, paper=paper: add_item(visit, paper)  # noqa: E731
        telling.add(plan.ago(3), 9, place, "clerk", stock)
    holders = plan.db.execute(
        "select a.resident_id from point_accounts a join residents r on r.id = a.resident_id"
        " where a.balance > 200 order by a.id limit ?",
        [RESERVED],
    ).fetchall()
    for place, (resident_id,) in enumerate(holders, start=1):
        wish = NewReservation(telling.slip(), place, resident_id)
        deed = lambda visit, wish=wish: reserve(visit, wish)  # noqa: E731
        telling.add(plan.ago(2), 18, place, "clerk2", deed)


PART = Part((), tell)
