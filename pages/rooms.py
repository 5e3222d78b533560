"""Every room of the house in the order of the menu: its own, and between them the features'."""

from domain.people import User
from pages import (
    accounts,
    backup_copies,
    home,
    own_account,
    parameters,
    quick_entry,
    resident_page,
    showcase,
)
from pages.features import FEATURES
from pages.places import page as places

ROOMS = (
    home.ROOM,
    quick_entry.ROOM,
    *(room for feature in FEATURES for room in feature.rooms),
    showcase.ROOM,
    places.ROOM,
    parameters.ROOM,
    accounts.ROOM,
    backup_copies.ROOM,
    own_account.ROOM,
    resident_page.ROOM,
)


def landing(user: User) -> str:
    """The address a person arrives at after signing in; the front page is the empty one."""
    return next((room.address for room in ROOMS if user.role in room.arrive), "")
