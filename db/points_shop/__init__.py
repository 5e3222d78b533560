"""积分超市: what is on the shelf, its stock book, and reservations with their points held."""

from db.points_shop.reservations import (
    cancel,
    expire_reservations,
    handed_over,
    open_reservations,
    pick_up,
    reserve,
    take_back,
    taken,
    undo_pick_up,
)
from db.points_shop.shelf import (
    add_item,
    item,
    items,
    offer_again,
    restock,
    stock_moves,
    take_off_shelf,
)

__all__ = [
    "add_item",
    "cancel",
    "expire_reservations",
    "handed_over",
    "item",
    "items",
    "offer_again",
    "open_reservations",
    "pick_up",
    "reserve",
    "restock",
    "stock_moves",
    "take_back",
    "take_off_shelf",
    "taken",
    "undo_pick_up",
]
