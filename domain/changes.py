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
Said = Mapping[str, str]  # facts by their labels, as people read them
OVERTAKEN = "别人改过这一项，已经不是打开时的样子了。点“照现在的重填”，看一眼再改。"


def changes(
    called: str, was: Facts, now: Facts, stored: Facts, words: Mapping[str, tuple[str, Says]]
) -> str:
    """Each fact that differs, “车位由 40 个改为 45 个”, in the order of `words`.

    Raises WrongState when nothing differs, and when what is stored is no longer what was shown.
    """
    must_be_seen(called, was, stored)
    unsaid = {field.name for field in fields(now) if field.name not in words}  # type: ignore[arg-type]
    if unsaid:
        raise TypeError(f"no words for {unsaid}")
    before, after = (
        {label: says(getattr(facts, name)) for name, (label, says) in words.items()}
        for facts in (was, now)
    )
    return told(called, before, after)


def told(called: str, before: Said, after: Said) -> str:
    """The same of facts that are words already. Raises WrongState when nothing differs."""
    said = [
        f"{what}由{before[what]}改为{new}" for what, new in after.items() if new != before[what]
    ]
    if not said:
        raise WrongState(f"{called}没有改动。要改哪一项，改了再存。")
    return "，".join(said)


def must_be_seen(called: str, was: Facts, stored: Facts) -> None:
    """Raises WrongState for a change that was begun before somebody else's."""
    if stored != was:
        raise WrongState(f"{called}没有存：刚被别人改过。{OVERTAKEN}")


def quoted(text: str) -> str:
    return f"“{text}”" if text else "空白"


def counted(unit: str) -> Says:
    return lambda figure: f" {figure:,} {unit}"
