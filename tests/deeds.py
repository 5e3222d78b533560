"""Every function that passes the gate (每个读写): its full name, and which of them write."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import db as database
from domain.receipts import Receipt

Deed = Callable[..., Any]


def deeds() -> Iterator[tuple[str, Deed]]:
    """Every public function of `db` that takes a visit, with its full name."""
    for found in pkgutil.walk_packages(database.__path__, "db."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, deed in inspect.getmembers(module, inspect.isfunction):
            ours = deed.__module__ == module.__name__ and not name.startswith("_")
            if ours and "visit" in inspect.signature(deed).parameters:
                yield f"{module.__name__}.{name}", deed


GUARDED = {name: deed for name, deed in deeds() if hasattr(deed, "permission")}
WRITES = [name for name, deed in GUARDED.items() if get_type_hints(deed)["return"] is Receipt]
