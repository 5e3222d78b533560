"""What imports bring to the house: nothing is due of them; their rows agree with their batch."""

from db.feature import Feature
from db.imports import marks, owners, residents, units, vehicles, volunteers
from db.imports.lists import LISTS
from db.invariant import Invariant

INVARIANTS = [
    Invariant(
        "import_counts",
        "每一批导入记下的行数，和这一批写过的行一样多（原来的行清掉以前）",
        """
        select '导入 ' || b.id from import_batches b
          join (select batch_id, sum(decision = 'new') as made, sum(decision = 'changed') as changed
                  from import_rows group by batch_id) r on r.batch_id = b.id
         where (r.made, r.changed) <> (b.made, b.changed)
        """,
    ),
]

FEATURE = Feature(
    invariants=INVARIANTS,
    tells=[LISTS.told(one.LIST) for one in (units, owners, residents, marks, volunteers, vehicles)],
)
