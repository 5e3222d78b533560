"""A meeting is held (开会): signed in, item by item, decided, closed; two people write at once."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.meeting_agenda import attendance, deciding, sittings
from db.meeting_agenda import meetings as all_meetings
from db.meeting_agenda.live import sitting
from domain.errors import DomainError, Invalid, NotAllowed, NotFound, WrongState
from domain.meeting_agenda.attendance import Guest, Mark, Marks, Presence, Recusal
from domain.meeting_agenda.deciding import NewOpinion, NewOutcome, NewParty, Stance, Way
from domain.meeting_agenda.meetings import Kind, Listed, MeetingState
from domain.meeting_agenda.sittings import Opening
from tests import meetings
from tests.community import NOW, account_id, visit_of
from tests.meetings import PINE_COMPANY, Evening, noted, that_evening, voted


@pytest.fixture
def evening(small: Database) -> Evening:
    """A council of three, opened; nobody marked yet."""
    meetings.seats(visit_of(small, "clerk"), 3)
    return meetings.opened(small)


def decide(db: Database, paper: NewOutcome, who: str = "clerk") -> str:
    return deciding.record_outcome(that_evening(db, who), paper).told


# Opening and closing --------------------------------------------------------------------------


def test_a_meeting_is_opened_once_on_its_day_with_the_members_of_that_day(small: Database):
    clerk = visit_of(small, "clerk")
    meetings.seats(clerk, 3)
    planned = meetings.planned(clerk)
    with pytest.raises(WrongState, match="还没到开会那天"):
        sittings.open_meeting(clerk, Opening("early", planned.meeting_id))
    assert sittings.quorum(small, planned.meeting_id).members == 3
    sittings.open_meeting(that_evening(small), Opening("open", planned.meeting_id))
    lines = attendance.attendances(small, planned.meeting_id)
    assert [(one.name, one.presence, one.seen) for one in lines] == [
        (f"委员{n}", None, 0) for n in range(3)
    ]
    with pytest.raises(WrongState, match="已经开始签到"):
        sittings.open_meeting(that_evening(small, "secretary"), Opening("two", planned.meeting_id))


def test_a_meeting_goes_on_past_midnight_and_is_nowhere_overdue(small: Database, evening: Evening):
    long_after = meetings.EVENING + timedelta(hours=16)
    known = all_meetings.meeting(small, evening.meeting_id)
    assert known.listed(long_after) is Listed.COMING
    assert [m.id for m in all_meetings.meetings(small, Listed.COMING, long_after)] == [known.id]
    assert known.id not in [m.id for m in all_meetings.meetings(small, Listed.OVERDUE, long_after)]
    meetings.closed(small, evening, long_after)
    assert all_meetings.meeting(small, known.id).state is MeetingState.HELD


def test_a_meeting_is_not_closed_while_an_item_is_open(small: Database, evening: Evening):
    decide(small, noted(evening.standing))
    with pytest.raises(WrongState, match="“要不要换门禁”、“早点摊怎么管”还没有结果"):
        sittings.close_meeting(that_evening(small), evening.meeting_id)
    decide(small, noted(evening.vote, Way.CARRIED, "物业还没报价"))
    decide(small, noted(evening.talk, Way.OPINIONS, "先劝导一个月"))
    told = sittings.close_meeting(that_evening(small), evening.meeting_id).told
    assert "〔2026〕第 1 号" in told
    with pytest.raises(WrongState, match="已经散会"):
        sittings.close_meeting(that_evening(small), evening.meeting_id)


def test_an_open_meeting_is_neither_moved_nor_called_off_nor_marked_as_held(
    small: Database, evening: Evening
):
    with pytest.raises(WrongState, match="点“散会”"):
        all_meetings.record_held(that_evening(small), evening.meeting_id)
    all_meetings.record_not_held(that_evening(small), evening.meeting_id)  # too few came
    with pytest.raises(WrongState, match="没有开成"):
        decide(small, noted(evening.standing))


def test_the_office_alone_holds_meetings(small: Database, evening: Evening):
    for who in ("property", "grid", "supervisor", "admin"):
        with pytest.raises(NotAllowed):
            sittings.close_meeting(that_evening(small, who), evening.meeting_id)


def test_items_run_one_after_the_other_and_their_minutes_are_counted(
    small: Database, evening: Evening
):
    for minute, item in ((0, evening.standing), (12, evening.vote), (40, evening.vote)):
        sittings.begin_item(that_evening(small, minutes=minute), item)
    assert sittings.running_item(small, evening.meeting_id) == evening.vote
    now = meetings.EVENING + timedelta(minutes=42)
    used = [(turn.item_id, turn.minutes(now)) for turn in sittings.turns(small, evening.meeting_id)]
    assert used == [(evening.standing, 12), (evening.vote, 30)]
    meetings.closed(small, evening)
    assert sittings.running_item(small, evening.meeting_id) is None
    with pytest.raises(WrongState, match="已经散会"):
        sittings.begin_item(that_evening(small), evening.talk)


def test_an_assembly_is_counted_by_heads(small: Database):
    assembly = meetings.planned(visit_of(small, "clerk"), Kind.RESIDENTS_ASSEMBLY)
    visit = that_evening(small)
    for eligible, counted in ((None, None), (100, 101), (0, 0)):
        with pytest.raises(Invalid):
            sittings.open_meeting(visit, Opening("o", assembly.meeting_id, eligible, counted))
    sittings.open_meeting(visit, Opening("o", assembly.meeting_id, 100, 50))
    now = sittings.quorum(small, assembly.meeting_id)
    assert (now.met, now.needed) == (False, 51), "more than half, and fifty of a hundred are not"


# Numbers --------------------------------------------------------------------------------------


def test_minutes_are_numbered_in_their_kind_and_year_as_meetings_are_closed(small: Database):
    first = meetings.opened(small, slip="a")
    off = meetings.opened(small, slip="b")
    third = meetings.opened(small, slip="c")
    joint = meetings.opened(small, Kind.JOINT, slip="d")
    assert meetings.closed(small, third) == 1
    all_meetings.record_not_held(that_evening(small), off.meeting_id)
    assert meetings.closed(small, first) == 2, "what was not held leaves no gap"
    assert meetings.closed(small, joint) == 1


def test_two_closings_at_once_get_two_numbers_and_one_meeting_never_two(path: Path):
    with connection.opened(path) as db:
        evenings = [meetings.opened(db, slip=slip) for slip in "abcd"]
        for evening in evenings:
            for item in evening.items:
                decide(db, noted(item))
    told: list[str] = []
    start = threading.Barrier(8)

    def close(meeting_id: int) -> None:
        with connection.opened(path) as own:
            start.wait()
            try:
                told.append(sittings.close_meeting(that_evening(own), meeting_id).told)
            except DomainError as refusal:
                told.append(str(refusal))

    threads = [
        threading.Thread(target=close, args=[e.meeting_id]) for e in evenings for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connection.opened(path) as db:
        numbers = [row[0] for row in db.execute("select number from minutes order by number")]
    assert numbers == [1, 2, 3, 4]
    assert sum("已经散会" in one or "已经记为" in one for one in told) == 4


# Presence -------------------------------------------------------------------------------------


def test_all_are_present_by_one_tap_and_one_by_another_is_not(small: Database, evening: Evening):
    visit = that_evening(small, minutes=3)
    first, *_ = attendance.attendances(small, evening.meeting_id)
    absent = Mark(first.id, Presence.LEAVE, first.seen, "出差")
    attendance.mark_presence(visit, Marks("one", evening.meeting_id, (absent,)))
    attendance.mark_all_present(visit, evening.meeting_id)
    found = attendance.attendances(small, evening.meeting_id)
    assert [one.presence for one in found] == [Presence.LEAVE, Presence.PRESENT, Presence.PRESENT]
    assert (found[0].note, found[1].signed_at) == ("出差", visit.now)
    now = sittings.quorum(small, evening.meeting_id)
    assert (now.present, now.needed, now.met) == (2, 2, True)
    with pytest.raises(WrongState, match="都记过了"):
        attendance.mark_all_present(visit, evening.meeting_id)


def test_who_was_quicker_is_named_and_nothing_is_stored_over_him(small: Database, evening: Evening):
    line, *_ = attendance.attendances(small, evening.meeting_id)
    mine = Marks("mine", evening.meeting_id, (Mark(line.id, Presence.PRESENT, line.seen),))
    attendance.mark_presence(that_evening(small), mine)
    late = Marks("late", evening.meeting_id, (Mark(line.id, Presence.ABSENT, line.seen),))
    with pytest.raises(WrongState, match=r"社工clerk在 .*已经记了“出席”.*还没存"):
        attendance.mark_presence(that_evening(small, "clerk2"), late)
    now, *_ = attendance.attendances(small, evening.meeting_id)
    assert now.presence is Presence.PRESENT
    seen = replace(late, marks=(Mark(line.id, Presence.ABSENT, now.seen),))
    attendance.mark_presence(that_evening(small, "clerk2"), seen)


def test_several_marks_are_stored_together_or_not_at_all(small: Database, evening: Evening):
    one, two, _ = attendance.attendances(small, evening.meeting_id)
    wrong = (Mark(one.id, Presence.PRESENT, 0), Mark(two.id, Presence.OBSERVING, 0))
    with pytest.raises(Invalid, match="不记列席"):
        attendance.mark_presence(that_evening(small), Marks("m", evening.meeting_id, wrong))
    with pytest.raises(Invalid, match="还没选人"):
        attendance.mark_presence(that_evening(small), Marks("n", evening.meeting_id, ()))
    strange = (Mark(999, Presence.PRESENT, 0),)
    with pytest.raises(NotFound):
        attendance.mark_presence(that_evening(small), Marks("o", evening.meeting_id, strange))
    assert sittings.quorum(small, evening.meeting_id).present == 0


def test_a_guest_observes_and_is_never_counted(small: Database, evening: Evening):
    meetings.come(that_evening(small), evening, 1)
    guest = Guest("g", evening.meeting_id, "街道小刘", PINE_COMPANY, Presence.PRESENT)
    with pytest.raises(Invalid, match="只能记列席"):
        attendance.add_guest(that_evening(small), guest)
    attendance.add_guest(that_evening(small), replace(guest, presence=Presence.OBSERVING))
    with pytest.raises(WrongState, match="已经在签到表上"):
        again = replace(guest, slip="h", presence=Presence.OBSERVING)
        attendance.add_guest(that_evening(small), again)
    now = sittings.quorum(small, evening.meeting_id)
    assert (now.present, now.observers, now.met) == (1, 1, False)


def test_a_joint_meeting_needs_its_organiser_and_whom_an_item_names(small: Database):
    clerk = visit_of(small, "clerk")
    meetings.seat(clerk, "王主任", Kind.JOINT)
    evening = meetings.opened(small, Kind.JOINT)
    visit = that_evening(small)
    deciding.name_party(visit, NewParty("p", evening.talk, PINE_COMPANY))
    assert "还缺：松涛物业、组织的单位" not in sittings.quorum(small, evening.meeting_id).words
    meetings.come(visit, evening, 1)
    now = sittings.quorum(small, evening.meeting_id)
    assert not now.met and "还缺：松涛物业" in now.words
    with pytest.raises(WrongState, match="人不够不能定事"):
        decide(small, noted(evening.talk, Way.CONSENSUS, "每天早上七点前收摊"))
    guest = Guest("g", evening.meeting_id, "物业老周", PINE_COMPANY, Presence.PRESENT)
    attendance.add_guest(visit, guest)
    assert sittings.quorum(small, evening.meeting_id).met
    decide(small, noted(evening.talk, Way.CONSENSUS, "每天早上七点前收摊"))
    with pytest.raises(WrongState, match="已经点过名"):
        deciding.name_party(visit, NewParty("q", evening.talk, PINE_COMPANY))


# Opinions and outcomes ------------------------------------------------------------------------


def test_fourteen_of_twenty_one_vote_eight_to_six(small: Database):
    meetings.seats(visit_of(small, "clerk"), 21)
    evening = meetings.opened(small)
    meetings.come(that_evening(small), evening, 13)
    with pytest.raises(WrongState, match="还差 1 人"):
        decide(small, voted(evening.vote, 8, 5))
    meetings.come(that_evening(small), evening, 14, "one more")
    with pytest.raises(Invalid, match="能表决的有 14 人，三项加起来是 13"):
        decide(small, voted(evening.vote, 8, 5))
    decide(small, voted(evening.vote, 7, 7))
    tie = deciding.outcome(small, evening.vote)
    assert tie is not None and tie.passed is False and not tie.decided
    decide(small, voted(evening.vote, 8, 6, seen=tie.id))
    found = deciding.outcome(small, evening.vote)
    assert found is not None and found.passed and (found.voters, found.base) == (14, 14)
    assert len(deciding.outcome_log(small, evening.vote)) == 2, "the first count stays on file"


def test_who_stands_back_neither_votes_nor_is_counted(small: Database, evening: Evening):
    visit = that_evening(small)
    meetings.come(visit, evening, 3)
    line, *_ = attendance.attendances(small, evening.meeting_id)
    back = Recusal("r", evening.vote, line.id, True, "自家公司的合同", 0)
    with pytest.raises(Invalid, match="为什么回避还没填"):
        attendance.recuse(visit, replace(back, reason=""))
    attendance.recuse(visit, back)
    with pytest.raises(WrongState, match="已经记了“回避：自家公司的合同”"):
        attendance.recuse(that_evening(small, "clerk2"), replace(back, slip="s", recused=False))
    with pytest.raises(Invalid, match="能表决的有 2 人"):
        decide(small, voted(evening.vote, 2, 1))
    decide(small, voted(evening.vote, 2, 0))
    (said,) = attendance.recusals(small, evening.meeting_id)
    again = Recusal("t", evening.vote, line.id, False, "", said.seen)
    attendance.recuse(visit, again)
    assert [one.recused for one in attendance.recusals(small, evening.meeting_id)] == [False]


def test_what_was_not_announced_is_not_voted_on(small: Database, evening: Evening):
    meetings.come(that_evening(small), evening, 3)
    added = (meetings.EVENING - timedelta(days=1)).isoformat()
    small.execute("update agenda_items set added_at = ? where id = ?", [added, evening.talk])
    with pytest.raises(WrongState, match="没有在会前 3 天公布"):
        decide(small, voted(evening.talk, 3, 0))
    decide(small, noted(evening.talk, Way.CONSENSUS, "先试一个月"))


def test_owners_representatives_are_heard_and_decide_nothing(small: Database):
    clerk = visit_of(small, "clerk")
    for n in range(3):
        meetings.seat(clerk, f"代表{n}", Kind.OWNER_REPS)
    evening = meetings.opened(small, Kind.OWNER_REPS)
    meetings.come(that_evening(small), evening, 3)
    for paper in (voted(evening.vote, 3, 0), noted(evening.talk, Way.CONSENSUS, "都同意")):
        with pytest.raises(WrongState, match="代替不了业主表决"):
            decide(small, paper)
    decide(small, noted(evening.vote, Way.OPINIONS, "多数愿意换"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": ""}, "记什么还没填"),
        ({"text": "长" * 2001}, "最多 2,000 个字"),
        ({"yes": 1}, "只有表决才填票数"),
        ({"way": Way.VOTE, "yes": 1}, "没有的填 0"),
        ({"way": Way.VOTE, "yes": 3, "no": -1, "abstain": 1}, "不能是负数"),
        ({"review_on": (meetings.EVENING + timedelta(days=9)).date()}, "才定复议的日子"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(
    small: Database, evening: Evening, wrong: dict, told: str
):
    meetings.come(that_evening(small), evening, 3)
    with pytest.raises(Invalid, match=told):
        decide(small, replace(noted(evening.talk), **wrong))
    assert deciding.outcomes(small, evening.meeting_id) == {}


def test_a_second_clerk_is_told_what_was_decided_meanwhile(small: Database, evening: Evening):
    decide(small, noted(evening.talk, Way.NOTE, "先劝导"))
    with pytest.raises(WrongState, match=r"社工clerk在 .*“先劝导”"):
        decide(small, noted(evening.talk, Way.NOTE, "马上取缔"), "clerk2")
    found = deciding.outcomes(small, evening.meeting_id)[evening.talk]
    assert (found.text, found.by) == ("先劝导", "社工clerk")


def test_an_opinion_keeps_its_lines_and_is_put_right_once(small: Database, evening: Evening):
    line, *_ = attendance.attendances(small, evening.meeting_id)
    table = "项目\t单价\r\n门禁\t8500 元 🙂\n\n"
    new = NewOpinion("o", evening.talk, line.id, Stance.FOR, table)
    first = deciding.record_opinion(that_evening(small), new).id
    (kept,) = deciding.opinions(small, evening.meeting_id)
    assert kept.words == "项目 单价\n门禁 8500 元 🙂"
    better = replace(new, slip="p", words="写错了，是 8600 元", replaces=first)
    deciding.record_opinion(that_evening(small), better)
    with pytest.raises(WrongState, match="刚被改过，现在是社工clerk：写错了，是 8600 元"):
        deciding.record_opinion(that_evening(small, "clerk2"), replace(better, slip="q"))
    assert [one.words for one in deciding.opinions(small, evening.meeting_id)] == [better.words]
    with pytest.raises(NotFound):
        deciding.record_opinion(that_evening(small), replace(new, slip="x", attendance_id=999))


def test_every_entry_moves_the_number_a_screen_watches(small: Database, evening: Evening):
    seen = [sittings.newest(small, evening.meeting_id)]
    line, *_ = attendance.attendances(small, evening.meeting_id)
    visit = that_evening(small)
    for entry in (
        lambda: attendance.mark_all_present(visit, evening.meeting_id),
        lambda: sittings.begin_item(visit, evening.vote),
        lambda: sittings.begin_item(visit, evening.talk),
        lambda: deciding.record_opinion(
            visit, NewOpinion("o", evening.talk, line.id, Stance.OTHER, "再想想")
        ),
        lambda: attendance.recuse(visit, Recusal("r", evening.talk, line.id, True, "有关系", 0)),
        lambda: decide(small, noted(evening.talk)),
    ):
        entry()
        seen.append(sittings.newest(small, evening.meeting_id))
    assert seen == sorted(set(seen))


def test_a_laptop_that_dies_loses_nothing(path: Path):
    with connection.opened(path) as db:
        meetings.seats(visit_of(db, "clerk"), 3)
        evening = meetings.opened(db)
        meetings.come(that_evening(db), evening, 2)
        decide(db, noted(evening.standing))
    with connection.opened(path) as db:
        assert sitting(db, evening.meeting_id) is not None
        assert sittings.quorum(db, evening.meeting_id).present == 2
        assert meetings.closed(db, evening) == 1


# The file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "update item_outcomes set text = '改了' where item_id = :item",
        "delete from item_outcomes where item_id = :item",
        "insert or replace into item_outcomes select * from item_outcomes where item_id = :item",
        "update attendance_marks set presence = 'absent'",
        "delete from attendances",
        "update sittings set closed_at = null where meeting_id = :of",
        "update minutes set number = 9 where meeting_id = :of",
        "delete from minutes where meeting_id = :of",
        "insert into minutes (meeting_id, kind, year, number, state, begun_at)"
        " select meeting_id, kind, 2027, 1, 'draft', begun_at from minutes",
        "insert into item_outcomes (item_id, way, text, yes, no, abstain, voters, base, pass_top,"
        " pass_bottom, pass_at_least, passed, at, by_id, seen)"
        " select :item, 'vote', '平票', 7, 7, 0, 14, 14, 1, 2, 0, 1, at, by_id, id"
        " from item_outcomes where item_id = :item",
    ],
)
def test_the_file_refuses_what_is_done_to_it_by_hand(small: Database, evening: Evening, sql: str):
    meetings.come(that_evening(small), evening, 3)
    meetings.closed(small, evening)
    with pytest.raises(connection.IntegrityError):
        small.execute(sql, {"item": evening.talk, "of": evening.meeting_id})


def test_a_majority_written_by_hand_is_accepted_only_as_it_adds_up(
    small: Database, evening: Evening
):
    insert = (
        "insert into item_outcomes (item_id, way, text, yes, no, abstain, voters, base, pass_top,"
        " pass_bottom, pass_at_least, passed, at, by_id, seen) values"
        f" ({evening.talk}, 'vote', '八比六', 8, 6, 0, 14, 14, 1, 2, 0, 1, '{NOW.isoformat()}',"
        f" {account_id('clerk')}, 0)"
    )
    small.execute(insert)
