"""Rest days, the hard corners: the whole published notice, notices that only seem over, what is said."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import __main__ as command_line
from db import connection, home, rest_days
from db.calendar import calendar, is_rest_day, statutory
from db.points_ledger import awards
from db.repair_fund import notices, papers_out
from db.rows import value
from db.visit import Visit
from domain.days import notice_end
from domain.errors import Invalid, WrongState
from domain.points_ledger.awards import NewAward
from domain.repair_fund.notices import Notice, NoticeKind, PuttingUp, TakingDown
from domain.rest_days import PROVISIONAL, NewYear, check_arrangement, read_arrangement
from tests import community, fund_desk
from tests.community import visit_of
from tests.published import TEXT_2027
from tests.word_files import words
from ui.fund_documents import plan_docx

# The notice for 2026 as it was published, from its title to its date.
OF_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院办公厅
2025年11月4日"""
LAW = {  # worked out from the lunar calendar by hand
    2027: "0101 0205 0206 0207 0208 0405 0501 0502 0609 0915 1001 1002 1003",
    2028: "0101 0125 0126 0127 0128 0404 0501 0502 0528 1001 1002 1003",  # 中秋 is on 3 October
    2029: "0101 0212 0213 0214 0215 0404 0501 0502 0616 0922 1001 1002 1003",
    2030: "0101 0202 0203 0204 0205 0405 0501 0502 0605 0912 1001 1002 1003",
}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        fund_desk.deposits(db, 850_000, *range(1, 12), 21)
        yield db


def on(db: Database, who: str, day: date) -> Visit:
    return visit_of(db, who, datetime.combine(day, community.NOW.timetz()))


def posted(db: Database, day: date, code: str = "WX-2026-01") -> int:
    """A plan notice of seven days put up on a day; its project."""
    project = fund_desk.project_at(db, "deliberated", code=code)
    up = PuttingUp(f"post-{code}", project, "外墙方案公示", "单元门口", day)
    notices.put_up_notice(on(db, "clerk", day), up)
    return project


def notice(db: Database, project: int) -> Notice:
    (found,) = notices.notices(visit_of(db, "clerk"), project)
    return found


def enter(db: Database, day: date, text: str = TEXT_2027, slip: str = "e") -> str:
    return rest_days.enter_year(on(db, "admin", day), NewYear(slip, 2027, text)).told


@pytest.mark.parametrize("year", sorted(LAW))
def test_the_statutory_days_of_the_years_to_come_are_those_of_the_law(year: int):
    assert " ".join(f"{day:%m%d}" for day in statutory(year)) == LAW[year]


def test_the_notice_of_2026_is_read_into_exactly_the_calendar_that_was_published():
    """From its title to its date: what names no day off is passed over, the rest is all there."""
    found = check_arrangement(NewYear("s", 2026, OF_2026), statutory(2026), date(2026, 1, 5))
    for more in range(365):
        day = date(2026, 1, 1) + timedelta(days=more)
        rests = day in found.off or (day.weekday() >= 5 and day not in found.work)
        assert rests is is_rest_day(day), day


@pytest.mark.parametrize(
    "sentence", ["1.31、2.20上班。", "2/14（周日）补休。", "2月20日、27上班。", "十天后的3号上班。"]
)
def test_a_sentence_about_days_off_is_read_whole_or_refused(sentence: str):
    with pytest.raises(Invalid, match="看不全"):
        read_arrangement(TEXT_2027 + "\n" + sentence, 2027)


@pytest.mark.parametrize(
    ("day", "computed", "known"),
    [
        (date(2026, 12, 25), date(2027, 1, 4), date(2027, 1, 4)),  # over 元旦
        (date(2027, 1, 29), date(2027, 2, 9), date(2027, 2, 12)),  # over 春节
        (date(2027, 1, 24), date(2027, 2, 1), date(2027, 2, 1)),  # the 31st works: not shortened
        (date(2027, 9, 24), date(2027, 10, 4), date(2027, 10, 8)),  # over 国庆
    ],
)
def test_a_notice_posted_by_the_law_is_reckoned_again_by_the_calendar(
    db: Database, day: date, computed: date, known: date
):
    project = posted(db, day)
    before = notice(db, project)
    assert (before.ends_on, before.note, before.first_end) == (computed, PROVISIONAL, None)
    told = enter(db, day)
    after = notice(db, project)
    assert (after.ends_on, after.note) == (known, "")
    assert after.first_end == (computed if known > computed else None)
    assert ("“外墙渗水维修”的方案公示到" in told) is (known > computed)
    assert value(db, "select told from audit_log order by id desc limit 1") == told
    assert notice_end(day, 7, calendar(db).rests) <= after.ends_on


