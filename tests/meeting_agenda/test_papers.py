"""Papers round a meeting (会议用纸): what each says, and that none tells what may not go out."""

import io
from datetime import timedelta

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from openpyxl import load_workbook
from sqlite_utils import Database

from db.meeting_agenda import (
    actions,
    meetings,
    members,
    minuting,
    papers,
    planning,
    promising,
    topic_writes,
    topics,
)
from domain.errors import NotAllowed, NotFound, WrongState
from domain.meeting_agenda.actions import Progress
from domain.meeting_agenda.meetings import ItemType, Kind, NewAgendaItem
from domain.meeting_agenda.members import MemberRole, NewMember
from domain.meeting_agenda.papers import BLANK_ROWS, LEDGER, ledger_rows
from domain.meeting_agenda.sheets import Sheet
from domain.meeting_agenda.topics import Answer, Channel, Collecting, Matter, NewTopic, Screening
from tests.community import NOW, TODAY, visit_of
from tests.meeting_desk import PROMISE, at, held
from tests.meetings import (
    EVENING,
    PINE_COMPANY,
    TALK,
    VOTE,
    closed,
    come,
    opened,
    planned,
    seat,
    seats,
    that_evening,
)
from tests.word_files import words
from ui.meeting_sheets import ledger_xlsx, sheet_docx, sheets_docx

SECRET, RESIDENT = "王家的低保怎么办", "孙桂兰"


def text(sheet: Sheet) -> str:
    return "\n".join([sheet.title, sheet.under, *sheet.texts, *sheet.foot])


def read_back(sheet: Sheet) -> str:
    return words(sheet_docx(sheet, "桂花社区", TODAY))


def secret(small: Database, meeting_id: int) -> None:
    new = NewAgendaItem("s", meeting_id, ItemType.CONSULT, SECRET, "王社工", 10, confidential=True)
    meetings.add_agenda_item(visit_of(small, "clerk"), new)


def resident_seated(small: Database) -> None:
    new = NewMember(
        "r", Kind.COUNCIL, RESIDENT, MemberRole.MEMBER, TODAY, 1, None, 12
    )  # fmt: skip
    members.add_member(visit_of(small, "clerk"), new)


def test_a_notice_says_when_where_what_and_who_is_asked(small: Database):
    clerk = visit_of(small, "clerk")
    seats(clerk, 3)
    seat(clerk, "周经理", body=PINE_COMPANY)
    found = text(papers.notice(clerk, planned(clerk).meeting_id))
    day = EVENING
    for part in (
        f"一、时间：{day.year}年{day.month}月{day.day}日（周六）9:40—11:10", "二、地点：议事厅",
        "三、主持：李书记", "四、议题\n（一）上次议定事项落实情况（通报，10 分钟）",
        f"（二）{VOTE}（表决，20 分钟）", f"（三）{TALK}（协商，20 分钟）", " 3 人、", " 1 人：",
    ):  # fmt: skip
        assert part in found, (part, found)
    assert "周经理" not in found and "委员0" not in found


def test_a_notice_never_tells_a_confidential_item_nor_a_residents_name(small: Database):
    clerk = visit_of(small, "clerk")
    resident_seated(small)
    of = planned(clerk).meeting_id
    secret(small, of)
    named = NewAgendaItem("n", of, ItemType.CONSULT, f"{RESIDENT}家门口的路灯", RESIDENT, 10)
    meetings.add_agenda_item(clerk, named)
    found = read_back(papers.notice(visit_of(small, "grid"), of))
    assert "居民家门口的路灯" in found
    assert RESIDENT not in found and SECRET not in found


def test_a_meeting_called_off_has_a_notice_that_says_so(small: Database):
    clerk = visit_of(small, "clerk")
    of = planned(clerk).meeting_id
    planning.call_off_meeting(clerk, of, "会议室要用来选举")
    found = text(papers.notice(clerk, of))
    assert "“三月的一次会”取消，另行通知" in found and "请准时参加" not in found


