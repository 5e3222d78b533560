"""What the registry's book brings to the house: what must be true of it, and what is linked."""

from db.chain import CHAINED
from db.feature import Feature
from db.registry_book.checks import DEMO, INVARIANTS

LINKED = {
    "owner_answers": "id, one_id, other_id, answer, evidence, answered_at, answered_by",
    "registry_changes": "id, thing, thing_id, field, before, after, why, source, changed_at, changed_by",
    "unit_checks": "id, unit_id, result, checked_on, checked_by",
}

FEATURE = Feature(invariants=INVARIANTS, article=DEMO, tells=[CHAINED.told(LINKED)])
