"""What a feature brings to the screens (带来的): its rooms, declared beside what they draw."""

from collections.abc import Callable
from dataclasses import dataclass

from db.visit import Visit
from domain.people import Permission, Role


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Everything one feature shows. The list of features (pages/features.py) is all that knows it."""

    rooms: tuple[Room, ...]
