"""表决: what papers, corrections and written words add up to, and who could close the vote.

Both against slow oracles: every paper in a list, every set of owners tried.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection
from db.checks.report import _checked
from db.repair_fund import ballot_grid, ballots, papers
from db.repair_fund.checks.ballots import INVARIANTS
from domain.errors import DomainError, WrongState
from domain.repair_fund.ballots import Answer
from domain.repair_fund.papers import BallotPaper, Correction, EvoteTotals, OwnersWord
from domain.repair_fund.votes import Choice, Result, Tally
from tests import community, fund_desk
from tests.community import visit_of
from tests.slow_votes import USE, slow_result

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
ROOMS = {1: 1, 2: 1, 3: 1, 4: 1, 5: 5, 6: 5, 7: 1}  # rooms of owners with several


@dataclass
class Model:
    """A slow ballot: every paper in a list, everything recomputed from the start.

    `came` orders what an owner handed in: a corrected written word keeps the place of the word.
    """

    owner: dict[int, int]
    papers: list[dict[str, object]] = field(default_factory=list)

    def answer(self, owner: int) -> Answer | None:
        live = [p for p in self.papers if not p["replaced"] and self.owner[p["unit"]] == owner]  # type: ignore[index]
        live.sort(key=lambda p: int(str(p["came"])))
        words = [at for at, p in enumerate(live) if p["settles"]]
        says = {p["choice"] for p in live[words[-1] if words else 0 :] if p["valid"]}
        if len(says) > 1:
            return Answer.CONFLICT
        return Answer(str(says.pop())) if says else None


deeds = st.lists(
    st.tuples(
        st.sampled_from(["record", "record", "correct", "settle", "settle", "void"]),
        st.integers(0, 40),
        st.sampled_from(list(Choice)),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, database=None)
@given(deeds=deeds)
def test_answers_and_the_fewest_who_could_close_it_are_those_of_a_slow_model(
    deeds: list[tuple[str, int, Choice]], tmp_path_factory: pytest.TempPathFactory
):
    path = community.settle(tmp_path_factory.mktemp("model") / "community.db")
    with connection.opened(path) as db:
        for unit, owner in ROOMS.items():
            db.execute("update units set owner_group_id = ? where id = ?", [owner, unit])
        fund_desk.project_at(db)
        model = Model(dict(db.execute("select unit_id, owner_group_id from scope_units")))
        for number, deed in enumerate(deeds):
            _both(db, model, number, *deed)
        stored = dict(db.execute("select owner_group_id, answer from ballot_owners").fetchall())
        assert stored == {each: model.answer(each) for each in set(model.owner.values())}
        assert [found.code for one in INVARIANTS if not (found := _checked(db, one)).ok] == []
        areas = dict(db.execute("select owner_group_id, area_centi from ballot_owners").fetchall())
        found = ballot_grid.closers(visit_of(db, "clerk"), 1)
        assert (None if found is None else len(found)) == fewest(model, areas)
        torn = {one.owner_group_id: one.in_conflict for one in found or []}
        assert all(torn[each] == (model.answer(each) is Answer.CONFLICT) for each in torn)


def fewest(model: Model, areas: dict[int, int]) -> int | None:
    """Every set of owners who could still say yes, the smallest first."""
    said = {owner: model.answer(owner) for owner in areas}
    open_ = [owner for owner in areas if said[owner] in (None, Answer.CONFLICT)]
    papers_in = [owner for owner in areas if owner not in open_]
    yes = [owner for owner in papers_in if said[owner] is Answer.YES]

    def area(owners: list[int]) -> int:
        return sum(areas[owner] for owner in owners)

    for size in range(len(open_) + 1):
        for chosen in combinations(open_, size):
            heard, for_it = [*papers_in, *chosen], [*yes, *chosen]
            count = Tally(
                area(list(areas)), len(areas), area(heard), len(heard), area(for_it), len(for_it)
            )
            if slow_result(USE, count) is Result.PASS:
                return size
    return None


def _both(db: Database, model: Model, number: int, deed: str, at: int, choice: Choice) -> None:
    """Do one deed to the file; what it took, the model takes too."""
    visit, slip = visit_of(db, "clerk"), f"deed-{number}"
    units, line = sorted(model.owner), {"replaced": False, "settles": False, "valid": True}
    new = {**line, "choice": choice, "unit": units[at % len(units)], "came": number}
    old = model.papers[at % len(model.papers)] if model.papers else None
    number_of = 1 + at % len(model.papers) if model.papers else 1
    try:
        if deed == "record":
            papers.record_paper(visit, BallotPaper(slip, 1, int(str(new["unit"])), choice))
        elif deed == "settle":
            group = model.owner[int(str(new["unit"]))]
            papers.record_owners_word(visit, OwnersWord(slip, 1, group, choice, "书面确认"))
            first = min(unit for unit, whose in model.owner.items() if whose == group)
            new |= {"settles": True, "unit": first}
        else:
            void = deed == "void"
            why = "没有签名" if void else ""
            papers.correct_paper(
                visit, Correction(slip, number_of, choice, not void, why, "核对原票")
            )
            assert old is not None
            old["replaced"] = True
            new |= {"unit": old["unit"], "settles": old["settles"], "valid": not void}
            new["came"] = old["came"] if old["settles"] else number
    except DomainError:
        return
    model.papers.append(new)


# Who is named, and when ----------------------------------------------------------------------


@pytest.fixture
def db(tmp_path: Path):
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        yield db


def test_one_written_word_may_be_the_fewest(db: Database):
    db.execute("update units set owner_group_id = 1 where id = 2")
    fund_desk.project_at(db)
    visit = visit_of(db, "clerk")
    for unit, choice in {1: YES, 2: NO, 3: YES, 4: YES, 5: YES, 6: YES, 7: YES, 8: YES}.items():
        papers.record_paper(visit, BallotPaper(f"p{unit}", 1, unit, choice))
    found = ballot_grid.closers(visit, 1)
    assert found is not None
    assert [(one.rooms, one.in_conflict) for one in found] == [("1-1-101 等 2 套", True)]
    papers.record_owners_word(visit, OwnersWord("word", 1, 1, YES, "业主签字确认"))
    assert ballots.tally(visit, 1).result is Result.PASS


def test_nobody_is_named_before_the_window_and_after_it(db: Database):
    fund_desk.project_at(db)
    at = {days: community.NOW + timedelta(days=days) for days in (-6, -5, 10, 11)}
    for day in (-5, 10):
        assert ballot_grid.closers(visit_of(db, "clerk", at[day]), 1)
    for day, words in ((-6, "现在还不收票"), (11, "不再收新票")):
        with pytest.raises(WrongState, match=words):
            ballot_grid.closers(visit_of(db, "clerk", at[day]), 1)


def test_of_e_votes_nobody_is_named_as_not_having_voted(db: Database):
    project = fund_desk.project_at(db, channel="wuhan_evote")
    visit = visit_of(db, "clerk")
    totals = EvoteTotals("e", 1, 99000, 11, 45000, 5, "导出.pdf", b"%PDF-1.4 of the city")
    papers.record_evote_totals(visit, totals)
    ballot = ballots.ballot(visit, project)
    assert ballot is not None
    assert ballot.outstanding == 0
    for read in (
        lambda: ballot_grid.closers(visit, 1),
        lambda: ballot_grid.grid(visit, 1, 1, 1),
        lambda: ballot_grid.outstanding(visit, 1, 1, 1),
    ):
        with pytest.raises(WrongState, match="不知道哪一户"):
            read()
    assert {place.missing for place in ballot_grid.places(visit, 1)} == {None}
