"""What may be put on an agenda (能上会的事): each feature tells of its things once.

A thing is named by its kind and number. Meetings ask its title and estate, and tell it what was
decided; the page of a thing asks `decisions` what meetings said of it. Neither knows the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from db.brought import Brought
from db.visit import Visit
from domain.errors import NotFound


@dataclass(frozen=True, slots=True)
class Decided:
    """What a meeting said of a thing: on which day, how it ended, and the words of it."""

    meeting_id: int
    meeting: str
    item_id: int
    item: str
    held_on: date
    way: str
    passed: bool | None
    words: str
    confidential: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing. `title` and `estate` are None where there is no such thing, or no estate.

    `choices` are those that may go on an agenda now, as (number, title); `decided` is called in the
    same transaction whenever a meeting records how an item about it ended; `fits` says whether one
    may go on an agenda as it stands, where not every one may.
    """

    kind: str
    label: str
    title: Callable[[Database, int], str | None]
    estate: Callable[[Database, int], int | None]
    choices: Callable[[Visit], list[tuple[int, str]]]
    address: Callable[[int], str]
    decided: Callable[[Visit, int, Decided], None] | None = None
    fits: Callable[[Database, int], bool] | None = None


SUBJECTS = Brought[Subject]()
DECISIONS = Brought[Callable[[Database, str, int], list[Decided]]]()


def subject(kind: str) -> Subject:
    """The kind of that name. Raises NotFound."""
    found = next((one for one in SUBJECTS if one.kind == kind), None)
    if found is None:
        raise NotFound("这类事")
    return found


def decisions(db: Database, kind: str, id: int) -> list[Decided]:
    """What meetings said of a thing, the latest first: part of its own history."""
    every = [one for read in DECISIONS for one in read(db, kind, id)]
    return sorted(every, key=lambda one: (one.held_on, one.item_id), reverse=True)
