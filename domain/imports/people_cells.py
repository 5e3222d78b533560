"""Names and telephones in brought lists (姓名、电话): several in one cell, fillers, companies.

Fillers are missing, not wrong: 18999999999 and 13800000000, one repeated digit, 无, 未知, 空置
(research A5). 李四转王五 and （已故） are asked: a list does not say whose the flat is then.
"""

import re
import unicodedata
from dataclasses import dataclass

from domain.errors import Invalid
from domain.registry import plain_text
from domain.registry_book.persons import Sex

NO_NAME = {"无", "未知", "空置", "空", "不详", "暂无", "待定", "-", "—", "/", "空房", "未售"}
DEVELOPER = "开发商"
COMPANY = re.compile(r"公司|集团|银行|学校|中心|委员会|合作社|企业|事务所|医院|工厂|经营部|[厂店]$")
UNSURE = re.compile(r".{2,}转.{2,}|过户|已故|去世|死亡|离婚|同上|同前|[?？]")
_APART = re.compile(r"[、/，,；;\n\r]+")
_FILLER_PHONES = {"18999999999", "13800000000", "13800138000"}
_PHONE = re.compile(
    r"(?:\+?86)?(1[0-9]{10})|(0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,5})?)|([2-9][0-9]{6,7})"
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number with what stood beside it (儿子、单位)."""

    number: str
    kind: str
    note: str = ""


def owners(typed: str) -> tuple[str, ...]:
    """The owners a cell names, in its order; a company is one, a filler none.

    A dot inside a name is part of it (阿不都·热合曼). Raises Invalid where it has to be asked.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    found: list[str] = []
    for part in _APART.split(text):
        name = re.sub(r"^\d+[.、]", "", part).strip(" .:：")
        if not name or name in NO_NAME:
            continue
        if UNSURE.search(name) and not COMPANY.search(name):
            raise Invalid(f"“{typed[:20]}”说不准是谁。请只写现在的业主。")
        found.append(
            person(name) if not COMPANY.search(name) else plain_text(name, "业主", most=40)
        )
    return tuple(dict.fromkeys(found))


def person(typed: str) -> str:
    """One person's name. Raises Invalid for what is no name."""
    name = plain_text(unicodedata.normalize("NFKC", typed), "姓名", most=20)
    if name in NO_NAME:
        raise Invalid(f"“{typed}”不是姓名。没有人就不写这一行。")
    if re.search(r"\d", name) or UNSURE.search(name) or "(" in name:
        raise Invalid(f"姓名“{typed[:20]}”看不懂。只写一个人的姓名。")
    return name.replace(" ", "") if re.fullmatch(r"[一-鿿 ]+", name) else name


def phones(typed: str) -> tuple[Phone, ...]:
    """The numbers of a cell, each once; what stands behind one is its note. Raises Invalid.

    Fillers are left out: nobody answers there.
    """
    text = unicodedata.normalize("NFKC", typed)
    found: dict[str, Phone] = {}
    for part in re.split(r"[、/，,；;\n\r]+|\s{2,}|(?<=[^0-9 ]) +(?=[01])", text):
        rest = re.sub(r"(?<=\d)[ ](?=\d)", "", part.strip())
        if not rest or rest in NO_NAME:
            continue
        at = _PHONE.search(rest)
        squeezed = re.sub(r"[\s-]", "", rest)
        if at is None and (whole := re.search(r"1[0-9]{10}", squeezed)):
            at, rest = whole, squeezed
        if at is None or re.search(r"\d", rest.replace(at[0], "", 1)):
            raise Invalid(f"电话“{part.strip()[:20]}”看不懂。手机 11 位；几个号码用顿号分开。")
        number = at[0].removeprefix("+").removeprefix("86") if len(at[0]) > 12 else at[0]
        if number in _FILLER_PHONES or len(set(number)) == 1:
            continue
        kind = "mobile" if re.fullmatch(r"1[0-9]{10}", number) else "landline"
        note = re.sub(r"[()（）:：\s]", "", rest.replace(at[0], "", 1))[:10]
        found.setdefault(number, Phone(number, kind, note))
    return tuple(found.values())


def phones_shown(found: tuple[Phone, ...]) -> str:
    return "、".join(one.number for one in found)


def sex(typed: str) -> str:
    """f or m. Raises Invalid."""
    found = {"男": "m", "女": "f", "男性": "m", "女性": "f"}.get(typed.strip())
    if found is None:
        raise Invalid(f"性别“{typed[:10]}”不认得。写男或女，不知道就空着。")
    return found


def sex_shown(code: str) -> str:
    return Sex(code).label
