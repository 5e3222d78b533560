"""The chain over what must not be rewritten: made with every write, checked, and held from outside."""

import io
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from docx import Document
from hypothesis import example, given
from hypothesis import strategies as st

from db import chain, connection, heads
from db.__main__ import main
from db.checks.chain import unlinked
from db.points_ledger.notices import month_notice
from db.repair_fund import papers_out
from domain.chain import GENESIS, Head, Kept, encoded, kept_heads, kept_line, linked, typed_head
from domain.errors import Invalid
from tests import ROOT, community, fund_desk
from tests.conftest import NOW
from tests.demo import demo_copy
from tests.shed_writes import count
from tests.version_29 import as_version_29
from ui import documents, fund_statements

COUNTS = 16


def head_of(path: Path) -> Head:
    with connection.opened(path) as db:
        found = chain.head(db)
    assert found is not None
    return found


def wrong(path: Path) -> list[str]:
    with connection.opened(path) as db:
        return list(unlinked(db))


def forged(path: Path) -> sqlite3.Connection:
    """A database tool in the hands of somebody who owns the file: no trigger is left."""
    db = sqlite3.connect(path)
    for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        db.execute(f'drop trigger "{name}"')
    db.commit()
    return db


def chained_anew(path: Path, first: int) -> None:
    """Every link from `first` on computed again over the rows as they now are."""
    with connection.opened(path) as db:
        before, reached, made = GENESIS, dict[str, int](), []
        for head, covers in chain.links(db):
            hash = linked(before, covers, chain.rows(db, reached, covers))
            if head.number >= first:
                made.append((hash, head.number))
            before = hash if head.number >= first else head.hash
            reached |= covers
    db2 = sqlite3.connect(path)
    db2.executemany("update chain_links set hash = ? where number = ?", made)
    db2.commit()
    db2.close()


def check(capsys: pytest.CaptureFixture[str], path: Path, *more: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["--db", str(path), "check", *more])
    return code, capsys.readouterr().out


def line(words: str, out: str) -> str:
    return next(one for one in out.splitlines() if words in one)


# What a link is ---------------------------------------------------------------------------------


def test_a_hash_follows_from_everything_it_covers():
    rows = [encoded([1, "陈明", None]), encoded([2, "", 5])]
    right = linked(GENESIS, {"audit_log": 2}, rows)
    assert right != linked(b"\1" * 32, {"audit_log": 2}, rows)
    assert right != linked(GENESIS, {"audit_log": 3}, rows)
    assert right != linked(GENESIS, {"audit_log": 2}, rows[:1])
    assert right != linked(GENESIS, {"audit_log": 2}, rows[::-1])
    assert encoded({"b": 1, "a": 2}) == '{"a":2,"b":1}'


def test_several_rows_at_a_time_are_the_same_link():
    rows = [encoded([number, "一\n二"]) for number in range(5)]
    assert linked(GENESIS, {"x": 5}, rows) == linked(GENESIS, {"x": 5}, ["\n".join(rows)])


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-(2**63), 2**63 - 1))
@example("".join(map(chr, range(128))), 0)
def test_the_file_writes_a_row_as_the_rule_says(text: str, number: int):
    db = connection.sqlite3.connect(":memory:")
    row = [text, number, None]
    assert db.execute("select json_array(?, ?, ?)", row).fetchone()[0] == encoded(row)
    db.close()


def test_a_head_is_read_as_it_was_printed():
    head = Head(128, bytes(range(32)))
    for text in (
        head.told,
        head.told.upper(),
        f"128： {head.groups}",
        f"128:{head.hash.hex()[:16]}",
    ):
        kept = typed_head(text)
        assert kept.number == 128
        assert head.hash.hex().startswith(kept.digits)
    assert typed_head(head.groups).number == 0
    for nonsense in ("", "12", "128:", "xyz", head.told + "00"):
        with pytest.raises(Invalid):
            typed_head(nonsense)


def test_a_line_cut_off_while_it_was_written_loses_nothing_else():
    one, two = Head(1, bytes(32)), Head(2, bytes(range(32)))
    torn = kept_line(one, "2026-03-18T09:40:00+08:00")
    good = kept_line(two, "2026-03-18T10:40:00+08:00")
    assert [head.number for head in kept_heads(torn[:30] + good)] == [2]
    assert [head.number for head in kept_heads(good + torn[:-5])] == [2]
    assert [head.number for head in kept_heads(good + torn)] == [1, 2]


# Every write is linked --------------------------------------------------------------------------


def test_each_write_makes_one_link_over_its_rows(path: Path):
    count(path, "a")
    first = head_of(path)
    count(path, "b", 1)
    with connection.opened(path) as db:
        (_, covers) = list(chain.links(db))[-1]
    assert head_of(path).number == first.number + 1
    assert set(covers) == {"audit_log", "shed_counts"}
    assert wrong(path) == []


