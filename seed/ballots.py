"""Ballots (表决): opened by two, papers brought in until the story's result, counted by three."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from db.repair_fund import ballots, counts, moves, papers
from db.repair_fund.paper_imports import import_papers
from db.visit import Visit
from domain.receipts import Receipt
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.moves import Answer
from domain.repair_fund.paper_import import PaperImport
from domain.repair_fund.paper_import import papers as table_of_papers
from domain.repair_fund.papers import BallotPaper, Correction, FloorPapers
from domain.repair_fund.votes import Choice, Result, Tally, result
from domain.sheets import SheetRow
from seed.case import Case

WINDOW_DAYS = 19
HANDED_IN = 300  # owners; the papers of larger votes come as tables
IMPORTS_AFTER = (6, 12, 18)  # days
MOST_ROWS = 20_000  # of a table
ABOUT = {"vote_passed": 84, "vote_failed": 58}  # per cent who take part; 56 where it still runs
RUNNING = 56


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose papers count once: all his area, and the room he answers for."""

    area_centi: int
    unit_id: int
    code: str


Answered = list[tuple[Owner, Choice]]


def vote(t: Case, day: date) -> None:
    """The terms by a clerk, the opening by the secretary; then the papers come in."""
    closes = day + timedelta(days=WINDOW_DAYS)
    t.add(day, 9, 0, "clerk", lambda visit, slip: moves.ask_ballot(
        visit, Opening(slip, t.id, Matter.USE, Channel.PAPER, day, closes)
    ))  # fmt: skip

    def confirm(visit: Visit, slip: str) -> Receipt:
        receipt = moves.confirm_step(visit, Answer(slip, t.id, True))
        _bring_in(t, day)
        return receipt

    t.add(day, 9, 30, "secretary", confirm)


def count(t: Case, day: date) -> None:
    """Two count and a third watches (计票、监票)."""
    t.add(day, 9, 0, "clerk", lambda visit, slip: counts.sign_count(visit, _ballot(t), slip=slip))
    t.add(day, 9, 20, "grid", lambda visit, slip: counts.verify_count(visit, _ballot(t), slip=slip))
    t.add(day, 9, 40, "supervisor", lambda visit, slip: counts.confirm_count(
        visit, _ballot(t), slip=slip
    ))  # fmt: skip


def _ballot(t: Case) -> int:
    return t.plan.number("select max(id) from ballots where project_id = ?", t.id)


def _bring_in(t: Case, opened: date) -> None:
    """Draw answers until they say what the history says, and bring them in over the window."""
    ballot_id = _ballot(t)
    counted = next((state for state in ABOUT if state in t.history.steps), None)
    drawn = _drawn(t, ballot_id, counted)
    days = (t.history.steps[counted] if counted else t.plan.as_of) - opened
    if len(drawn) > HANDED_IN:
        _as_tables(t, ballot_id, opened, drawn)
    else:
        _from_the_doors(t, ballot_id, opened, min(days.days, WINDOW_DAYS), drawn)
    if counted is None:
        _second_thoughts(t, ballot_id)


def _drawn(t: Case, ballot_id: int, counted: str | None) -> Answered:
    owners = [
        Owner(*row)
        for row in t.plan.db.execute(
            "select o.area_centi, min(s.unit_id), s.code from ballot_owners o"
            "  join ballots b on b.id = o.ballot_id"
            "  join scope_units s on s.plan_id = b.plan_id and s.owner_group_id = o.owner_group_id"
            " where o.ballot_id = ? group by o.owner_group_id order by 2",
            [ballot_id],
        )
    ]
    rule = ballots.rule_of(t.plan.db, ballots.CIVIL_CODE, Matter.USE)
    wanted = Result.PASS if counted == "vote_passed" else Result.NO_QUORUM
    part = ABOUT[counted] if counted else RUNNING
    while True:
        drawn = [(owner, _choice(t.rng)) for owner in owners if t.rng.randrange(100) < part]
        if result(rule, _tally(owners, drawn)) is wanted:
            return drawn


