"""What may become of a thing on its way (状态机): one shape for whatever moves through states.

A rule asks the moves of its feature where they decide alone. Where an act is narrower than its
move (both 作废 and the end of a dispute make a voucher void), the rule names the state it wants.
The file refuses every other move as well; tests walk each pair of states and hold the two equal.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from domain.errors import WrongState
from domain.labels import Labelled

S = TypeVar("S", bound=Labelled)


@dataclass(frozen=True, slots=True)
class Moves(Generic[S]):
    """Every move there is, as (before, after); a state without one is an end."""

    pairs: frozenset[tuple[S, S]]

    @classmethod
    def of(cls, table: Mapping[S, Collection[S]]) -> Self:
        """From each state, those that may follow it."""
        return cls(frozenset((now, then) for now, after in table.items() for then in after))

    def may(self, before: S, after: S) -> bool:
        return (before, after) in self.pairs

    def check(self, before: S, after: S, refusal: str) -> None:
        """Raises WrongState, which says `refusal`, unless there is such a move."""
        if not self.may(before, after):
            raise WrongState(refusal)
