"""Which tables each write can fill (谁能往哪张表里写), read off the code of db/ and its triggers."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests import ROOT
from tests.deeds import WRITES

INTO = re.compile(r"\binsert\s+(?:or\s+\w+\s+)?into\s+(\w+)", re.IGNORECASE)
CHANGES = re.compile(
    r"\b(?:update(?:\s+or\s+\w+)?|delete\s+from)\s+(\w+)\s+(?:set|where)\b", re.IGNORECASE
)
TRIGGER = re.compile(
    r"create\s+trigger\s+\w+\s+after\s+(insert|update)\b.*?\bon\s+(\w+)(.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class Part:
    """One function: the names it uses, the tables it inserts into, and those it updates or empties."""

    uses: set[str] = field(default_factory=set)
    fills: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)


def parts() -> dict[str, Part]:
    """Every function and every named piece of SQL of db/, by its full name."""
    found: dict[str, Part] = {}
    for file in sorted((ROOT / "db").rglob("*.py")):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        tree = ast.parse(file.read_text("utf-8"))
        known = _imports(tree) | {
            name: f"{module}.{name}" for node in tree.body for name in _defined(node)
        }
        for node in tree.body:
            for name in _defined(node):
                found[f"{module}.{name}"] = _read(node, known)
    return found


def _imports(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _read(node: ast.stmt, known: dict[str, str]) -> Part:
    part = Part()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and inner.id in known:
            part.uses.add(known[inner.id])
        elif isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
            part.uses.add(f"{known.get(inner.value.id, inner.value.id)}.{inner.attr}")
        elif isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            part.fills |= set(INTO.findall(inner.value))
            part.changes |= set(CHANGES.findall(inner.value))
        elif isinstance(inner, ast.Call) and _called(inner) in {"put", "put_many"}:
            part.fills |= {a.value for a in inner.args[1:2] if isinstance(a, ast.Constant)}
        elif isinstance(inner, ast.Call) and _called(inner) == "move_to":
            part.changes |= {a.value for a in inner.args[1:2] if isinstance(a, ast.Constant)}
    return part


def _called(call: ast.Call) -> str:
    of = call.func
    return of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""


def reached(start: str, known: dict[str, Part]) -> Part:
    """What a function does, and whatever it calls does."""
    seen, todo, whole = set(), [start], Part()
    while todo:
        name = todo.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        whole.fills |= known[name].fills
        whole.changes |= known[name].changes
        todo += known[name].uses
    return whole


def by_write() -> dict[str, Part]:
    """Each write with the tables it fills and changes itself."""
    known = parts()
    return {name: reached(name, known) for name in WRITES}


def followed(tables: set[str], schema: list[str]) -> set[str]:
    """The same tables, and those which their triggers fill."""
    made = [found.groups() for sql in schema if (found := TRIGGER.match(sql))]
    while True:
        more = {
            name for _, on, body in made if on in tables for name in INTO.findall(body)
        } - tables
        if not more:
            return tables
        tables = tables | more


def on_screens() -> str:
    """The text of every page: which writes a person can come to."""
    return "\n".join(file.read_text("utf-8") for file in _pages())


def _pages() -> list[Path]:
    return sorted((ROOT / "pages").rglob("*.py"))