def test_a_notice_over_by_what_was_computed_but_not_by_what_is_published_runs_on(db: Database):
    """The next step was not taken, and its last day is still to come."""
    project = posted(db, date(2027, 1, 29))
    enter(db, date(2027, 2, 10))
    assert notice(db, project).ends_on == date(2027, 2, 12)


def test_what_is_over_taken_down_or_cancelled_stays_as_it_was(db: Database):
    over, down, gone = (posted(db, date(2027, 1, 29), f"WX-2026-0{n}") for n in (1, 2, 3))
    later = on(db, "clerk", date(2027, 2, 10))
    notices.take_down_notice(later, TakingDown("down", notice(db, down).id, date(2027, 2, 10)))
    fund_desk.step(db, gone, "plan_notice", "cancelled")
    told = enter(db, date(2027, 2, 13))
    assert "正在公示的都不用顺延" in told
    for project in (over, down, gone):
        assert notice(db, project).ends_on == date(2027, 2, 9)


def test_awards_are_posted_after_the_day_they_were_moved_to(db: Database):
    day = date(2027, 2, 3)
    paper = NewAward("award-1", community.CHEN, community.PATROL, day, minutes=60)
    id = awards.register_award(on(db, "clerk2", day), paper).id
    told = awards.approve_award(on(db, "secretary", day), id).told
    assert told.endswith(f"公示到2月9日{PROVISIONAL}。")
    assert "1 张湾郡币登记到2月12日" in enter(db, day)
    with pytest.raises(WrongState):
        awards.post_awards(on(db, "secretary", date(2027, 2, 12)))
    for end in ("2027-02-11", None):
        with pytest.raises(connection.IntegrityError):
            db.execute("update awards set notice_end = ? where id = ?", [end, id])
    awards.post_awards(on(db, "secretary", date(2027, 2, 13)))


def test_the_paper_says_what_is_computed_and_once_it_went_out_that_it_moved(db: Database):
    project = posted(db, date(2027, 1, 29))
    who = on(db, "secretary", date(2027, 1, 30))
    printed = words(plan_docx(papers_out.shares_paper(who, project, NoticeKind.PLAN)))
    assert f"2027年1月29日至2027年2月9日{PROVISIONAL}" in printed
    enter(db, date(2027, 1, 30))
    printed = words(plan_docx(papers_out.shares_paper(who, project, NoticeKind.PLAN)))
    assert "公示期按公布的放假安排顺延到2027年2月12日。" in printed


def test_an_unknown_year_is_said_even_when_it_has_begun(db: Database):
    assert rest_days.unpublished(db, date(2026, 10, 31)) is None
    assert rest_days.unpublished(db, date(2026, 11, 1)) == 2027
    assert rest_days.unpublished(db, date(2027, 11, 2)) == 2027, "and not only 2028"
    (due,) = [
        due for due in home.due_today(on(db, "clerk", date(2027, 3, 1))) if "放假" in due.title
    ]
    assert due.room == "settings?topic=rest", "the link leads to the place itself"


def test_check_names_the_days_on_which_the_entered_year_is_not_the_published_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        wrong = OF_2026.replace("。2月14日（周六）、", "。").replace("2025年11月4日", "")
        rest_days.enter_year(visit_of(db, "admin"), NewYear("e", 2026, wrong))
        assert rest_days.differing(db) == [date(2026, 2, 14)]
    assert command_line.main(["--db", str(path), "check"]) == 0
    assert "有 1 天和公布的不一样：2026年2月14日" in capsys.readouterr().out