def test_a_refused_write_and_a_second_click_make_no_link(path: Path):
    count(path, "a")
    before = head_of(path)
    count(path, "a")
    assert head_of(path) == before


def test_whatever_is_never_changed_is_in_the_chain(path: Path):
    """A new append-only table with numbered rows has to be told to db/chain.py."""
    numbered = set()
    with connection.opened(path) as db:
        for (table,) in db.execute(
            "select tbl_name from sqlite_master where type = 'trigger' and sql glob '*before delete*'"
            " intersect select tbl_name from sqlite_master where type = 'trigger'"
            " and sql glob '*before update on*' and sql not glob '*when*begin*'"
        ).fetchall():
            if "id" in {row[1] for row in db.execute(f"pragma table_info({table})")}:
                numbered.add(table)
    assert numbered <= set(chain.chained())


def test_the_demonstration_is_linked_and_passes(tmp_path: Path):
    path = demo_copy(tmp_path)
    assert wrong(path) == []
    with connection.opened(path) as db:
        reached = dict(db.execute("select name, last_id from chain_reach").fetchall())
        for name, last in reached.items():
            assert last == db.execute(f"select max(id) from {name}").fetchone()[0], name
    assert {"audit_log", "point_entries", "household_entries", "ballot_papers"} <= set(reached)


def test_what_was_never_linked_is_linked_when_the_file_is_migrated(path: Path, tmp_path: Path):
    count(path, "a")
    older = as_version_29(path, tmp_path / "older.db", linked=False)
    connection.migrate(older)
    assert head_of(older).number == 1
    assert wrong(older) == []


# Whoever rewrites it ----------------------------------------------------------------------------

REWRITES = [
    "update audit_log set told = '在位 1 辆' where id = 2",
    "update shed_counts set in_bays = 21 where id = 2",
    "update audit_log set slip = null where id = 1",
    "delete from audit_log where id = (select max(id) from audit_log)",
    "delete from shed_counts where id = 1",
    "update chain_links set covers = '{\"audit_log\":1}' where number = 2",
    "delete from chain_links where number = 2",
    "delete from chain_links where number = (select max(number) from chain_links)",
]


@pytest.mark.parametrize("sql", REWRITES)
def test_a_changed_or_removed_row_breaks_the_chain(path: Path, sql: str):
    for minute, slip in enumerate("abc"):
        count(path, slip, minute)
    assert wrong(path) == []
    db = forged(path)
    assert db.execute(sql).rowcount == 1
    db.commit()
    db.close()
    assert wrong(path) != []


def test_a_reworded_paper_a_charge_or_an_approval_breaks_it_too(path: Path):
    with connection.opened(path) as db:
        fund_desk.deposits(db, 10_000_000, 1)
        fund_desk.paid(db, fund_desk.project_at(db, "approved"), 100_000)
    count(path, "link")
    assert wrong(path) == []
    for sql in (
        "update ballot_papers set choice = 'no' where id = 1",
        "update household_entries set amount_fen = amount_fen + 1 where id = 1",
        "update charges set taken_fen = 1, self_pay_fen = self_pay_fen - 1",
        "update fund_payments set amount_fen = 1",
        "update ballot_counts set result = 'NO_QUORUM'",
    ):
        copy = path.with_name("forged.db")
        connection_to = sqlite3.connect(path)
        copy.unlink(missing_ok=True)
        connection_to.execute(f"vacuum into '{copy}'")
        connection_to.close()
        db2 = forged(copy)
        assert db2.execute(sql).rowcount >= 1, sql
        db2.commit()
        db2.close()
        assert wrong(copy) != [], sql


def test_a_consistent_rewriting_passes_alone_but_no_kept_head_is_in_it(path: Path, capsys):
    for minute, slip in enumerate("abc"):
        count(path, slip, minute)
    printed = head_of(path)
    db = forged(path)
    db.execute("update audit_log set told = '改过的话' where id = 2")
    db.commit()
    db.close()
    chained_anew(path, 1)
    assert wrong(path) == [], "the chain by itself cannot know"
    heads.list_of(path).unlink()
    code, out = check(capsys, path, "--head", printed.told)
    assert code == 1
    assert "不对" in line("给的链头", out)
    assert f"到第 {printed.number} 环之间" in out


def test_removing_the_last_rows_with_their_links_is_seen_by_the_list_beside_the_file(
    path: Path, capsys
):
    for minute, slip in enumerate("abcd"):
        count(path, slip, minute)
    with connection.opened(path) as db:
        heads.start(db)
    db2 = forged(path)
    db2.executescript(
        "delete from audit_log where id = 4; delete from shed_counts where id = 4;"
        "delete from chain_links where number = (select max(number) from chain_links);"
        "update chain_reach set last_id = last_id - 1 where name in ('audit_log', 'shed_counts');"
    )
    db2.close()
    assert wrong(path) == [], "the tail is gone without a trace inside"
    code, out = check(capsys, path)
    assert code == 1
    assert "不对" in line("库外留下的链头", out)


