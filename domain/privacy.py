"""Masking (脱敏): how a person appears where not everyone may know who it is.

Rules: docs/rules.md, 脱敏. Masks are made here, on the server; a browser never gets the rest.
"""

import re

A_CHILD = "一名少儿"  # under 14 no name at all is published (个人信息保护法 28、31)
FEW = 5  # a count of people below this is shown as "<5" to visitors


def is_chinese(name: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" or letter == "·" for letter in name)


def masked_name(name: str) -> str:
    """陈明 → 陈*, 陈秀花 → 陈*花, 欧阳建国 → 欧**国, John → J***."""
    name = name.strip()
    if not name:
        return "*"
    if not is_chinese(name):
        return f"{name[0]}***"
    if len(name) == 1:
        return "*"
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def masked_phone(phone: str) -> str:
    """13812341234 → 138****1234; any other number keeps its hyphens and last two digits."""
    if re.fullmatch(r"1\d{10}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    digits = sum(letter.isdigit() for letter in phone)
    shown = []
    for letter in phone:
        if letter.isdigit():
            digits -= 1
            shown.append(letter if digits < 2 else "*")
        else:
            shown.append(letter)
    return "".join(shown)


def few(count: int) -> str:
    """A count of people as visitors see it: 0 stays 0, 1 to 4 become "<5"."""
    return f"<{FEW}" if 0 < count < FEW else f"{count:,}"
