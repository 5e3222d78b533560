"""Who voted what, and who did not (逐户): the floor grid, the missing, conflicts, every paper."""

from dataclasses import replace

from sqlite_utils import Database

from db.repair_fund.ballot_cells import cells_of
from db.repair_fund.ballots import ballot_numbered, rule_of
from db.rows import many, one, value
from db.visit import Visit, reads
from domain.people import Permission
from domain.registry import search_key
from domain.repair_fund.ballots import (
    Ballot,
    Cell,
    Channel,
    Closer,
    Conflict,
    Place,
    must_name_owners,
    must_take_papers,
)
from domain.repair_fund.papers import PaperLine
from domain.repair_fund.votes import smallest_set

FEW = 400  # owners looked at for the smallest set; further off than that, a list helps nobody
COUNTED_UP_TO = 20_000  # owners
COUNTED = """
    select u.building_id, u.stairwell_id, g.label as building, w.number as stairwell,
           sum(o.answer is null) as missing
      from ballots b
      join scope_units s on s.plan_id = b.plan_id
      join units u on u.id = s.unit_id
      join ballot_owners o on o.ballot_id = b.id and o.owner_group_id = s.owner_group_id
      join buildings g on g.id = u.building_id
      left join stairwells w on w.id = u.stairwell_id
     where b.id = :ballot group by 1, 2 order by g.sort_key, w.number is null, w.number
"""
LISTED = """
    select * from (
        select g.id as building_id, w.id as stairwell_id, g.label as building,
               w.number as stairwell, null as missing
          from buildings g join stairwells w on w.building_id = g.id where g.estate_id = :estate
         union all
        select g.id, null, g.label, null, null from buildings g
         where g.estate_id = :estate and exists (
               select 1 from units u join scope_units s on s.plan_id = :plan and s.unit_id = u.id
                where u.building_id = g.id and u.stairwell_id is null))
     order by (select sort_key from buildings b where b.id = building_id), stairwell is null, stairwell
"""
AT = "u.building_id = :building and u.stairwell_id is :stairwell"
PAPERS = """
    select p.id, n.number, p.unit_id, s.code, p.owner_group_id, p.choice, p.valid, p.why_invalid, p.settles,
           p.proxy, p.replaces_id,
           (select number from paper_numbers where paper_id = p.replaces_id) as replaces_number,
           exists (select 1 from ballot_papers r where r.replaces_id = p.id) as replaced,
           p.reason, p.recorded_at, a.name as recorded_by, p.came_by
      from ballot_papers p
      join paper_numbers n on n.paper_id = p.id
      join ballots b on b.id = p.ballot_id
      join scope_units s on s.plan_id = b.plan_id and s.unit_id = p.unit_id
      join accounts a on a.id = p.recorded_by
"""


@reads(Permission.SEE_PAPERS)
def places(visit: Visit, ballot_id: int) -> list[Place]:
    """The stairwells of the scope, each with how many units were not heard yet.

    Of an estate far larger than any here they are only listed: counting would take seconds. Of
    e-votes nobody here knows who voted, so `missing` is None there too.
    """
    found = _seen(visit, ballot_id)
    whole = value(
        visit.db,
        "select 1 from repair_projects where id = :id and scope_type = 'estate'",
        id=found.project_id,
    )
    sql = LISTED if whole and found.heads > COUNTED_UP_TO else COUNTED
    named = {"ballot": ballot_id, "estate": found.estate_id, "plan": found.plan_id}
    listed = many(visit.db, Place, sql, **named)
    if found.channel is Channel.EVOTE:
        return [replace(place, missing=None) for place in listed]
    return listed


@reads(Permission.SEE_PAPERS)
def grid(
    visit: Visit, ballot_id: int, building_id: int, stairwell_id: int | None = None
) -> list[Cell]:
    """The units of one stairwell, top floor first; of what lies in none without `stairwell_id`.

    Raises WrongState for e-votes, of which no single answer is known.
    """
    must_name_owners(_seen(visit, ballot_id))
    return cells_of(
        visit.db, AT, "c.floor desc, c.code", ballot=ballot_id, building=building_id,
        stairwell=stairwell_id,
    )  # fmt: skip


@reads(Permission.SEE_PAPERS)
def outstanding(
    visit: Visit, ballot_id: int, building_id: int, stairwell_id: int | None = None
) -> list[Cell]:
    """Who of one stairwell has not voted, lowest floor first, as one walks up.

    Raises WrongState for e-votes, of which no single answer is known.
    """
    must_name_owners(_seen(visit, ballot_id))
    cells = cells_of(
        visit.db, AT, "c.floor, c.code", ballot=ballot_id, building=building_id,
        stairwell=stairwell_id,
    )  # fmt: skip
    return [cell for cell in cells if cell.answer is None]


