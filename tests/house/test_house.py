"""The rules of the house, read off its source: a convention that is not checked is a wish."""

import ast
import importlib
import inspect
import re
from functools import cache
from pathlib import Path

from db import connection
from pages import rooms
from tests import ROOT
from tests.house.each import each

FLOORS = {
    "domain": {"domain"},
    "db": {"db", "domain", "sqlite_utils", "bcrypt", "pypinyin", "chinese_calendar", "holidays", "stdnum",
           "filetype", "PIL"},
    "ui": {"ui", "domain", "altair", "pandas", "pyarrow", "streamlit", "streamlit_authenticator", "segno",
           "docx", "openpyxl", "xlrd"},
    "door": {"door", "db", "ui", "domain", "streamlit", "starlette", "uvicorn", "anyio"},
    "pages": {"pages", "door", "db", "ui", "domain", "streamlit", "sqlite_utils"},
    "seed": {"seed", "db", "domain", "sqlite_utils", "PIL"},
}  # fmt: skip
SOURCES = [file for floor in FLOORS for file in sorted((ROOT / floor).rglob("*.py"))]
EVERY = [*SOURCES, ROOT / "app.py"]
LONGEST_FILE, LONGEST_FUNCTION = 250, 40

each_source = each(EVERY)


@cache
def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def tree(file: Path) -> ast.Module:
    """Read once, for all rules."""
    return ast.parse(text(file))


