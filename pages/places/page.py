"""Community and estates (社区和小区): what the whole register stands on, entered and changed here."""

from db.places import estates
from db.visit import Visit
from domain.errors import NotFound
from domain.people import Permission
from domain.places import EstateOnFile
from pages import asked
from pages.feature import Room
from pages.places import board_words, buildings, facts, generate
from pages.places import estates as estate_rows
from ui import layout, whereabouts

TITLE = "社区和小区"


def render(visit: Visit) -> None:
    layout.page_head(TITLE, "小区、楼栋和房屋是表决和分户账的根。改了什么都留着原来的。")
    known, bodies = estates.estates(visit), estates.bodies(visit)
    if (id := asked.only("estate", "全部小区")) is not None:
        _estate(visit, next((one for one in known if one.id == id), None))
        return
    names = {
        "estates": f"小区 {len(known)}" if known else "小区",
        "facts": "社区资料",
        "bodies": f"单位 {len(bodies)}" if bodies else "单位",
        "board": "展示数字",
        "changes": "改过什么",
    }
    whereabouts.tabs(
        names,
        lambda: estate_rows.draw(visit, known),
        lambda: facts.draw(visit),
        lambda: estate_rows.draw_bodies(visit, bodies),
        lambda: board_words.draw(visit),
        lambda: facts.draw_changes(visit),
        key="community:tab",
    )


def _estate(visit: Visit, estate: EstateOnFile | None) -> None:
    """One estate: its buildings, or the one that is being laid out."""
    if estate is None:
        raise NotFound("这个小区")
    if whereabouts.asked(buildings.NEW):
        generate.draw(visit, estate)
    else:
        buildings.draw(visit, estate)


ROOM = Room("community", TITLE, "apartment", Permission.KEEP_PLACES, render)
