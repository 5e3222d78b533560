"""Where the parts of a row stand (行里各样的位置): one element holds all of them, a paragraph each.

What one column has of its own is said here; what all rows have in common in ui/assets/rooms.css.
"""

from functools import cache
from typing import NamedTuple

SECOND_LINE = 2  # columns below the title on a phone; one beside a wide action


class Place(NamedTuple):
    """What a column needs of the page: its width in px at a desk, and where it stands."""

    code: str
    width: int
    right: bool
    top: bool  # in the first line on a phone


@cache
def style(
    name: str, key: str, headings: tuple[Place, ...], cells: tuple[Place, ...], *, wide: bool
) -> str:
    """Of one list: the sides of its headings, and width, side and line of each cell.

    The empty piece behind it keeps the rules where the list is, so that they go when it goes.
    """
    top = any(cell.top for cell in cells)
    below = 1 if top and wide else SECOND_LINE
    rules = [f".st-key-sort-{name}-{it.code}{{--side:right}}" for it in headings if it.right]
    rules += [f".st-key-rows-{key}{{--acts:2}}"] * top
    for number, cell in enumerate(cells, 1):
        says = [f"--wide:{cell.width}px"]
        says += ["--aligned:right"] * cell.right + ["--line:0"] * cell.top
        says += ["--below:none"] * (number > below and not cell.top)
        rules.append(f".st-key-rows-{key} p:nth-of-type({number}){{{';'.join(says)}}}")
    return f"<style>{''.join(rules)}</style><i></i>"