def test_the_first_link_that_differs_is_narrowed_down_by_the_kept_heads(path: Path):
    known = []
    for minute, slip in enumerate("abcd"):
        count(path, slip, minute)
        head = head_of(path)
        known.append(Kept(head.number, head.hash.hex(), f"m{minute}"))
    db = forged(path)
    db.execute("update shed_counts set in_bays = 9 where id = 3")
    db.commit()
    db.close()
    chained_anew(path, 1)
    with connection.opened(path) as db3:
        (said,) = heads.strangers(db3, known)
    assert f"第 {known[1].number + 1} 环到第 {known[2].number} 环之间" in said


def test_a_head_that_stands_is_found_by_all_its_spellings(path: Path, capsys):
    count(path, "a")
    first = head_of(path)
    count(path, "b", 1)
    for asked in (first.told, first.hash.hex(), first.hash.hex()[:16], first.groups):
        _, out = check(capsys, path, "--head", asked)
        assert "通过" in line("给的链头", out)
    assert main(["--db", str(path), "check", "--head", "123"]) == 1


def test_the_command_prints_the_head_and_keeps_it(path: Path, capsys):
    count(path, "a")
    assert main(["--db", str(path), "head"]) == 0
    assert capsys.readouterr().out.strip() == head_of(path).told
    assert heads.kept(path)[-1].digits == head_of(path).hash.hex()


# The list beside the file -----------------------------------------------------------------------


def test_the_list_is_private_and_written_at_most_once_an_hour_or_every_64th_link(path: Path):
    for minute in range(heads.EVERY_LINK + 1):
        count(path, f"s{minute}", minute)
    kept = heads.kept(path)
    assert len(kept) == 2, "the first, and the 64th"
    assert kept[-1].number == heads.EVERY_LINK
    assert heads.list_of(path).stat().st_mode & 0o077 == 0


def test_a_list_that_cannot_be_written_stops_nobody(path: Path):
    heads.list_of(path).mkdir()
    count(path, "a")
    assert wrong(path) == []


def test_a_new_file_of_the_same_name_begins_a_new_list(path: Path, monkeypatch):
    count(path, "a")
    path.unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO("spring-2026-river\n"))
    assert main(["--db", str(path), "init", "--name", "春和社区"]) == 0
    assert heads.kept(path) == [] or heads.kept(path)[0].digits == head_of(path).hash.hex()


# Many at once -----------------------------------------------------------------------------------

OTHER = """
import sys
from pathlib import Path
import db.features
from tests.shed_writes import count
from tests.version_29 import as_version_29
for minute in range(20):
    count(Path(sys.argv[1]), f"other-{minute}", minute)
"""


def test_sixteen_threads_and_another_process_make_one_chain(path: Path):
    other = subprocess.Popen([sys.executable, "-c", OTHER, str(path)], cwd=ROOT)
    threads = [
        threading.Thread(target=lambda n=n: [count(path, f"{n}-{k}", k) for k in range(3)])
        for n in range(COUNTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert other.wait(60) == 0
    assert wrong(path) == []
    assert head_of(path).number >= 3 * COUNTS + 20


def test_a_killed_writer_leaves_a_whole_chain(path: Path):
    endless = OTHER.replace("range(20)", "range(100_000)")
    for _ in range(3):
        other = subprocess.Popen([sys.executable, "-c", endless, str(path)], cwd=ROOT)
        _wait_for_more(path)
        other.kill()
        other.wait()
        assert wrong(path) == []
        with connection.opened(path) as db:
            assert list(heads.strangers(db, heads.kept(path))) == []


def _wait_for_more(path: Path) -> None:
    until = time.monotonic() + 60
    before = _links(path)
    while _links(path) < before + 5 and time.monotonic() < until:
        time.sleep(0.02)


def _links(path: Path) -> int:
    with connection.opened(path) as db:
        head = chain.head(db)
    return head.number if head else 0


def test_the_head_stands_on_the_monthly_notice_and_on_the_half_year_statement(tmp_path: Path):
    path = demo_copy(tmp_path)
    with connection.opened(path) as db:
        visit = community.visit_of(db, "clerk", NOW)
        last = chain.head(db)
        assert last is not None
        notice = month_notice(visit, f"{NOW:%Y-%m}")
        sheet = papers_out.statement(visit, 1, f"{NOW.year}-1")
        for paper in (documents.notice_docx(notice), fund_statements.statement_docx(sheet)):
            lines = [line.text for line in Document(io.BytesIO(paper)).paragraphs]
            assert f"全库链头（第 {last.number} 环）：{last.groups}" in lines
