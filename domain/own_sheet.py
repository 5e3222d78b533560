"""个人信息查询单: what is held of one resident and who has looked at it, for the resident's own hands.

个人信息保护法 44、45: whoever is asked tells a person what is kept of them, and gives a copy.
"""

from dataclasses import dataclass
from datetime import datetime

Line = tuple[str, str]  # what it is, and what is kept


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the sheet; without lines nothing of it is held."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """The whole sheet, as of a moment, and who printed it."""

    community: str
    who: str
    printed_at: datetime
    printed_by: str
    sections: tuple[Section, ...]
