"""Papers that went out (存底): their figures as text, and read back exactly as they were."""

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from domain.labels import Labelled

Paper = TypeVar("Paper")


class PaperKind(Labelled):
    """A paper that is put on a wall or handed in, and from then on stays what it was."""

    PLAN = "plan", "方案公示"
    RESULT = "result", "表决结果公示"
    SETTLE = "settle", "决算分摊公示"
    APPLICATION = "application", "使用申请表"
    LIST = "list", "分摊清册"
    STATEMENT = "statement", "对账单"
    MONTH = "month", "月度公示"


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """That a paper was kept: which version of it, when, and by whom."""

    kind: PaperKind
    subject: str
    version: int
    kept_at: datetime
    kept_by: str


def as_text(paper: object) -> str:
    """The figures of a paper: dataclasses and named tuples of plain values, hashes, dates and labels."""
    return json.dumps(_plain(paper), ensure_ascii=False, separators=(",", ":"))


def from_text(paper: type[Paper], text: str) -> Paper:
    """The paper its figures were taken from; a field added since then has its default."""
    return cast(Paper, _built(paper, json.loads(text)))


def digest(text: str) -> str:
    """SHA-256 of the figures, so that `check` sees every change."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(thing: Any) -> Any:
    if is_dataclass(thing):
        return {field.name: _plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, tuple):
        named = getattr(thing, "_fields", None)
        parts = [_plain(part) for part in thing]
        return dict(zip(named, parts)) if named else parts
    if isinstance(thing, bytes):
        return thing.hex()
    return thing.isoformat() if isinstance(thing, date) else thing


def _built(hint: Any, told: Any) -> Any:
    if told is None:
        return None
    if get_origin(hint) is UnionType:
        return _built(next(arm for arm in get_args(hint) if arm is not NoneType), told)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(_built(inner, part) for part in told)
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        known = get_type_hints(hint)
        return hint(**{name: _built(known[name], part) for name, part in told.items()})
    if hint in (date, datetime):
        return hint.fromisoformat(told)
    if hint is bytes:
        return bytes.fromhex(told)
    return hint(told) if isinstance(hint, type) and issubclass(hint, StrEnum) else told
