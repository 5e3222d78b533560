"""A visit: the open database, the person, and the moment. Made once per run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlite_utils import Database

from domain.days import stamp
from domain.people import Permission, User


@dataclass(frozen=True, slots=True)
class Visit:
    """Every write needs exactly these three."""

    db: Database
    user: User
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def at(self) -> str:
        """This moment as the tables keep it."""
        return stamp(self.now)


P = ParamSpec("P")
T = TypeVar("T")
Read = Callable[Concatenate[Visit, P], T]


def reads(permission: Permission) -> Callable[[Read[P, T]], Read[P, T]]:
    """Mark a read of personal rows: it refuses by itself, whatever page calls it (NotAllowed)."""

    def mark(read: Read[P, T]) -> Read[P, T]:
        @wraps(read)
        def guarded(visit: Visit, *args: P.args, **kwargs: P.kwargs) -> T:
            visit.user.must(permission)
            return read(visit, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # see permission_of
        return cast(Read[P, T], guarded)

    return mark


def permission_of(marked: Callable[..., Any]) -> Permission:
    """What a read, a write or a dialog asks for, as it is marked; screens name none themselves."""
    permission: Permission = marked.permission  # type: ignore[attr-defined]
    return permission


def of_one_moment(read: Read[P, T]) -> Read[P, T]:
    """Mark a read of several statements: what others save between two of them is not seen."""

    @wraps(read)
    def at_once(visit: Visit, *args: P.args, **kwargs: P.kwargs) -> T:
        conn = visit.db.conn
        if conn.in_transaction:
            return read(visit, *args, **kwargs)
        conn.execute("begin")
        try:
            return read(visit, *args, **kwargs)
        finally:
            if conn.in_transaction:
                conn.execute("rollback")

    return cast(Read[P, T], at_once)