def test_a_sign_in_sheet_is_a4_with_the_members_of_the_day_and_twenty_rows_to_write_in(
    small: Database,
):
    clerk = visit_of(small, "clerk")
    seats(clerk, 3)
    sheet = papers.sign_in(clerk, planned(clerk).meeting_id)
    paper = Document(io.BytesIO(sheet_docx(sheet, "桂花社区", TODAY)))
    page, (table,) = paper.sections[0], paper.tables
    assert abs(page.page_width - Cm(21)) < Cm(0.01) and abs(page.page_height - Cm(29.7)) < Cm(0.01)
    fonts = paper.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "姓名", "单位", "签名", "签到时间"]
    assert [row[1] for row in rows[1:4]] == ["委员0", "委员1", "委员2"] and rows[1][2]
    empty = [row for row in rows[1:] if not any(row[1:])]
    assert len(empty) == BLANK_ROWS and rows[-1][0] == str(3 + BLANK_ROWS)
    assert all(row.height and row.height >= Cm(0.9) for row in table.rows)


def test_a_sheet_with_names_is_for_the_office(small: Database):
    of = planned(visit_of(small, "clerk")).meeting_id
    for read in (papers.sign_in, papers.chairs_script, papers.one_pages, papers.decided):
        with pytest.raises(NotAllowed):
            read(visit_of(small, "grid"), of)


def test_the_script_has_for_each_item_who_reports_the_motion_and_the_words_of_the_vote(
    small: Database,
):
    clerk = visit_of(small, "clerk")
    seats(clerk, 3)
    found = text(papers.chairs_script(clerk, planned(clerk).meeting_id))
    for part in (
        "应到 3 人，实到 ＿＿＿＿ 人。至少要 2 人才开得成。", f"二、{VOTE}\n（一）第 2 项，由王社工汇报，20 分钟。",
        f"（二）现在的动议是“{VOTE}”。", "（三）先请还没发言的同志说。每人最多 2 次，每次不超过 2 分钟。",
        "（五）同意的请举手：＿＿＿＿人。不同意的请举手：＿＿＿＿人。弃权的请举手：＿＿＿＿人。",
        "（六）应到 3 人，实到 ＿＿＿＿ 人，同意超过半数到会人数才通过，平票不通过。",
        "（七）由＿＿＿＿负责", "（五）有没有不同意的？",
    ):  # fmt: skip
        assert part in found, (part, found)


def test_once_people_signed_in_the_script_counts_them_and_names_who_was_not_heard(small: Database):
    seats(visit_of(small, "clerk"), 3)
    evening = opened(small)
    come(that_evening(small), evening, 2)
    found = text(papers.chairs_script(that_evening(small), evening.meeting_id))
    assert "应到 3 人，实到 2 人，至少要 2 人，够了。" in found
    assert "先请还没发言的同志说：委员0、委员1。" in found


def test_where_opinions_alone_are_heard_the_script_has_no_vote(small: Database):
    clerk = visit_of(small, "clerk")
    of = planned(clerk, Kind.OWNER_REPS).meeting_id
    found = text(papers.chairs_script(clerk, of))
    assert "代替不了业主表决" in found and "请举手" not in found and "负责" not in found


def test_each_organisation_gets_its_own_items_and_open_promises_on_one_page(small: Database):
    done = held(small, NOW)
    clerk = visit_of(small, "clerk")
    company = actions.action(small, done.action_id).lead_body
    seat(clerk, "周经理", body=actions.action(small, done.action_id).lead_body_id)
    of = planned(clerk, slip="next").meeting_id
    item = NewAgendaItem("own", of, ItemType.REPORT, "门禁换到哪一步了", "周经理", 10)
    meetings.add_agenda_item(clerk, item)
    sheets = papers.one_pages(clerk, of)
    by_title = {sheet.title: text(sheet) for sheet in sheets}
    mine = by_title.pop(f"{company}会前一页纸")
    assert "1.门禁换到哪一步了（通报，10 分钟，请准备汇报）" in mine
    assert f"1.{PROMISE}" in mine and "超期 3 天" in mine
    (other,) = by_title.values()
    assert PROMISE not in other and "门禁换到" not in other
    paper = sheets_docx(sheets, "桂花社区", TODAY)
    breaks = Document(io.BytesIO(paper)).element.body.iter(qn("w:br"))
    assert sum(one.get(qn("w:type")) == "page" for one in breaks) == len(sheets) - 1


