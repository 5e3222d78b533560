"""Household accounts (分户账), read: by estate, building, household, half-year and project."""

from datetime import date

from sqlite_utils import Database

from db import parameters, registry
from db.rows import first, many, value
from db.visit import Visit, reads
from domain.errors import NotFound
from domain.people import Permission
from domain.repair_fund.accounts import (
    Booked,
    BuildingFund,
    EstateFund,
    HouseholdFund,
    LedgerLine,
    Owed,
    Period,
)

LATEST = 200  # lines of a household's ledger, bookings of an estate
MOST_OWED = 500
# How the kinds of entries fall into the columns of a statement; corrections take back what came in.
COLUMNS = """
    coalesce(sum(amount_fen) filter (where {before} or kind in ('opening', 'restate')), 0)
        as opening_fen,
    coalesce(sum(amount_fen) filter (where not ({before})
        and kind in ('deposit', 'topup', 'correct')), 0) as in_fen,
    coalesce(sum(amount_fen) filter (where not ({before}) and kind = 'interest'), 0)
        as interest_fen,
    -coalesce(sum(amount_fen) filter (where not ({before}) and kind in ('deduct', 'refund')), 0)
        as out_fen
"""


@reads(Permission.SEE_FUND)
def estate_funds(visit: Visit) -> list[EstateFund]:
    """The accounts of every estate this person may see."""
    return many(
        visit.db,
        EstateFund,
        """
        select e.id as estate_id, e.short_name as estate, count(*) as buildings,
               sum(f.households) as households, sum(f.first_deposit_fen) as first_deposit_fen,
               sum(f.balance_fen) as balance_fen, sum(f.short) as short
          from building_funds f join buildings b on b.id = f.building_id
          join estates e on e.id = b.estate_id
         where :only is null or e.id = :only group by e.id order by e.id
        """,
        only=visit.user.only_estate,
    )


@reads(Permission.SEE_FUND)
def building_funds(visit: Visit, estate_id: int) -> list[BuildingFund]:
    """The accounts of an estate by building."""
    visit.user.must_cover(estate_id)
    return many(
        visit.db,
        BuildingFund,
        """
        select f.building_id, e.short_name as estate, b.label || '栋' as name, f.households,
               f.first_deposit_fen, f.balance_fen, f.short
          from buildings b join building_funds f on f.building_id = b.id
          join estates e on e.id = b.estate_id
         where b.estate_id = :estate_id order by b.sort_key
        """,
        estate_id=estate_id,
    )


@reads(Permission.SEE_FUND)
def estate_periods(visit: Visit, estate_id: int, half: str) -> list[Period]:
    """Opening, in, interest, out and closing of every building in a half-year (半年对账)."""
    visit.user.must_cover(estate_id)
    return many(
        visit.db,
        Period,
        f"""
        select b.label || '栋' as name, {COLUMNS.format(before="half < :half")}
          from buildings b join building_flows f on f.building_id = b.id
         where b.estate_id = :estate_id and half <= :half group by b.id order by b.sort_key
        """,
        estate_id=estate_id,
        half=half,
    )


@reads(Permission.SEE_FUND_ACCOUNTS)
def household_periods(visit: Visit, building_id: int, half: str) -> list[Period]:
    """The same for every household of a building, by room."""
    visit.user.must_cover(estate_of_building(visit.db, building_id))
    year = int(half[:4])
    start, end = (date(year, 1, 1), date(year, 7, 1))
    if half[5] == "2":
        start, end = end, date(year + 1, 1, 1)
    return many(
        visit.db,
        Period,
        f"""
        select u.code as name, {COLUMNS.format(before="booked_on < :start")}
          from units u join household_accounts a on a.unit_id = u.id
          left join household_entries e on e.unit_id = u.id and e.booked_on < :end
         where u.building_id = :building_id group by u.id order by u.stairwell_id, u.floor, u.code
        """,
        building_id=building_id,
        start=start,
        end=end,
    )


