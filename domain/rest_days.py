"""Rest days of a year (放假和调休): read from the published words, held against the law and the week.

The State Council publishes a year's arrangement in the autumn before. Until then the statutory days
of 全国年节及纪念日放假办法 and the week-ends count; docs/rules.md, 公示.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.asking import Asking
from domain.days import WEEKDAYS, short_day
from domain.errors import Invalid
from domain.labels import Labelled

PROVISIONAL = "（暂按法定假日推算）"
MOST_OFF, MOST_WORK = 60, 20  # a year has about 33 and 6; more is another text


class Basis(Labelled):
    """What a year's rest days rest on."""

    ENTERED = "entered", "按录入的放假安排"
    PUBLISHED = "published", "按国务院公布的日历"
    COMPUTED = "computed", "还没公布，暂按法定假日推算"


@dataclass(frozen=True, slots=True)
class RestYear:
    """One year as the screen lists it; who and when only for what was entered."""

    year: int
    basis: Basis
    off: int
    work: int
    text: str
    entered_by: str | None
    entered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The days off and the week-end days worked (放假、上班) of one year."""

    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class NewYear:
    """A year's arrangement as filled in: the words of the published notice."""

    slip: str
    year: int
    text: str


@dataclass(frozen=True, slots=True)
class YearWithdrawal:
    """An arrangement taken back, with the reason."""

    slip: str
    year: int
    why: str


_DAY = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日"
_WEEK = r"(?:\([^()]*?周(?P<{0}w>[一二三四五六日])[^()]*\)|\([^()]*\))?"
_SPAN = re.compile(
    _DAY.format("a") + _WEEK.format("a")
    + r"(?:[至到~—–-]+" + _DAY.format("b") + _WEEK.format("b") + ")?"
)  # fmt: skip
_SIGNED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_ASIDE = re.compile(r"^\d{1,2}[、.](?!\d)|\d{4}年")  # a numbered line, the year of the title
_COUNTED = re.compile(r"(?:共|放假)(\d{1,2})天")


def read_arrangement(text: str, year: int) -> Arrangement:
    """The days of a published text: sentences with 放假 are off, with 上班 worked.

    Raises Invalid naming the sentence that cannot be read, a day that does not exist, a weekday
    that is another one in this year, and a number of days that does not fit.
    """
    asking = Asking()
    off: set[date] = set()
    work: set[date] = set()
    plain = re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text))
    for sentence in filter(None, re.split(r"[。;\n]", plain)):
        bare = re.sub(r"\([^()]*\)", "", sentence)
        rests, works = "放假" in bare, "上班" in bare
        found = asking.ask(_days_of, sentence, year)
        if _SIGNED.fullmatch(bare):
            continue  # the day the notice was written
        left = _SPAN.sub("", _COUNTED.sub("", _ASIDE.sub("", bare)))
        about = rests or works or "休" in bare
        asking.must(
            not (about and re.search(r"\d", left)),
            f"“{sentence}”看不全。日子写成“1月1日至3日放假”这样。",
        )
        if not found:
            continue
        if rests == works:
            asking.must(False, f"“{sentence}”看不懂是放假还是上班。放假和上班各写一句。")
        elif works:
            work |= found
        else:
            off |= found
            if counted := _COUNTED.search(bare):
                asking.must(
                    int(counted.group(1)) == len(found),
                    f"“{sentence}”写的是 {counted.group(1)} 天，数出来是 {len(found)} 天。",
                )
    asking.done()
    return Arrangement(frozenset(off), frozenset(work))


def _days_of(sentence: str, year: int) -> set[date]:
    days: set[date] = set()
    month = 0
    for span in _SPAN.finditer(sentence):
        first, month = _day(span, "a", year, month)
        last, month = _day(span, "b", first.year, month) if span["bd"] else (first, month)
        if last < first or last - first > timedelta(days=31):
            raise Invalid(f"“{span.group(0)}”前后颠倒了，或者太长。")
        days |= {first + timedelta(days=more) for more in range((last - first).days + 1)}
    return days


def _day(span: re.Match[str], end: str, year: int, month: int) -> tuple[date, int]:
    year = int(span[f"{end}y"] or year)
    month = int(span[f"{end}m"] or month)
    try:
        day = date(year, month, int(span[f"{end}d"]))
    except ValueError:
        raise Invalid(f"“{span.group(0)}”不是一个日子。请照通知原文写几月几日。") from None
    weekday = span[f"{end}w"]
    if weekday and WEEKDAYS[day.weekday()] != weekday:
        raise Invalid(
            f"“{span.group(0)}”：{day.year}年{day.month}月{day.day}日是周{WEEKDAYS[day.weekday()]}，"
            "不是写的那天。看看是不是别的年份的通知。"
        )
    return day, month


def check_arrangement(paper: NewYear, statutory: Mapping[date, str], today: date) -> Arrangement:
    """The arrangement as it may be stored: every statutory day is off, only week-ends are worked.

    Raises Invalid with all that is wrong.
    """
    if not today.year <= paper.year <= today.year + 2:
        raise Invalid(f"只录入 {today.year} 到 {today.year + 2} 年的放假安排。")
    found = read_arrangement(paper.text, paper.year)
    asking = Asking()
    strangers = sorted(day for day in found.off | found.work if day.year != paper.year)
    asking.must(
        not strangers,
        f"{'、'.join(short_day(day, today) for day in strangers)}不在 {paper.year} 年，请归到那一年。",
    )
    lacking = sorted(day for day in statutory if day not in found.off)
    asking.must(
        not lacking,
        "少了法定假日："
        + "、".join(f"{statutory[d]} {d.month}月{d.day}日" for d in lacking)
        + "。",
    )
    both = sorted(found.off & found.work)
    asking.must(not both, f"{_list(both)}又放假又上班。")
    weekdays = sorted(day for day in found.work if day.weekday() < 5)
    asking.must(not weekdays, f"{_list(weekdays)}本来就上班，调休上班只会是周六、周日。")
    asking.must(
        len(found.off) <= MOST_OFF and len(found.work) <= MOST_WORK,
        f"放假 {len(found.off)} 天、上班 {len(found.work)} 天，比一年的多。请看看粘对了没有。",
    )
    asking.done()
    return found


def _list(days: list[date]) -> str:
    return "、".join(f"{day.month}月{day.day}日" for day in days)


def years_reached(today: date) -> tuple[int, ...]:
    """The years notices reach into now or soon: this one, from November on the next as well."""
    return (today.year, today.year + 1) if today.month >= 11 else (today.year,)
