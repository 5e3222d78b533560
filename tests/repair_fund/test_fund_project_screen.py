"""The page of a project and the list by the real script: what is missing, whose turn it is, who sees what."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import connection
from db.repair_fund import moves, projects, settling
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.projects import STAGE_OF
from tests import community, fund_desk, fund_money
from tests.screens import Go, door, labels, press, said

TODO = [  # state, who, what is said, the button beside it
    ("proposed", "clerk", "登记查勘", "登记查勘"),
    ("surveyed", "property", "还没写方案和预算", "写方案"),
    ("surveyed", "clerk", "要 3 家比选", "加报价"),
    ("planned", "clerk", "还没有会议议过这一版方案", "去排议程"),
    ("deliberated", "secretary", "下一步", "登记公示"),
    ("plan_notice", "clerk", "下一步", "定表决办法"),
    ("vote_passed", "clerk", "下一步", "登记公示"),
    ("result_notice", "grid", "还没传“使用申请表”", "传资料"),
    ("approved", "accountant", "还没传“施工合同”", ""),
    ("in_works", "clerk", "还没传“竣工验收单”", "传资料"),
    ("settled", "clerk", "下一步", "登记公示"),
]
ACTS = {todo for *_, todo in TODO if todo} | {"确认", "中止、终止", "恢复办理", "核准", "去计票"}
OPENING = [  # state, who, button, a button that only the dialog has
    ("proposed", "clerk", "登记查勘", "登记查勘"),
    ("surveyed", "property", "加报价", "加上"),
    ("surveyed", "property", "写方案", "存为新的一版"),
    ("deliberated", "clerk", "登记公示", "登记公示"),
    ("plan_notice", "clerk", "定表决办法", "提请开始表决"),
    ("applied", "clerk", "登记审核", ""),
    ("in_works", "clerk", "传资料", "存好"),
    ("accepted", "accountant", "登记决算", ""),
    ("planned", "secretary", "中止（以后还办）", "中止"),
    ("planned", "secretary", "终止（不办了）", "终止"),
]

OFFER = """
from pages.repair_fund.early import quotation_dialog
quotation_dialog({})
"""


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    return door(path, monkeypatch)


def at(path: Path, state: str, **more: object) -> str:
    """A project at this state; its number as the address has it."""
    with connection.opened(path) as db:
        return str(fund_desk.project_at(db, state, **more))  # type: ignore[arg-type]


def told(screen: AppTest) -> str:
    assert not screen.exception
    return said(screen)


@pytest.mark.parametrize(("state", "who", "words", "button"), TODO)
def test_what_is_missing_stands_beside_its_button(
    path: Path, enter: Go, state: str, who: str, words: str, button: str
):
    screen = enter(who, "fund", project=at(path, state))
    assert words in told(screen) or words in labels(screen)
    assert "下一步" in {header.value for header in screen.header}
    if button:
        assert button in labels(screen)


@pytest.mark.parametrize("who", ["supervisor", "admin"])
@pytest.mark.parametrize("state", ["proposed", "surveyed", "planned", "plan_notice", "in_works"])
def test_who_only_looks_sees_no_button_of_a_step(path: Path, enter: Go, state: str, who: str):
    screen = enter(who, "fund", project=at(path, state))
    assert "轮到" in told(screen)
    assert not ACTS & set(labels(screen))


def test_a_vote_that_still_runs_is_not_said_to_be_ready_to_count(path: Path, enter: Go):
    number = at(path, "voting", closes_on=community.TODAY.replace(year=2099))
    words = told(enter("supervisor", "fund", project=number))
    assert "截止以后的第二天起计票" in words
    assert "可以办了" not in words


def test_a_request_waits_for_another_person(path: Path, enter: Go):
    number = at(path, "plan_notice")
    starts, ends = community.TODAY, community.TODAY + timedelta(days=15)
    asked = Opening("ask", int(number), Matter.USE, Channel.PAPER, starts, ends, False, "")
    with connection.opened(path) as db:
        moves.ask_ballot(community.visit_of(db, "clerk"), asked)
    mine = enter("clerk", "fund", project=number)
    assert "等另一个人核准" in told(mine)
    assert "撤回" in labels(mine)
    assert "确认" not in labels(mine)
    other = labels(enter("clerk2", "fund", project=number))
    assert {"确认", "退回"} <= set(other)
    for who in ("accountant", "property", "supervisor"):
        assert not {"确认", "退回", "撤回"} & set(labels(enter(who, "fund", project=number)))


def test_that_nothing_is_due_may_be_confirmed_above_the_tabs_and_in_the_tab(path: Path, enter: Go):
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, *fund_money.PINE_1_FLATS)
        number = str(fund_money.ready_for_final(db, 3_460_000))
        settling.ask_no_final(community.visit_of(db, "accountant"), int(number), slip="ask")
    screen = enter("secretary", "fund", project=number)
    assert not screen.exception
    assert {"确认", "退回", "确认没有尾款"} <= set(labels(screen))
    assert "等书记/主任核准" in told(enter("clerk", "fund", project=number))


def test_a_closed_project_has_nothing_under_way(path: Path, enter: Go):
    screen = enter("clerk", "fund", project=at(path, "closed"))
    assert "已结案" in told(screen)
    assert "进行中" not in said(screen)


def test_a_refused_answer_keeps_what_was_typed(
    path: Path, enter: Go, monkeypatch: pytest.MonkeyPatch
):
    number = at(path, "surveyed")
    enter("property", "fund", project=number)  # signs in; a dialog asks again by itself
    screen = AppTest.from_string(OFFER.format(number), default_timeout=60).run()
    screen.text_input[0].input("江汉防水公司")
    press(screen, "加上")
    assert screen.error
    assert screen.text_input[0].value == "江汉防水公司"


def test_another_estates_project_is_refused_to_property(path: Path, enter: Go):
    number = at(path, "planned")
    assert "外墙渗水维修" in enter("property", "fund", project=number).title[0].value
    refused = enter("property2", "fund", project=number)
    assert "办别的小区的事" in told(refused)
    assert not refused.title
    assert "外墙渗水维修" not in said(enter("property2", "fund"))


@pytest.mark.parametrize("number", ["999", "0", "-1", "abc", "²", "1;2", "9" * 16, "9" * 40])
def test_a_wrong_number_in_the_address_gets_a_sentence_and_a_way_back(enter: Go, number: str):
    screen = enter("clerk", "fund", project=number)
    assert "这个维修项目" in told(screen)
    assert screen.error
    back = press(screen, "全部项目")
    assert back.title[0].value == "维修资金"
    assert not back.error


@pytest.mark.parametrize(("state", "who", "button", "inside"), OPENING)
def test_every_dialog_opens(path: Path, enter: Go, state: str, who: str, button: str, inside: str):
    screen = press(enter(who, "fund", project=at(path, state)), button)
    assert not screen.exception
    assert not screen.error
    assert not inside or inside in labels(screen)


@pytest.mark.parametrize("tab", ["方案", "表决", "资金", "资料", "办理记录"])
@pytest.mark.parametrize("who", ["secretary", "accountant", "property", "grid"])
@pytest.mark.parametrize("state", ["proposed", "voting", "settle_notice", "closed"])
def test_every_tab_draws(path: Path, enter: Go, state: str, who: str, tab: str):
    screen = enter(who, "fund", project=at(path, state))
    screen.session_state["project:tab"] = tab
    assert not screen.run().exception


def test_the_history_tells_each_step_once_under_its_stage(path: Path, enter: Go):
    project = at(path, "closed")
    screen = enter("clerk", "fund", project=project)
    screen.session_state["project:tab"] = "办理记录"
    blocks = [part.value for part in screen.run().markdown if part.value.startswith("### ")]
    with connection.opened(path) as db:
        steps = projects.steps_of(db, int(project))
    stages = [STAGE_OF[step.to_state].label for step in steps]
    heads = [block.splitlines()[0].removeprefix("### ") for block in blocks]
    assert heads[: len(set(stages))] == list(dict.fromkeys(stages))
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("- ")]
    for step, line in zip(steps, lines, strict=False):
        assert step.to_state.label in line
        assert step.by in line
    assert len(lines) >= len(steps)


def test_a_link_opens_on_what_the_project_is_about(path: Path, enter: Go):
    screen = enter("clerk", "fund", project=at(path, "voting"))
    assert screen.session_state["project:tab"] == "表决"


def test_a_link_that_names_a_tab_opens_it(path: Path, enter: Go):
    screen = enter("clerk", "fund", project=at(path, "voting"), part="history")
    assert screen.session_state["project:tab"] == "办理记录"
    press(screen, "全部项目")
    assert "part" not in screen.query_params


def test_the_list_tells_what_is_due_and_what_takes_too_long(path: Path, enter: Go):
    at(path, "deliberated")
    with connection.opened(path) as db:
        done = fund_desk.project_at(db, "closed", code="WX-2025-01", building=community.PINE_3)
        assert done
    screen = enter("clerk", "fund")
    figures = {metric.label: metric.value for metric in screen.metric}
    assert figures["待公示"] == "1 :small[个]"
    assert set(figures) == {"余额", "在办项目", "今年已付", "待公示"}
    assert "比通常久" in told(screen)
    assert "还没付款" in said(screen)


def test_an_emergency_has_a_rail_without_a_vote(path: Path, enter: Go):
    number = at(path, "proposed")
    with connection.opened(path) as db:
        db.execute(
            "insert into surveys (project_id, surveyed_on, completed_on, warranty_years,"
            " common_part, route, by_id) values (?, '2026-01-02', '2014-06-30', 5, '外墙',"
            " 'emergency', ?)",
            [number, community.account_id("clerk")],
        )
        fund_desk.step(db, int(number), "proposed", "surveyed")
    screen = enter("clerk", "fund", project=number)
    rail = next(part.value for part in screen.markdown if "查勘定方案" in part.value)
    assert "表决" not in rail
    assert "申请审核" in rail
    [row] = [b for b in enter("clerk", "fund").button if (b.key or "").startswith("open:fund:")]
    assert "（抢修）" in row.label


def test_accounts_nobody_entered_are_not_taken_for_empty_ones(path: Path, enter: Go):
    """余额 and what a plan can pay with are unknown until somebody books something."""
    with connection.opened(path) as db:
        db.execute("delete from household_accounts")
        fund_desk.project_at(db, "planned")
    shown = {metric.label: (metric.value, metric.delta) for metric in enter("clerk", "fund").metric}
    assert shown["余额"] == ("—", "还没登记")
    project = enter("clerk", "fund", project="1")
    assert "分户账还没登记，够不够付还不知道" in " ".join(w.value for w in project.warning)
    with connection.opened(path) as db:
        fund_desk.deposits(db, 100_000, 1)
    told = " ".join(w.value for w in enter("clerk", "fund", project="1").warning)
    assert "范围内分户账共 1,000.00 元（还有" in told and "户没登记）" in told
