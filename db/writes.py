"""The one gate (唯一的写入口): permitted, atomic, remembered, and done once per slip (单号)."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlite_utils import Database

from db import chain, connection, heads
from db.rows import put
from db.visit import Visit
from domain.dates import check_clock
from domain.errors import NotAllowed, SlipTaken
from domain.people import Permission
from domain.receipts import Receipt

P = ParamSpec("P")
T = TypeVar("T")
Write = Callable[Concatenate[Visit, P], Receipt]
Inner = Callable[Concatenate[Visit, P], T]
# Secrets are not kept in the audit log; what was sent on a slip is known here, for a second click.
_sent: OrderedDict[str, str] = OrderedDict()
REMEMBERED = 1000
# SQLite's own busy wait is unfair under load; inside one process a lock queues writers in turn.
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Undo:
    """How what a write did is taken back (撤销): by which write, while what is so, by what word."""

    write: Callable[..., Receipt]  # takes the id of the receipt, and a slip
    while_open: Callable[[Visit, int], bool] | None = None
    label: str = "撤销"

    def possible(self, visit: Visit, id: int) -> bool:
        """Whether this one can still be taken back; without a limit the write itself refuses."""
        return self.while_open is None or self.while_open(visit, id)


def writes(
    permission: Permission,
    *,
    undo: Undo | None = None,
    ahead: Callable[..., AbstractContextManager[None]] | None = None,
) -> Callable[[Write[P]], Write[P]]:
    """Mark a write. The same slip sent again is answered with its first receipt.

    `undo` says how it is taken back, which a screen offers beside its receipt. `ahead` reckons
    before the lock; the write compares the facts. Raises NotAllowed, SlipTaken, Unusable, and whatever the rule inside refuses.
    """

    def mark(act: Write[P]) -> Write[P]:
        takes = signature(act)
        action = f"{act.__module__.removeprefix('db.')}.{act.__name__}"

        @wraps(act)
        def guarded(visit: Visit, *args: P.args, **kwargs: P.kwargs) -> Receipt:
            _, *given = takes.bind(visit, *args, **kwargs).arguments.items()
            told = dict(given)
            visit.user.must(permission)
            before = ahead(visit.db, *args, **kwargs) if ahead else nullcontext()
            with before, transaction(visit.db):
                _still_allowed(visit, permission)
                slip = _slip(told)
                _no_draft_any_more(visit, slip)
                if done := _done_before(visit, action, slip, told):
                    return done
                _check_clock(told, visit.now)
                receipt = act(visit, *args, **kwargs)
                _remember(visit, action, slip, told, receipt)
            _keep_secrets(visit, action, slip, told)
            return receipt

        guarded.permission = permission  # type: ignore[attr-defined]  # see permission_of
        guarded.takes_slip = "slip" in takes.parameters  # type: ignore[attr-defined]
        guarded.undo = undo  # type: ignore[attr-defined]  # see undo_of
        return cast(Write[P], guarded)

    return mark


def _check_clock(told: dict[str, Any], now: datetime) -> None:
    """Every date of a paper is held against the clock (domain/dates.py), none is forgotten."""
    for paper in told.values():
        if is_dataclass(paper):
            check_clock(paper, now)


def undo_of(write: Callable[..., Receipt]) -> Undo | None:
    """How a write is taken back, where it can be at all."""
    return getattr(write, "undo", None)


def takes_slip(write: Callable[..., Receipt]) -> bool:
    """Whether a write takes its slip beside what it is given, and not inside a paper."""
    return bool(getattr(write, "takes_slip", False))


def inside_gate(act: Inner[P, T]) -> Inner[P, T]:
    """Mark a part of a write: it asks no permission of its own, and runs only inside the gate."""

    @wraps(act)
    def guarded(visit: Visit, *args: P.args, **kwargs: P.kwargs) -> T:
        if not visit.db.conn.in_transaction:
            raise RuntimeError(f"{act.__name__} was called outside the gate")
        return act(visit, *args, **kwargs)

    guarded.inside_gate = True  # type: ignore[attr-defined]  # read by the tests
    return cast(Inner[P, T], guarded)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Take the write lock before reading, so that what was checked is still true when we write.

    `db.atomic()` begins deferred: of two check-then-write visits one fails with "locked".
    """
    if db.conn.in_transaction:
        with db.atomic():  # a write inside a write: a savepoint will do
            yield
        return
    with _turn, connection.explaining():
        db.conn.execute("begin immediate")
        try:
            yield
            made = chain.extend(db)
            db.conn.execute("commit")
        except BaseException:  # Streamlit stops a run with a BaseException
            if db.conn.in_transaction:
                db.conn.execute("rollback")
            raise
    if made is not None:
        heads.keep(db, made)


