"""What a feature brings to the house (带来的), so that nothing above knows one by its name.

The list of features is db/features.py. 首页 asks them what is due, `python -m db check` what must
be true of their tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from db.invariant import Computed, Invariant
from db.visit import Visit
from domain.home import Coming, Due, Figure
from domain.people import Permission
from domain.search import Hits
from domain.showcase import Figure as Live


@dataclass(frozen=True, slots=True)
class Part:
    """One line of what a new community needs (上线清单); `there` is SQL saying it is done.

    Who has the permission `needs` makes it in the room `room`; None when that is done elsewhere.
    `count` is SQL of how many there are by now, in `unit`; `words` is SQL that says it. What no table can show is said by hand,
    under its `mark` (db/set_up.py).
    """

    title: str
    detail: str
    there: str
    needed: bool = False
    room: str | None = None
    needs: Permission | None = None
    count: str = ""
    unit: str = ""
    words: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a feature has coming (接下来), under a title of its own, or said to be nothing."""

    title: str
    nothing: str
    read: Callable[[Visit], list[Coming]]


@dataclass(frozen=True, slots=True)
class Board:
    """The live figures (实时) of one screen of the board, and which of them the overview shows."""

    scene: str
    figures: Callable[[Database, datetime], list[Live]]
    overview: Callable[[Database, datetime], list[Live]] | None = None


@dataclass(frozen=True, slots=True)
class Finder:
    """How things of one kind are found in 全部搜索: the read is marked with who may.

    It answers with at most eight hits, each with the address that opens the thing.
    """

    kind: str
    icon: str
    find: Callable[[Visit, str], Hits]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Everything one feature brings; what it lacks is left out.

    `dues`, `figures` and what is `ahead` are marked `@reads`: only who has that permission is told. `article` holds
    in a demonstration alone, whose rows agree with what was published. `fixed` are
    rows that came with the schema and that no screen may change: a code, the sentence, the query. `tells` is for lower features
    (db/brought.py).
    """

    dues: Callable[[Visit], list[Due]] | None = None
    figures: Callable[[Visit], list[Figure]] | None = None
    ahead: Ahead | None = None
    board: Board | None = None
    parts: Sequence[Part] = ()
    invariants: Sequence[Invariant] = ()
    computed: Sequence[Computed] = ()
    article: Sequence[Invariant] = ()
    finders: Sequence[Finder] = ()
    fixed: Sequence[tuple[str, str, str]] = ()
    tells: Sequence[Callable[[], None]] = ()
