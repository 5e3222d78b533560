"""A rule of many things (每一样都守) is one test: a test apiece costs more than the rule, 4,000 times."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")
Rule = Callable[[Thing], None]


def each(things: Iterable[Thing]) -> Callable[[Rule[Thing]], Callable[[], None]]:
    """`@each(FILES)` over a rule of one of them: all that break it are named, each with why."""

    def mark(rule: Rule[Thing]) -> Callable[[], None]:
        def test() -> None:
            broken = {str(thing): why for thing in listed if (why := _broken(rule, thing))}
            assert not broken, "\n".join(f"{name}: {why}" for name, why in broken.items())

        listed = list(things)
        test.__name__, test.__doc__, test.__module__ = rule.__name__, rule.__doc__, rule.__module__
        assert listed, f"{rule.__name__} has nothing to hold for"
        return test

    return mark


def _broken(rule: Rule[Thing], thing: Thing) -> str:
    try:
        rule(thing)
    except AssertionError as why:
        return str(why) or "broken"
    return ""
