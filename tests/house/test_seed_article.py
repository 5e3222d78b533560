"""The demonstration says what the article says (报道里的数), and marks what is invented."""

import csv
from collections import Counter

from sqlite_utils import Database

from db import showcase
from db.meeting_agenda import meetings
from db.repair_fund import projects
from domain.registry import Source
from seed.plan import DATA, table
from tests.demo import TODAY

REAL = ("陈金花", "邓超")


def number(db: Database, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0])


def test_four_estates_one_undelivered_and_no_owners_committee(db: Database):
    found = db.execute("select kind, delivered, has_owners_committee from estates").fetchall()
    assert Counter(found) == {("commercial", 1, 0): 3, ("resettlement", 0, 0): 1}


def test_households_and_residents_add_up(db: Database):
    assert number(db, "select households from community") == 6549
    assert number(db, "select sum(households) from estates") == 6549
    assert number(db, "select count(*) from units") == 6549
    assert number(db, "select count(*) from residents") == 16_000
    words = db.execute("select residents_words, founded_year, area_m2 from community").fetchone()
    assert tuple(words) == ("16000余人", 2012, 430_000)


def test_invented_numbers_are_marked_as_such(db: Database):
    assert number(db, "select count(*) from estates where source <> 'demo'") == 0
    assert number(db, "select count(*) from units where source <> 'demo'") == 0
    assert number(db, "select count(*) from residents where source <> 'demo'") == 0
    assert number(db, "select count(*) from facts where source <> 'article'") == 0


def test_fifteen_special_meetings_in_three_years(db: Database):
    since = TODAY.replace(year=TODAY.year - 3, day=min(TODAY.day, 28))
    assert meetings.special_meetings(db, since, TODAY) == 15
    by_subject = db.execute("select category from meetings where kind = 'special'").fetchall()
    assert Counter(row[0] for row in by_subject) == {"lift": 7, "facade_leak": 8}


def test_five_lifts_six_buildings_and_over_a_thousand_households(db: Database):
    assert projects.repaired(db) == (5, 6, 1122)


def test_seven_sheds_were_built_with_the_public_benefit_fund(db: Database):
    built = "select count(*) from sheds where built_under = 'public_benefit_fund'"
    assert number(db, built) == 7


def test_every_fact_stands_in_its_quotation_word_for_word(db: Database):
    facts = showcase.facts(db)
    assert len(facts) > 20
    for fact in facts:
        assert fact.words + fact.unit in fact.note, fact.code
        assert fact.source is Source.ARTICLE and fact.as_of == "文章发表时"


def test_every_number_of_the_article_is_there(db: Database):
    facts = {fact.code: fact.words + fact.unit for fact in showcase.facts(db)}
    expected = {
        "F02": "2012年",
        "F04": "43万平方米",
        "F05": "6549户",
        "F06": "16000余人",
        "F09": "15次",
        "F10": "5部",
        "F11": "6栋",
        "F12": "千余户",
        "F13": "7处",
        "F14": "20余支",
        "F16": "80名",
        "F17": "超万人次",
        "F19": "30余起",
    }
    assert {code: facts[code] for code in expected} == expected


def test_nobody_real_lives_here(db: Database):
    everything = [file.read_text("utf-8") for file in sorted(DATA.glob("*.csv"))]
    names = [
        row[0] for row in db.execute("select name from residents union select name from accounts")
    ]
    for real in REAL:
        assert real not in names
        assert not any(real in text for text in everything)
    assert (
        number(db, "select count(*) from residents where phone <> '' and phone not glob '1000*'")
        == 0
    )


def test_every_data_file_says_where_its_rows_come_from():
    for file in DATA.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                assert None not in row and None not in row.values(), (file.name, row)
                assert row["source"] in {"article", "demo"}, (file.name, row)


def test_surnames_with_a_second_reading_live_here(db: Database):
    heads = {row[0] for row in db.execute("select distinct substr(name, 1, 1) from residents")}
    assert set("单解仇查曾盖覃欧") <= heads


def test_the_tables_read_well():
    """What the committee may correct without reading the rest is really read from the files."""
    assert {row["username"] for row in table("accounts")} >= {"secretary", "clerk", "clerk2"}
    assert len(table("sheds")) == 7 and len(table("honours")) == 4
