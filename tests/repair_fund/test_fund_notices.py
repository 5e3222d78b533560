"""维修资金公示: it hangs its whole time, and every objection is answered before the next step."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.errors import Invalid, WrongState
from domain.repair_fund.notices import (
    DAYS_PARAMETER,
    NewObjection,
    Notice,
    NoticeKind,
    Objection,
    Reply,
    TakingDown,
    blocked_by,
    check_objection,
    check_removal,
    check_reply,
)

POSTED, LAST = date(2026, 3, 2), date(2026, 3, 9)
AFTER = LAST + timedelta(days=1)
NOTICE = Notice(1, 1, NoticeKind.PLAN, "3栋屋面维修方案", "3栋大堂", POSTED, LAST, None, 0)
PAPER = NewObjection("slip-1", 1, "陈先生", "报价太高", LAST)
OBJECTION = Objection(1, 1, "陈先生", "报价太高", LAST, None, None, None)


def down(on: date) -> TakingDown:
    return TakingDown("slip-2", 1, on)


@pytest.mark.parametrize(
    ("today", "objections", "sentences"), [(LAST, 0, 1), (LAST, 2, 2), (AFTER, 2, 1), (AFTER, 0, 0)]
)
def test_the_next_step_waits_for_the_last_day_and_for_every_answer(
    today: date, objections: int, sentences: int
):
    notice = replace(NOTICE, open_objections=objections)
    assert len(blocked_by(notice, today)) == sentences


def test_whoever_waits_is_told_from_which_day_it_goes_on():
    assert blocked_by(NOTICE, LAST) == ["方案公示到3月9日满，3月10日起才能办下一步。"]


def test_every_notice_has_its_days():
    assert set(DAYS_PARAMETER) == set(NoticeKind)


@pytest.mark.parametrize("removed", [POSTED, LAST])
def test_a_notice_is_not_taken_down_early(removed: date):
    with pytest.raises(Invalid):
        check_removal(NOTICE, down(removed), AFTER)


def test_a_notice_comes_down_once_and_not_before_it_really_does():
    check_removal(NOTICE, down(AFTER), AFTER)
    with pytest.raises(Invalid):
        check_removal(NOTICE, down(AFTER + timedelta(days=1)), AFTER)
    with pytest.raises(WrongState):
        check_removal(replace(NOTICE, removed_on=AFTER), down(AFTER), AFTER)


@pytest.mark.parametrize("raised", [POSTED, LAST])
def test_an_objection_raised_while_the_notice_hung_may_be_written_down_later(raised: date):
    paper = replace(PAPER, raised_on=raised, words=" 报价太高\n")
    assert check_objection(paper, NOTICE, AFTER) == replace(PAPER, raised_on=raised)


@pytest.mark.parametrize(
    "paper",
    [
        replace(PAPER, raised_on=POSTED - timedelta(days=1)),
        replace(PAPER, raised_on=AFTER),
        replace(PAPER, raised_by=""),
        replace(PAPER, words="高"),
    ],
)
def test_an_objection_falls_into_its_notice_and_says_who_and_what(paper: NewObjection):
    with pytest.raises(Invalid):
        check_objection(paper, NOTICE, AFTER)


def test_no_objection_comes_from_tomorrow():
    with pytest.raises(Invalid):
        check_objection(PAPER, NOTICE, LAST - timedelta(days=1))


def test_an_objection_is_answered_once_and_in_words():
    reply = Reply("slip-2", 1, " 已请三家重新报价 ")
    assert check_reply(reply, OBJECTION).text == "已请三家重新报价"
    with pytest.raises(Invalid):
        check_reply(replace(reply, text=" "), OBJECTION)
    answered = replace(OBJECTION, reply="已答复", replied_on=AFTER, replied_by="社工")
    assert not answered.open
    with pytest.raises(WrongState):
        check_reply(reply, answered)
