"""A change (改动) in words: what something was and what it is now, as the audit log keeps it.

A changed paper carries what stood on the form before (`was`) beside what is to be (`now`): the log
holds both, and a change that was begun before somebody else's is refused instead of undoing it.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from domain.errors import WrongState

Facts = TypeVar("Facts")
Says = Callable[[Any], str]


def changes(
    called: str, was: Facts, now: Facts, stored: Facts, words: Mapping[str, tuple[str, Says]]
) -> str:
    """Each fact that differs, “车位由 40 个改为 45 个”, in the order of `words`.

    Raises WrongState when nothing differs, and when what is stored is no longer what was shown.
    """
    if stored != was:
        raise WrongState(f"{called}刚被别人改过，现在和打开时不一样了。关上再打开，看一眼再改。")
    unsaid = {field.name for field in fields(now) if field.name not in words}  # type: ignore[arg-type]
    if unsaid:
        raise TypeError(f"no words for {unsaid}")
    said = [
        f"{label}由{says(getattr(was, name))}改为{says(getattr(now, name))}"
        for name, (label, says) in words.items()
        if getattr(was, name) != getattr(now, name)
    ]
    if not said:
        raise WrongState(f"{called}没有改动。要改哪一项，改了再存。")
    return "，".join(said)


def quoted(text: str) -> str:
    return f"“{text}”" if text else "空白"


def counted(unit: str) -> Says:
    return lambda figure: f" {figure:,} {unit}"
