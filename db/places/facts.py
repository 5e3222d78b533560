"""The community's facts (社区资料), changed by its administrator; and what was changed of all places."""

from db import registry
from db.rows import many
from db.visit import Visit, reads
from db.writes import writes
from domain.errors import NotFound
from domain.people import Permission
from domain.places import CommunityFacts, PlaceChange, check_facts, facts_said, told_change
from domain.receipts import Receipt

# The words of the partial index, so that a long audit log is not read whole.
OF_PLACES = "action glob 'places.*'"


@writes(Permission.KEEP_COMMUNITY)
def change_facts(visit: Visit, paper: CommunityFacts) -> Receipt:
    """Set the facts as they are on the paper; the audit line tells the old values and why."""
    old = registry.community(visit.db)
    if old is None:
        raise NotFound("这个社区")
    new = check_facts(paper, visit.today)
    told = told_change("社区资料", new.was, facts_said(new), facts_said(old), new.reason)
    visit.db.execute(
        "update community set name = ?, address = ?, founded_year = ?, area_m2 = ?,"
        " households = ?, residents = ?, residents_words = ?",
        [new.name, new.address, new.founded_year, new.area_m2, new.households, new.residents,
         new.residents_words or None],
    )  # fmt: skip
    return Receipt(f"社区资料：{told}", 1)


@reads(Permission.KEEP_PLACES)
def changes(visit: Visit, most: int) -> list[PlaceChange]:
    """What was entered and changed of places, the latest first."""
    return many(
        visit.db,
        PlaceChange,
        f"""
        select l.id, l.at, a.name as by, l.told
          from audit_log l join accounts a on a.id = l.account_id
         where l.id in (select id from audit_log where {OF_PLACES} order by id desc limit :most)
         order by l.id desc
        """,
        most=most,
    )
