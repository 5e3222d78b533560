"""一个数一个说法: one label of one thing has one value, on every page, tab and card that says it."""

from datetime import datetime
from pathlib import Path

import pytest

from db import connection, showcase
from db.repair_fund import projects as fund_projects
from domain.days import BEIJING
from domain.money import percent, short_wan, wan
from domain.repair_fund.projects import State
from pages.rooms import ROOMS
from pages.showcase_scenes import SCENES
from tests import community, fund_desk, fund_money
from tests.demo import demo_copy
from tests.figures_said import COMMUNITY, Said, collect
from tests.screens import Go, said
from tests.walk import opener

ADDRESSES = [room.address for room in ROOMS if room.address not in ("use", "board", "me", "people")]


def everything(path: Path, enter: Go, who: str, projects: list[int]) -> Said:
    """What every room, every tab of these projects and the hall's screen say."""
    found = Said()
    with connection.opened(path) as db:
        titles = dict(db.execute("select code, title from repair_projects").fetchall())
        codes = dict(db.execute("select id, code from repair_projects").fetchall())
        for scene in SCENES:
            for figure in showcase.figures(db, scene.key, datetime.now(BEIJING)):
                value = f"{figure.words} {figure.unit}"
                found.add(COMMUNITY, figure.label, value, f"大屏 {scene.label}")
    for address in ADDRESSES:
        collect(found, enter(who, address), f"/{address}", titles)
    for number in projects:
        screen = enter(who, "fund", project=str(number))
        assert not screen.exception
        collect(found, screen, f"项目 {number}", titles, codes[number])
    return found


def test_the_demonstration_says_every_figure_in_one_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = demo_copy(tmp_path)
    with connection.opened(path) as db:
        running = [project.id for project in fund_projects.running(db)]
        done = [project.id for project in fund_projects.finished(db)]
    found = everything(path, opener(path, monkeypatch), "secretary", [*running, *done[:3]])
    assert found.contradictions() == []
    labels = {label for _, label in found.found}
    assert {"余额", "在办项目", "已付", "占审核通过", "在这一步", "这一步通常", "走到哪"} <= labels


def test_a_waiting_payment_is_paid_on_no_page_and_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    with connection.opened(path) as db:
        project = fund_money.approved(db)
        fund_money.pay(db, project, fund_money.K.FIRST, fund_money.FIRST)
        before = fund_projects.project(db, project).paid_fen
        fund_desk.paid(db, project, 1_000_000, approved=False, kind="progress")
        assert fund_projects.project(db, project).paid_fen == before
    enter = opener(path, monkeypatch)
    found = everything(path, enter, "accountant", [project])
    assert found.contradictions() == []
    assert "另有 10,000.00 元等核准" in said(enter("accountant", "fund", project=str(project)))


def test_what_the_contractor_paid_back_is_paid_nowhere(path: Path, monkeypatch: pytest.MonkeyPatch):
    with connection.opened(path) as db:
        project = fund_money.accepted(db)
        fund_money.settle(db, project, 3_000_000)
        fund_money.pay(db, project, fund_money.K.REPAYMENT, 430_000)
        assert fund_projects.project(db, project).paid_fen == 3_000_000
        assert fund_projects.paid_since(db, community.TODAY) == 3_000_000
        stages = fund_projects.stage_money(db)
        assert sum(stage.paid_fen for stage in stages) == 3_000_000
    found = everything(path, opener(path, monkeypatch), "accountant", [project])
    assert found.contradictions() == []


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.VOTE_FAILED, "没通过"), (State.RETURNED, "退回补正"), (State.RECTIFYING, "整改中")],
)
def test_what_does_not_go_on_is_not_said_to_go_on(
    path: Path, monkeypatch: pytest.MonkeyPatch, state: State, words: str
):
    before = {State.VOTE_FAILED: "voting", State.RETURNED: "applied", State.RECTIFYING: "in_works"}
    with connection.opened(path) as db:
        project = fund_desk.project_at(db, before[state])
        if state is State.VOTE_FAILED:
            fund_desk._insert(db, "ballot_counts", **_nobody(db, project))
        fund_desk.step(db, project, before[state], state)
    enter = opener(path, monkeypatch)
    assert f"（{words}）" in said(enter("clerk", "fund", project=str(project)))
    assert f"[{state.label}]" in said(enter("clerk", "fund"))
    for screen in (enter("clerk", "fund"), enter("clerk", "fund", project=str(project))):
        assert "进行中" not in said(screen)


def _nobody(db: object, project: int) -> dict[str, object]:
    """The signed sheet of a ballot nobody took part in."""
    ballot = fund_desk.ballot_of(db, project)  # type: ignore[arg-type]
    rows = db.execute(  # type: ignore[attr-defined]
        "select rule_version, matter, area_centi, heads from ballots where id = ?", [ballot]
    ).fetchone()
    who = [community.account_id(name) for name in ("clerk", "clerk2", "supervisor")]
    return {
        "project_id": project, "ballot_id": ballot, "rule_version": rows[0], "matter": rows[1],
        "area_centi": rows[2], "heads": rows[3], "area_in": 0, "heads_in": 0, "area_yes": 0,
        "heads_yes": 0, "result": "NO_QUORUM", "counted_on": community.TODAY.isoformat(),
        "counted_by": who[0], "second_by": who[1], "approved_by": who[2], "source": "entered",
    }  # fmt: skip


def test_two_values_of_one_label_are_noticed():
    found = Said()
    found.add("WX-2026-01", "已付", "3.43 万元", "/fund")
    found.add("WX-2026-01", "已付", "3.43 万元", "项目 1")
    assert found.contradictions() == []
    found.add("WX-2026-01", "已付", "4.43 万元", "资金")
    (told,) = found.contradictions()
    assert told.startswith("WX-2026-01 已付")


@pytest.mark.parametrize(
    ("fen", "told", "short"),
    [
        (12_345_678_49, "1,234.57", "1,235"),
        (49_99, "0.00", "0.00"),
        (50_00, "0.01", "0.01"),
        (-50_00, "-0.01", "-0.01"),
        (-49_99, "0.00", "0.00"),
        (9_999_950_00, "1,000.00", "1,000.00"),
        (1_000_500_000_00 // 100, "1,000.50", "1,001"),
    ],
)
def test_ten_thousands_of_yuan_are_rounded_and_never_cut(fen: int, told: str, short: str):
    assert (wan(fen), short_wan(fen)) == (told, short)


def test_a_share_never_shows_what_it_has_not_reached():
    assert percent(199_999, 300_000) == "66.66%"
    assert percent(999_999, 1_000_000) == "99.99%"
    assert percent(1_000_000, 1_000_000) == "100.00%"