def imported(file: Path) -> set[str]:
    """Top-level names of everything a file imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@each(SOURCES)
def test_imports_only_go_down(file: Path):
    import sys

    floor = file.relative_to(ROOT).parts[0]
    foreign = imported(file) - set(sys.stdlib_module_names)
    assert foreign <= FLOORS[floor], f"{floor} may not import {foreign - FLOORS[floor]}"


def test_the_import_rule_would_notice_an_arrow_upwards(tmp_path: Path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def f():\n    import streamlit\n    from pages import home\n", "utf-8")
    assert imported(wrong) == {"streamlit", "pages"}


@each_source
def test_sql_lives_in_db_and_seed_only(file: Path):
    if file.relative_to(ROOT).parts[0] in {"db", "seed"}:
        return
    sql = re.compile(r"\b(select|insert into|update|delete from)\b.+\b(from|set|values|where)\b")
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not sql.search(node.value.lower().replace("\n", " ")), node.value
    assert ".execute(" not in text(file)


@each_source
def test_nothing_is_hidden_or_swallowed(file: Path):
    source = text(file)
    for forbidden in (
        "unsafe_allow_html",
        "date.today(",
        "datetime.now()",
        "utcnow(",
        "except Exception",
        "except:",
        "time.sleep(",
        "shell=True",
        "import fcntl",
        "os.fork",
        "TODO",
        "FIXME",
    ):
        assert forbidden not in source, forbidden


@each_source
def test_the_number_of_a_new_row_is_learnt_in_one_place(file: Path):
    if file.relative_to(ROOT).parts[0] in {"db", "seed"} and file.name != "rows.py":
        assert not re.search(r"last_?(?:insert_)?row_?id|last_pk", text(file)), "rows.put tells it"


def test_a_day_is_filled_in_by_one_field():
    asks = {file.relative_to(ROOT).as_posix() for file in SOURCES if "date_input(" in text(file)}
    assert asks == {"ui/days_and_hours.py"}, "day_field writes it the same way everywhere"


def test_the_demonstration_puts_its_rows_by_name():
    """`rows.put` and `rows.put_many`; whole tables are filled from others by a select."""
    positional = re.compile(r"insert into[^;]*?values", re.S)
    for file in sorted((ROOT / "seed").glob("*.py")):
        assert not positional.search(text(file)), file.name


@each_source
def test_the_driver_is_chosen_in_one_place(file: Path):
    assert "sqlite3" not in imported(file)
    if file.name not in {"connection.py", "versions.py"}:
        assert "utils import sqlite3" not in text(file)


@each_source
def test_rooms_are_small(file: Path):
    assert len(text(file).splitlines()) <= LONGEST_FILE
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name}: {lines} lines"


@each_source
def test_every_module_says_what_it_is(file: Path):
    assert ast.get_docstring(tree(file))


def test_a_package_only_says_what_it_holds():
    """Whoever needs something imports the module that has it; a package passes nothing on."""
    for file in SOURCES:
        if file.name == "__init__.py":
            assert [type(node) for node in tree(file).body] == [ast.Expr], file


@each_source
def test_files_are_read_and_written_as_utf8(file: Path):
    for call in re.findall(r"\.(?:read_text|write_text|open)\(([^)]*)\)", text(file)):
        assert "encoding" in call or "utf-8" in call or re.match(r"[^,]*[\"'][rwax]?b", call), call


def test_every_page_has_an_address_that_is_not_its_file_name():
    declared = r"""\bRoom\(\s*"(\w*)\""""
    pages = "".join(text(file) for file in SOURCES if file.is_relative_to(ROOT / "pages"))
    addresses = [room.address for room in rooms.ROOMS]
    assert set(addresses) == set(re.findall(declared, pages))
    assert len(set(addresses)) == len(addresses)
    assert not set(addresses) & {file.stem for file in (ROOT / "pages").glob("*.py")}


def test_page_files_only_define():
    for file in sorted((ROOT / "pages").glob("*.py")):
        if file.name == "shell.py":
            continue
        for node in tree(file).body:
            allowed = (ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef
                       | ast.Assign | ast.AnnAssign | ast.If)  # fmt: skip
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            assert isinstance(node, allowed) or docstring, f"{file.name}:{node.lineno}"


def test_the_script_of_a_visit_has_no_pages_folder_beside_it():
    assert not (ROOT / "pages" / "pages").exists()
    assert 'HERE / "pages" / "shell.py"' in text(ROOT / "app.py")


def test_whatever_takes_a_visit_asks_for_a_permission():
    composed = {
        "due_today",
        "at_a_glance",
        "ahead",
        "finders",
        "found_everywhere",
    }  # ask each feature's permission
    for file in sorted((ROOT / "db").rglob("*.py")):
        if file.stem == "__main__":
            continue
        dotted = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(dotted)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            takes = "visit" in inspect.signature(function).parameters
            if ours and takes and name not in composed:
                marked = hasattr(function, "permission") or hasattr(function, "inside_gate")
                assert marked, f"{module.__name__}.{name}"


def test_every_table_named_in_the_source_exists(tmp_path: Path):
    """sqlite-utils would create a misspelt table on insert."""
    path = tmp_path / "empty.db"
    connection.create(path)
    named = {t for file in EVERY for t in re.findall(r"""\.table\("(\w+)"\)""", text(file))}
    with connection.opened(path) as db:
        assert named <= set(db.table_names())


def test_no_two_steps_of_the_file_bear_one_number():
    """Two engineers at once: the second file would be taken for the first, and never run."""
    numbers = [int(step.name[:4]) for step in sorted((ROOT / "db" / "migrations").glob("*.sql"))]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_nothing_at_run_time_comes_from_the_internet():
    for file in [*EVERY, *(ROOT / "ui" / "assets").iterdir()]:
        for address in re.findall(r"https?://[^\s\"')]+", text(file)):
            assert address.startswith("http://www.w3.org/"), address
    config = text(ROOT / ".streamlit" / "config.toml")
    assert "gatherUsageStats = false" in config


def test_requirements_are_pinned_and_say_why():
    for name in ("requirements.txt", "tests/requirements.txt"):
        for line in text(ROOT / name).splitlines():
            if line and not line.startswith(("#", "-r")):
                assert "==" in line, line
    for line in text(ROOT / "requirements.txt").splitlines():
        assert "#" in line or line.startswith("pysqlite3"), line
