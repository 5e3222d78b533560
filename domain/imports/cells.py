"""Cells of brought lists (格子): words, whole numbers, days, telephones, as people fill them in."""

import re
from collections.abc import Callable

from domain.errors import Invalid
from domain.registry import plain_text


def words(what: str, *, least: int = 1, most: int = 30) -> Callable[[str], str]:
    """A reader of words of a sane length."""
    return lambda typed: plain_text(typed, what, least=least, most=most)


def whole(what: str, most: int, *, least: int = 0) -> Callable[[str], int]:
    """A reader of whole numbers, with or without their counter (3 件)."""

    def read(typed: str) -> int:
        plain = re.sub(r"[,，\s]|[件枚张个次岁]$", "", typed)
        if not (plain.isascii() and plain.isdecimal() and len(plain) < 12):
            raise Invalid(f"{what}“{typed[:20]}”看不懂。写整数，例如 {max(least, 1)}。")
        if not least <= int(plain) <= most:
            raise Invalid(f"{what}要在 {least:,} 到 {most:,} 之间，表里是 {int(plain):,}。")
        return int(plain)

    return read
