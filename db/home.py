"""The first page (首页), composed of what every feature brings."""

from collections.abc import Callable
from typing import TypeVar

from db.feature import Ahead
from db.features import FEATURES
from db.visit import Visit, permission_of
from domain.home import Coming, Due, Figure

Told = TypeVar("Told")


def due_today(visit: Visit) -> list[Due]:
    """What is to be done, the most pressing first; only of features one may see.

    What waits for the reader has no `waits_for`; the rest is others'.
    """
    dues = [due for feature in FEATURES for due in _told(visit, feature.dues)]
    return sorted(dues, key=lambda due: (not due.urgent, due.rank))


def at_a_glance(visit: Visit) -> list[Figure]:
    """Where things stand, of the features one may see (一眼看去)."""
    return [figure for feature in FEATURES for figure in _told(visit, feature.figures)]


def ahead(visit: Visit) -> list[tuple[Ahead, list[Coming]]]:
    """What comes next, of the features one may see."""
    every = [feature.ahead for feature in FEATURES if feature.ahead]
    return [(one, one.read(visit)) for one in every if visit.user.may(permission_of(one.read))]


def _told(visit: Visit, read: Callable[[Visit], list[Told]] | None) -> list[Told]:
    """What a feature tells this person."""
    return read(visit) if read and visit.user.may(permission_of(read)) else []
