"""Floors of a stairwell (楼层): what they are called, and which flats lie above one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

WIDEST = 8  # flats to a floor; what has more is a row of shops or parking, not a stairwell


class Flat(Protocol):
    """A unit on its floor; `room` as written on the door."""

    @property
    def floor(self) -> int: ...
    @property
    def room(self) -> str: ...


F = TypeVar("F", bound=Flat)


@dataclass(frozen=True, slots=True)
class Storeys(Generic[F]):
    """A stairwell as it stands: the top floor first, in columns where the doors give them.

    `doors` names the columns (01, 02), or is empty where the rooms do not tell. None is a gap:
    no flat there.
    """

    doors: tuple[str, ...]
    rows: tuple[tuple[int, tuple[F | None, ...]], ...]


def floor_name(floor: int) -> str:
    return f"{floor}层" if floor > 0 else f"地下{-floor}"


def storeys(flats: Iterable[F]) -> Storeys[F]:
    """The flats by floor. Doors with one number lie above one another: 301 above 201."""
    floors: dict[int, list[F]] = {}
    for flat in sorted(flats, key=lambda flat: (-flat.floor, len(flat.room), flat.room)):
        floors.setdefault(flat.floor, []).append(flat)
    doors = _doors(floors)
    if doors:
        columns = {door: at for at, door in enumerate(doors)}
        rows = [(floor, _in_columns(row, columns)) for floor, row in floors.items()]
    else:
        rows = [(floor, tuple(row)) for floor, row in floors.items()]
    return Storeys(doors, tuple(rows))


def _doors(floors: dict[int, list[F]]) -> tuple[str, ...]:
    """The numbers behind the floors, if every room has one, none twice on a floor, and they are few."""
    found: set[str] = set()
    for row in floors.values():
        here = [_door(flat) for flat in row]
        if "" in here or len(set(here)) < len(here):
            return ()
        found |= set(here)
    return tuple(sorted(found)) if len(found) <= WIDEST else ()


def _door(flat: Flat) -> str:
    """02 of 502 on the fifth floor; nothing where the room does not begin with its floor."""
    room, floor = flat.room, str(abs(flat.floor))
    if flat.floor < 0:
        room = room.removeprefix("-").removeprefix("B")
    door = room.removeprefix(floor)
    return door if room.startswith(floor) and len(door) == 2 and door.isdigit() else ""


def _in_columns(row: Sequence[F], columns: dict[str, int]) -> tuple[F | None, ...]:
    placed: list[F | None] = [None] * len(columns)
    for flat in row:
        placed[columns[_door(flat)]] = flat
    return tuple(placed)