def _still_allowed(visit: Visit, permission: Permission) -> None:
    """Role, estate and merchant are read again in the transaction: a change just now counts."""
    row = visit.db.execute(
        "select role, is_active, estate_id, merchant_id from accounts where id = ?",
        [visit.user.id],
    ).fetchone()
    user = visit.user
    if row is None or tuple(row) != (user.role, 1, user.estate_id, user.merchant_id):
        raise NotAllowed(visit.user.role.label, permission.label)


def _slip(told: dict[str, Any]) -> str | None:
    for thing in told.values():
        if is_dataclass(thing) and hasattr(thing, "slip"):
            return str(thing.slip)
    return cast(str | None, told.get("slip"))


def _no_draft_any_more(visit: Visit, slip: str | None) -> None:
    """What is saved is no draft (没存的) from the same moment on; a refusal rolls this back too."""
    if slip is not None:
        sql = "delete from drafts where slip = ? and account_id = ?"
        visit.db.execute(sql, [slip, visit.user.id])


def _done_before(
    visit: Visit, action: str, slip: str | None, told: dict[str, Any]
) -> Receipt | None:
    """The receipt of the same paper sent before. Another paper on its slip raises SlipTaken."""
    if slip is None:
        return None
    row = visit.db.execute(
        "select action, account_id, detail, told, made_id from audit_log where slip = ?", [slip]
    ).fetchone()
    if row is None:
        return None
    before, now = json.loads(row[2]), json.loads(_detail(told))
    same = (row[0], row[1], _timeless(before)) == (action, visit.user.id, _timeless(now))
    secret = _secrets(told)
    if not same or _sent.get(f"{action} {visit.user.id} {slip}", secret) != secret:
        raise SlipTaken(slip, row[3])
    return Receipt(row[3], row[4])


def _secrets(told: dict[str, Any]) -> str:
    """The print of what the audit log leaves out: passwords, contacts, files; often nothing."""
    found = [thing for thing in told.values() if isinstance(thing, bytes)]
    for thing in told.values():
        if is_dataclass(thing):
            found += [getattr(thing, f.name) for f in fields(thing) if not f.repr]
    return sha256(repr(found).encode()).hexdigest() if any(found) else ""


def _keep_secrets(visit: Visit, action: str, slip: str | None, told: dict[str, Any]) -> None:
    if slip and (secret := _secrets(told)):
        _sent[f"{action} {visit.user.id} {slip}"] = secret
        if len(_sent) > REMEMBERED:
            _sent.popitem(last=False)


def _timeless(detail: Any) -> Any:
    """A paper without its moments: a second click comes a little later."""
    if isinstance(detail, dict):
        return {name: _timeless(part) for name, part in detail.items() if name[-3:] != "_at"}
    return detail


def _remember(
    visit: Visit, action: str, slip: str | None, told: dict[str, Any], receipt: Receipt
) -> None:
    put(
        visit.db, "audit_log", at=visit.now, account_id=visit.user.id, action=action, slip=slip,
        detail=_detail(told), told=receipt.told, made_id=receipt.id,
    )  # fmt: skip


def _detail(told: dict[str, Any]) -> str:
    return json.dumps({name: _plain(thing) for name, thing in told.items()}, ensure_ascii=False)


def _plain(thing: Any) -> Any:
    """What the audit log keeps. Fields declared `repr=False` (passwords, phones) are left out."""
    if is_dataclass(thing):
        return {f.name: _plain(getattr(thing, f.name)) for f in fields(thing) if f.repr}
    if thing is None or isinstance(thing, bool | int | str):
        return thing
    return "…" if isinstance(thing, bytes) else str(thing)  # passwords travel as bytes
