"""The features of the house, in the order of the menu: the one list of them on this floor."""

from pages import academy_enrollment, meeting_agenda, points_shop, shed_capacity
from pages.feature import Feature
from pages.imports import page as imports
from pages.points_ledger import page as points_ledger
from pages.registry import page as registry
from pages.repair_fund import page as repair_fund
from pages.vouchers import page as vouchers

FEATURES: tuple[Feature, ...] = (
    meeting_agenda.FEATURE,
    repair_fund.FEATURE,
    shed_capacity.FEATURE,
    points_ledger.FEATURE,
    points_shop.FEATURE,
    vouchers.FEATURE,
    academy_enrollment.FEATURE,
    registry.FEATURE,
    imports.FEATURE,
)
