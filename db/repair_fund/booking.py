"""Booking into the household accounts (入账): deposits, interest, top-ups, what owners pay themselves."""

from collections.abc import Iterable, Mapping
from datetime import date

from db.repair_fund.booked_before import must_be_new
from db.repair_fund.happened import event, first_deposit
from db.repair_fund.opened import must_come_after, used_since
from db.repair_fund.raised import passed_vote, topped_up
from db.rows import put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.dates import after
from domain.errors import Invalid, NotFound, WrongState
from domain.money import yuan
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.repair_fund.accounts import EntryKind
from domain.repair_fund.apportion import apportion
from domain.repair_fund.booking import (
    FUND_BEGAN,
    BookingCorrection,
    Deposit,
    Interest,
    SelfPayment,
    TopUp,
    by_balance,
    check_booking,
    check_booking_correction,
    check_self_payment,
    rated,
)
from domain.repair_fund.deposit_list import Listed, of_rooms
from domain.repair_fund.projects import Happening
from domain.sheets import MOST_ROWS
from domain.tables import Table

OWNERS = "select id, code, area_centi from units where estate_id = ? and purpose <> 'parking'"


@writes(Permission.RECORD_PAYMENT)
def record_deposit(visit: Visit, deposit: Deposit) -> Receipt:
    """First deposits (交存), by a rate over the whole estate or by a list of rooms."""
    check_booking(deposit, FUND_BEGAN, visit.today)
    visit.user.must_cover(deposit.estate_id)
    units = _units(visit, deposit.estate_id)
    if deposit.listed:
        amounts = _of_rooms(dict(deposit.listed), units)
    else:
        amounts = {id: rated(deposit.fen_per_m2, area) for id, area in units.values()}
    if not deposit.again:
        must_be_new(visit, EntryKind.DEPOSIT, amounts)
    _book(visit, EntryKind.DEPOSIT, amounts, deposit.booked_on, deposit.note, deposit.slip)
    return _told("交存", amounts)


@reads(Permission.RECORD_PAYMENT)
def rooms_to_book(visit: Visit, estate_id: int) -> list[str]:
    """The rooms of an estate that can pay in, building by building, for the list to fill in."""
    visit.user.must_cover(estate_id)
    rows = visit.db.execute(
        f"{OWNERS} order by building_id, stairwell_id, floor, room", [estate_id]
    )
    return [code for _, code, _ in rows.fetchmany(MOST_ROWS)]


@reads(Permission.RECORD_PAYMENT)
def preview_deposits(visit: Visit, estate_id: int, listed: Table[Listed]) -> Table[Listed]:
    """A list of deposits held against the rooms of the estate: what is not there is a problem."""
    visit.user.must_cover(estate_id)
    return of_rooms(listed, _units(visit, estate_id))


@writes(Permission.RECORD_PAYMENT)
def record_interest(visit: Visit, interest: Interest) -> Receipt:
    """What the bank credited to an estate, shared by balance to the last fen."""
    visit.user.must_cover(interest.estate_id)
    check_booking(interest, first_deposit(visit.db, interest.estate_id), visit.today)
    rows = visit.db.execute(
        "select u.id, u.code, a.balance_fen from units u"
        "  join household_accounts a on a.unit_id = u.id"
        " where u.estate_id = ? and a.balance_fen > 0",
        [interest.estate_id],
    ).fetchall()
    if not rows:
        raise WrongState("这个小区的分户账都是空的，增值收益没有地方分。请先登记交存。")
    ids = {code: id for id, code, _ in rows}
    parts = by_balance(interest.total_fen, {code: balance for _, code, balance in rows})
    amounts = {ids[code]: fen for code, fen in parts.items() if fen}
    if not interest.again:
        must_be_new(visit, EntryKind.INTEREST, amounts)
    _book(visit, EntryKind.INTEREST, amounts, interest.booked_on, interest.note, interest.slip)
    return _told("增值收益", amounts)


@writes(Permission.RECORD_PAYMENT)
def record_topup(visit: Visit, topup: TopUp) -> Receipt:
    """Top-ups (续交) as voted: the sum of the plan shared by area, for the rooms that have paid."""
    voted = passed_vote(visit, topup.project_id)
    after(topup, "booked_on", visit.today, event(visit.db, topup.project_id, Happening.RAISED))
    scope = visit.db.execute(
        "select unit_id, code, area_centi from scope_units where plan_id = ?", [voted[0]]
    ).fetchall()
    parts = apportion(voted[1], {code: area for _, code, area in scope})
    ids = {code: id for id, code, _ in scope}
    done = topped_up(visit, topup.project_id)
    codes = topup.codes or tuple(code for code in ids if ids[code] not in done)
    for code in codes:
        if code not in ids:
            raise Invalid(f"{code} 不在这次续交的范围里。请核对房号。")
        if ids[code] in done:
            raise Invalid(f"{code} 已经登记过续交了。")
    if not codes:
        raise WrongState("这次续交的都已经登记了。")
    amounts = {ids[code]: parts[code] for code in codes if parts[code]}
    note = f"续交 {voted[2]}"
    _book(
        visit, EntryKind.TOPUP, amounts, topup.booked_on, note, topup.slip, topup.project_id
    )  # fmt: skip
    return _told("续交", amounts)


