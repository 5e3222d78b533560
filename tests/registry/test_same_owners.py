"""同名业主: which owner sets are one head is answered pair by pair, and what is open is said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection
from db.registry_book import heads, reading
from db.registry_book.checks import INVARIANTS
from db.repair_fund import ballots, scopes
from db.visit import Visit
from domain.errors import NotAllowed, WrongState
from domain.registry_book.heads import SameOwner, between
from tests import fund_desk
from tests.community import CLOUD, PINE, visit_of
from tests.screens import door, press, said

NAMES = {
    1: ("张伟",),
    2: ("张伟",),
    3: ("张伟", "李娜"),
    4: ("李娜", "张伟"),
    5: ("张伟",),
    17: ("张伟",),
}


@pytest.fixture
def clerk(small: Database) -> Visit:
    for group, names in NAMES.items():
        for name in names:
            small.execute(
                "insert into owner_members (owner_group_id, name, id_tail) values (?, ?, ?)",
                [group, name, "1231" if group in (1, 5) else None],
            )
    yield visit_of(small, "clerk")
    assert [rule.code for rule in INVARIANTS if small.execute(rule.sql).fetchone()] == []


def test_the_same_people_in_any_order_are_asked_and_another_set_or_estate_is_not(clerk: Visit):
    open_names, pairs = heads.questions(clerk, PINE)
    assert open_names == 2
    assert [(one.id, other.id) for one, other in pairs] == [(1, 2), (1, 5), (2, 5), (3, 4)]
    assert heads.questions(clerk, CLOUD) == (0, [])
    told = heads.heads_between(clerk.db, range(1, 7)).told
    assert told == "还有 2 组同名业主没核对，人数在 3–6 之间。"
    further = heads.heads_between(clerk.db, range(1, 7)).further
    assert further == "另外还有 2 组同名业主没核对，最多还会再少 3 人。"


def test_the_same_owner_has_the_flats_of_both_and_is_one_head(clerk: Visit):
    told = heads.answer_same_owner(clerk, 5, 1, SameOwner.SAME, slip="a").told
    assert told == "张伟：1-1-101 和 1-1-301 是同一业主。"
    owned = "select id from units where owner_group_id = 1 order by 1"
    assert clerk.db.execute(owned).fetchall() == [(1,), (5,)]
    assert [line.name for line in reading.owners(clerk, 5)] == ["张伟"]
    assert [line.why for line in reading.past(clerk, 5)] == ["同一业主"]
    row = clerk.db.execute(
        "select one_id, other_id, answer, evidence from owner_answers"
    ).fetchall()
    assert row == [(1, 5, "same", "证件后四位有一样的，电话没登记全")]
    assert heads.questions(clerk, PINE)[0] == 2, "the third 张伟 is still open"
    with pytest.raises(WrongState):
        heads.answer_same_owner(clerk, 1, 5, SameOwner.DIFFERENT, slip="b")


def test_who_is_told_apart_stays_two_heads_and_is_not_asked_again(clerk: Visit):
    heads.answer_same_owner(clerk, 3, 4, SameOwner.DIFFERENT, slip="a")
    assert heads.questions(clerk, PINE)[0] == 1
    found = heads.heads_between(clerk.db, range(1, 7))
    assert (found.least, found.most, found.open) == (4, 6, 1)
    for pair in ((1, 6), (1, 3), (1, 17)):
        with pytest.raises(WrongState):
            heads.answer_same_owner(clerk, *pair, SameOwner.SAME, slip=f"c{pair}")


def test_a_ballot_that_runs_keeps_its_heads_and_the_next_one_counts_the_answer(clerk: Visit):
    project = fund_desk.project_at(clerk.db, "voting")
    before = ballots.ballot(clerk, 1)
    heads.answer_same_owner(clerk, 1, 2, SameOwner.SAME, slip="a")
    after = ballots.ballot(clerk, 1)
    assert before and after and before.heads == after.heads
    assert scopes.heads_to_vote(clerk, project, parking=False).most == before.heads - 1


def test_only_the_office_answers(clerk: Visit):
    for who in ("grid", "property", "supervisor"):
        with pytest.raises(NotAllowed):
            heads.questions(visit_of(clerk.db, who), PINE)
        with pytest.raises(NotAllowed):
            heads.answer_same_owner(visit_of(clerk.db, who), 1, 2, SameOwner.SAME, slip=who)


@given(st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=9), st.sets(st.integers(0, 35)))
def test_the_number_of_heads_lies_between_the_names_and_the_sets(names: list[str], told: set[int]):
    sets = list(enumerate(names))
    pairs = [(a, b) for a, _ in sets for b, _ in sets if a < b]
    answered = {pairs[at] for at in told if at < len(pairs)}
    found = between(len(sets), sets, answered)
    assert len(set(names)) <= found.least <= found.most == len(sets)
    assert (found.least == found.most) == (found.open == 0) == (found.told == "")
    if not answered:
        assert found.least == len(set(names))


def test_the_form_of_a_ballot_says_between_which_numbers_the_heads_lie(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    with connection.opened(path) as db:
        project = fund_desk.project_at(db, "plan_notice")
        for (group,) in db.execute("select id from owner_groups").fetchall():
            name = "张伟" if group in (1, 2) else f"甲{group}"
            db.execute(
                "insert into owner_members (owner_group_id, name) values (?, ?)", [group, name]
            )
    enter = door(path, monkeypatch)
    screen = press(enter("clerk", "fund", project=str(project)), "定表决办法")
    assert "还有 1 组同名业主没核对，人数在 10–11 之间。" in said(screen)
    with connection.opened(path) as db:
        heads.answer_same_owner(visit_of(db, "clerk"), 1, 2, SameOwner.DIFFERENT, slip="a")
    screen = press(enter("clerk", "fund", project=str(project)), "定表决办法")
    assert "同名业主" not in said(screen)
