"""A receipt (回执): what a write achieved, as the person is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """One finished Chinese sentence, and the id of the row that was made or changed."""

    told: str
    id: int = 0
