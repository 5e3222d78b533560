"""SQL rows become typed rows: `many`, `one`, `first`, `value`; `put` stores one, `put_many` many.
`move_to` takes one on to another state.

Days and moments are `date` and `datetime` on this side, ISO text in the file; both ways here.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from itertools import chain
from types import NoneType, UnionType
from typing import Any, Protocol, TypeVar, cast, get_args, get_origin, get_type_hints

from sqlite_utils import Database

from domain.days import stamp
from domain.errors import NotFound, WrongState

Row = TypeVar("Row")
MOVED = "刚刚有人办过了，请再看一遍。"
_AS_IT_IS = frozenset({int, str, NoneType})  # most cells of a bulk, kept without a look


class Stands(Protocol):
    """Whatever stands in a state (domain/states.py), as it was read."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> StrEnum: ...


def put(db: Database, table: str, **row: Any) -> int:
    """One new row, by the names of its columns; its number. A moment is kept to the second."""
    made = db.conn.execute(_insert(table, tuple(row)), [_kept(cell) for cell in row.values()])
    return int(made.lastrowid or 0)


def move_to(db: Database, table: str, row: Stands, to: StrEnum, **also: Any) -> None:
    """Take a row on to another state, and these columns with it.

    Raises WrongState when it does not stand where it was read: the rule was asked about that.
    """
    columns = "".join(f", {name} = ?" for name in also)
    done = db.execute(
        f"update {table} set state = ?{columns} where id = ? and state = ?",
        [to, *map(_kept, also.values()), row.id, row.state],
    )
    if done.rowcount != 1:  # the lock makes it impossible; the row is the last word all the same
        raise WrongState(MOVED)


def put_many(db: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Many new rows, streamed; the first names the columns of all. Raises TypeError for others."""
    given = iter(rows)
    first = next(given, None)
    if first is not None:
        columns = tuple(first)
        cells = _cells(table, columns, chain([first], given))
        db.conn.executemany(_insert(table, columns), cells)


def _cells(
    table: str, columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]
) -> Iterator[list[Any]]:
    for row in rows:
        if tuple(row) != columns:
            raise TypeError(f"a row of {table} has {tuple(row)}, the first has {columns}")
        yield [cell if type(cell) in _AS_IT_IS else _kept(cell) for cell in row.values()]


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"insert into {table} ({', '.join(columns)}) values ({marks})"


def _given(named: dict[str, Any]) -> dict[str, Any]:
    return {name: _kept(cell) for name, cell in named.items()}


def _kept(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return stamp(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def many(db: Database, row: type[Row], sql: str, **named: Any) -> list[Row]:
    """All rows of a query. Columns must be the dataclass's fields, in their order."""
    cursor = db.execute(sql, _given(named))
    convert = _converters(cast(Hashable, row), tuple(column[0] for column in cursor.description))
    return [
        row(*(cell if to is None or cell is None else to(cell) for to, cell in zip(convert, cells)))
        for cells in cursor
    ]


def first(db: Database, row: type[Row], sql: str, **named: Any) -> Row | None:
    """The first row of a query, or None."""
    rows = many(db, row, sql, **named)
    return rows[0] if rows else None


def one(db: Database, row: type[Row], what: str, sql: str, **named: Any) -> Row:
    """The row of a query; raises NotFound(what) when there is none."""
    found = first(db, row, sql, **named)
    if found is None:
        raise NotFound(what)
    return found


def value(db: Database, sql: str, **named: Any) -> Any:
    """The single value of a query; None when there is no row."""
    row = db.execute(sql, _given(named)).fetchone()
    return row[0] if row else None


@cache
def _converters(row: Any, columns: tuple[str, ...]) -> tuple[Callable[[Any], Any] | None, ...]:
    hints = get_type_hints(row)
    if columns != tuple(hints):
        raise TypeError(f"{row.__name__} has fields {tuple(hints)}, the query gives {columns}")
    return tuple(_converter(hint) for hint in hints.values())


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    if get_origin(hint) is UnionType:
        hint = next(arm for arm in get_args(hint) if arm is not NoneType)
    if hint in (date, datetime, time):
        return _from_iso(hint)
    if isinstance(hint, type) and (issubclass(hint, StrEnum) or hint is bool):
        return hint
    return None


def _from_iso(hint: Any) -> Callable[[Any], Any]:
    return hint.fromisoformat
