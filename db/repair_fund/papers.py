"""Recording papers (登记表决票): one, a floor, a correction, an owner's word, the e-vote's totals.

Each refuses with a sentence before the file would; what is stored is never changed.
"""

from dataclasses import dataclass

from sqlite_utils import Database

from db.repair_fund.ballot_grid import paper_numbered
from db.repair_fund.ballots import ballot_numbered, rule_of
from db.repair_fund.files import keep_file
from db.rows import first, put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.ballots import (
    Answer,
    Ballot,
    Channel,
    must_be_running,
    must_take_papers,
    standing,
    verdict,
)
from domain.repair_fund.files import FileKind
from domain.repair_fund.papers import (
    BallotPaper,
    CameBy,
    Correction,
    EvoteTotals,
    FloorPapers,
    OwnersWord,
    PaperLine,
    check_correction,
    check_floor,
    check_owners_word,
    check_paper,
    check_totals,
)
from domain.repair_fund.votes import Choice

NAMED_AT_MOST = 5  # rooms a refusal names


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of the frozen scope, and what its first paper said."""

    unit_id: int
    code: str
    owner_group_id: int
    said: Choice | None


UNIT = """
    select s.unit_id, s.code, s.owner_group_id,
           (select p.choice from ballot_papers p where p.ballot_id = :ballot
               and p.unit_id = s.unit_id and p.replaces_id is null and p.settles = 0) as said
      from scope_units s where s.plan_id = :plan and s.unit_id = :unit
"""


@writes(Permission.RECORD_PAPER)
def record_paper(visit: Visit, paper: BallotPaper) -> Receipt:
    """Record one returned paper (登记一张票), valid or not."""
    paper = check_paper(paper)
    ballot = _taking_papers(visit, paper.ballot_id)
    unit = _free_unit(visit.db, ballot, paper.unit_id)
    id = store_paper(visit, ballot, unit.unit_id, unit.owner_group_id, paper, CameBy.HAND)
    said = paper.choice.label if paper.valid else f"无效（{paper.why_invalid}）"
    return Receipt(f"已记 {unit.code}：{said}。{_aftermath(visit.db, ballot, unit)}", id)


@writes(Permission.RECORD_PAPER)
def record_floor(visit: Visit, floor: FloorPapers) -> Receipt:
    """Record the papers of a floor or several (逐层登记): all of them, or none with the reasons."""
    check_floor(floor)
    ballot = _taking_papers(visit, floor.ballot_id)
    units, wrong = [], []
    for unit_id, choice in floor.answers:
        try:
            units.append((_free_unit(visit.db, ballot, unit_id), choice))
        except (Invalid, WrongState) as refusal:
            wrong.append(str(refusal))
    if wrong:
        more = f"还有 {len(wrong) - NAMED_AT_MOST} 户。" if len(wrong) > NAMED_AT_MOST else ""
        raise WrongState(f"一户也没存。{''.join(wrong[:NAMED_AT_MOST])}{more}")
    last = 0
    for unit, choice in units:
        paper = BallotPaper(floor.slip, ballot.id, unit.unit_id, choice)
        last = store_paper(visit, ballot, unit.unit_id, unit.owner_group_id, paper, CameBy.GRID)
    return Receipt(f"已记 {len(units):,} 户。{how_far(visit.db, ballot.id)}", last)


@writes(Permission.RECORD_PAPER)
def correct_paper(visit: Visit, correction: Correction) -> Receipt:
    """Replace a paper that was recorded wrongly (改票); the old one stays, with the reason."""
    old = _current(visit.db, correction.paper_id)
    ballot = _running(visit, _ballot_of(visit.db, old.id))
    paper = check_correction(correction, old)
    made = put(
        visit.db, "ballot_papers", ballot_id=ballot.id, owner_group_id=old.owner_group_id,
        unit_id=old.unit_id, choice=paper.choice, valid=paper.valid, why_invalid=paper.why_invalid,
        settles=old.settles, proxy=old.proxy, replaces_id=old.id, reason=paper.reason,
        recorded_at=visit.now, recorded_by=visit.user.id, came_by="hand", source="entered",
    )  # fmt: skip
    now = paper.choice.label if paper.valid else f"无效（{paper.why_invalid}）"
    unit = _Unit(old.unit_id, old.code, old.owner_group_id, None)
    told = f"{old.code} 由“{old.says}”改为“{now}”，原来那张留着备查。"
    return Receipt(told + _aftermath(visit.db, ballot, unit), made)


@writes(Permission.RECORD_PAPER)
def record_owners_word(visit: Visit, word: OwnersWord) -> Receipt:
    """Record an owner's written word on papers that disagree (书面确认)."""
    paper = check_owners_word(word)
    ballot = _running(visit, word.ballot_id)
    answer = _answer(visit.db, ballot, paper.owner_group_id)
    if answer is not Answer.CONFLICT:
        raise WrongState("这位业主的票现在没有不一致，不用确认。")
    unit_id, code = visit.db.execute(
        "select unit_id, code from scope_units indexed by scope_of_an_owner"
        " where plan_id = ? and owner_group_id = ?"
        " order by unit_id limit 1",
        [ballot.plan_id, paper.owner_group_id],
    ).fetchone()
    made = put(
        visit.db, "ballot_papers", ballot_id=ballot.id, owner_group_id=paper.owner_group_id,
        unit_id=unit_id, choice=paper.choice, valid=1, settles=1, reason=paper.reason,
        recorded_at=visit.now, recorded_by=visit.user.id, came_by="hand", source="entered",
    )  # fmt: skip
    told = f"{code} 的业主书面确认：{paper.choice.label}。{how_far(visit.db, ballot.id)}"
    return Receipt(told, made)


