"""万青学苑: the term that enrols now, two finished terms, and who sits in which class."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from db.academy_enrollment.classes import class_offering
from db.academy_enrollment.offers import cancel_enrollment
from db.academy_enrollment.seats import CONSENT_VERSION, enroll
from db.rows import put, put_many
from db.visit import Visit
from domain.academy_enrollment.seats import NewEnrollment
from domain.receipts import Receipt
from domain.registry import Resident
from seed import neighbours
from seed.plan import Plan, at, table
from seed.telling import Part, Telling

AGES: dict[str, tuple[int, int | None, int]] = {  # least, most, guardian needed
    "wanqing": (50, None, 0),
    "qingge": (18, None, 0),
    "qingguo": (14, 35, 0),
    "qingmiao": (4, 13, 1),
}
TERM_EVERY, TERM_WEEKS = 140, 16
CONTACT, SIGNATURE = 60, 80
EVERY_NTH = 3  # learners are drawn from every third resident, of a larger community from fewer

Learner = tuple[int, int, int | None, str]  # resident, age at least, guardian, emergency name
Hours = tuple[int, str, str]


def academy(plan: Plan) -> None:
    """Terms (学期) oldest first; only the last one still takes people in."""
    monday = plan.as_of + timedelta(days=7 + (7 - plan.as_of.weekday()) % 7)
    for back in (2, 1, 0):
        starts = monday - timedelta(days=back * TERM_EVERY)
        term_id = _term(plan, starts, present=back == 0)
        _classes(plan, term_id, starts)
        _enrol(plan, term_id, starts, present=back == 0)


def _term(plan: Plan, starts: date, *, present: bool) -> int:
    season = "冬春夏秋"[starts.month % 12 // 3]
    opens = plan.ago(9) if present else starts - timedelta(days=30)
    closes = plan.as_of + timedelta(days=30) if present else starts - timedelta(days=3)
    return put(
        plan.db, "terms", name=f"{starts.year}年{season}季", starts_on=starts,
        ends_on=starts + timedelta(weeks=TERM_WEEKS), enrol_from=opens, enrol_to=closes,
    )  # fmt: skip


def _classes(plan: Plan, term_id: int, starts: date) -> None:
    teachers = plan.ids("select name, id from accounts where role = 'teacher'")
    told = ("series", "course", "teacher", "room", "begins", "ends", "source")
    counted = ("weekday", "sessions", "capacity", "min_open", "fee_fen")
    for row in table("classes"):
        least, most, guarded = AGES[row["series"]]
        put(
            plan.db, "classes", term_id=term_id, teacher_id=teachers.get(row["teacher"]),
            starts_on=starts + timedelta(days=int(row["weekday"]) - 1),
            age_min=least, age_max=most, need_guardian=guarded,
            **{name: row[name] for name in told}, **{name: int(row[name]) for name in counted},
        )  # fmt: skip


def _enrol(plan: Plan, term_id: int, starts: date, *, present: bool) -> None:
    rng = plan.rng(f"academy-{term_id}")
    pools = {series: _pool(plan, rng, series, starts) for series in AGES}
    held: dict[int, list[Hours]] = {}
    clerk = plan.accounts()["clerk"]
    classes = plan.ids("select course, id from classes where term_id = ?", term_id)
    for row in table("classes"):
        taken, waiting = int(row["taken"]), int(row["waiting"])
        if not present:
            taken, waiting = rng.randrange(taken // 2, taken + 1), 0
        hours = (int(row["weekday"]), row["begins"], row["ends"])
        learners = [next(_free(pools[row["series"]], held, hours)) for _ in range(taken + waiting)]
        rows = (
            _enrolment(rng, learner, place - taken, _when(plan, starts, place, present), present)
            for place, learner in enumerate(learners, start=1)
        )
        sat = {"class_id": classes[row["course"]], "enrolled_by": clerk}
        put_many(plan.db, "enrollments", (sat | one for one in rows))


def _pool(plan: Plan, rng: Random, series: str, starts: date) -> list[Learner]:
    """Residents whose age surely fits, whichever day of their birth year they were born on."""
    least, most, _ = AGES[series]
    oldest = starts.year - most if most is not None else 1900
    rows = plan.db.execute(
        """
        select r.id, :year - r.birth_year - 1, r.guardian_id,
               coalesce((select o.name from residents o where o.unit_id = r.unit_id
                   and o.id <> r.id and o.birth_year < :year - 20 limit 1), '邻居')
          from residents r
         where r.birth_year > :oldest and r.birth_year < :youngest and r.id % :nth = 0
         order by r.id
        """,
        {
            "year": starts.year,
            "oldest": oldest,
            "youngest": starts.year - least,
            "nth": EVERY_NTH * plan.scale,
        },
    )
    pool: list[Learner] = [(row[0], max(0, row[1]), row[2], row[3]) for row in rows]
    rng.shuffle(pool)
    return pool


def _free(pool: list[Learner], held: dict[int, list[Hours]], hours: Hours) -> Iterator[Learner]:
    """The next learner who may still take a class, and not at a time already taken."""
    while True:
        learner = pool.pop()
        mine = held.setdefault(learner[0], [])
        day, begins, ends = hours
        clash = any(d == day and b < ends and begins < e for d, b, e in mine)
        if len(mine) < 2 and not clash:
            mine.append(hours)
            if len(mine) < 2:
                pool.insert(0, learner)
            yield learner


def _when(plan: Plan, starts: date, place: int, present: bool) -> datetime:
    opens = plan.ago(9) if present else starts - timedelta(days=30)
    return at(opens + timedelta(days=place // 6), 9 + place % 8, place * 7 % 60)


def _enrolment(
    rng: Random, learner: Learner, queue: int, applied_at: datetime, present: bool
) -> dict[str, Any]:
    """Who sits in a class or waits for it, with what was signed and whom to call."""
    id, age, guardian, relative = learner
    place = queue if present and queue > 0 else None
    state = "waitlisted" if place else "confirmed"
    if not present:
        state = "completed" if rng.random() < 0.85 else "dropped"
    asked = guardian is not None
    contact = age + 1 >= CONTACT
    return {
        "resident_id": id,
        "state": state,
        "place": place,
        "applied_at": applied_at,
        "guardian_id": guardian,
        "consent_version": CONSENT_VERSION if asked else None,
        "family_signed": int(age + 1 >= SIGNATURE),
        "emergency_name": relative if contact else None,
        "emergency_phone": f"1000{id * 31 % 10_000_000:07d}" if contact else None,
    }


def tell(telling: Telling) -> None:
    """Enrolments at the counter (报名): seats, one place in the queue, and one change of mind."""
    plan = telling.plan
    made: list[int] = []
    for place, course in enumerate(("摄影", "少儿舞蹈", "舞蹈", "亲子教育", "街舞", "太极拳")):
        class_id = plan.number(
            "select max(id) from classes where course = ? and term_id = (select max(id) from terms)",
            course,
        )
        who = neighbours.who_fits(plan, class_offering(plan.db, class_id), skip=place * 7)
        paper = _paper(telling.slip(), class_id, who)

        def deed(visit: Visit, paper: NewEnrollment = paper) -> Receipt:
            receipt = enroll(visit, paper)
            made.append(receipt.id)
            return receipt

        telling.add(plan.ago(3 - place // 2), 10, 20 + place * 5, "clerk", deed)
    slip = telling.slip()
    telling.add(
        plan.ago(1), 16, 40, "clerk", lambda visit: cancel_enrollment(visit, made[-1], slip=slip)
    )


def _paper(slip: str, class_id: int, who: Resident) -> NewEnrollment:
    return NewEnrollment(
        slip,
        class_id,
        who.id,
        resident_agrees=True,
        guardian_agrees=who.guardian_id is not None,
        family_signed=True,
        emergency_name=who.guardian or "家人",
        emergency_phone="10000000000",
    )


PART = Part((("学苑", academy),), tell)
