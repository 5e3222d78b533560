"""The picture of a building (楼层图): one tile a flat, its stairwells side by side, all floors at once.

The browser draws it and answers a tap itself. What was tapped comes here whole, under the number of
the slip it belongs to, each time: no tap can be lost on the way or counted twice. Data reaches the
page as text only, never as HTML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

import streamlit as st

from domain.floors import WIDEST, floor_name, storeys
from ui.chinese import code
from ui.layout import Color

SAVED = "floors:saved"  # the last slip that was stored, with its taps
Shape = Literal["check", "cross", "minus", "circle", "warning", "block", "full", "low"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a kind of tile says without its colour: a shape and a word."""

    word: str
    shape: Shape
    color: Color


@dataclass(frozen=True, slots=True)
class Tile:
    """One flat. `word` instead of its look's; `told` is said to the blind behind it.

    `kind` is the line of the legend it counts under, its look where it is empty. A `free` one can
    be tapped, another one that `opens` is answered with its number. `level` in percent is a bar.
    """

    id: int
    floor: int
    room: str
    code: str
    look: str
    word: str = ""
    told: str = ""
    kind: str = ""
    free: bool = False
    opens: bool = False
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stairwell, or what of a building lies in none."""

    name: str
    tiles: Sequence[Tile]


@dataclass(frozen=True, slots=True)
class Tapping:
    """What may be tapped: under which slip, what was tapped before, and what each tap goes on to.

    `whole` is what a tap on a floor's name says for all of it that is free.
    """

    slip: str
    taps: Mapping[int, str]
    after: Mapping[str, str]
    whole: str


@dataclass(frozen=True, slots=True)
class Picked:
    """What the browser says: all that is tapped under this slip, if it said so; a tile to open."""

    taps: Mapping[str, object] | None
    opened: int | None


_draw = st.components.v2.component(
    "floors", html='<div class="picture"></div>', js=code("floors.js"), css=code("floors.css")
)


def picture(
    name: str,
    blocks: Sequence[Block],
    looks: Mapping[str, Look],
    *,
    tapping: Tapping | None = None,
    only: str = "",
) -> Picked:
    """Draw it. `name` tells it from others of this person; `only` one kind is lit at first."""
    key = f"floors:{name}"
    data = {
        "key": name,
        "looks": {kind: _look(look) for kind, look in looks.items()},
        "blocks": _blocks(blocks),
        "tapping": _tapping(key, tapping),
        "only": only,
    }
    found = _draw(key=key, data=data, on_taps_change=_heard, on_open_change=_heard)
    opening = {tile.id for tile in chain(*(block.tiles for block in blocks)) if tile.opens}
    opened = found.get("open")
    return Picked(
        _said(found, tapping.slip) if tapping else None, opened if opened in opening else None
    )


def saved(slip: str, taps: Mapping[int, str]) -> None:
    """These taps are stored now, and no others: what is tapped beyond them belongs to the next slip."""
    st.session_state[SAVED] = {"slip": slip, "taps": _by_name(taps)}


def _by_name(taps: Mapping[int, str]) -> dict[str, str]:
    return {str(unit): said for unit, said in taps.items()}


def _heard() -> None:
    """What the browser says is read where the picture is drawn."""


def _said(state: Mapping[str, Any], slip: str) -> Mapping[str, object] | None:
    """All that the browser says is tapped, if it speaks of this slip."""
    said = state.get("taps")
    if not isinstance(said, dict) or said.get("slip") != slip:
        return None
    taps = said.get("taps")
    return taps if isinstance(taps, dict) else None


def _tapping(key: str, tapping: Tapping | None) -> dict[str, Any] | None:
    """What the browser is told of taps: those it cannot know yet, the same for as long as it lives,
    so that the picture does not travel again with each tap. When the slip changed, `before` is what
    was saved under the last one: what the browser has beyond it was tapped since, and is taken over.
    Of a slip that was dropped nothing is taken over.
    """
    if tapping is None:
        return None
    old = st.session_state.get(f"{key}:told")
    if old is None or old["slip"] != tapping.slip:
        before = old and st.session_state.get(SAVED, {"slip": old["slip"], "taps": None})
    elif key in st.session_state:  # the picture was there a moment ago
        return dict(old)
    else:
        before = old["before"]
    told: dict[str, Any] = {
        "slip": tapping.slip,
        "taps": _by_name(tapping.taps),
        "after": dict(tapping.after),
        "whole": tapping.whole,
        "before": before,
    }
    st.session_state[f"{key}:told"] = told
    return told


def _look(look: Look) -> dict[str, str]:
    return {"word": look.word, "shape": look.shape, "color": look.color}


def _blocks(blocks: Sequence[Block]) -> list[dict[str, object]]:
    """Stairwells of one building have the same rows, so that their floors lie side by side."""
    found = [(block.name, storeys(block.tiles)) for block in blocks]
    narrow = [kept for _, kept in found if all(len(row) <= WIDEST for _, row in kept.rows)]
    floors = sorted({floor for kept in narrow for floor, _ in kept.rows}, reverse=True)
    drawn: list[dict[str, object]] = []
    for name, kept in found:
        rows = dict(kept.rows)
        shown = floors if kept in narrow else list(rows)
        drawn.append({
            "name": name,
            "doors": list(kept.doors),
            "columns": min(WIDEST, max((len(row) for row in rows.values()), default=1)),
            "rows": [
                {"name": floor_name(floor),
                 "tiles": [_tile(tile) if tile else None for tile in rows.get(floor, ())]}
                for floor in shown
            ],
        })  # fmt: skip
    return drawn


def _tile(tile: Tile) -> dict[str, object]:
    """As little as there is to say: half a thousand of them go over a phone's line."""
    more = {
        "word": tile.word, "told": tile.told, "kind": tile.kind, "free": tile.free,
        "opens": tile.opens,
    }  # fmt: skip
    said: dict[str, object] = {name: value for name, value in more.items() if value}
    if tile.level is not None:  # an empty account has a bar too, of no length
        said["level"] = tile.level
    return {"id": tile.id, "room": tile.room, "code": tile.code, "look": tile.look, **said}
