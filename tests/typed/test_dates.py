"""Every date on every form is held against the clock and its event (日期), and none is forgotten."""

from dataclasses import dataclass, is_dataclass
from datetime import date, datetime, timedelta
from inspect import signature
from typing import Annotated, Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dates import Bound, Event, after, bounds, check_clock, until
from domain.days import BEIJING, short_day
from domain.errors import Invalid
from tests import ROOT
from tests.deeds import GUARDED, WRITES

RULES = ROOT / "docs" / "rules.md"
NOW = datetime(2026, 3, 18, 9, 40, tzinfo=BEIJING)
TODAY = NOW.date()
quick = settings(database=None, deadline=None, max_examples=200)
days = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@dataclass(frozen=True)
class Slip:
    on: Annotated[date, Bound("办理日期", "从前", back=60)]
    ends: Annotated[date | None, Bound("到期日", "从前", "一年以内", back=0, ahead=366)] = None
    at: Annotated[
        datetime | None, Bound("时间", "两天以内", back=2, slack=timedelta(minutes=5))
    ] = None


def papers() -> list[type[Any]]:
    """Every paper a write takes."""
    found = {
        hint
        for name in WRITES
        for hint in get_type_hints(GUARDED[name].__wrapped__).values()  # type: ignore[attr-defined]
        if is_dataclass(hint) and isinstance(hint, type) and hint.__module__.startswith("domain.")
    }
    return sorted(found, key=lambda paper: (paper.__module__, paper.__name__))


def test_every_date_field_of_every_paper_says_how_it_is_bound():
    declared = {f"{paper.__name__}.{name}" for paper in papers() for name in bounds(paper)}
    assert {"PuttingUp.posted_on", "Payment.paid_on", "NewAward.earned_on", "Count.counted_at",
            "Opening.closes_on", "NewBatch.valid_to"} <= declared  # fmt: skip
    assert len(declared) >= 24


def test_a_paper_with_an_undeclared_date_is_refused_as_a_bug():
    @dataclass(frozen=True)
    class Forgetful:
        on: date

    @dataclass(frozen=True)
    class Sometimes:
        on: datetime | None

    for paper in (Forgetful(TODAY), Sometimes(None)):
        with pytest.raises(TypeError, match="has no Bound"):
            check_clock(paper, NOW)


def test_no_write_takes_a_day_that_is_on_no_paper():
    for name in WRITES:
        write = GUARDED[name].__wrapped__  # type: ignore[attr-defined]
        for given_, hint in get_type_hints(write).items():
            assert not {date, datetime} & {hint, *getattr(hint, "__args__", ())}, (
                f"{name}: {given_}"
            )
        assert "today" not in signature(write).parameters


def test_the_rules_list_every_date_with_its_bounds():
    written = RULES.read_text(encoding="utf-8")
    for paper in papers():
        for name, bound in bounds(paper).items():
            row = f"| `{paper.__name__}.{name}` | {bound.name} | {bound.since} | {bound.until} |"
            assert row in written


@quick
@given(days)
def test_a_day_of_the_past_lies_between_its_oldest_day_and_today(day: date):
    fine = TODAY - timedelta(days=60) <= day <= TODAY
    try:
        check_clock(Slip(day), NOW)
    except Invalid as refusal:
        assert not fine
        assert short_day(day, TODAY) in str(refusal) and "3月18日" in str(refusal)
        assert "办理日期" in str(refusal) and str(refusal).endswith("。")
    else:
        assert fine


@quick
@given(days)
def test_a_day_to_come_lies_between_today_and_its_farthest_day(day: date):
    fine = TODAY <= day <= TODAY + timedelta(days=366)
    try:
        check_clock(Slip(TODAY, day), NOW)
    except Invalid as refusal:
        assert not fine
        assert short_day(day, TODAY) in str(refusal) and "3月18日" in str(refusal)
    else:
        assert fine


@quick
@given(st.integers(-5_000, 5_000))
def test_a_moment_is_held_to_the_minute(minutes: int):
    fine = -2 * 24 * 60 <= minutes <= 5
    try:
        check_clock(Slip(TODAY, None, NOW + timedelta(minutes=minutes)), NOW)
    except Invalid:
        assert not fine
    else:
        assert fine


def test_all_dates_that_are_wrong_are_said_at_once():
    with pytest.raises(Invalid) as refusal:
        check_clock(Slip(TODAY + timedelta(days=1), TODAY - timedelta(days=1)), NOW)
    assert "办理日期" in str(refusal.value) and "到期日" in str(refusal.value)


@quick
@given(days, days, days, st.booleans())
def test_a_day_is_never_before_the_latest_of_its_events(day: date, a: date, b: date, same: bool):
    last = max(a, b)
    fine = day >= last if same else day > last
    try:
        after(Slip(day), "on", TODAY, Event("甲", a), None, Event("乙", b), on_the_day=same)
    except Invalid as refusal:
        assert not fine
        assert short_day(day, TODAY) in str(refusal) and short_day(last, TODAY) in str(refusal)
    else:
        assert fine


@quick
@given(days, days)
def test_a_day_is_never_after_what_ends_it(day: date, end: date):
    try:
        until(Slip(day), "on", TODAY, Event("期满", end))
    except Invalid as refusal:
        assert day > end
        assert short_day(day, TODAY) in str(refusal) and short_day(end, TODAY) in str(refusal)
    else:
        assert day <= end
