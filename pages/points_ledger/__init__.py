"""湾郡币 points: the page, its award form, activities, and one resident's statement."""

from pages.points_ledger.page import ICON, NEEDS, TITLE, render

__all__ = ["ICON", "NEEDS", "TITLE", "render"]
