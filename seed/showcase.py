"""Published figures (文章数字) as the article words them, and the honours (荣誉)."""

from db.rows import put_many
from seed.plan import Plan, table
from seed.telling import Part

FACT = ("code", "position", "scene", "label", "words", "unit", "source", "as_of", "note")
HONOUR = ("title", "level", "source")


def facts_and_honours(plan: Plan) -> None:
    put_many(plan.db, "facts", ({name: row[name] for name in FACT} for row in table("facts")))
    put_many(plan.db, "honours", ({name: row[name] for name in HONOUR} for row in table("honours")))


PART = Part((("展示数字", facts_and_honours),))
