"""Money (钱) is whole fen (分); yuan exist only on the screen."""


def yuan(fen: int) -> str:
    """12345 → "123.45 元", the ledger form with two decimals."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d} 元"


def wan(fen: int) -> str:
    """1_865_000_00 fen → "186.50": ten-thousands of yuan (万元), rounded down, for headlines."""
    hundredths = abs(fen) // 10_000
    return f"{'-' if fen < 0 else ''}{hundredths // 100:,}.{hundredths % 100:02d}"


def percent(part: int, whole: int) -> str:
    """A percentage with two decimals rounded down, or "—" where there is no whole.

    Display only: no rule compares percentages (docs/rules.md, 整数).
    """
    if whole <= 0:
        return "—"
    bp = part * 10_000 // whole
    return f"{bp // 100}.{bp % 100:02d}%"
