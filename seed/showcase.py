"""Published figures (文章数字) as the article words them, and the honours (荣誉)."""

from seed.plan import Plan, table
from seed.telling import Part

FACT = ("code", "position", "scene", "label", "words", "unit", "source", "as_of", "note")


def facts_and_honours(plan: Plan) -> None:
    plan.insert(
        "facts", ", ".join(FACT), (tuple(row[name] for name in FACT) for row in table("facts"))
    )
    plan.insert(
        "honours",
        "title, level, source",
        ((row["title"], row["level"], row["source"]) for row in table("honours")),
    )


PART = Part((("展示数字", facts_and_honours),))
