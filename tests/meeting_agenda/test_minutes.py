"""Minutes (纪要): composed, typed over, reviewed, signed by another, published without a resident."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection
from db.meeting_agenda import attendance, deciding, minutes, minuting, promising, sittings
from db.meeting_agenda import meetings as all_meetings
from db.meeting_agenda.live import minutes_state
from domain.errors import Invalid, NotAllowed, NotFound, SamePerson, WrongState
from domain.meeting_agenda.actions import NewAction
from domain.meeting_agenda.attendance import Guest, Presence
from domain.meeting_agenda.deciding import NewOpinion, Stance, Way
from domain.meeting_agenda.meetings import ItemType, MeetingState, NewAgendaItem
from domain.meeting_agenda.minutes import (
    Audience,
    Edit,
    Level,
    Line,
    NewCorrection,
    chinese_number,
    numbered,
)
from domain.meeting_agenda.sittings import MinutesState, Opening
from tests import meetings
from tests.community import visit_of
from tests.meetings import EVENING, Evening, noted, that_evening

RESIDENTS = 4  # a body of residents, made here
SECRET = "某户长期不交费"


@pytest.fixture
def evening(small: Database) -> Evening:
    """A council with a resident, a confidential item, an opinion, a decision and a promise; closed."""
    small.execute(
        "insert into bodies (id, name, kind, source) values (4, '居民代表', 'residents', 'entered')"
    )
    clerk = visit_of(small, "clerk")
    meetings.seats(clerk, 2)
    meetings.seat(clerk, "陈秀花", body=RESIDENTS)
    held = meetings.planned(clerk)
    secret = NewAgendaItem(
        "secret", held.meeting_id, ItemType.CONSULT, SECRET, "王社工", 10, confidential=True
    )
    all_meetings.add_agenda_item(clerk, secret)
    visit = that_evening(small)
    sittings.open_meeting(visit, Opening("open", held.meeting_id))
    meetings.come(visit, held, 3)
    guest = Guest("g", held.meeting_id, "街道小刘", meetings.CLOUD_COMPANY, Presence.OBSERVING)
    attendance.add_guest(visit, guest)
    *_, resident, _ = attendance.attendances(small, held.meeting_id)
    said = NewOpinion("o", held.talk, resident.id, Stance.AGAINST, "收得太早，上班来不及")
    deciding.record_opinion(visit, said)
    agreed = replace(noted(held.talk, Way.CONSENSUS, "七点半前收摊"), dissent="还是早了点。")
    deciding.record_outcome(visit, agreed)
    due = EVENING.date()
    new = NewAction(
        "a", held.meeting_id, held.talk, "物业每天巡查", meetings.PINE_COMPANY, "周经理", due
    )
    promising.promise(visit, new)
    last = all_meetings.agenda(small, held.meeting_id)[-1]
    deciding.record_outcome(visit, noted(last.id, Way.NOTE, "另行上门"))
    meetings.closed(small, held)
    return held


def text(lines: list[Line]) -> str:
    return "\n".join(mark + line.text for line, mark in numbered(lines))


def signed(db: Database, evening: Evening) -> None:
    minuting.review(that_evening(db, "clerk2"), evening.meeting_id)
    minuting.sign(that_evening(db, "secretary"), evening.meeting_id)


def test_the_draft_is_what_was_recorded_in_the_form_of_minutes(small: Database, evening: Evening):
    known = minutes.minutes_of(small, evening.meeting_id)
    assert (known.numbered, known.state) == ("〔2026〕第 1 号", MinutesState.DRAFT)
    minuting.review(that_evening(small, "clerk2"), evening.meeting_id)
    told = text(minutes.paragraphs(that_evening(small), evening.meeting_id))
    for words in (
        "2026年3月28日9:40—10:40，李书记在议事厅主持召开金花议事会。现将会议议定事项纪要如下：",
        "一、听取上次议定事项落实情况",
        "三、早点摊怎么管",
        "（一）会议认为：陈秀花（居民代表）：收得太早，上班来不及",
        "（二）会议议定：七点半前收摊",
        "（三）部分同志提出：还是早了点。已记录在案。",
        "（四）会议要求：",
        "1.物业每天巡查。责任单位：松涛物业；责任人：周经理；完成时限：2026年3月28日。",
        "出席：委员0（春和社区居委会）、委员1（春和社区居委会）、陈秀花（居民代表）",
        "列席：街道小刘（白云物业）",
    ):
        assert words in told, words


def test_the_public_version_has_no_resident_no_opinion_and_nothing_confidential(
    small: Database, evening: Evening
):
    signed(small, evening)
    assert minutes.public_paragraphs(small, evening.meeting_id) == [], "signed is not published"
    minuting.publish(that_evening(small, "secretary"), evening.meeting_id)
    told = text(minutes.public_paragraphs(small, evening.meeting_id))
    for hidden in ("陈秀花", "委员0", "周经理", "收得太早", SECRET, "另行上门", "街道小刘"):
        assert hidden not in told
    for shown in (
        "三、早点摊怎么管",
        "（一）会议听取了 1 位与会人员的意见。",
        "（二）会议议定：七点半前收摊",
        "责任单位：松涛物业；完成时限",
        "出席：春和社区居委会 2 人、居民代表 1 人",
    ):
        assert shown in told, shown
    assert SECRET in text(minutes.paragraphs(that_evening(small), evening.meeting_id))


def test_a_residents_name_that_was_typed_is_stopped_before_it_goes_out(
    small: Database, evening: Evening
):
    edit = Edit("e", evening.meeting_id, f"outcome:{evening.talk}", "陈秀花同意七点半前收摊", 0)
    minuting.edit_paragraph(that_evening(small), edit)
    signed(small, evening)
    with pytest.raises(WrongState, match="还有居民的姓名“陈秀花”"):
        minuting.publish(that_evening(small, "secretary"), evening.meeting_id)
    assert minutes_state(small, evening.meeting_id) is MinutesState.SIGNED


def test_a_paragraph_is_typed_over_left_out_and_never_over_somebody_elses(
    small: Database, evening: Evening
):
    key = f"outcome:{evening.talk}"
    one = Edit("one", evening.meeting_id, key, "会议议定：工作日七点半前收摊", 0)
    minuting.edit_paragraph(that_evening(small), one)
    with pytest.raises(WrongState, match=r"社工clerk在 .*还没存"):
        minuting.edit_paragraph(that_evening(small, "clerk2"), replace(one, slip="two"))
    (line,) = [
        line for line in minutes.paragraphs(that_evening(small), evening.meeting_id)
        if line.key == key
    ]  # fmt: skip
    assert "工作日" in line.text
    gone = Edit("gone", evening.meeting_id, key, "", line.seen)
    minuting.edit_paragraph(that_evening(small, "clerk2"), gone)
    more = Edit("more", evening.meeting_id, f"more:{evening.talk}", "会议强调：注意安全。", 0)
    minuting.edit_paragraph(that_evening(small), more)
    with pytest.raises(WrongState, match="不在草稿里"):
        minuting.edit_paragraph(that_evening(small), replace(one, slip="x", key="nowhere:1"))
    minuting.review(that_evening(small, "clerk2"), evening.meeting_id)
    told = text(minutes.paragraphs(that_evening(small), evening.meeting_id))
    assert "七点半前收摊" not in told and "会议强调：注意安全。" in told
    with pytest.raises(WrongState, match="不能再改"):
        minuting.edit_paragraph(that_evening(small), replace(more, slip="y"))


def test_every_step_is_in_its_turn_and_signed_by_a_second_person(small: Database, evening: Evening):
    id = evening.meeting_id
    for write, who in ((minuting.sign, "secretary"), (minuting.publish, "secretary")):
        with pytest.raises(WrongState, match="现在是“草稿”"):
            write(that_evening(small, who), id)
    minuting.review(that_evening(small, "secretary"), id)
    with pytest.raises(SamePerson):
        minuting.sign(that_evening(small, "secretary"), id)
    minuting.send_back_minutes(that_evening(small), id, "时间写错了")
    signed(small, evening)
    assert all_meetings.meeting(small, id).state is MeetingState.CONFIRMED
    known = minutes.minutes_of(small, id)
    assert (known.version, known.recorded_by, known.reviewed_by, known.signed_by) == (
        2, "社工clerk", "社工clerk2", "书记/主任secretary",
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        minuting.publish(that_evening(small), id)
    with pytest.raises(WrongState, match="不能变成“草稿”"):
        minuting.send_back_minutes(that_evening(small), id, "再改改")


def test_what_was_signed_is_read_only_with_all_it_rests_on(small: Database, evening: Evening):
    signed(small, evening)
    outcome = deciding.outcome(small, evening.talk)
    assert outcome is not None
    before = text(minutes.paragraphs(that_evening(small), evening.meeting_id))
    with pytest.raises(WrongState, match="已经签发"):
        deciding.record_outcome(that_evening(small), noted(evening.talk, seen=outcome.id))
    with pytest.raises(WrongState, match="已经签发"):
        meetings.come(that_evening(small), evening, 1, "late")
    due = EVENING.date()
    later = NewAction(
        "b", evening.meeting_id, evening.talk, "再装一盏灯", meetings.PINE_COMPANY, "周", due
    )
    promising.promise(that_evening(small), later)
    assert text(minutes.paragraphs(that_evening(small), evening.meeting_id)) == before


def test_what_was_wrong_gets_a_correction_and_stays(small: Database, evening: Evening):
    wrong = NewCorrection("c", evening.meeting_id, "七点半前收摊", "八点前收摊", True)
    with pytest.raises(WrongState, match="直接改草稿"):
        minuting.correct_minutes(that_evening(small, "secretary"), wrong)
    signed(small, evening)
    minuting.correct_minutes(that_evening(small, "secretary"), wrong)
    with pytest.raises(WrongState, match="居民的姓名"):
        named = replace(wrong, slip="d", right="陈秀花说八点")
        minuting.correct_minutes(that_evening(small, "secretary"), named)
    inside = replace(wrong, slip="e", right="陈秀花说八点", public=False)
    minuting.correct_minutes(that_evening(small, "secretary"), inside)
    with pytest.raises(Invalid):
        empty = replace(wrong, slip="f", right=" ")
        minuting.correct_minutes(that_evening(small, "secretary"), empty)
    every = minutes.corrections(small, evening.meeting_id, public_only=False)
    assert [(one.seq, one.public) for one in every] == [(1, True), (2, False)]
    assert len(minutes.corrections(small, evening.meeting_id, public_only=True)) == 1


def test_the_internal_text_is_for_the_office_and_the_supervisor(small: Database, evening: Evening):
    for who in ("property", "grid", "leader", "admin"):
        with pytest.raises(NotAllowed):
            minutes.paragraphs(that_evening(small, who), evening.meeting_id)
    assert minutes.paragraphs(that_evening(small, "supervisor"), evening.meeting_id)
    with pytest.raises(NotFound):
        minutes.minutes_of(small, 1)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_numbers_of_paragraphs_are_chinese(number: int, words: str):
    assert chinese_number(number) == words


@settings(database=None, deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(list(Level)), max_size=60))
def test_no_number_of_a_paragraph_is_skipped_or_used_twice(levels: list[Level]):
    lines = [Line(str(n), level, "文", Audience.BOTH, False) for n, level in enumerate(levels)]
    marks = [mark for line, mark in numbered(lines) if line.level is Level.FIRST]
    assert marks == [f"{chinese_number(n + 1)}、" for n in range(len(marks))]
    assert [line for line, _ in numbered(lines)] == lines
    last: dict[Level, str] = {}
    for line, mark in numbered(lines):
        if line.level is Level.FIRST:
            last = {}
        if line.level is Level.SECOND:
            last.pop(Level.THIRD, None)
        assert mark == "" or last.get(line.level) != mark
        last[line.level] = mark


@pytest.mark.parametrize(
    "sql",
    [
        "update minutes_lines set text = '改了'",
        "delete from minutes_steps",
        "update minutes set state = 'draft'",
        "insert into minutes_edits (meeting_id, key, text, at, by_id, seen)"
        " select meeting_id, 'opening', '改了', at, by_id, 0 from minutes_steps limit 1",
    ],
)
def test_the_file_keeps_what_was_signed(path: Path, sql: str):
    with connection.opened(path) as db:
        held = meetings.opened(db)
        meetings.closed(db, held)
        signed(db, held)
        with pytest.raises(connection.IntegrityError):
            db.execute(sql)
