"""Seats and queues of the academy (学苑名额和候补)."""

from db.invariant import Invariant

SEATED = "('confirmed', 'attending', 'offered')"
HOLDING = "('confirmed', 'attending', 'offered', 'waitlisted')"

INVARIANTS = [
    Invariant(
        "seats",
        "每个班的人数不超过名额",
        f"""
        select c.course from classes c join enrollments e on e.class_id = c.id
         where e.state in {SEATED} group by c.id having count(*) > c.capacity
        """,
    ),
    Invariant(
        "queue_places",
        "候补的人各有各的位次",
        """
        select '报名 ' || id from enrollments where state = 'waitlisted' and place is null
         union all
        select '班级 ' || class_id from enrollments where place is not null
         group by class_id, place having count(*) > 1
        """,
    ),
    Invariant(
        "offer_deadlines",
        "留了席位的候补都有答复期",
        """
        select '报名 ' || id from enrollments where state = 'offered'
           and (offer_ends_at is null or unixepoch(offer_ends_at) <= unixepoch(offered_at))
        """,
    ),
    Invariant(
        "one_seat",
        "一个人在一个班只占一席",
        f"""
        select '居民 ' || resident_id from enrollments where state in {HOLDING}
         group by class_id, resident_id having count(*) > 1
        """,
    ),
    Invariant(
        "minors_guarded",
        "未成年学员都有监护人同意",
        f"""
        select '报名 ' || e.id from enrollments e
          join residents r on r.id = e.resident_id join classes c on c.id = e.class_id
         where e.state in {HOLDING} and e.guardian_id is null
           and (c.need_guardian = 1 or r.birth_date > date(c.starts_on, '-18 years'))
        """,
    ),
]
