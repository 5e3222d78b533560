"""Chart of the academy (学苑图): how full each class is, one column a class."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from domain.academy_enrollment.seats import ClassOffering
from ui.charts import SAID, Palette, Rows, Size, Spec, declared, hint, rows_of

LETTERS = 3  # of a course on one line below its column; two lines are shown
TALL = 190  # px, with the names below


@declared
def _fill(p: Palette, size: Size) -> Any:
    letters = alt.ExprRef(f"max(11, min(15, width / count / {LETTERS + 0.4}))")
    names = alt.Axis(
        title=None, ticks=False, domain=False, labelFontSize=letters,
        labelExpr="slice(split(datum.value, '|'), 0, 2)",
    )  # fmt: skip
    base = rows_of().encode(x=alt.X("name:N", sort=None, axis=names))
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("most"), nice=False)
    bare = alt.Axis(title=None, grid=False, ticks=False, domain=False, labels=False)
    full = alt.Y("line:Q", axis=bare, scale=scale)
    tooltip = [
        hint("course", "班"), hint("seated", "已报（人）", "Q"),
        hint("capacity", "席位（个）", "Q"), hint("waiting", "候补（位）", "Q"),
    ]  # fmt: skip
    column = {"width": {"band": 0.6}}
    track = base.mark_bar(color=p.back, aria=False, **column).encode(
        y=full, tooltip=alt.value(None)
    )
    seated = base.mark_bar(color=p.main, **column).encode(
        y=alt.Y("share:Q"), description=SAID, tooltip=tooltip
    )
    waiting = base.mark_bar(color=p.warn, aria=False, **column).encode(
        y=full, y2="beyond:Q", tooltip=tooltip
    )
    line = alt.Chart().mark_rule(aria=False, strokeDash=[5, 4], strokeWidth=1.5, color=p.rule)
    at_full = line.encode(y=alt.YDatum(1, type="quantitative"), tooltip=alt.value(None))
    words = base.mark_text(
        baseline="bottom", dy=-3, aria=False, fontSize=letters, fontWeight=600, color=p.ink
    ).encode(y="beyond:Q", text="text:N")
    chart = track + seated + waiting + at_full + words
    params = [alt.param(name="most", value=1), alt.param(name="count", value=1)]
    return chart.add_params(*params).properties(height=TALL)


def fill(classes: Sequence[ClassOffering], p: Palette, size: Size = Size.DESK) -> Spec:
    """Seats taken of each class's seats (满员率); who waits stands above the line of full."""
    rows: Rows = [_row(offering) for offering in classes]
    most = max((row["beyond"] for row in rows), default=1) + 0.3  # room for the words
    return _fill(rows, p, size, most=most, count=max(1, len(rows)))


def _row(offering: ClassOffering) -> dict[str, Any]:
    course = offering.course.replace("|", " ")
    lines = [course[:LETTERS], course[LETTERS : 2 * LETTERS]]
    waits = offering.waiting
    short = f"等 {waits}" if waits else f"余 {offering.free}" if offering.free else "满"
    said = f"{offering.course}，{offering.capacity} 席报了 {offering.seated} 人，候补 {waits} 位"
    return {
        "name": "|".join([*lines, str(offering.id)]),
        "course": offering.course,
        "share": min(1.0, offering.seated / offering.capacity),
        "line": 1,
        "beyond": 1 + waits / offering.capacity,
        "seated": offering.seated,
        "capacity": offering.capacity,
        "waiting": waits,
        "text": short,
        "said": said,
    }
