"""A reversed award (冲正) counts nowhere any more, and 本月发放 is one figure with its reckoning."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from docx import Document
from sqlite_utils import Database

from db import showcase
from db.checks import report
from db.points_ledger import awards, books, corrections
from db.points_ledger.hints import hints
from db.points_ledger.notices import month_notice
from domain.errors import Invalid
from domain.points_ledger.awards import NewAward
from tests import community
from tests.community import CHEN, visit_of
from tests.ledger import earn
from ui.documents import notice_docx

PATROL = NewAward("slip-1", CHEN, community.PATROL, community.TODAY, minutes=240)
MEETING = NewAward("slip-m", CHEN, community.MEETING_RULE, community.TODAY)
POSTING_DAY = community.NOW + timedelta(days=6)  # Tuesday 24 March, the notice is over


def posted(db: Database, paper: NewAward) -> int:
    """Written down, approved, published and posted: the entry's number."""
    id = awards.register_award(visit_of(db, "clerk"), paper).id
    awards.approve_award(visit_of(db, "clerk2"), id)
    awards.post_awards(visit_of(db, "secretary", POSTING_DAY))
    return int(db.execute("select id from point_entries where award_id = ?", [id]).fetchone()[0])


def reversed_entry(db: Database, id: int) -> None:
    corrections.reverse_entry(visit_of(db, "secretary", POSTING_DAY), id, "时长记错了")


def again(db: Database, paper: NewAward, slip: str) -> int:
    id = awards.register_award(visit_of(db, "clerk", POSTING_DAY), replace(paper, slip=slip)).id
    return awards.award(db, id).points


def test_a_full_day_can_be_corrected_by_reversing_and_awarding_again(small: Database):
    entry = posted(small, PATROL)
    with pytest.raises(Invalid):
        again(small, PATROL, "slip-before")
    reversed_entry(small, entry)
    assert again(small, replace(PATROL, minutes=120), "slip-2") == 20


def test_a_reversed_award_leaves_room_in_the_month_and_in_its_times(small: Database):
    first = posted(small, MEETING)
    posted(small, replace(MEETING, slip="slip-n", earned_on=community.TODAY - timedelta(days=1)))
    with pytest.raises(Invalid):
        again(small, MEETING, "slip-third")
    reversed_entry(small, first)
    assert again(small, MEETING, "slip-o") == 10
    weighed = awards.standing(small, CHEN, community.MEETING_RULE, community.TODAY)
    assert (weighed.that_day, weighed.that_month, weighed.times_that_month) == (10, 20, 2)


def test_a_reversed_award_is_no_hint_any_more(small: Database):
    entry = posted(small, replace(PATROL, minutes=60))
    reversed_entry(small, entry)
    again(small, replace(PATROL, minutes=30), "slip-2")
    visit = visit_of(small, "secretary", POSTING_DAY)
    assert [hint for hint in hints(visit, "2026-03") if hint.kind == "twice"] == []


def test_what_a_month_issued_is_one_figure_everywhere_with_its_reckoning(small: Database):
    """An award of February posted in March, and a reversal in March: screen, wall and paper."""
    clerk = visit_of(small, "clerk")
    earn(clerk, CHEN, 60, date(2026, 2, 20))
    wrong = earn(clerk, community.MOTHER, 40, date(2026, 3, 1))
    reversed_entry(small, wrong)
    flow = books.month_flow(small, "2026-03")
    assert (flow.issued.out, flow.issued.back, flow.issued.net) == (100, 40, 60)
    assert flow.issued.told == "发出 100 − 冲正 40 ＝ 60"
    assert books.months(small, "2025-04") == [("2026-03", 60, 0)]

    notice = month_notice(visit_of(small, "secretary", POSTING_DAY), "2026-03")
    assert (notice.issued, sum(line.points for line in notice.lines)) == (60, 60)
    paper = Document(io.BytesIO(notice_docx(notice)))
    assert flow.issued.told in "\n".join(line.text for line in paper.paragraphs)

    figures = {f.label: f for f in showcase.figures(small, "points", POSTING_DAY)}
    assert figures["本月发放"].words == "60"
    assert flow.issued.told in figures["本月发放"].how


def test_a_reversal_counts_in_the_month_it_is_posted_in(small: Database):
    clerk = visit_of(small, "clerk")
    wrong = earn(clerk, CHEN, 40)
    april = community.NOW + timedelta(days=20)
    corrections.reverse_entry(visit_of(small, "secretary", april), wrong, "记错了人")
    assert books.months(small, "2026-01") == [("2026-03", 40, 0), ("2026-04", -40, 0)]
    month = month_notice(visit_of(small, "secretary", april), "2026-04")
    assert (month.issued, month.held_before, month.held) == (-40, 40, 0)
    assert [finding.detail for finding in report.run(small) if not finding.ok] == []
