"""Area (面积) is whole hundredths of a square metre; metres exist only on the screen."""


def area(centi: int) -> str:
    """86000 → "860.00 m²", always two decimals."""
    sign = "-" if centi < 0 else ""
    return f"{sign}{abs(centi) // 100:,}.{abs(centi) % 100:02d} m²"
