"""Community and estates (社区和小区): what the whole register stands on, entered and changed here."""

from db.places import estates
from db.visit import Visit
from domain.people import Permission
from pages.feature import Room
from pages.places import estates as estate_rows
from pages.places import facts
from ui import layout, whereabouts

TITLE = "社区和小区"


def render(visit: Visit) -> None:
    layout.page_head(TITLE, "小区、楼栋和房屋是表决和分户账的根。改了什么都留着原来的。")
    known, bodies = estates.estates(visit), estates.bodies(visit)
    names = {
        "estates": f"小区 {len(known)}" if known else "小区",
        "facts": "社区资料",
        "bodies": f"单位 {len(bodies)}" if bodies else "单位",
        "changes": "改过什么",
    }
    whereabouts.tabs(
        names,
        lambda: estate_rows.draw(visit, known),
        lambda: facts.draw(visit),
        lambda: estate_rows.draw_bodies(visit, bodies),
        lambda: facts.draw_changes(visit),
        key="community:tab",
    )


ROOM = Room("community", TITLE, "apartment", Permission.KEEP_PLACES, render)
