"""Codes as people read and type them (券码): which letters there are, and what is forgiven."""

import re
import unicodedata

# No 0, O, 1, I, L, U: what an elder reads aloud cannot be taken for another letter. 30 letters,
# since 31 is prime and the check letter (校验位) is counted modulo 31, 30.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10  # nine by chance, and the check letter


def plain_code(typed: str) -> str:
    """What was typed, as codes are stored: half-width capitals without spaces and hyphens.

    `abcde－fghjk`, ` ABCDE FGHJK ` and `ＡＢＣＤＥ-ＦＧＨＪＫ` are all `ABCDEFGHJK`.
    """
    text = unicodedata.normalize("NFKC", typed).upper()
    if link := re.search(r"[?&]C=([^&#]*)", text):  # a scanner types the whole link
        text = link[1]
    return re.sub(r"[^0-9A-Z]", "", text)[: LENGTH * 2]


def grouped(code: str) -> str:
    """ABCDEFGHJK → ABCDE-FGHJK, easier to read aloud."""
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))
