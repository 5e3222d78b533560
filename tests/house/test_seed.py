"""The demonstration was at work yesterday (昨天还在办事), and its story was told through the real writes."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlite_utils import Database

from db.academy_enrollment import classes as academy_classes
from db.meeting_agenda import meetings
from db.points_ledger import awards, books
from db.repair_fund import projects
from db.repair_fund.files import media_type_of
from db.shed_capacity import sheds as shed_capacity
from domain.meeting_agenda.meetings import STANDING_ITEM, Kind
from domain.people import Role
from domain.repair_fund.files import FileKind
from domain.repair_fund.transitions import STEPS
from tests.conftest import NOW
from tests.demo import TODAY


def number(db: Database, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0])


def test_the_next_meetings_are_near_and_begin_with_the_standing_item(db: Database):
    joint, council = meetings.upcoming(db, NOW)
    assert (joint.kind, council.kind) == (Kind.JOINT, Kind.COUNCIL)
    assert 2 <= (joint.starts_at.date() - TODAY).days <= 4
    assert joint.starts_at.hour == 19
    for meeting in (joint, council):
        items = meetings.agenda(db, meeting.id)
        assert items[0].title == STANDING_ITEM
        assert 3 <= len(items) - 1 <= 5
        assert meeting.over_minutes == 0


def test_six_sheds_were_counted_yesterday_evening_and_one_was_forgotten(db: Database):
    yesterday = TODAY - timedelta(days=1)
    days = [shed.counted_at.date() for shed in shed_capacity.sheds(db) if shed.counted_at]
    assert days.count(yesterday) == 6
    assert min(days) < TODAY - timedelta(days=31)


def test_awards_stand_at_every_station(db: Database):
    waiting, ready = awards.awards_waiting(db, TODAY)
    assert (waiting, ready) == (5, 4)
    in_notice = f"select count(*) from awards where state = 'in_notice' and notice_end >= '{TODAY}'"
    assert number(db, in_notice) == 5
    assert books.books(db).balanced


def test_running_projects_stand_at_all_eight_stages(db: Database):
    assert all(stage.projects for stage in projects.stage_money(db))


def test_the_term_enrols_now_and_has_full_and_open_classes(db: Database):
    classes = academy_classes.open_classes(db, TODAY)
    assert len(classes) == 24
    assert len({one.series for one in classes}) == 4
    assert all(TODAY < one.starts_on < TODAY + timedelta(days=30) for one in classes)
    assert sum(one.waiting > 0 for one in classes) >= 5
    assert any(one.free == 1 for one in classes) and any(one.free > 10 for one in classes)
    assert all(one.free == 0 for one in classes if one.waiting)
    window = db.execute("select enrol_from, enrol_to from terms order by id desc").fetchone()
    assert date.fromisoformat(window[0]) < TODAY
    assert date.fromisoformat(window[1]) >= TODAY + timedelta(days=30)


def test_learners_fit_their_classes(db: Database):
    """Ages, at most two classes a term, never two at once, and contacts for elders."""
    held: dict[tuple[int, int], list[tuple[int, str, str]]] = {}
    for row in db.execute(
        """
        select c.term_id, e.resident_id, c.weekday, c.begins, c.ends, c.age_min, c.age_max,
               cast(substr(c.starts_on, 1, 4) as integer) - r.birth_year, e.emergency_phone,
               e.place, e.state
          from enrollments e join classes c on c.id = e.class_id
          join residents r on r.id = e.resident_id where e.state <> 'cancelled'
        """
    ):
        term, who, weekday, begins, ends, least, most, years, contact, place, state = row
        assert years >= least and (most is None or years - 1 <= most)
        assert contact or years < 60
        assert (place is not None) == (state == "waitlisted")
        held.setdefault((term, who), []).append((weekday, begins, ends))
    for mine in held.values():
        assert len(mine) <= 2
        if len(mine) == 2:
            (day, begins, ends), (other, from_, to) = mine
            assert day != other or ends <= from_ or to <= begins


def test_there_is_one_account_for_every_role_and_a_second_clerk(db: Database):
    found = Counter(row[0] for row in db.execute("select role from accounts where is_demo = 1"))
    assert set(found) == set(Role)
    assert found[Role.CLERK] == 2
    hashes = number(db, "select count(distinct password_hash) from accounts")
    assert hashes == 1, "one thrown-away password for all"
    lived_in = "select count(*) from accounts where resident_id is not null and role in ('leader', 'volunteer')"
    assert number(db, lived_in) == 2


STORY = {  # of the last days, and of the projects as data/projects.csv has them
    "count_shed": 6,
    "register_award": 19,
    "approve_award": 13,
    "post_awards": 1,
    "withdraw_award": 1,
    "add_agenda_item": 6 + 17,  # and every plan was talked over
    "add_item": 7,
    "add_member": 31,
    "reserve": 3,
    "register_proposal": 2 + 21,
    "attach_file": 171,
    "record_survey": 20,
    "add_quotation": 3 * 19,
    "make_plan": 18,
    "record_emergency": 1,
    "put_up_notice": 42,
    "ask_ballot": 16,
    "import_papers": 2 * 3,
    "correct_paper": 2,
    "sign_count": 15,
    "verify_count": 15,
    "confirm_count": 15,
    "take_step": 51,
    "record_approval": 13,
    "record_payment": 28,
    "approve_payment": 28,
    "record_start": 13,
    "record_acceptance": 12,
    "record_settlement": 11,
    "record_warranty": 8,
    "ask_step": 6,
    "confirm_step": 16 + 6,
    "enroll": 6,
    "cancel_enrollment": 1,
    "redeem_for_voucher": 4,
    "use_voucher": 2,
    "draft_settlement": 1,
    "verify_settlement": 1,
}


BY_CHANCE = {"record_paper", "record_floor"}  # how many came in which way


BY_THE_CALENDAR = {  # whether it is over, whose evening it was
    "take_down_notice", "open_meeting", "mark_presence", "mark_all_present", "record_outcome",
    "promise", "close_meeting", "review", "sign", "publish", "claim_done", "verify",
}  # fmt: skip


def test_the_story_was_told_through_the_real_writes(db: Database):
    lines = db.execute(
        "select action, slip, told, at, made_id from audit_log order by id"
    ).fetchall()
    deeds = Counter(line[0].rsplit(".", 1)[1] for line in lines)
    assert {deed for deed in deeds if deed not in STORY} == BY_CHANCE | BY_THE_CALENDAR
    assert {deed: many for deed, many in deeds.items() if deed in STORY} == STORY
    assert all(line[1] and line[2] and line[4] for line in lines)
    moments = [datetime.fromisoformat(line[3]) for line in lines]
    assert moments == sorted(moments)
    assert moments[-1].date() == TODAY - timedelta(days=1)


TOLD = (
    "repair_projects", "quotations", "plans", "project_notices", "ballots", "ballot_papers",
    "ballot_counts", "fund_approvals", "acceptances", "fund_payments",
)  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_nothing_of_a_repair_was_put_in_beside_its_write(db: Database, name: str):
    assert number(db, f"select count(*) from {name}") > 0
    assert number(db, f"select count(*) from {name} where source <> 'entered'") == 0


def test_every_project_carries_the_files_its_steps_asked_for(db: Database):
    """A closed one has all of them; each opens as what its name says."""
    closed = db.execute("select id, category from repair_projects where state = 'closed'")
    asked = {kind for step in STEPS for kind in step.files} - {FileKind.PROOF}
    for id, category in closed.fetchall():
        found = db.execute("select distinct kind from project_files where project_id = ?", [id])
        kinds = {FileKind(row[0]) for row in found}
        assert asked <= kinds
        assert (FileKind.LIFT_NOTICE in kinds) == (category == "lift")
        assert {FileKind.PHOTO_BEFORE, FileKind.NOTICE_UP, FileKind.NOTICE_DOWN} <= kinds
    for name, media_type, content in db.execute(
        "select name, media_type, content from project_files join file_contents using (sha256)"
    ):
        assert media_type_of(content) == media_type
        assert name.endswith(".pdf") == (media_type == "application/pdf")


def test_papers_of_a_vote_came_at_the_door_at_the_desk_and_as_tables(db: Database):
    ways = db.execute("select distinct came_by from ballot_papers order by 1").fetchall()
    assert [row[0] for row in ways] == ["grid", "hand", "import"]


def test_somebody_in_the_story_had_to_wait(db: Database):
    told = [row[0] for row in db.execute("select told from audit_log")]
    assert any("候补" in words for words in told)
