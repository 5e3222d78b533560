"""Every part of the demonstration, in the order it is built: the one list of them on this floor."""

from seed import (
    academy,
    awards,
    demo_accounts,
    fund_accounts,
    meetings,
    merchants,
    people,
    places,
    points,
    projects,
    registry_book,
    sheds,
    shop,
    showcase,
    vouchers,
)
from seed.telling import Part

PARTS: tuple[Part, ...] = (
    places.PART,
    people.PART,
    merchants.PART,
    demo_accounts.PART,
    registry_book.PART,
    showcase.PART,
    fund_accounts.PART,
    projects.PART,
    meetings.PART,
    sheds.PART,
    points.PART,
    awards.PART,
    shop.PART,
    vouchers.PART,
    academy.PART,
)
