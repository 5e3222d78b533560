"""Counting (计票): two counters and a supervisor sign one sheet, which takes the step R07.

A sheet that is not confirmed yet can be withdrawn, so that a wrong paper can still be corrected.
"""

import secrets

from sqlite_utils import Database

from db.repair_fund.ballots import ballot_numbered, rule_of
from db.repair_fund.steps import step_to
from db.rows import first, many, one, put, value
from db.visit import Visit, reads
from db.writes import writes
from domain.errors import WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.ballots import Ballot, must_be_running, standing, verdict
from domain.repair_fund.counts import (
    CountSheet,
    Finding,
    Recount,
    RecountLine,
    check_countable,
    check_finding,
    check_recounted,
    check_second_counter,
    check_supervisor,
    check_withdrawal,
    drawn,
)
from domain.repair_fund.projects import State
from domain.repair_fund.votes import Result

SHEETS = """
    select c.id, c.ballot_id, c.project_id, c.area_centi, c.heads, c.area_in, c.heads_in,
           c.area_yes, c.heads_yes, c.result, c.counted_on, c.counted_by, one.name as first,
           c.second_by, two.name as second, c.approved_by, three.name as supervisor
      from ballot_counts c
      join accounts one on one.id = c.counted_by
      left join accounts two on two.id = c.second_by
      left join accounts three on three.id = c.approved_by
     where c.ballot_id = :id and c.withdrawn_by is null
"""
LINES = """
    select l.recount_id, l.paper_id, iif(d.by_ballot, n.number, p.id) as number, s.code, p.choice, p.valid, p.why_invalid, p.recorded_by,
           l.agrees, l.note, a.name as found_by,
           exists (select 1 from ballot_papers r where r.replaces_id = p.id) as corrected
      from recount_papers l
      join recounts d on d.id = l.recount_id
      join ballot_papers p on p.id = l.paper_id
      join paper_numbers n on n.paper_id = p.id
      join ballots b on b.id = d.ballot_id
      join scope_units s on s.plan_id = b.plan_id and s.unit_id = p.unit_id
      left join accounts a on a.id = l.found_by
     where d.ballot_id = :id
"""
# The papers that were current when the last of them was the last one.
POPULATION = """
    select p.id, n.number from ballot_papers p join paper_numbers n on n.paper_id = p.id
     where p.ballot_id = :ballot and p.id <= :last
       and not exists (select 1 from ballot_papers r where r.replaces_id = p.id and r.id <= :last)
     order by p.id
"""


@reads(Permission.SEE_FUND)
def sheet(visit: Visit, ballot_id: int) -> CountSheet | None:
    """The sheet of a ballot with who signed it; None before anybody did."""
    visit.user.must_cover(ballot_numbered(visit.db, ballot_id).estate_id)
    return first(visit.db, CountSheet, SHEETS, id=ballot_id)


@reads(Permission.SEE_PAPERS)
def recounts(visit: Visit, ballot_id: int) -> list[Recount]:
    visit.user.must_cover(ballot_numbered(visit.db, ballot_id).estate_id)
    return many(
        visit.db,
        Recount,
        "select d.id, d.ballot_id, d.seed, d.papers, d.last_id, d.drawn_on, a.name as drawn_by"
        "  from recounts d join accounts a on a.id = d.drawn_by"
        " where d.ballot_id = :id order by d.id",
        id=ballot_id,
    )


@reads(Permission.SEE_PAPERS)
def recount_lines(visit: Visit, ballot_id: int) -> list[RecountLine]:
    """The drawn papers of a ballot in the order they lie in the pile, those left to do first."""
    visit.user.must_cover(ballot_numbered(visit.db, ballot_id).estate_id)
    lines = many(visit.db, RecountLine, f"{LINES} order by l.paper_id", id=ballot_id)
    return sorted(lines, key=lambda line: not line.open)


@writes(Permission.COUNT_BALLOT)
def sign_count(visit: Visit, ballot_id: int, *, slip: str | None = None) -> Receipt:
    """The first counter's signature: the sheet is computed from the tally, never typed."""
    ballot = _running(visit, ballot_id)
    check_countable(ballot, visit.today)
    check_recounted(_open_lines(visit.db, ballot_id))
    now = standing(rule_of(visit.db, ballot.rule_version, ballot.matter), ballot.tally)
    put(
        visit.db, "ballot_counts", project_id=ballot.project_id, ballot_id=ballot.id,
        rule_version=ballot.rule_version, matter=ballot.matter, area_centi=ballot.area_centi,
        heads=ballot.heads, area_in=ballot.area_in, heads_in=ballot.heads_in,
        area_yes=ballot.area_yes, heads_yes=ballot.heads_yes, result=now.result,
        counted_on=visit.today, counted_by=visit.user.id, source="entered",
    )  # fmt: skip
    told = f"计票表已签字：{now.result.label}。{verdict(now)}请第二位计票人复核。"
    return Receipt(told, ballot.id)


@writes(Permission.COUNT_BALLOT)
def verify_count(visit: Visit, ballot_id: int, *, slip: str | None = None) -> Receipt:
    """The second counter's signature, of another person."""
    found = _sheet_of(visit, ballot_id)
    check_second_counter(found, visit.user.id)
    visit.db.execute(
        "update ballot_counts set second_by = ? where id = ?", [visit.user.id, found.id]
    )
    return Receipt(f"{visit.user.name}已复核签字：{found.result.label}。请监票人确认。", ballot_id)


