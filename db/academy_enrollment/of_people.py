"""What the academy keeps of people (合并重复): seats, one to a class, and a guardian's word for a child."""

from datetime import date

from sqlite_utils import Database

from db.academy_enrollment.classes import HOLDING_STATES
from db.registry_book.merging import GUARDIAN, RESIDENT, Names, OfPeople


def _against(db: Database, kept: int, gone: int) -> str:
    seats = db.execute(
        f"""
        select c.course from enrollments e join classes c on c.id = e.class_id
         where e.resident_id in (?, ?) and e.state in ({HOLDING_STATES})
         group by c.id having count(*) > 1 order by c.id limit 1
        """,
        [kept, gone],
    ).fetchone()
    unguarded = db.execute(
        f"""
        select c.course from enrollments e join classes c on c.id = e.class_id
         where e.resident_id in (:kept, :gone) and e.state in ({HOLDING_STATES})
           and e.guardian_id is null and date(c.starts_on, '-18 years') < (
               select max(birth_date) from residents where id in (:kept, :gone))
        """,
        {"kept": kept, "gone": gone},
    ).fetchone()
    said = f"两个人都在“{seats[0]}”占着名额，先退一个。" if seats else ""
    return said + (f"“{unguarded[0]}”还缺监护人同意，先补上。" if unguarded else "")


def _born(db: Database, who: int, born: date, today: date) -> str:
    """A child sits in a class with a guardian's word alone."""
    row = db.execute(
        f"""
        select c.course from enrollments e join classes c on c.id = e.class_id
         where e.resident_id = ? and e.state in ({HOLDING_STATES}) and e.guardian_id is null
           and ? > date(c.starts_on, '-18 years')
        """,
        [who, born.isoformat()],
    ).fetchone()
    return f"照这个生日，报“{row[0]}”时未成年，还缺监护人同意，先补上或退班。" if row else ""


OF_PEOPLE = OfPeople(
    (
        Names("enrollments", RESIDENT, "学苑报名"),
        Names("enrollments", GUARDIAN, "替孩子同意的报名"),
    ),
    _against,
    born=_born,
)