def _choice(rng: Random) -> Choice:
    drawn = rng.randrange(100)
    return Choice.YES if drawn < 86 else Choice.NO if drawn < 94 else Choice.ABSTAIN


def _tally(owners: list[Owner], drawn: Answered) -> Tally:
    """One head per owner, whatever the number of flats; abstaining is taking part."""
    yes = [owner for owner, choice in drawn if choice is Choice.YES]
    return Tally(
        sum(owner.area_centi for owner in owners),
        len(owners),
        sum(owner.area_centi for owner, _ in drawn),
        len(drawn),
        sum(owner.area_centi for owner in yes),
        len(yes),
    )


def _from_the_doors(
    t: Case, ballot_id: int, opened: date, days: int, drawn: Answered
) -> None:  # fmt: skip
    """Grid workers go round in the evening; by day some papers are handed in at the office."""
    evenings: defaultdict[int, list[tuple[int, Choice]]] = defaultdict(list)
    for owner, choice in drawn:
        after = t.rng.randrange(days)
        if t.rng.randrange(3):
            evenings[after].append((owner.unit_id, choice))
        else:
            minute, told = t.rng.randrange(60), _one(ballot_id, owner, choice)
            t.add(opened + timedelta(days=after), 10, minute, "clerk", told)
    for after, answers in evenings.items():
        told = _round(ballot_id, tuple(answers))
        t.add(opened + timedelta(days=after), 19, t.rng.randrange(60), "grid", told)


def _one(ballot_id: int, owner: Owner, choice: Choice) -> Callable[[Visit, str], Receipt]:
    return lambda visit, slip: papers.record_paper(
        visit, BallotPaper(slip, ballot_id, owner.unit_id, choice)
    )


def _round(
    ballot_id: int, answers: tuple[tuple[int, Choice], ...]
) -> Callable[[Visit, str], Receipt]:
    return lambda visit, slip: papers.record_floor(visit, FloorPapers(slip, ballot_id, answers))


def _as_tables(t: Case, ballot_id: int, opened: date, drawn: Answered) -> None:
    """Where a whole estate votes, the papers are typed into tables, three times in the window."""
    for place, after in enumerate(IMPORTS_AFTER):
        some = drawn[place :: len(IMPORTS_AFTER)]
        for number, start in enumerate(range(0, len(some), MOST_ROWS)):
            told = _imported(ballot_id, tuple(_rows(some[start : start + MOST_ROWS])))
            t.add(opened + timedelta(days=after), 16, number, "clerk", told)


def _rows(part: Answered) -> Iterator[SheetRow]:
    yield SheetRow(1, tuple(column.name for column in table_of_papers().columns))
    for number, (owner, choice) in enumerate(part, start=2):
        yield SheetRow(number, (owner.code, choice.label, ""))


def _imported(ballot_id: int, rows: tuple[SheetRow, ...]) -> Callable[[Visit, str], Receipt]:
    return lambda visit, slip: import_papers(
        visit, PaperImport(slip, ballot_id, "表决票.xlsx", "", len(rows) - 1, rows)
    )


def _second_thoughts(t: Case, ballot_id: int) -> None:
    """In the running ballot one paper was typed wrongly, and one was not signed."""
    for place, (choice, why, reason) in enumerate(
        ((Choice.ABSTAIN, "", "核对原票，登记时点错了"),
         (Choice.NO, "票上没有签名", "核对原票，没有签名"))
    ):  # fmt: skip

        def correct(
            visit: Visit, slip: str, choice: Choice = choice, why: str = why, reason: str = reason
        ) -> Receipt:
            paper_id = t.plan.number(
                "select id from ballot_papers p where ballot_id = ? and choice <> 'abstain'"
                "   and replaces_id is null and not exists (select 1 from ballot_papers r"
                "     where r.replaces_id = p.id) order by choice <> 'no', id limit 1",
                ballot_id,
            )
            paper = Correction(slip, paper_id, choice, not why, why, reason)
            return papers.correct_paper(visit, paper)

        t.add(t.plan.ago(1), 9, 20 + place, "clerk", correct)
