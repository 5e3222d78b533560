"""What a field holds, as JSON and back (草稿里的值): nothing is guessed, and no file is kept.

Days, amounts and the domain's own words come back as what they were. A row of the file comes back
as its number only; whoever draws the list of rows finds the present one (`drafts.settle`).
"""

from dataclasses import dataclass, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from importlib import import_module
from typing import Any

from streamlit.runtime.uploaded_file_manager import UploadedFile

WORDS_OF = "domain."  # the only modules whose enumerations are read back


@dataclass(frozen=True, slots=True)
class RowNumber:
    """A row that was chosen, by its number."""

    id: int


class NotKept(Exception):
    """A file: it has to be chosen again."""


def plain(value: Any) -> Any:
    """The value as JSON keeps it. Raises NotKept for a file, TypeError for what has no plain form."""
    if isinstance(value, Enum):
        kind = type(value)
        return {"word": value.value, "of": f"{kind.__module__}:{kind.__qualname__}"}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | time):
        raise TypeError(f"no field holds a moment: {value!r}")
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, UploadedFile):
        raise NotKept
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {"pairs": [[plain(name), plain(part)] for name, part in value.items()]}
    if is_dataclass(value) and isinstance(getattr(value, "id", None), int):
        return {"row": getattr(value, "id")}  # noqa: B009
    raise TypeError(f"a field that cannot be drafted: {value!r}")


def value_of(kept: Any) -> Any:
    """The value again. Raises ValueError for words that are no longer in use."""
    if isinstance(kept, list):
        return [value_of(part) for part in kept]
    if not isinstance(kept, dict):
        return kept
    if "day" in kept:
        return date.fromisoformat(kept["day"])
    if "decimal" in kept:
        return Decimal(kept["decimal"])
    if "row" in kept:
        return RowNumber(kept["row"])
    if "pairs" in kept:
        return {value_of(name): value_of(part) for name, part in kept["pairs"]}
    return _word(kept["word"], kept["of"])


def _word(value: Any, of: str) -> Enum:
    module, _, name = of.partition(":")
    if not module.startswith(WORDS_OF):
        raise ValueError(of)
    kind: Any = import_module(module)
    for part in name.split("."):
        kind = getattr(kind, part, None)
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        raise ValueError(of)
    return kind(value)
