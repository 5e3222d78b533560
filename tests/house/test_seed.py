"""The demonstration: it agrees with the article, names nobody real, and is built whole or not."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from db import connection, showcase
from db.academy_enrollment import classes as academy_classes
from db.meeting_agenda import meetings
from db.points_ledger import awards, books
from db.repair_fund import projects
from db.repair_fund.files import media_type_of
from db.shed_capacity import sheds as shed_capacity
from domain.meeting_agenda import STANDING_ITEM, Kind
from domain.people import Role
from domain.registry import Source
from domain.repair_fund.files import FileKind
from domain.repair_fund.transitions import STEPS
from seed import build as building
from seed.build import build, clear_stale_partials, put_in_place
from seed.plan import DATA, table
from tests import ROOT
from tests.conftest import NOW
from tests.demo import TODAY, demo_copy
from tests.demo import demo as shared

REAL = ("陈金花", "邓超")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the hash of the thrown-away password."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        names = [
            row[0] for row in conn.execute("select name from sqlite_master where type = 'table'")
        ]
        found = {}
        for name in names:
            columns = [row[1] for row in conn.execute(f"pragma table_info({name})")]
            wanted = ", ".join(c for c in columns if c != "password_hash")
            if not name.startswith(("sqlite_", "_sqlite_")):
                found[name] = sorted(
                    conn.execute(f"select {wanted} from {name}").fetchall(), key=repr
                )
        return found


def number(db: Database, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0])


# What the article says -----------------------------------------------------------------------


def test_four_estates_one_undelivered_and_no_owners_committee(db: Database):
    found = db.execute("select kind, delivered, has_owners_committee from estates").fetchall()
    assert Counter(found) == {("commercial", 1, 0): 3, ("resettlement", 0, 0): 1}


def test_households_and_residents_add_up(db: Database):
    assert number(db, "select households from community") == 6549
    assert number(db, "select sum(households) from estates") == 6549
    assert number(db, "select count(*) from units") == 6549
    assert number(db, "select count(*) from residents") == 16_000
    words = db.execute("select residents_words, founded_year, area_m2 from community").fetchone()
    assert tuple(words) == ("16000余人", 2012, 430_000)


def test_invented_numbers_are_marked_as_such(db: Database):
    assert number(db, "select count(*) from estates where source <> 'demo'") == 0
    assert number(db, "select count(*) from units where source <> 'demo'") == 0
    assert number(db, "select count(*) from residents where source <> 'demo'") == 0
    assert number(db, "select count(*) from facts where source <> 'article'") == 0


def test_fifteen_special_meetings_in_three_years(db: Database):
    since = TODAY.replace(year=TODAY.year - 3, day=min(TODAY.day, 28))
    assert meetings.special_meetings(db, since, TODAY) == 15
    by_subject = db.execute("select category from meetings where kind = 'special'").fetchall()
    assert Counter(row[0] for row in by_subject) == {"lift": 7, "facade_leak": 8}


def test_five_lifts_six_buildings_and_over_a_thousand_households(db: Database):
    assert projects.repaired(db) == (5, 6, 1122)


def test_seven_sheds_were_built_with_the_public_benefit_fund(db: Database):
    built = "select count(*) from sheds where built_under = 'public_benefit_fund'"
    assert number(db, built) == 7


def test_every_fact_stands_in_its_quotation_word_for_word(db: Database):
    facts = showcase.facts(db)
    assert len(facts) > 20
    for fact in facts:
        assert fact.words + fact.unit in fact.note, fact.code
        assert fact.source is Source.ARTICLE and fact.as_of == "文章发表时"


def test_every_number_of_the_article_is_there(db: Database):
    facts = {fact.code: fact.words + fact.unit for fact in showcase.facts(db)}
    expected = {
        "F02": "2012年",
        "F04": "43万平方米",
        "F05": "6549户",
        "F06": "16000余人",
        "F09": "15次",
        "F10": "5部",
        "F11": "6栋",
        "F12": "千余户",
        "F13": "7处",
        "F14": "20余支",
        "F16": "80名",
        "F17": "超万人次",
        "F19": "30余起",
    }
    assert {code: facts[code] for code in expected} == expected


def test_nobody_real_lives_here(db: Database):
    everything = [file.read_text("utf-8") for file in sorted(DATA.glob("*.csv"))]
    names = [
        row[0] for row in db.execute("select name from residents union select name from accounts")
    ]
    for real in REAL:
        assert real not in names
        assert not any(real in text for text in everything)
    assert (
        number(db, "select count(*) from residents where phone <> '' and phone not glob '1000*'")
        == 0
    )


def test_every_data_file_says_where_its_rows_come_from():
    for file in DATA.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                assert None not in row and None not in row.values(), (file.name, row)
                assert row["source"] in {"article", "demo"}, (file.name, row)


def test_surnames_with_a_second_reading_live_here(db: Database):
    heads = {row[0] for row in db.execute("select distinct substr(name, 1, 1) from residents")}
    assert set("单解仇查曾盖覃欧") <= heads


# A community that was at work yesterday ------------------------------------------------------


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
BY_THE_CALENDAR = {"take_down_notice", "record_held"}  # whether it is over, whose evening it was


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


# Built whole, or not at all ------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_day_gives_the_same_rows(tmp_path: Path):
    again = tmp_path / "again.db"
    build(again, as_of=TODAY, tell=lambda _: None)
    first, second = rows(demo_copy(tmp_path)), rows(again)
    assert first.keys() == second.keys()
    for name in first:
        assert first[name] == second[name], name


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 10, 6)], ids=str)
def test_any_day_will_do(tmp_path: Path, day: date):
    """A leap day, and the middle of the longest holidays."""
    from db.checks import report

    path = tmp_path / "other.db"
    build(path, as_of=day, tell=lambda _: None)
    with connection.opened(path) as db:
        assert [one for one in report.run(db) if not one.ok] == []
        waiting, ready = awards.awards_waiting(db, day)
    assert waiting and ready


def test_progress_is_told_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []
    monkeypatch.setattr(building, "STEPS", building.STEPS[:2])
    monkeypatch.setattr(building, "story", lambda plan: None)
    build(tmp_path / "small.db", as_of=TODAY, tell=told.append)
    assert told == ["社区……", "小区和参会单位……", "最近几天的事……"]
    assert [file.name for file in tmp_path.iterdir()] == ["small.db"]


def test_an_existing_file_is_never_touched(tmp_path: Path):
    path = tmp_path / "community.db"
    path.write_text("mine", "utf-8")
    with pytest.raises(FileExistsError):
        build(path, tell=lambda _: None)
    assert path.read_text("utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_appeared_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "community.db"
    monkeypatch.setattr(building, "STEPS", ())
    monkeypatch.setattr(building, "story", lambda plan: path.write_text("quicker", "utf-8"))
    with pytest.raises(FileExistsError):
        build(path, tell=lambda _: None)
    assert path.read_text("utf-8") == "quicker"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("exists", [False, True])
def test_a_disk_without_hard_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool
):
    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    partial, path = tmp_path / "c.db.partial-1", tmp_path / "c.db"
    partial.write_text("new", "utf-8")
    if exists:
        path.write_text("old", "utf-8")
        with pytest.raises(FileExistsError):
            put_in_place(partial, path)
        assert path.read_text("utf-8") == "old"
    else:
        put_in_place(partial, path)
        assert path.read_text("utf-8") == "new" and not partial.exists()


def test_a_failed_build_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(plan: object) -> None:
        raise RuntimeError("halfway")

    monkeypatch.setattr(building, "STEPS", (*building.STEPS[:2], ("x", fail)))
    with pytest.raises(RuntimeError, match="halfway"):
        build(tmp_path / "community.db", tell=lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_killed_in_the_middle_there_is_no_community(tmp_path: Path):
    path = tmp_path / "community.db"
    command = [sys.executable, "-m", "seed", "--db", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as building_it:
        partial = tmp_path / f"community.db.partial-{building_it.pid}"
        end = time.monotonic() + 60
        while not (partial.exists() and partial.stat().st_size > 500_000):
            assert time.monotonic() < end and building_it.poll() is None
            time.sleep(0.01)
        building_it.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    assert not path.exists()
    assert partial.exists(), "nobody could clean up"
    clear_stale_partials(path)
    assert list(tmp_path.iterdir()) == []


def test_the_file_of_a_living_build_is_left_alone(tmp_path: Path):
    path = tmp_path / "community.db"
    theirs = tmp_path / f"community.db.partial-{os.getppid()}"
    theirs.touch()
    clear_stale_partials(path)
    assert theirs.exists() or os.name == "nt"


def test_a_finished_file_stands_alone(tmp_path: Path):
    """No log and no shared memory beside it, so that one file is the whole community."""
    demo_copy(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["community.db"]
    beside = [
        file.name for file in shared().parent.iterdir() if file.name.startswith(shared().name)
    ]
    assert beside == [shared().name]


def test_the_command_line_refuses_an_existing_file_in_one_sentence(tmp_path: Path):
    path = tmp_path / "community.db"
    shutil.copyfile(shared(), path)
    before = path.read_bytes()
    command = [sys.executable, "-m", "seed", "--db", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "已经存在" in done.stderr
    assert path.read_bytes() == before


def test_the_command_line_helps():
    command = [sys.executable, "-m", "seed", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0 and "--scale" in done.stdout and "--as-of" in done.stdout


@pytest.mark.parametrize(
    "deed",
    [
        "update community set is_demo = 0",
        "delete from community",
        "insert or replace into community (id, name, address, is_demo, created_at)"
        " values (1, '真社区', '', 0, '')",
        "update accounts set is_demo = 0 where username = 'clerk'",
    ],
)
def test_a_demonstration_never_turns_real(db: Database, deed: str):
    with pytest.raises(connection.IntegrityError):
        db.execute(deed)


def test_the_tables_read_well():
    """What the committee may correct without reading the rest is really read from the files."""
    assert {row["username"] for row in table("accounts")} >= {"secretary", "clerk", "clerk2"}
    assert len(table("sheds")) == 7 and len(table("honours")) == 4
