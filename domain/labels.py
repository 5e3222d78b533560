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
