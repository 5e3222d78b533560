"""维修资金 repair fund: the projects, one project, and the accounts of the households."""

from pages.repair_fund.page import ICON, NEEDS, TITLE, render

__all__ = ["ICON", "NEEDS", "TITLE", "render"]
