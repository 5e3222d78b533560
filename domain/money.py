"""Money (钱) is whole fen (分); yuan exist only on the screen."""


def yuan(fen: int) -> str:
    """12345 → "123.45 元", the ledger form with two decimals."""
    return f"{column_yuan(fen)} 元"


def column_yuan(fen: int) -> str:
    """12345 → "123.45", under a heading that says 元."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def wan(fen: int) -> str:
    """1_865_000_00 fen → "186.50": ten-thousands of yuan (万元), to the nearest 100 yuan (四舍五入)."""
    hundredths = (abs(fen) + 5_000) // 10_000
    sign = "-" if fen < 0 and hundredths else ""
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}"


def short_wan(fen: int) -> str:
    """万元 for a card on a phone: whole ones from a thousand on, to the nearest (四舍五入)."""
    if abs(fen) < 1_000_000_000:
        return wan(fen)
    return f"{'-' if fen < 0 else ''}{(abs(fen) + 500_000) // 1_000_000:,}"


def percent(part: int, whole: int) -> str:
    """A percentage with two decimals rounded down, or "—" where there is no whole.

    Display only: no rule compares percentages. Down, not to the nearest: a share never shows a
    threshold or a whole it has not reached (docs/rules.md, 整数).
    """
    if whole <= 0:
        return "—"
    bp = part * 10_000 // whole
    return f"{bp // 100}.{bp % 100:02d}%"


DIGITS, UNITS, GROUPS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")


def capitals(fen: int) -> str:
    """22088500 fen → 贰拾贰万零捌佰捌拾伍元整: the amount in characters that cannot be altered (大写)."""
    yuan_part, small = divmod(abs(fen), 100)
    words = _whole(yuan_part) + "元" if yuan_part else ""
    jiao, cents = divmod(small, 10)
    if jiao:
        words += DIGITS[jiao] + "角"
    if cents:
        words += ("零" if yuan_part and not jiao else "") + DIGITS[cents] + "分"
    else:
        words += "整" if words else "零元整"
    return ("负" if fen < 0 else "") + words


def _whole(number: int) -> str:
    """Groups of four digits; one 零 for any run of zeros inside."""
    words, gap, place = "", False, 0
    while number:
        number, group = divmod(number, 10_000)
        if group:
            said = _group(group)
            lacks = gap and words != ""
            words = said + GROUPS[place] + ("零" if lacks else "") + words
        gap = 0 < group < 1000 or (gap and not group) or (not group and words != "")
        place += 1
    return words


def _group(group: int) -> str:
    words, zero = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + UNITS[place]
            zero = False
        else:
            zero = True
    return words
