"""Checks (核对): what must be true of the whole file, beyond what its tables can refuse.

`python -m db check` prints one line each. Nothing is changed, and nothing is repaired.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from db import connection, heads, kept_papers
from db.checks import chain, demonstration, schema
from db.features import FEATURES
from db.invariant import Computed, Invariant
from domain.chain import Kept

INVARIANTS = [one for feature in FEATURES for one in feature.invariants]
COMPUTED: list[Computed] = [
    ("links", "日志、票、流水和决定的哈希链完整", chain.unlinked),
    ("kept_papers", "发出去的纸，存底没有被改过", kept_papers.altered),
    *(probe for feature in FEATURES for probe in feature.computed),
]
ARTICLE = sorted(
    [*demonstration.INVARIANTS, *(one for feature in FEATURES for one in feature.article)],
    key=lambda invariant: invariant.code,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report (核对结果); `detail` says what is wrong, and is empty when all is well."""

    code: str
    words: str
    ok: bool
    detail: str


def run(db: Database, *, deep: bool = True) -> list[Finding]:
    """Every check in turn; the figures of a demonstration only in a demonstration.

    `deep` reads every page of the file as well, which takes longest.
    """
    db.execute("pragma cache_size = -200000")  # 200 MB: every page is read, many of them twice
    findings = [
        *([_structure(db, "integrity", "文件本身完好", "pragma integrity_check")] if deep else []),
        _structure(
            db,
            "references",
            "每条关联都找得到对方",
            "select \"table\" || ' ' || rowid from pragma_foreign_key_check",
        ),
        *(Finding(code, words, not wrong, wrong) for code, words, wrong in schema.compared(db)),
        *(_checked(db, invariant) for invariant in INVARIANTS),
    ]
    findings += [_computed(db, *probe) for probe in COMPUTED]
    if demonstration.is_one(db):
        findings += [_checked(db, invariant) for invariant in ARTICLE]
    return findings


def of_heads(db: Database, code: str, words: str, known: list[Kept]) -> Finding:
    """Whether heads that were kept outside the file are still part of its chain."""
    return _computed(db, code, words, lambda db: heads.strangers(db, known))


def _computed(
    db: Database, code: str, words: str, probe: Callable[[Database], Iterable[str]]
) -> Finding:
    """What SQL cannot compute: SHA-256 over the chain, and over the seed of a sample."""
    try:
        wrong = "、".join(probe(db))
    except connection.Error as error:
        wrong = f"没法核对（{error}）"
    return Finding(code, words, not wrong, wrong)


def _structure(db: Database, code: str, words: str, sql: str) -> Finding:
    """The database's own inspections answer `ok`, or name what is broken."""
    return _checked(db, Invariant(code, words, sql), fine="ok")


def _checked(db: Database, invariant: Invariant, fine: str = "") -> Finding:
    """The rows an invariant's query finds are those that break it."""
    try:
        found = db.execute(invariant.sql).fetchmany(4)
        wrong = [str(row[0]) for row in found if row[0] != fine]
        many = "" if len(wrong) < 4 else " 等"
    except connection.Error as error:  # a table is missing, or a page cannot be read
        wrong, many = [f"没法核对（{error}）"], ""
    detail = "、".join(wrong[:3]) + many
    return Finding(invariant.code, invariant.words, not wrong, detail)
