"""Every figure a screen says, with its label and what it is a figure of (一个数一个说法).

A thing is the community, or one project. Amounts are brought to 万元 as a card shows them, so that
an exact amount and a rounded one are the same figure when one is the other, rounded.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from domain.money import short_wan

COMMUNITY = "社区"
SENTENCES = {  # label → how it is said in a sentence about one project
    "已付": r"已付 ([\d,.]+ 元)",
    "占审核通过": r"占审核通过(?: [\d,.]+ 元)?的? ?(\d+\.\d\d%)",
    "审核通过": r"审核通过 ([\d,.]+ 元)",
    "预算": r"预算 ([\d,.]+ 元)",
    "涉及": r"涉及 ([\d,]+ 户)",
    "在这一步": r"(?:已|第) ?(\d+ 天)",
    "这一步通常": r"通常 (\d+ 天)",
    "还没投": r"([\d,]+ 户)没投",
    "走到哪": r"（(进行中|已中止|已终止|没通过|退回补正|整改中)）",
}
CARD = re.compile(r"^(?P<value>[^ ]+)(?: :small\[(?P<unit>.*)\])?$")


@dataclass(slots=True)
class Said:
    """(thing, label) → value → the places that say so."""

    found: dict[tuple[str, str], dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def add(self, thing: str, label: str, value: str, place: str) -> None:
        self.found[thing, label][value].add(place)

    def contradictions(self) -> list[str]:
        """Every label of one thing that has two values, with where each was read."""
        return [
            f"{thing} {label}: " + " / ".join(f"{v}（{'、'.join(sorted(p))}）" for v, p in said.items())
            for (thing, label), said in sorted(self.found.items())
            if len(said) > 1
        ]  # fmt: skip


def collect(
    said: Said, screen: AppTest, place: str, titles: Mapping[str, str], alone: str = ""
) -> None:
    """Everything `screen` says: of the project it is `alone` about, or else of the community and
    of the projects whose title (by code in `titles`) it names."""
    for metric in screen.metric:
        value, note = _card(str(metric.value)), str(metric.delta or "")
        said.add(alone or COMMUNITY, metric.label, _unit(value, note), place)
        if alone:
            _sentences(said, alone, note, place)
    if alone:
        _sentences(said, alone, "".join(_words(screen.main)), place)
        return
    for code, words in _about(screen.main, titles):
        _sentences(said, code, words, place)


def _about(block: Any, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The smallest blocks about one project, with their words."""
    words = "".join(_words(block))
    named = [code for code, title in titles.items() if re.search(rf"(?<!\d){title}", words)]
    if not named:
        return
    if len(named) == 1:
        yield named[0], words
        return
    for child in getattr(block, "children", {}).values():
        if isinstance(child, Block):
            yield from _about(child, titles)


def _words(block: Any) -> Iterator[str]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield from _words(child)
        else:
            for name in ("value", "label"):
                text = getattr(child, name, None)
                if isinstance(text, str):
                    yield f" {text.replace(chr(92), '')} "
            yield f" {getattr(child.proto, 'text', '')} "


def _sentences(said: Said, thing: str, words: str, place: str) -> None:
    for label, pattern in SENTENCES.items():
        for value in re.findall(pattern, words):
            said.add(thing, label, _amount(value), place)


def _amount(value: str) -> str:
    if not value.endswith(" 元"):
        return value
    whole, _, part = value.removesuffix(" 元").replace(",", "").partition(".")
    return f"{short_wan(int(whole) * 100 + int(part or 0))} 万元"


def _card(value: str) -> str:
    match = CARD.match(value)
    return f"{match['value']} {match['unit'] or ''}".strip() if match else value


def _unit(value: str, note: str) -> str:
    """Of money the unit stands in the note: 万元，今天."""
    return f"{value} 万元" if note.startswith("万元") else value
