"""Slowing down (放慢): how long to wait after wrong passwords. Nobody is shut out."""

from datetime import timedelta

LONGEST_WAIT = timedelta(seconds=60)
PER_ADDRESS = 2  # an address may go wrong so many times as often as an account before it waits


def wait_after(wrong: int, free: int) -> timedelta:
    """1, 2, 4 … seconds from the `free`-th wrong try in a row on, at most a minute.

    A minute is 1,440 guesses a day at one account, against passwords of ten characters.
    """
    if wrong < free:
        return timedelta(0)
    doubled = min(wrong - free, 6)  # 64 seconds is beyond the longest
    return min(timedelta(seconds=2**doubled), LONGEST_WAIT)
