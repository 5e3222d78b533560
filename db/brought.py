"""What upper features tell a lower one (登记): it asks, and need not know their tables.

A lower feature declares a `Brought`; an upper one tells it in its `Feature.tells`; the list of
features (db/features.py) passes everything on, in its order. Asked before that, it refuses: a
process that has half of the house could otherwise do half of a deed.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Brought(Generic[Thing]):
    """Things of one kind, brought by whichever features have one."""

    whole = False  # set once, for all of them

    def __init__(self) -> None:
        self._things: list[Thing] = []

    def told(self, thing: Thing) -> Callable[[], None]:
        """For `Feature.tells`: called once, when the list of features is made."""
        return lambda: self._things.append(thing)

    def __iter__(self) -> Iterator[Thing]:
        if not Brought.whole:
            raise RuntimeError("import db.features first: it brings what the features tell")
        return iter(self._things)
