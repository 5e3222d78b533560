"""The board's own words (展示数字、荣誉): published figures and honours as the office enters them.

Each comes with where it is from and its day; what was changed or ended stays in the audit log.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from domain.asking import Asking
from domain.changes import Said
from domain.dates import Bound
from domain.labels import Labelled
from domain.registry import Source, plain_text
from domain.showcase import entered_day

MOST_LABEL, MOST_WORDS, MOST_UNIT, MOST_FROM = 12, 40, 10, 60


class OnScreen(Labelled):
    """Which screen of the board (哪一屏)."""

    OVERVIEW = "overview", "总览"
    MEETINGS = "meetings", "议程"
    FUND = "fund", "维修资金"
    SHEDS = "sheds", "车棚"
    POINTS = "points", "湾郡币"
    ACADEMY = "academy", "学苑"


class Level(Labelled):
    """Who an honour is from (哪一级)."""

    NATION = "全国", "全国"
    PROVINCE = "省", "省"
    CITY = "市", "市"
    DISTRICT = "区", "区"


@dataclass(frozen=True, slots=True)
class FactPaper:
    """A published figure, new (`code` empty) or changed: its words, where they are from, their day.

    `was` is what stood on the form when it was opened, as `fact_said` says it.
    """

    slip: str
    scene: OnScreen
    label: str
    words: str
    unit: str
    note: str
    as_of: Annotated[date, Bound("截至日期", "不限", back=None)]
    code: str = ""
    reason: str = ""
    was: Said | None = None


@dataclass(frozen=True, slots=True)
class FactOnFile:
    """A published figure as the file has it; `ended_on` is when it left the board."""

    code: str
    scene: OnScreen
    label: str
    words: str
    unit: str
    source: Source
    as_of: str
    note: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class HonourPaper:
    """An honour, new (`id` None) or changed: what it is called, who gave it, and when.

    `was` is what stood on the form when it was opened, as `honour_said` says it.
    """

    slip: str
    title: str
    level: Level
    giver: str
    given_on: Annotated[date, Bound("发的日期", "不限", back=None)]
    id: int | None = None
    reason: str = ""
    was: Said | None = None


@dataclass(frozen=True, slots=True)
class HonourOnFile:
    """An honour as the file has it; of the article's nobody entered who gave it and when."""

    id: int
    title: str
    level: Level
    source: Source
    giver: str
    given_on: date | None
    ended_on: date | None


def check_fact(paper: FactPaper) -> FactPaper:
    """The figure as stored. Raises Invalid with all that is wrong."""
    asking = Asking()
    new = replace(
        paper,
        label=asking.ask(plain_text, paper.label, "叫什么", least=2, most=MOST_LABEL),
        words=asking.ask(plain_text, paper.words, "多少", most=MOST_WORDS),
        unit=asking.ask(plain_text, paper.unit, "单位", least=0, most=MOST_UNIT),
        note=asking.ask(plain_text, paper.note, "从哪里来", least=2, most=MOST_FROM),
        reason=asking.ask(plain_text, paper.reason, "为什么改", least=0),
    )
    asking.done()
    return new


def check_honour(paper: HonourPaper) -> HonourPaper:
    """The honour as stored. Raises Invalid with all that is wrong."""
    asking = Asking()
    new = replace(
        paper,
        title=asking.ask(plain_text, paper.title, "荣誉叫什么", least=4, most=40),
        giver=asking.ask(plain_text, paper.giver, "谁发的", least=2, most=40),
        reason=asking.ask(plain_text, paper.reason, "为什么改", least=0),
    )
    asking.done()
    return new


def fact_said(fact: FactPaper | FactOnFile) -> Said:
    """Each part of a figure with its label, as a change is told."""
    day = fact.as_of if isinstance(fact.as_of, str) else fact.as_of.isoformat()
    return {
        "哪一屏": fact.scene.label,
        "叫什么": fact.label,
        "多少": fact.words,
        "单位": fact.unit,
        "从哪里来": fact.note,
        "截至": day,
    }


def honour_said(honour: HonourPaper | HonourOnFile) -> Said:
    """Each part of an honour with its label, as a change is told."""
    return {
        "叫什么": honour.title,
        "哪一级": honour.level.label,
        "谁发的": honour.giver,
        "哪天发的": honour.given_on.isoformat() if honour.given_on else "",
    }


def day_of(fact: FactOnFile) -> date | None:
    """The day on the form: that of an entered figure; nobody's for the words of a text."""
    return entered_day(fact.as_of)
