"""Search keys (检索键) of a resident: what people type when they look for somebody."""

from collections.abc import Iterator
from functools import cache

from pypinyin import Style, pinyin

# Surnames that a dictionary reads otherwise (姓氏异读).
SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "曾": "zeng", "盖": "ge", "覃": "qin",
    "区": "ou", "朴": "piao", "翟": "zhai", "乐": "yue", "任": "ren", "缪": "miao", "华": "hua",
    "燕": "yan", "冼": "xian", "洗": "xian", "种": "chong", "秘": "bi", "员": "yun", "黑": "he",
    "繁": "po", "折": "she", "召": "shao", "祭": "zhai", "柏": "bai", "薄": "bo", "卜": "bu",
    "晁": "chao", "车": "che", "都": "du", "干": "gan", "葛": "ge", "纪": "ji", "隗": "wei",
    "宓": "mi", "那": "na", "能": "nai", "乜": "nie", "曲": "qu", "瞿": "qu", "沈": "shen",
    "盛": "sheng", "牟": "mu", "应": "ying", "於": "yu", "贠": "yun", "晏": "yan", "长": "zhang",
    "石": "shi", "万": "wan", "宁": "ning", "尉": "wei", "佴": "nai", "重": "chong", "不": "fou",
}  # fmt: skip
COMPOUND = {
    "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"), "万俟": ("mo", "qi"), "令狐": ("ling", "hu"),
    "澹台": ("tan", "tai"), "单于": ("chan", "yu"), "宇文": ("yu", "wen"), "欧阳": ("ou", "yang"),
}  # fmt: skip


@cache
def _sound(letter: str) -> str:
    return str(pinyin(letter, style=Style.NORMAL)[0][0]).casefold()


def sounds(name: str) -> list[str]:
    """The syllables of a name, its surname read as a surname: 单秀花 → shan xiu hua."""
    if name[:2] in COMPOUND:
        return [*COMPOUND[name[:2]], *map(_sound, name[2:])]
    if not name:
        return []
    return [SURNAMES.get(name[0], _sound(name[0])), *map(_sound, name[1:])]


def keys(name: str, phone: str, room: str | None) -> set[str]:
    """Every suffix of the name, of its initials and of its syllables; the phone's tail; the room."""
    name = name.replace(" ", "").replace("·", "").casefold()
    found = set(_suffixes(name))
    syllables = sounds(name)
    found |= set(_suffixes("".join(syllable[:1] for syllable in syllables)))
    found |= {"".join(syllables[start:]) for start in range(len(syllables))}
    if len(phone) >= 4:
        found.add(phone[-4:])
    if room:
        found.add(room)
    found.discard("")
    return found


def begins_with(name: str, typed: str) -> bool:
    """Whether a name, its initials or its pinyin begin with what was typed."""
    syllables = sounds(name)
    initials = "".join(syllable[:1] for syllable in syllables)
    return any(whole.startswith(typed) for whole in (name, initials, "".join(syllables)))


def _suffixes(text: str) -> Iterator[str]:
    return (text[start:] for start in range(len(text)))
