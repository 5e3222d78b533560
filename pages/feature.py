"""What a feature brings to the screens (带来的): its rooms, declared beside what they draw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from db.visit import Visit
from domain.own_sheet import Line
from domain.people import Permission, Role
from domain.receipts import Receipt
from domain.registry import Resident
from ui import charts


@dataclass(frozen=True, slots=True)
class Room:
    """A page (房间): where it is, what it is called, who may enter, and what draws it.

    The address is never a file's name; the empty one is the front page. People of the roles in
    `arrive` come here after signing in, everybody else comes to the front page.
    """

    address: str
    title: str
    icon: str
    needs: Permission
    render: Callable[[Visit], None]
    arrive: frozenset[Role] = frozenset()
    menu: bool = True  # whether the menu names it; others are come to by a link


@dataclass(frozen=True, slots=True)
class Quick:
    """What is written down standing up (快速登记), on a phone: one task, drawn with its button.

    It is offered to whoever may do `write`, the `usual` one first.
    """

    name: str
    icon: str
    write: Callable[..., Receipt]
    draw: Callable[[Visit], None]
    usual: bool = False


Drawing = tuple[str, charts.Spec | None, str]  # title, chart, and the sentence it comes to
NONE: Drawing = ("", None, "")


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen of the board (栏目), and what it says in words.

    `key` is that of its figures (db.feature.Board) and of its published ones, of which `first`
    names those that come first. `aside` reads now, and answers with what draws it later.
    """

    key: str
    label: str
    icon: str
    headline: str
    first: tuple[str, ...]
    how: str = ""
    chart: Callable[[Visit, charts.Palette, charts.Size], Drawing] | None = None
    aside: Callable[[Visit], Callable[[], None]] | None = None


@dataclass(frozen=True, slots=True)
class ResidentPart:
    """What one feature tells of a resident (居民的一页), for whoever may do its `read`.

    `draw` is given what was read; where that is nothing, `nothing` is said instead. Of a
    `sensitive` part (电话、住处、账目、表决) every opening is written down (db/readings.py). `words`
    says what was read line by line, for the resident's own sheet (个人信息查询单); a part without
    them is told there by the house itself (db/own_sheet.py).
    """

    title: str
    icon: str
    read: Callable[[Visit, int], Any]
    draw: Callable[[Visit, Resident, Any], None]
    nothing: str
    sensitive: bool = False
    words: Callable[[Any], list[Line]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Everything one feature shows. The list of features (pages/features.py) is all that knows it.

    `glance` is its picture on 首页, for who may enter its first room.
    """

    rooms: tuple[Room, ...]
    quick: Quick | None = None
    scene: Scene | None = None
    resident: tuple[ResidentPart, ...] = ()
    glance: Callable[[Visit, charts.Palette, charts.Size], Drawing] | None = None