@writes(Permission.SUPERVISE_BALLOT)
def confirm_count(visit: Visit, ballot_id: int, *, slip: str | None = None) -> Receipt:
    """The supervisor's signature, of a third person: the vote is over, passed or failed (R07)."""
    found = _sheet_of(visit, ballot_id)
    check_supervisor(found, visit.user.id, _open_lines(visit.db, ballot_id))
    visit.db.execute(
        "update ballot_counts set approved_by = ? where id = ?", [visit.user.id, found.id]
    )
    passed = found.result is Result.PASS
    step_to(
        visit,
        found.project_id,
        State.VOTE_PASSED if passed else State.VOTE_FAILED,
        f"{found.first}、{found.second}计票，{visit.user.name}监票：{found.result.label}",
        asked_by=found.counted_by,
    )
    after = "下一步公示结果。" if passed else "可以改方案再表决，或者终止。"
    return Receipt(f"监票确认：{found.result.label}。{after}", ballot_id)


@writes(Permission.COUNT_BALLOT)
def withdraw_count(
    visit: Visit, ballot_id: int, reason: str, *, slip: str | None = None
) -> Receipt:
    """Take back a sheet the supervisor has not confirmed, to correct a paper first."""
    found = _sheet_of(visit, ballot_id)
    why = check_withdrawal(found, reason)
    visit.db.execute(
        "update ballot_counts set withdrawn_by = ?, why_withdrawn = ? where id = ?",
        [visit.user.id, why, found.id],
    )
    return Receipt("计票表已撤回，可以改票了。改好后重新签字。", ballot_id)


@writes(Permission.SUPERVISE_BALLOT)
def draw_recount(visit: Visit, ballot_id: int, *, slip: str | None = None) -> Receipt:
    """Draw papers to be looked at again (抽查复核): five per cent, at least five, by a seed."""
    ballot = _voting(visit, ballot_id)
    if not ballot.may_be_counted(visit.today):
        check_countable(ballot, visit.today)
    last = value(visit.db, "select max(id) from ballot_papers where ballot_id = :id", id=ballot_id)
    if last is None:
        raise WrongState("这次表决没有纸票，不用抽查。")
    if _open_lines(visit.db, ballot_id):
        raise WrongState("上次抽的还没核完。核完再抽。")
    pile = population(visit.db, ballot_id, last)
    seed = f"{secrets.randbelow(10**16):016d}"
    id = put(
        visit.db, "recounts", ballot_id=ballot_id, seed=seed, papers=len(pile), last_id=last,
        drawn_on=visit.today, drawn_by=visit.user.id, by_ballot=1,
    )  # fmt: skip
    chosen = drawn(seed, pile)
    visit.db.conn.executemany(
        "insert into recount_papers (recount_id, paper_id) values (?, ?)",
        [(id, pile[number]) for number in chosen],
    )
    told = f"从 {len(pile):,} 张里抽了 {len(chosen)} 张，随机种子 {seed}。请找出原票核对。"
    return Receipt(told, id)


@writes(Permission.SUPERVISE_BALLOT)
def record_recount(visit: Visit, paper: Finding) -> Receipt:
    """What a drawn paper really says beside its record (复核结果)."""
    ballot_id = value(
        visit.db, "select ballot_id from recounts where id = :id", id=paper.recount_id
    )
    _voting(visit, ballot_id or 0)
    line = one(
        visit.db, RecountLine, "这张抽到的票",
        f"{LINES} and l.recount_id = :recount and l.paper_id = :paper",
        id=ballot_id, recount=paper.recount_id, paper=paper.paper_id,
    )  # fmt: skip
    note = check_finding(paper, line, visit.user.id)
    visit.db.execute(
        "update recount_papers set agrees = ?, note = ?, found_by = ?, found_on = ?"
        " where recount_id = ? and paper_id = ?",
        [int(paper.agrees), note, visit.user.id, visit.today.isoformat(), line.recount_id,
         line.paper_id],
    )  # fmt: skip
    left = _open_lines(visit.db, int(ballot_id))
    said = "相符" if paper.agrees else "不符，请计票人改票"
    return Receipt(f"{line.code} {said}。还有 {left} 张要办。", line.paper_id)


def population(db: Database, ballot_id: int, last: int) -> dict[int, int]:
    """The papers a recount draws from, by their numbers; the same again at any later time."""
    rows = db.execute(POPULATION, {"ballot": ballot_id, "last": last})
    return {number: id for id, number in rows}


def _voting(visit: Visit, ballot_id: int) -> Ballot:
    """A ballot whose vote is not over, signed or not. Raises NotFound, WrongState."""
    found = ballot_numbered(visit.db, ballot_id)
    visit.user.must_cover(found.estate_id)
    if found.state is not State.VOTING:
        must_be_running(found)
    return found


def _running(visit: Visit, ballot_id: int) -> Ballot:
    found = _voting(visit, ballot_id)
    if found.counted:
        raise WrongState("计票表已经有人签字。请第二位计票人复核，或者先撤回。")
    return found


def _sheet_of(visit: Visit, ballot_id: int) -> CountSheet:
    _voting(visit, ballot_id)
    found = first(visit.db, CountSheet, SHEETS, id=ballot_id)
    if found is None:
        raise WrongState("第一位计票人还没签字。")
    return found


def _open_lines(db: Database, ballot_id: int) -> int:
    return sum(line.open for line in many(db, RecountLine, LINES, id=ballot_id))
