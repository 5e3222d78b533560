"""Every room of the house: its address, its name in the menu, and who may enter."""

from dataclasses import dataclass
from types import ModuleType

from domain.people import Permission, Role, User
from pages import (
    academy_enrollment,
    accounts,
    home,
    meeting_agenda,
    own_account,
    parameters,
    points_ledger,
    points_shop,
    quick_entry,
    repair_fund,
    shed_capacity,
    showcase,
    voucher_use,
    vouchers,
)


@dataclass(frozen=True, slots=True)
class Room:
    """A page. Its address is never its file's name; the empty one is the front page."""

    address: str
    module: ModuleType

    @property
    def needs(self) -> Permission:
        needs: Permission = self.module.NEEDS
        return needs


ROOMS = [
    Room("", home),
    Room("quick", quick_entry),
    Room("agenda", meeting_agenda),
    Room("fund", repair_fund),
    Room("sheds", shed_capacity),
    Room("points", points_ledger),
    Room("shop", points_shop),
    Room("vouchers", vouchers),
    Room("use", voucher_use),
    Room("academy", academy_enrollment),
    Room("board", showcase),
    Room("settings", parameters),
    Room("people", accounts),
    Room("me", own_account),
]
LANDING = {
    Role.VOLUNTEER: "quick",
    Role.TEACHER: "academy",
    Role.MERCHANT: "use",
    Role.DELEGATION: "board",
}


def landing(user: User) -> str:
    """The address a person arrives at after signing in."""
    return LANDING.get(user.role, "")
