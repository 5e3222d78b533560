"""消费券 vouchers: the page, giving them out, settling with merchants, and the sheet to print."""

from pages.vouchers.page import ICON, NEEDS, TITLE, render

__all__ = ["ICON", "NEEDS", "TITLE", "render"]