@writes(Permission.RECORD_PAPER)
def record_evote_totals(visit: Visit, totals: EvoteTotals) -> Receipt:
    """Record the totals of the city's e-voting system with its exported file (电子投票合计)."""
    ballot = _running(visit, totals.ballot_id)
    if ballot.channel is not Channel.EVOTE:
        raise WrongState(f"这次是{ballot.channel.label}，要逐户登记，不登记合计。")
    check_totals(totals, ballot, visit.today)
    file_id = keep_file(visit, ballot.project_id, FileKind.EVOTE, totals.file_name, totals.content)
    made = put(
        visit.db, "evote_totals", ballot_id=ballot.id, area_in=totals.area_in,
        heads_in=totals.heads_in, area_yes=totals.area_yes, heads_yes=totals.heads_yes,
        file_id=file_id, recorded_on=visit.today, recorded_by=visit.user.id,
    )  # fmt: skip
    told = f"已存好合计和导出的文件。{how_far(visit.db, ballot.id)}"
    return Receipt(told, made)


@inside_gate
def store_paper(
    visit: Visit,
    ballot: Ballot,
    unit_id: int,
    owner_group_id: int,
    paper: BallotPaper,
    came_by: CameBy,
) -> int:
    """One first paper of a unit, already checked; the file counts it by itself."""
    return put(
        visit.db, "ballot_papers", ballot_id=ballot.id, owner_group_id=owner_group_id,
        unit_id=unit_id, choice=paper.choice, valid=paper.valid, why_invalid=paper.why_invalid,
        proxy=paper.proxy, recorded_at=visit.now, recorded_by=visit.user.id,
        came_by=came_by, source="entered",
    )  # fmt: skip


def how_far(db: Database, ballot_id: int) -> str:
    """已参与 20 人，按现在收到的票，能通过。"""
    ballot = ballot_numbered(db, ballot_id)
    now = standing(rule_of(db, ballot.rule_version, ballot.matter), ballot.tally)
    return f"已参与 {ballot.heads_in:,} 人，共 {ballot.heads:,} 人。{verdict(now)}"


def _taking_papers(visit: Visit, ballot_id: int) -> Ballot:
    ballot = ballot_numbered(visit.db, ballot_id)
    visit.user.must_cover(ballot.estate_id)
    must_take_papers(ballot, visit.today)
    return ballot


def _running(visit: Visit, ballot_id: int) -> Ballot:
    ballot = ballot_numbered(visit.db, ballot_id)
    visit.user.must_cover(ballot.estate_id)
    must_be_running(ballot)
    return ballot


def _free_unit(db: Database, ballot: Ballot, unit_id: int) -> _Unit:
    """A unit of the scope that has no paper yet. Raises Invalid and WrongState."""
    unit = first(db, _Unit, UNIT, ballot=ballot.id, plan=ballot.plan_id, unit=unit_id)
    if unit is None:
        raise Invalid("这一户不在这次的列支范围里，不参加表决。")
    if unit.said is not None:
        raise WrongState(f"{unit.code} 已经登记过一张票。登记错了，点“改票”。")
    return unit


def _current(db: Database, paper_id: int) -> PaperLine:
    found = paper_numbered(db, paper_id)
    if found.replaced:
        raise WrongState(f"{found.code} 这张票已经改过了。请改最新的那一张。")
    return found


def _ballot_of(db: Database, paper_id: int) -> int:
    return int(value(db, "select ballot_id from ballot_papers where id = :id", id=paper_id))


def _answer(db: Database, ballot: Ballot, owner_group_id: int) -> Answer | None:
    found = value(
        db,
        "select answer from ballot_owners where ballot_id = :ballot and owner_group_id = :owner",
        ballot=ballot.id,
        owner=owner_group_id,
    )
    return Answer(found) if found else None


def _aftermath(db: Database, ballot: Ballot, unit: _Unit) -> str:
    """How far the vote is now, and a warning where the owner's papers disagree."""
    if _answer(db, ballot, unit.owner_group_id) is Answer.CONFLICT:
        return "注意：同一业主的几张票意见不一，先都不计，等业主书面确认。"
    return how_far(db, ballot.id)
