"""Passwords everybody tries first (常见弱口令): a list of words, and what people do with them.

The list (common_passwords.txt) is our own: what is used again and again here and elsewhere. A word
of it stays weak with digits and signs around it, doubled, or with @ for a: 5201314woaini,
Password@2026, woainiwoaini. So do runs on the keyboard, digits alone, and the names that stand on
the door: one's own, the user name, the community, its estates.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from domain.errors import Invalid

RUNS = (
    "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0", "a1b2c3d4e5f6g7h8i9", "1a2b3c4d5e6f7g8h9i", "a1s2d3f4g5h6j7k8l9",
)  # fmt: skip
LEAST_RUN = 4  # shorter pieces of a run stand in many good passwords
LOOKS_LIKE = str.maketrans({"@": "a", "0": "o", "1": "i", "3": "e", "5": "s", "$": "s", "!": "i"})
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")


@cache
def common() -> frozenset[str]:
    """The words of the list, in small letters."""
    file = Path(__file__).with_name("common_passwords.txt")
    return frozenset(file.read_text(encoding="utf-8").split())


def check_not_common(password: str, names: Iterable[str]) -> None:
    """Raises Invalid when a password is among the first that anybody would try.

    `names` are words that stand on the door: names of the person, the community, its estates.
    """
    plain = password.casefold()
    if plain.isdecimal():
        raise Invalid("密码不能只有数字：生日、电话、连号都太容易猜。加几个字母或者汉字。")
    if _run(plain):
        raise Invalid("密码是键盘上挨着的键，太容易猜。换几个不相干的词连在一起。")
    known = {re.sub(r"\s", "", name.casefold()) for name in names if len(name) > 1}
    for word in _cores(plain):
        if word in known:
            raise Invalid("密码不能只是姓名、社区或者小区的名字加几个数字。")
        if word in common():
            raise Invalid("这个密码在最常用的密码里，别人会先试。换几个不相干的词连在一起。")


def _cores(plain: str) -> set[str]:
    """What is left of a password without the digits and signs around it, also undoubled."""
    found = set()
    for spelled in (
        plain,
        plain.translate(LOOKS_LIKE),
        _AROUND.sub("", plain).translate(LOOKS_LIKE),
    ):
        core = re.sub(r"\s", "", _AROUND.sub("", spelled))
        doubled = re.fullmatch(r"(.+?)\1+", core)
        found |= {core, doubled[1] if doubled else core}
        pieces = re.split(r"[\W\d_]+", core)
        if len(set(pieces)) == 1:
            found.add(pieces[0])
    return found


def _run(plain: str) -> bool:
    """Whether nothing is left but pieces of keyboard runs, in either direction, and digits."""
    rest, longest = plain, 0
    for run in (*RUNS, *(run[::-1] for run in RUNS)):
        for size in range(len(run), LEAST_RUN - 1, -1):
            for at in range(len(run) - size + 1):
                if (piece := run[at : at + size]) in rest:
                    rest, longest = rest.replace(piece, ""), max(longest, size)
    return longest > LEAST_RUN and len(_AROUND.sub("", rest)) <= 2
