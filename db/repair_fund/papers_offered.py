"""Which papers of a project can be printed now, and what went out before (打印、以前的)."""

from db import kept_papers
from db.repair_fund.papers_out import (
    PAPERS,
    Version,
    standing_application,
    standing_notice,
    subject_of,
)
from db.repair_fund.steps import estate_of
from db.visit import Visit, reads
from domain.errors import NotFound
from domain.kept_papers import KeptPaper, PaperKind
from domain.people import Permission
from domain.repair_fund.printed import Application, Printable, SharesPaper, VotePaper

TOTALS: dict[PaperKind, type[VotePaper | Application]] = {  # the others name rooms
    PaperKind.RESULT: VotePaper,
    PaperKind.APPLICATION: Application,
}
ON_FILE = """
    select p.settled_fen is not null,
           exists (select 1 from plans where project_id = p.id) and p.budget_fen > 0,
           coalesce((select result || matter from ballot_counts where project_id = p.id
                        and approved_by is not null order by id desc limit 1), ''),
           exists (select 1 from emergencies where project_id = p.id),
           exists (select 1 from surveys where project_id = p.id)
      from repair_projects p where p.id = :id
"""


@reads(Permission.SEE_FUND)
def printable(visit: Visit, project_id: int) -> list[Printable]:
    """The papers whose facts are on file, each with the day its standing version was kept."""
    db = visit.db
    visit.user.must_cover(estate_of(db, project_id))
    settled, planned, voted, emergency, surveyed = db.execute(
        ON_FILE, {"id": project_id}
    ).fetchone()
    filed = standing_application(db, project_id)
    standing: dict[PaperKind, Version | None] = {
        PAPERS[kind]: standing_notice(db, project_id, kind) for kind in PAPERS
    }
    standing |= {PaperKind.APPLICATION: filed, PaperKind.LIST: None if settled else filed}
    there = {
        PaperKind.PLAN: planned,
        PaperKind.RESULT: bool(voted),
        PaperKind.APPLICATION: planned and surveyed and (emergency or voted == "PASSuse_fund"),
        PaperKind.SETTLE: settled,
        PaperKind.LIST: planned,
    }
    kept = {
        (one.kind, one.version): one.kept_at.date()
        for one in kept_papers.kept_of(db, subject_of(project_id))
    }
    return [
        Printable(kind, kept.get((kind, version.id)) if version else None)
        for kind, version in standing.items()
        if there[kind]
    ]


@reads(Permission.SEE_FUND)
def earlier(visit: Visit, project_id: int) -> list[KeptPaper]:
    """Papers that went out and were followed by another version, the latest first."""
    visit.user.must_cover(estate_of(visit.db, project_id))
    filed = standing_application(visit.db, project_id)
    standing = dict.fromkeys((PaperKind.APPLICATION, PaperKind.LIST), filed)
    standing |= {PAPERS[kind]: standing_notice(visit.db, project_id, kind) for kind in PAPERS}
    return [
        kept
        for kept in kept_papers.kept_of(visit.db, subject_of(project_id))
        if (version := standing.get(kept.kind)) is None or version.id != kept.version
    ]


@reads(Permission.SEE_FUND)
def as_it_went_out(visit: Visit, project_id: int, kind: PaperKind, version: int) -> object:
    """One kept version of a paper. What names rooms is for who may see accounts. Raises NotFound."""
    if kind not in TOTALS:
        visit.user.must(Permission.SEE_FUND_ACCOUNTS)
    visit.user.must_cover(estate_of(visit.db, project_id))
    paper: type[SharesPaper | VotePaper | Application] = TOTALS.get(kind, SharesPaper)
    found = kept_papers.kept(visit.db, paper, kind, subject_of(project_id), version)
    if found is None:
        raise NotFound("这份存底")
    return found
