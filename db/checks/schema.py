"""The schema (表结构) as it is in the file, against the one the migrations make."""

import hashlib
import re
from collections.abc import Iterator

from sqlite_utils import Database

from db import connection
from db.features import FEATURES
from db.migrations import migrations

KINDS = {"table": "表", "index": "索引", "trigger": "触发器", "view": "视图"}
OURS = (
    "select type, name, tbl_name, sql from sqlite_master where sql is not null"
    " and name not like 'sqlite~_%' escape '~' and name not like '~_sqlite~_%' escape '~'"
    " order by type, name"
)
# Rows that came with the schema and that no screen may change.
FIXED = (
    (
        "parameter_bounds",
        "本地参数的上下限没有被改过",
        "select code, standard, least, most from parameters order by 1",
    ),
    (
        "text_parameters",
        "文字参数没有多也没有少",
        "select code, topic, label, kind from text_parameters order by 1",
    ),
    *(rows for feature in FEATURES for rows in feature.fixed),
)


def parts(db: Database) -> dict[tuple[str, str], str]:
    """(kind, name) of everything in the schema with its text, spaces and case of words aside."""
    return {
        (row[0], row[1]): re.sub(r"\s+", " ", f"{row[2]}: {row[3]}").strip()
        for row in db.execute(OURS)
    }


def fingerprint(db: Database) -> str:
    """SHA-256 over the normalised schema: equal files have equal prints."""
    text = "\n".join(f"{kind} {name} {sql}" for (kind, name), sql in sorted(parts(db).items()))
    return hashlib.sha256(text.encode()).hexdigest()


def compared(db: Database) -> Iterator[tuple[str, str, str]]:
    """(code, words, what is wrong) for the schema and for each fixed table."""
    fresh = Database(memory=True, execute_plugins=False)
    migrations.apply(fresh)
    wrong = "" if fingerprint(db) == fingerprint(fresh) else _differences(parts(db), parts(fresh))
    yield "schema", "表结构和触发器与程序一致", wrong
    for code, words, sql in FIXED:
        try:
            same = db.execute(sql).fetchall() == fresh.execute(sql).fetchall()
        except connection.Error:
            same = False
        yield code, words, "" if same else "与程序自带的不一样"
    fresh.conn.close()


def _differences(found: dict[tuple[str, str], str], known: dict[tuple[str, str], str]) -> str:
    said = []
    for word, keys in (
        ("少了", known.keys() - found.keys()),
        ("多了", found.keys() - known.keys()),
        ("改过", {key for key in known.keys() & found.keys() if known[key] != found[key]}),
    ):
        said += [f"{word}{KINDS.get(kind, kind)} {name}" for kind, name in sorted(keys)]
    return "、".join(said)