@writes(Permission.RECORD_PAYMENT)
def record_self_payment(visit: Visit, paper: SelfPayment) -> Receipt:
    """What an owner paid in for the part of a share that the account could not bear (自付)."""
    owed = value(
        visit.db,
        "select fen from self_pay_owed where project_id = :p and unit_id = :u",
        p=paper.project_id,
        u=paper.unit_id,
    )
    charged = event(visit.db, paper.project_id, Happening.CHARGED)
    check_self_payment(paper, owed or 0, charged, visit.today)
    made = put(
        visit.db, "self_payments", project_id=paper.project_id, unit_id=paper.unit_id,
        amount_fen=paper.amount_fen, paid_on=paper.paid_on, by_id=visit.user.id, slip=paper.slip,
        source="entered",
    )  # fmt: skip
    left = owed - paper.amount_fen
    rest = f"还差 {yuan(left)}" if left else "已经交齐"
    return Receipt(f"已登记自付 {yuan(paper.amount_fen)}，{rest}。", made)


@writes(Permission.RECORD_PAYMENT)
def correct_booking(visit: Visit, paper: BookingCorrection) -> Receipt:
    """Take a wrong booking back as a whole (更正): its opposite in every account, with the reason.

    An opening (期初余额) only while nothing came after it: a difference is restated by another list.
    """
    db, right = visit.db, check_booking_correction(paper)
    rows = db.execute(
        "select e.unit_id, e.kind, e.amount_fen, a.balance_fen from household_entries e"
        "  join household_accounts a on a.unit_id = e.unit_id where e.slip = ?",
        [paper.booking],
    ).fetchall()
    if not rows:
        raise NotFound("这次入账")
    if any(row[1] == EntryKind.CORRECT for row in rows):
        raise WrongState("这次入账已经更正过了。")
    if short := sum(row[3] < row[2] for row in rows):
        raise WrongState(f"有 {short:,} 户的钱已经用出去，账户会变成负数，不能整批更正。")
    _lower_first_deposits(visit, paper.booking, rows[0][1])
    _enter(
        visit, EntryKind.CORRECT, ((unit, -fen) for unit, _, fen, _ in rows), visit.today,
        right.why, paper.booking,
    )  # fmt: skip
    total = yuan(sum(row[2] for row in rows))
    return Receipt(f"已更正：{len(rows):,} 户，共 {total}转出。")


def _lower_first_deposits(visit: Visit, slip: str, kind: str) -> None:
    """What a wrong deposit or opening raised the first deposits by, they lose again."""
    db = visit.db
    if kind in (EntryKind.OPENING, EntryKind.RESTATE):
        ids = db.execute("select id from household_entries where slip = ?", [slip]).fetchall()
        if used_since(db, [id for (id,) in ids]):
            raise WrongState(
                "这些户后来又有入账或者更正。期初有错的，改好分户清册再导一次，点“更正”。"
            )
    elif kind != EntryKind.DEPOSIT:
        return
    db.conn.executemany(
        "update household_accounts set first_deposit_fen = first_deposit_fen - ? where unit_id = ?",
        db.execute(
            "select coalesce(o.first_deposit_fen, e.amount_fen), e.unit_id from household_entries e"
            "  left join household_openings o on o.id = e.id where e.slip = ?",
            [slip],
        ).fetchall(),
    )


@inside_gate
def _book(
    visit: Visit, kind: EntryKind, amounts: Mapping[int, int], day: date, note: str, slip: str,
    project_id: int | None = None,
) -> None:  # fmt: skip
    """Open what accounts are missing, and enter the amounts; a deposit raises the first deposit."""
    db = visit.db
    if not amounts:
        raise Invalid("一户也没有，没有可以登记的。")
    must_come_after(db, amounts, day)
    note = plain_text(note, "说明", most=100) if note.strip() else ""
    db.conn.executemany(
        "insert into household_accounts (unit_id, first_deposit_fen) select ?1, 0"
        " where not exists (select 1 from household_accounts where unit_id = ?1)",
        [(unit,) for unit in amounts],
    )
    _enter(visit, kind, amounts.items(), day, note, slip, project_id)
    if kind is EntryKind.DEPOSIT:
        db.conn.executemany(
            "update household_accounts set first_deposit_fen = first_deposit_fen + ?"
            " where unit_id = ?",
            [(fen, unit) for unit, fen in amounts.items()],
        )


def _enter(
    visit: Visit, kind: EntryKind, amounts: Iterable[tuple[int, int]], day: date, note: str,
    slip: str, project_id: int | None = None,
) -> None:  # fmt: skip
    same = (day.isoformat(), note, visit.user.id, slip, project_id)
    visit.db.conn.executemany(
        "insert into household_entries (unit_id, kind, amount_fen, booked_on, note, by_id, slip,"
        " project_id, source) values (?, ?, ?, ?, ?, ?, ?, ?, 'entered')",
        ((unit, kind, fen, *same) for unit, fen in amounts),
    )


def _units(visit: Visit, estate_id: int) -> dict[str, tuple[int, int]]:
    """Room → number and area of every exclusive unit of an estate."""
    rows = visit.db.execute(OWNERS, [estate_id]).fetchall()
    if not rows:
        raise NotFound("这个小区的住户")
    return {code: (id, area) for id, code, area in rows}


def _of_rooms(listed: Mapping[str, int], units: Mapping[str, tuple[int, int]]) -> dict[int, int]:
    if unknown := [code for code in listed if code not in units]:
        raise Invalid(f"这些房号不在这个小区：{'、'.join(unknown[:5])}。请核对。")
    return {units[code][0]: fen for code, fen in listed.items()}


def _told(what: str, amounts: Mapping[int, int]) -> Receipt:
    return Receipt(f"已登记{what}：{len(amounts):,} 户，共 {yuan(sum(amounts.values()))}。")