@reads(Permission.SEE_PAPERS)
def find_units(visit: Visit, ballot_id: int, typed: str, most: int = 6) -> list[Cell]:
    """Units of the scope by what was typed: 3-1-502, its beginning, or 502 below one building."""
    key, found = search_key(typed), _seen(visit, ballot_id)
    if not key or most <= 0:
        return []
    row = visit.db.execute(
        "select building_id, stairwell_id from repair_projects where id = ?", [found.project_id]
    ).fetchone()
    codes = (
        "u.estate_id = :estate and u.code >= :key and u.code < :key || '~'"
        " order by u.code <> :key, u.code limit :most"
    )
    named = {"ballot": ballot_id, "estate": found.estate_id, "key": key, "most": most}
    order = "c.code <> :key, c.code"
    cells = cells_of(visit.db, codes, order, **named)
    if not cells and row[0] is not None:  # 502, or 1-502, below one building
        tail = (
            "u.building_id = :building and substr('-' || u.code, -length(:key) - 1) = '-' || :key"
            " limit :most"
        )
        cells = cells_of(visit.db, tail, order, **named, building=row[0])
    return cells


@reads(Permission.SEE_PAPERS)
def conflicts(visit: Visit, ballot_id: int) -> list[Conflict]:
    """Owners whose papers disagree: nothing of theirs is counted until they say so in writing."""
    _seen(visit, ballot_id)
    return many(
        visit.db,
        Conflict,
        """
        select o.owner_group_id, o.area_centi, (
               select group_concat(said, '、') from (
                   select s.code || ' ' || case p.choice when 'yes' then '同意'
                          when 'no' then '反对' else '弃权' end as said
                     from ballot_papers p join ballots b on b.id = p.ballot_id
                     join scope_units s on s.plan_id = b.plan_id and s.unit_id = p.unit_id
                    where p.ballot_id = o.ballot_id and p.owner_group_id = o.owner_group_id
                      and p.valid = 1
                      and not exists (select 1 from ballot_papers r where r.replaces_id = p.id)
                    order by p.id)) as papers
          from ballot_owners o where o.ballot_id = :ballot and o.answer = 'conflict'
         order by o.owner_group_id
        """,
        ballot=ballot_id,
    )


@reads(Permission.SEE_PAPERS)
def closers(visit: Visit, ballot_id: int) -> list[Closer] | None:
    """The fewest owners whose yes would pass the vote; None when hundreds are still missing.

    Owners not heard yet, and those whose papers disagree: their written word is one yes too. The
    largest areas come first, so the first `FEW` of them answer for all, whatever the scope.
    Raises WrongState where nobody may be named: e-votes are known in total only, and before or
    after the window no answer can be given.
    """
    found = _seen(visit, ballot_id)
    must_name_owners(found)
    must_take_papers(found, visit.today)
    waiting = visit.db.execute(
        "select * from (select owner_group_id, area_centi, 0 as torn from ballot_owners"
        "  where ballot_id = :id and answer is null order by area_centi desc, 1 limit :few)"
        " union all"
        " select * from (select owner_group_id, area_centi, 1 from ballot_owners"
        "  where ballot_id = :id and answer = 'conflict' order by area_centi desc, 1 limit :few)"
        " order by area_centi desc, owner_group_id limit :few",
        {"id": ballot_id, "few": FEW},
    ).fetchall()
    rule = rule_of(visit.db, found.rule_version, found.matter)
    chosen = smallest_set(rule, found.tally, [(owner, area) for owner, area, _ in waiting])
    if chosen is None:
        return None
    known = {owner: (area, bool(torn)) for owner, area, torn in waiting}
    return [
        Closer(owner, known[owner][0], _rooms(visit.db, found, owner), known[owner][1])
        for owner in chosen
    ]


@reads(Permission.SEE_PAPERS)
def papers(
    visit: Visit, ballot_id: int, unit_id: int | None = None, most: int = 40
) -> list[PaperLine]:
    """Papers on record, the latest first: of one unit with all its corrections, or of all."""
    _seen(visit, ballot_id)
    only = "" if unit_id is None else " and p.unit_id = :unit"
    return many(
        visit.db,
        PaperLine,
        f"{PAPERS} where p.ballot_id = :ballot{only} order by p.id desc limit :most",
        ballot=ballot_id,
        unit=unit_id,
        most=most,
    )


@reads(Permission.SEE_PAPERS)
def paper(visit: Visit, paper_id: int) -> PaperLine:
    """One paper, whether current or replaced. Raises NotFound."""
    found = paper_numbered(visit.db, paper_id)
    ballot_id = value(visit.db, "select ballot_id from ballot_papers where id = :id", id=paper_id)
    _seen(visit, ballot_id)
    return found


def paper_numbered(db: Database, paper_id: int) -> PaperLine:
    """Raises NotFound."""
    return one(db, PaperLine, "这张票", f"{PAPERS} where p.id = :id", id=paper_id)


def _seen(visit: Visit, ballot_id: int) -> Ballot:
    """The ballot, if this person's estate is its estate."""
    found = ballot_numbered(visit.db, ballot_id)
    visit.user.must_cover(found.estate_id)
    return found


def _rooms(db: Database, ballot: Ballot, owner_group_id: int) -> str:
    """1-1-502, or 1-1-502 等 3 套 for an owner of several."""
    row = db.execute(
        "select min(unit_id), code, count(*) from scope_units indexed by scope_of_an_owner"
        " where plan_id = ? and owner_group_id = ?",
        [ballot.plan_id, owner_group_id],
    ).fetchone()
    return str(row[1]) if row[2] == 1 else f"{row[1]} 等 {row[2]:,} 套"
