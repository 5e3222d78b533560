"""Stored English, shown Chinese: enums that carry the word people read."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A stored code with its Chinese label: `Role.CLERK == "clerk"`, `.label == "社工"`."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def called(cls, label: str) -> Self:
        """The one people read as this. Raises ValueError."""
        for one in cls:
            if one.label == label:
                return one
        raise ValueError(f"{cls.__name__} has no {label!r}")


def label_of(word: str) -> str:
    """What people read of a code: its label, or the word itself."""
    return word.label if isinstance(word, Labelled) else word


def labels(kinds: type[Labelled]) -> tuple[str, ...]:
    """The words of all of them, in their order."""
    return tuple(kind.label for kind in kinds)
