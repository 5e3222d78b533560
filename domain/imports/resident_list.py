"""The list of residents (居民、入户): one line a person at a flat, and who is who (research A7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.columns import PHONE, ROOM, Column, no_day
from domain.imports.cells import Birth, birth, day, one_of, spelled
from domain.imports.entries import Entry, Listing
from domain.imports.mapping import TAIL
from domain.imports.people_cells import person, phones, phones_shown, sex, sex_shown
from domain.imports.private import read_tail
from domain.labels import label_of, labels
from domain.registry_book.homes import Relation
from domain.rooms import read_room

CODE, NAME, ROLE, SEX, BIRTH, PHONES, SINCE = (
    "房号", "姓名", "关系", "性别", "出生日期", "电话", "入住日期",
)  # fmt: skip
_ROLES = spelled(Relation, {
    Relation.OWNER: ("本人", "产权人", "房主"),
    Relation.FAMILY: ("家属", "家庭成员", "配偶", "妻", "夫", "妻子", "丈夫", "子女", "子", "女", "儿子", "女儿", "父母",
                      "父亲", "母亲", "父", "母", "孙子", "孙女", "儿媳", "女婿", "户主", "兄弟姐妹"),
    Relation.TENANT: ("租户", "承租人", "租住", "租赁"),
    Relation.CARER: ("照料的人", "保姆", "护工", "照护人"),
    Relation.OTHER: ("其他", "其它", "亲戚", "朋友", "同住"),
})  # fmt: skip
APART = 2  # years between two births of one name that make somebody ask


RESIDENTS = Listing(
    "residents",
    "居民",
    "一个人",
    (
        Column(CODE, no_day, (*ROOM, "房间", "住址"), required=True, width=14, text=True,
               note="写全：3-1-502，或者 3栋1单元502。"),
        Column(NAME, person, ("居民姓名", "人员姓名", "居民", "住户姓名"), required=True, awaited=True, width=12, text=True,
               note="一个人一行。"),
        Column(ROLE, one_of(ROLE, _ROLES), ("与户主关系", "人员类型", "与业主关系", "身份"), width=12,
               show=label_of, choices=labels(Relation), note="、".join(labels(Relation)) + "。"),
        Column(SEX, sex, (), width=8, show=sex_shown, choices=("男", "女"), note="不知道就空着。"),
        Column(BIRTH, birth, ("生日", "出生年月", "出生年", "出生"), width=14, text=True,
               show=lambda found: found.text, note="写成 1980-05-01，只知道年份就写 1980。"),
        Column(PHONES, phones, PHONE, width=24, text=True, show=phones_shown,
               note="几个号码用顿号分开；原来有的留着，新的加上。"),
        Column(TAIL, read_tail, ("后四位", "身份证尾号", "证件尾号"), width=14, text=True,
               show=lambda one: one.tail, note="只写最后四位，用来分开同名的人。"),
        Column(SINCE, day(SINCE), ("搬入日期", "居住开始"), width=14, text=True, note="写成 2016-01-31，不知道就空着。"),
    ),
    key=lambda entry: (
        read_room(str(entry.get(CODE))) or entry.get(CODE), entry.get(NAME), entry.texts.get(BIRTH, ""),
    ),
    several=frozenset({PHONES}),
    per_estate=True,
    adds=frozenset({PHONES}),
    past=frozenset({BIRTH, SINCE}),
    fixed=frozenset({NAME}),
    warned={"户主": "“户主”一列当姓名读了，请看清楚。"},
    naming=2,
    icon="group",
    people=True,
    about="谁住在哪一户",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the register, as far as it takes to tell who a row means."""

    id: int
    name: str
    sex: str | None
    birth_year: int | None
    birth_on: date | None
    tail: str | None
    homes: Mapping[str, tuple[str | None, date | None]]  # open: code → (role, since)
    numbers: frozenset[str]


MOVED, ANOTHER_HOME, OTHER, SAME = "搬家", "又一套", "不是他", "是他"


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a row means: one known person, nobody yet, or a question with its answers."""

    known: Known | None = None
    why: str = ""
    options: tuple[tuple[str, Known | None], ...] = ()


def who_is(entry: Entry, code: str, alike: Sequence[Known]) -> Who:
    """The first rule that fits (research A7). `alike` share the name, or a phone and the flat."""
    name, born = entry.get(NAME), born_of(entry)
    tail = entry.get(TAIL).tail if entry.get(TAIL) else ""
    numbers = {one.number for one in entry.get(PHONES, ())}
    named = [one for one in alike if one.name == name]
    sure = [one for one in named if tail and one.tail == tail and _same_day(one, born)]
    here = [one for one in named if code in one.homes]
    if sure:
        return (
            Who(sure[0])
            if code in sure[0].homes
            else _elsewhere(sure[0], "姓名、后四位、生日都一样")
        )
    if len(here) == 1:
        odd = _contradicts(entry, here[0], born, tail)
        if not odd:
            return Who(here[0])
        return Who(here[0], f"{code} 有一个{name}，{odd}", ((SAME, here[0]), (OTHER, None)))
    if here:
        return Who(None, f"{code} 有 {len(here)} 个{name}，请在底册里改", ((OTHER, None),))
    called = [one for one in named if numbers & one.numbers]
    if called:
        return _elsewhere(called[0], "姓名和电话一样")
    typo = [
        one
        for one in alike
        if code in one.homes and numbers & one.numbers and _near(one.name, name)
    ]
    if typo:
        told = f"{code} 的{typo[0].name}电话一样，名字差一个字"
        return Who(typo[0], told, ((SAME, typo[0]), (OTHER, None)))
    return Who()


def _elsewhere(one: Known, what: str) -> Who:
    homes = "、".join(one.homes) or "没有住处"
    return Who(one, f"{what}，现在住 {homes}", ((MOVED, one), (ANOTHER_HOME, one), (OTHER, None)))


def born_of(entry: Entry) -> Birth | None:
    """The birth a row says, or the one in the identity number it came with."""
    said = entry.get(BIRTH)
    if said is None and entry.get(TAIL) and entry.get(TAIL).birth:
        return Birth(entry.get(TAIL).birth.year, entry.get(TAIL).birth)
    return said


def _same_day(one: Known, born: Birth | None) -> bool:
    return born is not None and born.on is not None and one.birth_on == born.on


def _contradicts(entry: Entry, one: Known, born: Birth | None, tail: str) -> str:
    """What does not agree between a row and the person of that name in that flat."""
    if born and one.birth_year and abs(born.year - one.birth_year) >= APART:
        return f"{one.birth_year} 年出生，表里是 {born.year} 年"
    if entry.get(SEX) and one.sex and entry.get(SEX) != one.sex:
        return f"是{sex_shown(one.sex)}的，表里是{sex_shown(entry.get(SEX))}"
    if tail and one.tail and tail != one.tail:
        return f"身份证后四位是 {one.tail}，表里是 {tail}"
    return ""


def _near(one: str, other: str) -> bool:
    """Whether two names of one length differ in one character."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other)) == 1
