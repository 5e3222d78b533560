"""An invariant (核对项): a sentence, and the query that finds what breaks it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invariant:
    """`sql` selects one column naming each row that breaks the sentence in `words`."""

    code: str
    words: str
    sql: str
