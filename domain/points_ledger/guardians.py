"""Guarded residents (未满 14 周岁): the age that decides, when the registry knows little."""

from datetime import date

from domain.points_ledger.books import GUARDED_AGE
from domain.registry import Resident


def guarded_age(who: Resident, today: date) -> int:
    """The younger age where a bare birth year leaves two.

    Who has no birth year on file counts as grown up, unless a guardian is on file.
    """
    if who.birth_date is None and who.birth_year is None:
        return 0 if who.guardian_id is not None else GUARDED_AGE
    return who.age_on(today)[0]


def is_child(who: Resident, today: date) -> bool:
    """No name of theirs is published (脱敏), and a guardian spends their points."""
    return guarded_age(who, today) < GUARDED_AGE
