"""万青学苑: classes with seats left, rosters, enrolling, giving back, and offers to the waiting."""

from db.academy_enrollment.classes import (
    academy_numbers,
    class_offering,
    classes_of,
    open_classes,
    roster,
)
from db.academy_enrollment.offers import (
    accept_offer,
    cancel_enrollment,
    decline_offer,
    offers_over,
    pass_on_offers,
    undoable,
)
from db.academy_enrollment.seats import CONSENT_VERSION, enroll, what_is_against

__all__ = [
    "CONSENT_VERSION",
    "academy_numbers",
    "accept_offer",
    "cancel_enrollment",
    "class_offering",
    "classes_of",
    "decline_offer",
    "enroll",
    "offers_over",
    "open_classes",
    "pass_on_offers",
    "roster",
    "undoable",
    "what_is_against",
]
