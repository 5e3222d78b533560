"""One class of the academy (书法), for tests that need no file."""

from datetime import date, time

from domain.academy_enrollment.seats import ClassOffering, Series

FIRST_DAY = date(2026, 4, 1)
CLASS = ClassOffering(
    1, "2026春季", Series.WANQING, "书法", "王老师", "一号教室", 3, time(9, 30), time(11),
    FIRST_DAY, 12, 20, 5, 0, 50, None, False, 0, 0,
)  # fmt: skip
