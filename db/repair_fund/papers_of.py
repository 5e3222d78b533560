"""The papers of one flat (一户的表决票) in all ballots, for a resident's page."""

from db import registry
from db.rows import many
from db.visit import Visit, reads
from domain.people import Permission
from domain.repair_fund.papers import SignedPaper


@reads(Permission.SEE_PAPERS)
def papers_of(visit: Visit, resident_id: int, most: int = 10) -> list[SignedPaper]:
    """What was handed in for the flat a resident is registered in, the latest first.

    Papers that were replaced are left out. Of e-votes nobody here knows who voted.
    """
    unit = registry.unit_covered(visit.db, visit.user, resident_id)
    return many(
        visit.db,
        SignedPaper,
        """
        select b.project_id, r.title as project, n.number, p.choice, p.valid, p.why_invalid,
               p.settles, p.recorded_at
          from ballots b
          cross join ballot_papers p on p.ballot_id = b.id and p.unit_id = :unit
          join paper_numbers n on n.paper_id = p.id
          join repair_projects r on r.id = b.project_id
         where not exists (select 1 from ballot_papers l where l.replaces_id = p.id)
         order by p.recorded_at desc, p.id desc limit :most
        """,
        unit=unit,
        most=most,
    )
