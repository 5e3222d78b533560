"""Residents (居民): households with fictional names, guardians for children, and search keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

from db.names import keys
from db.rows import put_many
from seed.places import RESIDENTS
from seed.plan import Plan, table, unguarded
from seed.telling import Part

ADULT, TEEN = 18, 14
NOBODY = {"陈金花", "邓超"}  # real people are never residents of a demonstration

Member = tuple[str, str, int, int]  # gender, whose surname, youngest, oldest
HUSBAND, WIFE = ("man", "own", 30, 44), ("woman", "other", 29, 43)
CHILD, TEENAGER = ("either", "own", 0, 13), ("either", "own", 14, 17)
GRANDFATHER, GRANDMOTHER = ("man", "own", 60, 78), ("woman", "other", 57, 79)
SMALL: list[tuple[Member, ...]] = [
    (("either", "own", 22, 38),),
    (("either", "own", 24, 45),),
    (("woman", "own", 66, 88),),
    (("man", "own", 25, 40), ("woman", "other", 24, 39)),
    (("man", "own", 62, 84), ("woman", "other", 60, 83)),
]
LARGE: list[tuple[Member, ...]] = [
    (HUSBAND, WIFE, CHILD),
    (HUSBAND, WIFE, CHILD),
    (HUSBAND, WIFE, CHILD, CHILD),
    (("man", "own", 40, 52), ("woman", "other", 39, 51), TEENAGER),
    (HUSBAND, WIFE, CHILD, GRANDMOTHER),
    (HUSBAND, WIFE, CHILD, GRANDFATHER, GRANDMOTHER),
    (("man", "own", 27, 42), ("woman", "other", 26, 41)),
]


NUMBERS = """
    insert into resident_keys (key, resident_id)
    select substr(phone, -4), id from residents where phone <> ''
     union all
    select u.code, r.id from residents r join units u on u.id = r.unit_id
     order by 1, 2
"""
NAMES = """
    insert into resident_keys (key, resident_id)
    select k.key, r.id from residents r
     cross join temp.name_keys k on k.name = r.name and k.key >= ? and k.key < ?
     order by 1, 2
"""


class Names:
    """Surnames by weight, and given names as each generation was named (姓名)."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        rows = table("surnames")
        self._surnames = [row["surname"] for row in rows for _ in range(int(row["weight"]))]
        self._given = {
            (row["generation"], row["gender"]): row["names"].split() for row in table("given_names")
        }

    def surname(self) -> str:
        return self._rng.choice(self._surnames)

    def full(self, surname: str, gender: str, age: int) -> str:
        generation = (
            "child" if age < TEEN else "young" if age < 36 else "middle" if age < 57 else "elder"
        )
        name = surname + self._rng.choice(self._given[generation, gender])
        return name if name not in NOBODY else self.full(surname, gender, age)


@dataclass(frozen=True, slots=True)
class Person:
    """One member of a household to be."""

    name: str
    age: int
    born: date
    sex: str


def residents(plan: Plan) -> None:
    """Exactly as many residents as the plan says, over every sold flat."""
    rng = plan.rng("people")
    with unguarded(plan.db, "residents"):
        put_many(plan.db, "residents", _rows(plan, rng))


def _rows(plan: Plan, rng: Random) -> Iterator[dict[str, Any]]:
    names, id = Names(rng), 1
    for unit_id, household in _households(plan, rng, names):
        guardian = id  # the first of a household is grown up
        for person in household:
            phone = _phone(rng, id, person.age)
            year, born = _birth(rng, person)
            yield {
                "id": id,
                "name": person.name,
                "phone": phone,
                "unit_id": unit_id,
                "birth_year": year,
                "birth_date": born,
                "guardian_id": guardian if person.age < ADULT else None,
                "source": "demo",
                "sex": person.sex,
            }
            id += 1


def _households(plan: Plan, rng: Random, names: Names) -> Iterator[tuple[int, list[Person]]]:
    """A household for each sold flat; small or large, whichever keeps the average on course."""
    people = RESIDENTS * plan.scale
    flats = plan.number("select count(*) from units where sale = 'sold'")
    average = people / flats
    for (unit_id,) in plan.db.execute("select id from units where sale = 'sold' order by id"):
        shapes = LARGE if people > average * flats else SMALL
        shape = rng.choice(shapes)
        if people - len(shape) < flats - 1 or flats == 1:
            shape = LARGE[5][: people - flats + 1]
        yield unit_id, _household(plan, rng, names, shape)
        people, flats = people - len(shape), flats - 1


def _household(plan: Plan, rng: Random, names: Names, shape: tuple[Member, ...]) -> list[Person]:
    own, found = names.surname(), []
    for gender, whose, youngest, oldest in shape:
        days = rng.randrange(int(youngest * 365.25) + 5, int((oldest + 1) * 365.25) - 5)
        born = date.fromordinal(plan.as_of.toordinal() - days)
        age = days * 4 // 1461
        if gender == "either":
            gender = "man" if rng.random() < 0.5 else "woman"
        surname = own if whose == "own" else names.surname()
        found.append(
            Person(names.full(surname, gender, age), age, born, gender[0].replace("w", "f"))
        )
    return found


def _birth(rng: Random, person: Person) -> tuple[int | None, date | None]:
    """(year, date): the full date for children and some elders, for most others the year."""
    if person.age < ADULT or (person.age >= 60 and rng.random() < 0.3):
        return person.born.year, person.born
    return (None, None) if rng.random() < 0.03 else (person.born.year, None)


def _phone(rng: Random, id: int, age: int) -> str:
    """1000 and seven digits: a prefix no mobile network was ever given."""
    if age < TEEN or rng.random() < 0.02:
        return ""
    return f"1000{id * 7_654_321 % 10_000_000:07d}"


def search_keys(plan: Plan) -> None:
    """The search keys (检索键) of everybody, in their order, a stretch of the alphabet at a time.

    Each distinct name is spelled once; SQLite sorts in memory, so a large community needs stretches.
    """
    db = plan.db
    db.execute("create temp table name_keys (name text, key text)")
    names = (row[0] for row in db.execute("select distinct name from residents"))
    put_many(
        db,
        "temp.name_keys",
        ({"name": name, "key": key} for name in names for key in sorted(keys(name, "", None))),
    )
    db.execute("create index temp.by_name on name_keys (name, key)")
    with unguarded(db, "resident_keys"):
        db.execute(NUMBERS)  # digits come before letters
        for stretch in pairwise(_stretches(plan)):
            db.execute(NAMES, stretch)
    db.execute("drop table temp.name_keys")


def _stretches(plan: Plan) -> list[str]:
    """Where to cut the alphabet, so that each stretch holds about as many spellings."""
    found = [row[0] for row in plan.db.execute("select key from temp.name_keys order by key")]
    pieces = max(1, plan.scale // 5)
    return ["", *(found[len(found) * cut // pieces] for cut in range(1, pieces)), chr(0x10FFFF)]


PART = Part((("居民", residents), ("检索键", search_keys)))
