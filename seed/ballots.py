"""Ballot counts (计票统计表): owners of the cost scope decide by lot; the result is computed."""

from datetime import date
from random import Random

from seed.plan import Plan

RULE, MATTER = "civil_code_2021", "use_fund"
SCOPE = """
    select u.owner_group_id, sum(u.area_centi) from units u join repair_projects p on p.id = ?
     where case p.scope_type when 'estate' then u.estate_id = p.estate_id
           when 'building' then u.building_id = p.building_id
           else u.stairwell_id = p.stairwell_id end
       and u.estate_id = p.estate_id and u.purpose <> 'parking'
     group by u.owner_group_id order by u.owner_group_id
"""
Sheet = tuple[int, int, int, int, int, int]  # area, heads; taking part; in favour


def result(sheet: Sheet) -> str:
    """Two thirds take part, more than half of them agree, by area and by heads (民法典 278)."""
    area, heads, area_in, heads_in, area_yes, heads_yes = sheet
    if 3 * area_in < 2 * area or 3 * heads_in < 2 * heads:
        return "NO_QUORUM"
    return "PASS" if 2 * area_yes > area_in and 2 * heads_yes > heads_in else "REJECTED"


def count(plan: Plan, rng: Random, project_id: int, day: date, *, passes: bool) -> None:
    """Draw papers until the sheet says what the history of this project says."""
    owners = plan.db.execute(SCOPE, [project_id]).fetchall()
    while True:
        sheet = _draw(rng, [int(row[1]) for row in owners], 84 if passes else 58)
        if result(sheet) == ("PASS" if passes else "NO_QUORUM"):
            break
    accounts = plan.accounts()
    plan.insert(
        "ballot_counts",
        "project_id, rule_version, matter, area_centi, heads, area_in, heads_in, area_yes,"
        " heads_yes, result, counted_on, counted_by, approved_by, source",
        [
            (
                project_id,
                RULE,
                MATTER,
                *sheet,
                result(sheet),
                day.isoformat(),
                accounts["clerk"],
                accounts["supervisor"],
                "demo",
            )
        ],
    )


def _draw(rng: Random, areas: list[int], take_part_pct: int) -> Sheet:
    """One head per owner, whatever the number of flats; abstaining is taking part."""
    taking = [area for area in areas if rng.randrange(100) < take_part_pct]
    agreeing = [area for area in taking if rng.randrange(100) < 88]
    return sum(areas), len(areas), sum(taking), len(taking), sum(agreeing), len(agreeing)
