"""Every noun has a life (每样东西都能加、能改、能停): no table that only the generator can fill.

Read off the code: which tables a write of db/ fills and changes, itself or through what it calls
(tests/every_noun.py), and whether some page names that write.
"""

import re

import pytest
from sqlite_utils import Database

from tests.every_noun import Part, by_write, followed, on_screens

FIXED = {  # no screen adds a row, and why
    "community": "entered once, by `python -m db init` or the first visit; 社区资料 changes it",
    "parameters": "come with the schema; their values are changed on 本地参数",
    "text_parameters": "come with the schema; their words are changed on 本地参数",
    "fund_transitions": "the steps of the law (审定稿), with the schema",
    "meeting_rules": "of the law and usual ones, with the schema; 改议事规则 adds another",
    "vote_rules": "the majorities of the law, with the schema",
    "resident_keys": "kept by the register beside each resident, never by hand",
    "point_holdings": "one row with the schema, kept by a trigger",
}
# Nouns that stay (长期的): the writes that add one, change it, and end it.
LIFE: dict[str, tuple[str, str, str]] = {
    "accounts": ("create_account", "change_role", "close_account"),
    "terms": ("add_term", "change_term", "change_term"),  # it ends on its last day
    "classes": ("add_class", "change_class", "call_off_class"),
    "shop_items": ("add_item", "change_item", "take_off_shelf"),
    "merchants": ("add_merchant", "change_merchant", "close_merchant"),
    "merchant_groups": ("add_group", "rename_group", "end_group"),
    "meetings": ("plan_meeting", "change_meeting", "call_off_meeting"),
    "award_rules": ("add_rule", "change_rule", "end_rule"),
    "sheds": ("add_shed", "change_shed", "close_shed"),
    "estates": ("add_estate", "change_estate", "remove_estate"),
    "bodies": ("add_body", "change_body", "remove_body"),
    "buildings": ("add_building", "change_building", "remove_building"),
    "marks": ("add_mark", "change_mark", "end_mark"),
    "vehicles": ("add_bike", "change_bike", "end_bike"),
    "grids": ("add_grid", "rename_grid", "close_grid"),
    "stairwells": ("add_stairwell", "set_lift", "remove_stairwell"),
    "facts": ("add_fact", "change_fact", "take_off_fact"),
    "honours": ("add_honour", "change_honour", "take_off_honour"),
}


@pytest.fixture(scope="module")
def writes() -> dict[str, Part]:
    """Those that a page names, by their short names."""
    screens = on_screens()
    short = {name.rpartition(".")[2]: part for name, part in by_write().items()}
    return {name: part for name, part in short.items() if re.search(rf"\b{name}\b", screens)}


def triggers(db: Database) -> list[str]:
    return [row[0] for row in db.execute("select sql from sqlite_master where type = 'trigger'")]


def tables(db: Database) -> list[str]:
    sql = "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
    return [row[0] for row in db.execute(sql)]


def filled(db: Database) -> set[str]:
    """The tables of the demonstration that hold a row."""
    return {
        table for table in tables(db) if db.execute(f"select 1 from {table} limit 1").fetchone()
    }


def test_no_table_can_be_filled_by_the_generator_alone(db: Database, writes: dict[str, Part]):
    by_people = followed({name for part in writes.values() for name in part.fills}, triggers(db))
    only_seed = filled(db) - by_people - set(FIXED)
    assert only_seed == set()


@pytest.mark.parametrize("table", LIFE)
def test_what_stays_can_be_changed_and_ended(writes: dict[str, Part], table: str):
    adds, changes, ends = LIFE[table]
    assert table in writes[adds].fills, f"{adds} fills no {table}"
    for what in (changes, ends):
        assert table in writes[what].changes, f"{what} leaves {table} as it is"


def test_the_reading_finds_what_a_write_fills_through_what_it_calls(writes: dict[str, Part]):
    assert {"shop_items", "stock_moves", "audit_log"} <= writes["add_item"].fills
    assert "sheds" not in writes["count_shed"].fills
    assert "merchants" in writes["close_merchant"].changes
