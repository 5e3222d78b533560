"""Voucher codes (券码): drawn by chance, and a slip of the hand noticed before any lookup."""

import secrets
from collections.abc import Callable

from stdnum.iso7064 import mod_37_36

from domain.errors import Invalid
from domain.vouchers.codes import ALPHABET, LENGTH, grouped, plain_code


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """Nine letters by chance, 30⁹ of them, and the check letter of ISO 7064 (30 letters: mod 31,30).

    The standard catches every wrong letter and all but one in some 500 swaps of two neighbours;
    a code with such a blind spot is drawn again, so that no swap in any code of ours passes.
    """
    while True:
        body = "".join(choose(ALPHABET) for _ in range(LENGTH - 1))
        code = body + mod_37_36.calc_check_digit(body, ALPHABET)
        if not any(is_code(other) for other in swapped(code)):
            return code


def is_code(text: str) -> bool:
    """Whether it could be one of ours: length, letters, check letter."""
    letters = len(text) == LENGTH and set(text) <= set(ALPHABET)
    return letters and mod_37_36.is_valid(text, ALPHABET)


def swapped(code: str) -> list[str]:
    """The code with two different neighbours changed round, at each place."""
    return [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for at in range(len(code) - 1)
        if code[at] != code[at + 1]
    ]


def checked(typed: str) -> str:
    """The code behind what was typed or scanned; raises Invalid before anything is looked up."""
    code = plain_code(typed)
    if not code:
        raise Invalid("券码还没填。")
    if not is_code(code):
        raise Invalid(f"券码不对，请再看一遍：{grouped(code)}")
    return code
