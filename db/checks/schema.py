"""The schema (表结构) as it is in the file, against the one a new file has."""

import hashlib
import re
from collections.abc import Iterator

from sqlite_utils import Database

from db import connection
from db.features import FEATURES
from db.versions import lay

KINDS = {"table": "表", "index": "索引", "trigger": "触发器", "view": "视图"}
OURS = (
    "select type, name, tbl_name, sql from sqlite_master where sql is not null"
    " and name not like 'sqlite~_%' escape '~' and name not like '~_sqlite~_%' escape '~'"
    " order by type, name"
)
WORD = re.compile(r"""--[^\n]*|'(?:[^']|'')*'|"[^"]*"|\w+|[^\s\w]""")
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
    """(kind, name) of everything in the schema, and what its text says."""
    return {(row[0], row[1]): f"{row[2]}: {_said(row[3])}" for row in db.execute(OURS)}


def _said(sql: str) -> str:
    """The words of a definition: without spaces, remarks, capitals and the quotes of a name.

    SQLite keeps a definition as it was typed, and writes into it when a table is altered.
    """
    words = (word for word in WORD.findall(sql) if not word.startswith("--"))
    return " ".join(word if word[0] == "'" else word.strip('"').lower() for word in words)


def fingerprint(db: Database) -> str:
    """SHA-256 over what the schema says: equal files have equal prints."""
    text = "\n".join(f"{kind} {name} {sql}" for (kind, name), sql in sorted(parts(db).items()))
    return hashlib.sha256(text.encode()).hexdigest()


def compared(db: Database) -> Iterator[tuple[str, str, str]]:
    """(code, words, what is wrong) for the schema and for each fixed table."""
    fresh = Database(memory=True, execute_plugins=False)
    lay(fresh)
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
