"""An invariant (核对项): a sentence, and the query that finds what breaks it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlite_utils import Database

# What SQL cannot compute: a code, the sentence, and what names each row that breaks it.
Computed = tuple[str, str, Callable[[Database], Iterable[str]]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """`sql` selects one column naming each row that breaks the sentence in `words`."""

    code: str
    words: str
    sql: str


def unbroken(table: str, words: str) -> Invariant:
    """Append-only tables are numbered 1, 2, 3 …; a gap means that a row was taken out."""
    return Invariant(
        f"{table}_unbroken",
        words,
        f"select '有 ' || (max(id) - count(*)) || ' 个缺号' from {table}"
        " having count(*) > 0 and (max(id) <> count(*) or min(id) <> 1)",
    )
