"""Asking a paper everything at once (一次说全): all that is wrong is said together, not click by click."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from domain.errors import Invalid

P = ParamSpec("P")
T = TypeVar("T")


class Asking:
    """Collects what is wrong with one paper, in the order of its fields.

    Nothing it answered may be used before `done()` has let the paper through.
    """

    def __init__(self) -> None:
        self.missing: list[str] = []
        self.wrong: list[str] = []

    def ask(self, rule: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the rule makes of a field; a refusal is kept for `done()`."""
        try:
            return rule(*args, **kwargs)
        except Invalid as refusal:
            self.wrong.append(str(refusal))
            return cast(T, None)

    def given(self, found: T | None, what: str) -> T:
        """What was chosen or typed in the field `what`; an empty one is named by `done()`."""
        if found is None or (isinstance(found, str) and not found.strip()):
            self.missing.append(what)
        return cast(T, found)

    def must(self, fine: bool, words: str) -> None:
        """A condition of the paper, and the sentence when it does not hold."""
        if not fine:
            self.wrong.append(words)

    def done(self) -> None:
        """Raises Invalid with every sentence, if there was one; all that is empty is one of them."""
        empty = [f"还没填：{'、'.join(self.missing)}。"] if self.missing else []
        if empty or self.wrong:
            raise Invalid("".join(empty + self.wrong))
