"""What the registry's book brings to the house: what must be true of it, and what is linked."""

from db.chain import CHAINED
from db.feature import Feature
from db.registry_book.checks import DEMO, INVARIANTS
from db.registry_book.merging import BOOK, PEOPLE

LINKED = {
    "alike_answers": "id, one_id, other_id, answer, evidence, answered_at, answered_by",
    "merge_moves": "id, merge_id, thing, thing_id, part, who, back",
    "merge_undos": "id, merge_id, undone_at, undone_by",
    "owner_answers": "id, one_id, other_id, answer, evidence, answered_at, answered_by",
    "registry_changes": "id, thing, thing_id, field, before, after, why, source, changed_at, changed_by",
    "resident_merges": "id, kept_id, gone_id, evidence, filled, merged_at, merged_by",
    "unit_checks": "id, unit_id, result, checked_on, checked_by",
}

FEATURE = Feature(
    invariants=INVARIANTS, article=DEMO, tells=[CHAINED.told(LINKED), PEOPLE.told(BOOK)]
)