def test_the_list_of_decisions_has_the_words_of_each_and_who_does_what_by_when(small: Database):
    done = held(small, NOW)
    found = read_back(papers.decided(at(small, "clerk", NOW), done.meeting_id))
    assert "协商一致：换成人脸和刷卡两用" in found
    assert f"|{PROMISE}|" in found and "|周经理|" in found


def test_the_list_that_goes_out_is_made_of_the_published_minutes(small: Database):
    done = held(small, NOW)
    with pytest.raises(NotFound):
        papers.public_decided(at(small, "grid", NOW), done.meeting_id)
    minuting.review(at(small, "clerk", NOW), done.meeting_id)
    minuting.sign(at(small, "secretary", NOW), done.meeting_id)
    minuting.publish(at(small, "secretary", NOW), done.meeting_id)
    found = read_back(papers.public_decided(at(small, "grid", NOW), done.meeting_id))
    assert PROMISE in found and "换成人脸和刷卡两用" in found
    assert "周经理" not in found and "赵委员" not in found


def test_a_reminder_says_where_it_comes_from_how_late_it_is_and_what_is_asked(small: Database):
    done = held(small, NOW)
    known = actions.action(small, done.action_id)
    said = Progress("p", known.id, "供应商还没到货", known.seen)
    promising.begin(at(small, "clerk", NOW), said)
    found = read_back(papers.reminder(at(small, "clerk", NOW), done.action_id))
    due = known.due_on
    for part in (
        "督办单", f"督办 {known.number}", f"{known.lead_body}：", "第 1 项", f"2.事项：{PROMISE}",
        "3.责任人：周经理", f"{due.year}年{due.month}月{due.day}日，到今天超期 3 天",
        "5.现状：在办。供应商还没到货。", "前办结，或者书面说明", "签发：",
    ):  # fmt: skip
        assert part in found, (part, found)


def test_what_is_not_overdue_has_no_reminder(small: Database):
    done = held(small, NOW)
    early = at(small, "clerk", NOW - timedelta(days=5))
    with pytest.raises(WrongState, match="没有超期"):
        papers.reminder(early, done.action_id)


def test_who_asked_is_told_why_it_was_not_taken_up(small: Database):
    clerk, secretary = visit_of(small, "clerk"), visit_of(small, "secretary")
    new = NewTopic("t", "楼下太吵了", "晚上十点还在跳舞", Channel.DESK, RESIDENT)
    topic = topic_writes.raise_topic(clerk, new).id
    assert not papers.answered(clerk, topic)
    with pytest.raises(WrongState, match="还没有结果"):
        papers.reply(clerk, topic)
    seen = topics.topic(small, topic).seen
    clerks = clerk.user.id
    topic_writes.collect(clerk, Collecting("c", topic, Matter.SURROUNDINGS, clerks, False, seen))
    seen = topics.topic(small, topic).seen
    topic_writes.screen(
        secretary, Screening("x", topic, Answer.TRANSFER, "转给派出所，三天内上门", seen)
    )
    assert papers.answered(clerk, topic)
    found = read_back(papers.reply(clerk, topic))
    for part in (f"{RESIDENT}：", "您2026年3月18日提的“楼下太吵了”", "转给派出所，三天内上门",
                 "不同意怎么办"):  # fmt: skip
        assert part in found, (part, found)


def test_the_ledger_has_a_row_per_item_and_counts_that_add_up(small: Database):
    evening = opened(small)
    closed(small, evening)
    done = held(small, NOW)
    rows = ledger_rows(papers.ledger(at(small, "clerk", EVENING + timedelta(days=1))))
    book = load_workbook(io.BytesIO(ledger_xlsx(rows, "桂花社区")))
    sheet = book["议事台账"]
    assert [cell.value for cell in sheet[1]] == list(LEDGER)
    found = {row[3]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert found["要不要换门禁"] is not None and len(rows) == sheet.max_row - 1
    mine = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[7] == 1]
    assert len(mine) == 1 and mine[0][8] == 0 and mine[0][5] == "协商一致"
    assert done.item_id


def test_typed_formulas_stay_text_in_the_ledger():
    book = load_workbook(io.BytesIO(ledger_xlsx([("=1+1",) * len(LEDGER)], "桂花社区")))
    cell = book["议事台账"]["A2"]
    assert cell.data_type == "s" and cell.value == "'=1+1"
