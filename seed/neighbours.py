"""Residents the story needs: who has room under the caps, and who fits a class."""

from db import registry
from domain.academy_enrollment.seats import ClassOffering
from domain.registry import Resident
from seed.plan import Plan


def quiet_volunteers(plan: Plan, many: int) -> list[int]:
    """Residents with a small balance and no award of the last weeks."""
    rows = plan.db.execute(
        """
        select a.resident_id from point_accounts a
         where a.kind = 'resident' and a.balance between 20 and 400
           and not exists (select 1 from awards w
                            where w.resident_id = a.resident_id and w.earned_on >= ?)
         order by a.id limit ?
        """,
        [plan.ago(45).isoformat(), many],
    )
    return [row[0] for row in rows]


def who_fits(plan: Plan, offering: ClassOffering, *, skip: int) -> Resident:
    """Somebody of the right age, under the signature age, in no class this term."""
    year = offering.starts_on.year
    oldest = year - min(offering.age_max or 70, 70)
    id = plan.number(
        """
        select id from residents r
         where r.birth_year > ? and r.birth_year < ?
           and not exists (select 1 from enrollments e where e.resident_id = r.id)
         order by r.id limit 1 offset ?
        """,
        oldest,
        year - offering.age_min - 1,
        100 + skip,
    )
    return registry.resident(plan.db, id)
