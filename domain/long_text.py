"""Text of several lines (长文字): kept by its lines, otherwise as clean as one line is."""

from domain.errors import Invalid
from domain.registry import plain_text

ENDLESS = 1_000_000


def long_text(typed: str, what: str, *, least: int, most: int) -> str:
    """Each line as `plain_text` keeps it; blank ones go, the cells of a pasted table are spaced.

    Raises Invalid naming the field (`what`) when it is too short or too long.
    """
    lines = (plain_text(line, what, least=0, most=ENDLESS) for line in typed.splitlines())
    text = "\n".join(filter(None, lines))
    if len(text) < least:
        raise Invalid(f"{what}还没填。" if not text else f"{what}至少写 {least} 个字。")
    if len(text) > most:
        raise Invalid(f"{what}最多 {most:,} 个字，现在是 {len(text):,} 个。请写短一点。")
    return text
