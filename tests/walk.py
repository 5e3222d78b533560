"""Walking every page (走遍每一页) without a browser: what a person of one role finds and can press.

Every tab and every section that opens is drawn, and the first button of every label is pressed on
a screen of its own; inside what it opens, every button is pressed once more, untouched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_tab_container import TabContainer
from streamlit.testing.v1 import AppTest

from tests.screens import Go, door, labels, said

OUT = "退出登录"


@dataclass(slots=True)
class Found:
    """What was wrong, each with the way there; and which buttons were pressed.

    `never` is what no screen may say.
    """

    never: re.Pattern[str] = re.compile(r"\b\B")
    wrong: list[str] = field(default_factory=list)
    pressed: set[tuple[str, str]] = field(default_factory=set)

    def look(self, screen: AppTest, way: str) -> None:
        self.wrong += list(_faults(screen, way))
        if words := self.never.search(f"{said(screen)} {labels(screen)}"):
            self.wrong.append(f"{way}: says {words.group()}")


def opener(path: Path, patch: pytest.MonkeyPatch) -> Go:
    """`enter(who, address)` with every tab and section drawn at once."""
    for kind in (TabContainer, ExpanderContainer):
        patch.setattr(kind, "open", property(lambda _: True, lambda *_: None))
    return door(path, patch)


def walk(enter: Go, who: str, address: str, found: Found) -> None:
    """One page of one person; what was pressed by somebody before is not pressed again."""
    page = f"{who} /{address}"
    screen = enter(who, address)
    found.look(screen, page)
    for label in dict.fromkeys(button.label for button in screen.button):
        if label == OUT or (address, label) in found.pressed:
            continue
        found.pressed.add((address, label))
        _press(enter(who, address), label, f"{page} · {label}", found)


def _press(screen: AppTest, label: str, way: str, found: Found) -> None:
    before = {button.label for button in screen.button}
    button = next((b for b in screen.button if b.label == label), None)
    if button is None:  # an earlier one, pressed on the page it led to, has done it
        return
    button.click().run()
    found.look(screen, way)
    for inside in dict.fromkeys(b.label for b in screen.button if b.label not in before):
        button = next((b for b in screen.button if b.label == inside), None)
        if button is not None:  # an earlier one may have closed what held it
            button.click().run()
            found.look(screen, f"{way} · {inside}")


def _faults(screen: AppTest, way: str) -> Iterator[str]:
    for broken in screen.exception:
        yield f"{way}: raised {broken.value}"
    if not (screen.title or screen.markdown or screen.header):
        yield f"{way}: blank"
    for choice in (*screen.selectbox, *screen.button_group, *screen.multiselect):
        if not choice.options:
            yield f"{way}: nothing to choose in {choice.label!r}"
