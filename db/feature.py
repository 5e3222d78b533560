"""What a feature brings to the house (带来的), so that nothing above knows one by its name.

The list of features is db/features.py. 首页 asks them what is due, `python -m db check` what must
be true of their tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db.invariant import Computed, Invariant
from db.visit import Visit
from domain.home import Due, Figure
from domain.people import Permission


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the community that has to be made first (要先建的); `there` is SQL saying it is.

    Who has the permission `needs` makes it in the room `room`; None when that is done elsewhere.
    """

    title: str
    detail: str
    there: str
    needed: bool = False
    room: str | None = None
    needs: Permission | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Everything one feature brings; what it lacks is left out.

    `dues` and `figures` are marked `@reads`: only who has that permission is told. `article` holds
    in a demonstration alone, whose rows agree with what was published.
    """

    dues: Callable[[Visit], list[Due]] | None = None
    figures: Callable[[Visit], list[Figure]] | None = None
    parts: Sequence[Part] = ()
    invariants: Sequence[Invariant] = ()
    computed: Sequence[Computed] = ()
    article: Sequence[Invariant] = ()
