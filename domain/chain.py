"""The chain (哈希链) over what must not be rewritten: links, heads, and heads kept elsewhere.

Whoever can write the file can also make every link anew. What he cannot change is a head that was
printed on a notice or written down beside the file: it is then no longer part of the chain.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.errors import Invalid

GENESIS = bytes(32)  # what the first link follows
SHORTEST = 16  # hexadecimal digits of a head that are enough to tell it from every other
encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def linked(before: bytes, covers: Mapping[str, int], rows: Iterable[str]) -> bytes:
    """The hash of a link: over the one before, what it covers, and each row, in order.

    Rows are JSON arrays as `encoded` writes them, of whole numbers and texts, one on a line; they
    are taken some at a time, never all at once.
    """
    found = hashlib.sha256(before + encoded(covers).encode())
    for some in rows:
        found.update(b"\n" + some.encode())
    return found.digest()


@dataclass(frozen=True, slots=True)
class Head:
    """A link's number and hash (链头): it fixes every row linked up to there."""

    number: int
    hash: bytes

    @property
    def groups(self) -> str:
        """64 hexadecimal digits in eight groups, to be compared by eye."""
        return self.hash.hex(" ", 4)

    @property
    def told(self) -> str:
        """As `check --head` takes it: `128:3fa1…`."""
        return f"{self.number}:{self.hash.hex()}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A head as it was kept outside the file: on paper (moment empty) or in the list beside it.

    `number` is 0 when only the digits were given; they may be the first part of them.
    """

    number: int
    digits: str
    moment: str = ""


_TYPED = re.compile(rf"(?:(\d+)[:：])?([0-9a-f]{{{SHORTEST},64}})")
_LINE = re.compile(r"(\d{4}-\d\d-\d\dT\S+) (\d+) ([0-9a-f]{64})\n")


def typed_head(text: str) -> Kept:
    """A head as somebody copies it from paper: groups, capitals and the number before are fine.

    Raises Invalid when it is none.
    """
    found = _TYPED.fullmatch(re.sub(r"\s", "", text).lower())
    if not found:
        raise Invalid(f"链头写成“第几环:{SHORTEST} 位以上的数字和字母”，照公示上的抄。")
    return Kept(int(found[1] or 0), found[2])


def kept_heads(text: str) -> list[Kept]:
    """The heads of a list, by number. A line that was cut off while it was written is passed over."""
    return sorted(
        (Kept(int(number), digits, at) for at, number, digits in _LINE.findall(text)),
        key=lambda head: head.number,
    )


def kept_line(head: Head, moment: str) -> str:
    return f"{moment} {head.number} {head.hash.hex()}\n"