HOUSEHOLDS = """
    select u.id as unit_id, u.code, w.number as stairwell, u.floor, u.room, u.area_centi,
           a.first_deposit_fen, a.balance_fen,
           coalesce((select sum(c.self_pay_fen) from charges c where c.unit_id = u.id), 0)
         - coalesce((select sum(s.amount_fen) from self_payments s where s.unit_id = u.id), 0)
           as owed_fen,
           a.balance_fen * 100 < a.first_deposit_fen * :ratio as short
      from units u join household_accounts a on a.unit_id = u.id
      left join stairwells w on w.id = u.stairwell_id
"""


@reads(Permission.SEE_FUND_ACCOUNTS)
def households(visit: Visit, building_id: int) -> list[HouseholdFund]:
    """The accounts of one building, from the ground up."""
    visit.user.must_cover(estate_of_building(visit.db, building_id))
    return many(
        visit.db,
        HouseholdFund,
        f"{HOUSEHOLDS} where u.building_id = :building_id order by u.stairwell_id, u.floor, u.code",
        building_id=building_id,
        ratio=parameters.value_of(visit.db, "topup_ratio"),
    )


@reads(Permission.SEE_FUND_ACCOUNTS)
def household_of(visit: Visit, resident_id: int) -> HouseholdFund | None:
    """The account of the flat a resident is registered in; None when there is none."""
    return first(
        visit.db,
        HouseholdFund,
        f"{HOUSEHOLDS} where u.id = :id",
        id=registry.unit_covered(visit.db, visit.user, resident_id),
        ratio=parameters.value_of(visit.db, "topup_ratio"),
    )


@reads(Permission.SEE_FUND_ACCOUNTS)
def ledger(visit: Visit, unit_id: int) -> list[LedgerLine]:
    """One household's account, the latest day first; each balance is that after its line."""
    estate = value(visit.db, "select estate_id from units where id = :id", id=unit_id)
    if estate is None:
        raise NotFound("这一户")
    visit.user.must_cover(estate)
    return many(
        visit.db,
        LedgerLine,
        f"""
        select * from (
            select e.id, e.booked_on, e.kind, e.amount_fen,
                   sum(e.amount_fen) over (order by e.booked_on, e.id) as balance_fen,
                   p.code || ' ' || p.title as project, e.note
              from household_entries e
              left join fund_payments f on f.id = e.payment_id
              left join repair_projects p on p.id = f.project_id
             where e.unit_id = :unit_id)
         order by booked_on desc, id desc limit {LATEST}
        """,
        unit_id=unit_id,
    )


@reads(Permission.SEE_FUND_ACCOUNTS)
def owed(visit: Visit, estate_id: int, project_id: int | None = None) -> list[Owed]:
    """Shares that still have to be paid in, the largest first."""
    visit.user.must_cover(estate_id)
    return many(
        visit.db,
        Owed,
        f"""
        select p.id as project_id, p.code || ' ' || p.title as project, u.id as unit_id, u.code,
               o.fen as owed_fen
          from repair_projects p join self_pay_owed o on o.project_id = p.id
          join units u on u.id = o.unit_id
         where p.estate_id = :estate_id and o.fen > 0
           and (:project_id is null or p.id = :project_id)
         order by o.fen desc, u.code limit {MOST_OWED}
        """,
        estate_id=estate_id,
        project_id=project_id,
    )


@reads(Permission.SEE_FUND_ACCOUNTS)
def bookings(visit: Visit, estate_id: int) -> list[Booked]:
    """What was booked over many households, the latest day first."""
    visit.user.must_cover(estate_id)
    return many(
        visit.db,
        Booked,
        """
        select e.slip, min(e.kind) filter (where e.kind <> 'correct') as kind,
               min(e.booked_on) as booked_on,
               count(*) filter (where e.kind <> 'correct') as households,
               sum(e.amount_fen) filter (where e.kind <> 'correct') as amount_fen,
               min(a.name) as by, max(e.kind = 'correct') as taken_back
          from household_entries e join accounts a on a.id = e.by_id
         where e.slip is not null
           and exists (select 1 from units u where u.id = e.unit_id and u.estate_id = :estate_id)
         group by e.slip order by min(e.booked_on) desc, min(e.id) desc limit 20
        """,
        estate_id=estate_id,
    )


def estate_of_building(db: Database, building_id: int) -> int:
    """The estate a building stands in. Raises NotFound."""
    found = value(db, "select estate_id from buildings where id = :id", id=building_id)
    if found is None:
        raise NotFound("这栋楼")
    return int(found)
