"""What must be there first (先要有什么): said in place of a form that could not be filled in.

Each answers True after it said what is missing and who provides it; the caller draws no form then.
"""

import streamlit as st

from db import registry
from db.visit import Visit
from domain.registry import Estate
from ui import layout

ESTATES_FIRST = "先要有小区、楼栋和房屋。社工在“社区和小区”里加，或者用“导入名单”导。"


def estates_with_rooms(visit: Visit) -> list[Estate]:
    """The estates one may act in that are handed over and have buildings; said when there is none."""
    mine = registry.estates(visit.db, visit.user.only_estate)
    ready = [e for e in mine if e.delivered and registry.buildings(visit.db, e.id)]
    if mine and not any(estate.delivered for estate in mine):
        say("home_work", "还没有交付的小区。交付以后，业主才有维修资金可用。")
    elif not ready:
        say("home_work", ESTATES_FIRST)
    return ready


def no_residents(visit: Visit) -> bool:
    if registry.entered(visit.db).residents:
        return False
    say("person_off", "先要有居民，才能找到人。社工用“导入名单”导，或者在“底册”里登记。")
    return True


def say(icon: str, words: str) -> None:
    st.warning(layout.escaped(words), icon=f":material/{icon}:")
