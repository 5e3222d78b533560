"""Papers that went out (存底): kept once, in the transaction of the act that sends them out."""

from collections.abc import Iterator
from typing import TypeVar

from sqlite_utils import Database

from db.rows import many, put, value
from db.visit import Visit
from db.writes import inside_gate
from domain.kept_papers import KeptPaper, PaperKind, as_text, digest, from_text

Paper = TypeVar("Paper")


@inside_gate
def keep(visit: Visit, kind: PaperKind, subject: str, version: int, paper: object) -> None:
    """Keep the figures of a paper as it goes out; never again under the same version."""
    text = as_text(paper)
    put(
        visit.db, "kept_papers", kind=kind, subject=subject, version=version, figures=text,
        sha256=digest(text), kept_at=visit.now, kept_by=visit.user.id,
    )  # fmt: skip


def kept(
    db: Database, paper: type[Paper], kind: PaperKind, subject: str, version: int
) -> Paper | None:
    """The paper as it went out; None where that version was not kept."""
    text = value(
        db,
        "select figures from kept_papers"
        " where kind = :kind and subject = :subject and version = :version",
        kind=kind,
        subject=subject,
        version=version,
    )
    return None if text is None else from_text(paper, text)


def kept_of(db: Database, subject: str) -> list[KeptPaper]:
    """What was kept about one subject, the latest first, without the figures."""
    return many(
        db,
        KeptPaper,
        "select k.kind, k.subject, k.version, k.kept_at, a.name as kept_by"
        "  from kept_papers k join accounts a on a.id = k.kept_by"
        " where k.subject = :subject order by k.id desc",
        subject=subject,
    )


def altered(db: Database) -> Iterator[str]:
    """The kept papers whose figures are not those that went out; none when all is well."""
    for id, text, sha256 in db.execute("select id, figures, sha256 from kept_papers order by id"):
        if digest(text) != sha256:
            yield f"存底 {id}"
