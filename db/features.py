"""Every feature of the house, the lower ones first: the one list of them on this floor.

The order is that of the first page and of `python -m db check`.
"""

from db import house
from db.academy_enrollment import feature as academy_enrollment
from db.brought import Brought
from db.feature import Feature
from db.imports import feature as imports
from db.meeting_agenda import feature as meeting_agenda
from db.points_ledger import feature as points_ledger
from db.points_shop import feature as points_shop
from db.registry_book import feature as registry_book
from db.repair_fund import feature as repair_fund
from db.shed_capacity import feature as shed_capacity
from db.vouchers import feature as vouchers

FEATURES: tuple[Feature, ...] = (
    house.FEATURE,
    imports.FEATURE,
    registry_book.FEATURE,
    meeting_agenda.FEATURE,
    repair_fund.FEATURE,
    shed_capacity.FEATURE,
    points_ledger.FEATURE,
    academy_enrollment.FEATURE,
    vouchers.FEATURE,
    points_shop.FEATURE,
)
for _feature in FEATURES:
    for _tell in _feature.tells:
        _tell()
Brought.whole = True
