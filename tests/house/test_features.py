"""A feature brings its own: nothing below knows what is above it, and no process has half of them."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from db.brought import Brought
from db.features import FEATURES
from pages.rooms import ROOMS
from tests.house.each import each

ROOT = Path(__file__).parent.parent.parent
BELOW: dict[str, set[str]] = {  # whose tables a feature may name besides the house's and its own
    "imports": set(),
    "meeting_agenda": {"repair_fund"},
    "repair_fund": {"imports"},
    "shed_capacity": set(),
    "points_ledger": set(),
    "points_shop": {"points_ledger", "imports"},
    "vouchers": {"points_ledger", "imports"},
    "academy_enrollment": {"imports"},
    "showcase": set(),
}
CHAPTERS = sorted((ROOT / "db" / "schema").glob("*/*.sql"))
COMPOSED = {  # what is made of all features, and so may name none
    "db/home.py",
    "db/search.py",
    "db/set_up.py",
    "db/showcase.py",
    "db/checks",
    "pages/home.py",
    "pages/missing.py",
    "pages/quick_entry.py",
    "pages/resident_page.py",
    "pages/rooms.py",
    "pages/search.py",
    "pages/set_up.py",
    "pages/showcase.py",
    "pages/showcase_scenes.py",
    "seed/build.py",
}


@cache
def tables() -> dict[str, str]:
    """Every table and view of a feature, with the feature: the folder its chapter stands in."""
    return {
        name: file.parent.name
        for file in CHAPTERS
        if file.parent.name in BELOW
        for name in re.findall(r"create (?:table|view) (\w+)", file.read_text("utf-8"))
    }


def sources(*places: str) -> list[Path]:
    named = [ROOT / place for place in places]
    return [one for place in named for one in ([place] if place.suffix else place.rglob("*.py"))]


def feature_of(file: Path) -> str | None:
    """The feature a file of db/ belongs to; None for the house."""
    name = file.relative_to(ROOT / "db").parts[0].removesuffix(".py")
    return name if name in BELOW else None


def named_tables(file: Path) -> set[str]:
    """The tables a file reads or writes by name, in SQL or as a table's name alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(re.findall(r"\b(?:from|join|into|update|table)\s+(\w+)", node.value))
            found.add(node.value)
    return found


def imported(file: Path) -> set[str]:
    """The features whose modules a file imports, of whichever floor."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            floor, *rest = node.module.split(".")
            if floor in {"db", "pages", "seed"}:
                found |= {rest[0]} if rest else {alias.name for alias in node.names}
    return found & BELOW.keys()


def test_the_chapters_of_the_schema_name_the_tables_of_every_feature():
    assert set(tables().values()) == set(BELOW)
    assert tables()["sheds"] == "shed_capacity" and tables()["ballots"] == "repair_fund"


@each(sources("db"))
def test_a_lower_feature_never_knows_an_upper_ones_tables(file: Path):
    feature, owner = feature_of(file), tables()
    may = {feature or "showcase"} | BELOW.get(feature or "", set())  # the house's own board
    strange = {name for name in named_tables(file) & owner.keys() if owner[name] not in may}
    assert not strange, f"{feature or 'the house'} may not name {strange}"


@each(CHAPTERS)
def test_the_tables_refer_the_same_way(file: Path):
    feature, owner = file.parent.name, tables()
    told = re.sub(r"--.*", "", file.read_text("utf-8"))
    named = set(re.findall(r"\b(?:from|join|into|update|references)\s+(\w+)", told))
    may = {feature} | BELOW.get(feature, set())
    strange = {name for name in named & owner.keys() if owner[name] not in may}
    assert strange <= {"merchants"}, "an account may be bound to its shop; nothing else points up"
    assert not strange or feature == "people"


@each(sources("db"))
def test_a_feature_imports_only_what_lies_below_it(file: Path):
    if file.relative_to(ROOT / "db").as_posix() in {"features.py", "__main__.py"}:
        return
    feature = feature_of(file)
    assert imported(file) <= {feature} | BELOW.get(feature or "", set())


@each(sources(*sorted(COMPOSED)))
def test_what_is_made_of_all_features_names_none(file: Path):
    assert imported(file) - {"showcase"} == set()


def test_the_rule_would_notice_a_lower_feature_that_knows_an_upper_one(tmp_path: Path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from db import points_shop\nfrom db.vouchers import giving\n"
        "SQL = 'select 1 from reservations join vouchers on 1'\n",
        "utf-8",
    )
    assert {"reservations", "vouchers"} <= named_tables(wrong)
    assert imported(wrong) == {"points_shop", "vouchers"}


@pytest.mark.parametrize("process", ["app", "pages.rooms", "seed.__main__", "db.__main__"])
def test_every_process_has_every_feature(process: str):
    """The server, its pages, the generator, and the command line with its `check`."""
    script = f"import {process}; from db.brought import Brought; assert Brought.whole"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


def test_a_process_with_half_of_the_features_refuses():
    script = (
        "from db.points_ledger.corrections import SPENT_ON\n"
        "try: list(SPENT_ON)\n"
        "except RuntimeError: raise SystemExit(7)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == 7


def test_each_spender_and_each_announcer_has_told():
    from db.points_ledger.corrections import SPENT_ON
    from db.repair_fund.happened import TALKS
    from db.rest_days import MOVES

    assert [said.__module__ for said in SPENT_ON] == [
        "db.vouchers.giving",
        "db.points_shop.reservations",
    ]
    assert len(list(MOVES)) == 3 and len(list(TALKS)) == 1
    assert Brought.whole


def test_what_is_due_and_what_is_set_up_leads_to_a_room():
    told = "".join(file.read_text("utf-8") for file in sources("db"))
    named = re.findall(r"\bDue\(\s*\"([\w?=]+)\"", told)
    named += [part.room for feature in FEATURES for part in feature.parts if part.room]
    assert len(named) > 8
    assert {name.partition("?")[0] for name in named} <= {room.address for room in ROOMS}
