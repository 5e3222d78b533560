"""A file of more than fifty people leaves only with a reason, and who took it is on record."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from db.imports import taking_out
from domain.errors import Invalid, NotAllowed
from domain.imports.taking_out import check_why
from tests.community import PINE, visit_of
from tests.screens import door, said


def crowd(db: Database) -> None:
    """Sixty residents of one flat."""
    for number in range(60):
        db.execute(
            "insert into residents (name, unit_id, source) values (?, 1, 'entered')",
            [f"住户{number}"],
        )


def lines(db: Database) -> list[str]:
    sql = "select told from audit_log where action = 'imports.taking_out.record_taken_out'"
    return [row[0] for row in db.execute(sql)]


def test_few_people_and_lists_of_things_leave_as_they_are(small: Database):
    clerk = visit_of(small, "clerk")
    taking_out.taken_out(clerk, "residents", PINE, "", "s1")
    taking_out.taken_out(clerk, "units", PINE, "", "s2")
    assert lines(small) == []


def test_many_people_leave_with_a_reason_that_is_kept(small: Database):
    crowd(small)
    clerk = visit_of(small, "clerk")
    with pytest.raises(Invalid, match="请先写拿去做什么"):
        taking_out.taken_out(clerk, "residents", PINE, " ", "s1")
    assert lines(small) == []
    rows = taking_out.taken_out(clerk, "residents", PINE, "发给楼栋长核对", "s2")
    (line,) = lines(small)
    assert f"“居民”的表，{len(rows)} 行" in line and "发给楼栋长核对" in line


def test_who_may_not_bring_a_list_takes_none_out(small: Database):
    with pytest.raises(NotAllowed):
        taking_out.taken_out(visit_of(small, "grid"), "residents", PINE, "看看", "s1")


@pytest.mark.parametrize(
    ("people", "why", "fine"), [(50, "", True), (51, "", False), (51, "核对", True)]
)
def test_more_than_fifty_ask_why(people: int, why: str, fine: bool):
    if fine:
        assert check_why(people, why) == why
    else:
        with pytest.raises(Invalid):
            check_why(people, why)


def test_the_full_table_is_behind_the_reason_and_the_empty_one_is_not(
    path: Path, small: Database, monkeypatch
):
    enter = door(path, monkeypatch)

    def buttons(screen) -> list[str]:
        return [button.proto.label for button in screen.get("download_button")]

    ask = {"list": "residents", "estate": str(PINE)}
    assert buttons(enter("clerk", "import", **ask)) == ["下载模板"]
    crowd(small)
    screen = enter("clerk", "import", **ask)
    assert buttons(screen) == ["下载空模板"]
    assert "写了才有下载的按钮" in said(screen)
    next(f for f in screen.text_input if f.label == "拿去做什么").set_value("发给楼栋长核对").run()
    assert [label[:4] for label in buttons(screen)] == ["下载空模", "下载这 "]
