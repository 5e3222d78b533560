"""The lists that can be brought (名单): each is told by the feature whose rows they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.brought import Brought
from db.visit import Visit
from domain.errors import NotFound
from domain.imports.entries import Entry, Listing
from domain.imports.plan import Match, Planned
from domain.people import Permission


@dataclass(frozen=True, slots=True)
class Written:
    """A row as it was written, for taking it back: its number, and its cells before and after."""

    target: int
    is_new: bool
    cells: Mapping[str, tuple[str, str]]
    at: str = ""  # the moment of the batch, by which the rows it made are known
    estate_id: int | None = None
    said: frozenset[str] = frozenset()  # the columns in which the row had something


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written together: of which estate, from which file, on which slip.

    A rehearsal is rolled back: it leaves out what cannot refuse a row.
    """

    estate_id: int | None
    name: str = ""
    slip: str = ""
    rehearsal: bool = False


def _nothing(db: Database, estate_id: int | None, rows: Sequence[Planned]) -> None:
    """Most lists lay nothing down before the lock."""


def _free(visit: Visit, written: Sequence[Written]) -> None:
    """Most lists are taken back row by row."""


@dataclass(frozen=True, slots=True)
class Brings:
    """What a feature says of its list. Every function is given the visit and the estate, if any.

    `facts` are the rows a preview rests on: while they are the same, so is the preview. `match`
    says for each entry, in their order, what it means. `write` stores all rows in turn, inside
    the gate, and answers with their numbers; a preview does the same and rolls it back.
    `take_back` undoes one row, or says why it stays. `there` are the rows of the template. A list
    that is taken back whole or not at all says why not in `whole`, by raising WrongState.
    `lay_down` fills its temporary `tables` before the lock, so that the write is short.
    """

    listing: Listing
    needs: Permission
    facts: Callable[[Visit, int | None], Iterable[Sequence[Any]]]
    match: Callable[[Visit, int | None, Sequence[Entry]], list[Match]]
    write: Callable[[Visit, Sheet, Sequence[Planned]], list[int]]
    take_back: Callable[[Visit, Written], str]
    there: Callable[[Visit, int | None], Iterable[Sequence[str]]]
    whole: Callable[[Visit, Sequence[Written]], None] = _free
    lay_down: Callable[[Database, int | None, Sequence[Planned]], None] = _nothing
    tables: tuple[str, ...] = ()


LISTS: Brought[Brings] = Brought()


def brought(code: str) -> Brings:
    """The list of that name. Raises NotFound."""
    found = next((one for one in LISTS if one.listing.code == code), None)
    if found is None:
        raise NotFound("这种名单")
    return found
