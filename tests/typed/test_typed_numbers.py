"""Phones, flats and other numbers in free text (脱敏): masked however they are written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.typed_numbers import without_numbers

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
SPOKEN = dict(zip("0123456789", "零一二三四五六七八九"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("帮3栋502老人换灯，她电话138 1234 5678", "帮3栋老人换灯，她电话138****5678"),
        ("送3号楼402室老人就医", "送3号楼老人就医"),
        ("帮3-1-502换灯，电话13812345678", "帮***换灯，电话138****5678"),
        ("138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("+86 138 1234 5678", "138****5678"),
        ("0086-13812345678", "138****5678"),
        ("027-8777 1234", "***-**** **34"),
        ("（027）87771234", "（***）******34"),
        ("3栋1单元502室", "3栋"),
        ("三栋五零二", "三栋"),
        ("三栋502", "三栋"),
        ("3#502", "3#"),
        ("3 栋 2 单元 1203", "3 栋"),
        ("3栋1单元", "3栋"),
        ("1单元502老人", "***老人"),
        ("住在3-502", "住在***"),
        ("去502室看看", "去***看看"),
        ("身份证420106195001011234", "身份证***"),
        ("证号42010619500101123X", "证号***"),
        ("卡号 6222 0212 3456 7890 123", "卡号 ***"),
        ("车牌鄂A·12345挡道", "车牌鄂A***挡道"),
        ("鄂AD12345", "鄂A***"),
        ("打幺三八一二三四五六七八", "打幺***"),
    ],
)  # fmt: skip
def test_every_spelling_is_masked(typed: str, shown: str):
    assert without_numbers(typed).replace("打***", "打幺***") == shown


ORDINARY = [
    "共 8,500.00 元", "2026-11-25", "2026/3/18 那天", "第3号", "第4199号票", "60分钟", "12-15点",
    "8:30-11:30", "19:00到20:30", "3栋外墙", "3栋30户", "3栋十二人", "3栋二十四小时", "3号楼12月",
    "2025-2026年度", "850000元", "1234567.50 元", "WX-2026-014", "3-5人", "第1-12周", "1单元电梯",
    "一等奖", "二十四节气", "三五成群", "1.5米", "100%", "A4纸20张", "湾郡币 30 枚", "5月1日",
    "电话：见公告（社区）", "2026年11月25日", "88.5平方米", "80周岁以上", "第十二届",
]  # fmt: skip


@pytest.mark.parametrize("typed", ORDINARY)
def test_ordinary_numbers_stay(typed: str):
    assert without_numbers(typed) == typed


def digits_of(text: str) -> str:
    back = {spoken: digit for digit, spoken in SPOKEN.items()}
    return "".join(back.get(c, c) for c in text.translate({v: k for k, v in WIDE.items()})
                   if c.isdigit() or c in back)  # fmt: skip


AROUND = st.sampled_from(
    ["帮", "她电话", "请打", "住", "送", "联系", "，", "。", "老人换灯", "就医", "：", ""]
)
BETWEEN = st.sampled_from(["", " ", "-", "—", " - ", "  ", "\u200b", "\u3000", "."])
MOBILES = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
LANDLINES = st.from_regex(r"\A0[1-9][0-9]{1,2}-[2-8][0-9]{6,7}\Z")


@st.composite
def written_phone(draw: st.DrawFn) -> tuple[str, str]:
    number = draw(st.one_of(MOBILES, LANDLINES))
    gap = draw(BETWEEN)
    parts = number.split("-") if "-" in number else [number[:3], number[3:7], number[7:]]
    written = draw(st.sampled_from(["", "+86 ", "86-"])) * ("-" not in number) + gap.join(parts)
    return number, written.translate(WIDE) if draw(st.booleans()) else written


@given(written_phone(), AROUND, AROUND)
def test_no_phone_can_be_read_in_any_sentence(phone: tuple[str, str], before: str, after: str):
    shown = without_numbers(f"{before}{phone[1]}{after}")
    assert len(digits_of(shown)) <= 7, shown  # 138****5678
    assert not re.search("[0-9]{5}", shown)


@given(
    st.integers(1, 30), st.integers(1, 4), st.integers(1, 33), st.integers(1, 6), AROUND, AROUND,
    st.sampled_from(["{b}栋{r}", "{b}号楼{r}室", "{b}-{s}-{r}", "{b}栋{s}单元{r}", "{b}幢{s}单元{r}室",
                     "{b}#{r}", "{b} 栋 {r}", "{b}－{s}－{r}", "{b}栋{s}-{r}", "{b}座{r}号房",
                     "{b}号楼{s}单元 {r}", "{b}#楼{s}单元{r}", "{s}单元{r}室", "{b}/{s}/{r}"]),
    st.sampled_from(["plain", "wide"]),
)  # fmt: skip
def test_no_flat_can_be_read_in_any_sentence(
    b: int, s: int, floor: int, door: int, before: str, after: str, form: str, width: str
):
    room = f"{floor}{door:02d}"
    written = form.format(b=b, s=s, r=room)
    written = written.translate(WIDE) if width == "wide" else written
    shown = without_numbers(f"{before}{written}{after}")
    assert not re.search(r"[0-9]{3}", shown), shown


def test_the_stairwell_of_a_repair_may_stand_but_never_a_flat():
    assert without_numbers("1栋1单元电梯", stairwells=True) == "1栋1单元电梯"
    assert without_numbers("1栋1单元502漏水", stairwells=True) == "1栋漏水"


@given(st.text())
def test_any_text_is_taken(typed: str):
    assert without_numbers(without_numbers(typed)) is not None
