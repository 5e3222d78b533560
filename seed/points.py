"""湾郡币: two years of entries, posted twice a week, that balance by construction."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from db.calendar import is_rest_day
from db.points_ledger.books import ADDED_UP
from db.points_ledger.posting import EXPIRY, ISSUE, REDEMPTION
from db.rows import put_many
from domain.days import notice_end, stamp
from domain.points_ledger.books import GENESIS, chained
from seed.lots import Shelves
from seed.plan import Plan, at, table, unguarded
from seed.telling import Part

ENTRIES, PARTICIPANTS, DAYS = 100_000, 2_500, 730  # per unit of scale
WITH_PAPER = 62  # for so many days back the award slips (登记单) are kept in the new form
NOTICE_DAYS = 3
POSTING_DAYS = {1, 4}  # Tuesday and Friday
REDEEM_PCT, BALANCE_CAP = 22, 2_000
AWARDS_AT_ONCE = 20_000
FIRST_ACCOUNT = 4  # 1 to 3 belong to the house
# (rule id, label, entry kind, points to choose from); ids as in the award rules of the schema
DEEDS = (
    (1, "值班巡逻", "earn", (10, 15, 20, 20, 30)),
    (2, "环境清扫", "earn", (10, 10, 15, 20)),
    (3, "陪护老人", "earn", (10, 20, 30, 40)),
    (4, "课堂助教", "earn", (15, 20, 20)),
    (5, "反诈宣传", "earn", (5, 10, 15)),
    (7, "参加培训", "award", (5,)),
    (6, "参加议事", "award", (10,)),
)
MINUTES_RULES = 5  # rules 1 to 5 count half hours

Entry = dict[str, Any]  # in the order of the chain, moments as the chain reads them


class Ledger:
    """The books while they are written: balances, and slips to keep."""

    def __init__(self, plan: Plan, residents: list[int]) -> None:
        accounts = plan.accounts()
        self.plan, self.rng, self.residents = plan, plan.rng("points"), residents
        self.balances = [0] * len(residents)
        self.last_on: list[str | None] = [None] * len(residents)
        self.house = {ISSUE: 0, REDEMPTION: 0, EXPIRY: 0}
        self.house_last: dict[int, str] = {}
        self.awards: list[dict[str, Any]] = []
        self.award_id, self.entry_id = 0, 0
        self.approved = date.min  # of the last posting; days before it are settled
        self.makers = [accounts[name] for name in ("grid", "leader", "volunteer", "clerk")]
        self.approvers = [accounts[name] for name in ("secretary", "clerk2")]
        self.rewards = [(int(row["points"]), row["what"]) for row in table("rewards")]
        self.shelves, self.chain = Shelves(plan), GENESIS

    def move(
        self, who: int, house: int, points: int, kind: str, earned_on: str, posted_at: str,
        reason: str, *, award_id: int | None = None, reverses_id: int | None = None,
    ) -> Entry:  # fmt: skip
        """One entry; positive points go to the resident, negative ones to the house."""
        self.entry_id += 1
        self.balances[who] += points
        self.last_on[who] = self.house_last[house] = earned_on
        self.house[house] -= points
        resident = FIRST_ACCOUNT + who
        debit, credit = (house, resident) if points > 0 else (resident, house)
        self._move_lots(resident, points, kind, earned_on)
        maker = self.makers[self.entry_id % 4]
        approver = self.approvers[self.entry_id % 3 % 2]
        row = {
            "id": self.entry_id, "debit_id": debit, "credit_id": credit, "points": abs(points),
            "kind": kind, "earned_on": earned_on, "posted_at": posted_at, "reason": reason,
            "award_id": award_id, "reverses_id": reverses_id, "created_by": maker,
            "approved_by": approver,
        }  # fmt: skip
        self.chain = chained(self.chain, tuple(row.values()))
        return row | {"chain": self.chain}

    def _move_lots(self, resident: int, points: int, kind: str, earned_on: str) -> None:
        if points > 0:
            day = date.fromisoformat(earned_on)
            self.shelves.add(resident, self.entry_id, points, day)
        elif kind == "reversal":
            self.shelves.undo(resident, self.entry_id, -points)
        else:
            self.shelves.take(resident, self.entry_id, -points)

    def file_awards(self) -> None:
        """Write the slips kept so far, so that a large community fits into memory."""
        put_many(self.plan.db, "awards", self.awards)
        self.awards.clear()


def ledger(plan: Plan) -> None:
    """Entries, the slips of the last weeks, then the balances and totals they add up to."""
    sql = "select id from residents where birth_year < ? order by id"
    grown_up = [row[0] for row in plan.db.execute(sql, [plan.as_of.year - 19])]
    residents = sorted(plan.rng("volunteers").sample(grown_up, PARTICIPANTS * plan.scale))
    books = Ledger(plan, residents)
    with unguarded(plan.db, "point_entries", "point_accounts", "awards", "point_lots", "lot_uses"):
        put_many(plan.db, "point_entries", _entries(plan, books))
        books.file_awards()
        books.shelves.close()
        put_many(
            plan.db,
            "point_accounts",
            (
                {
                    "id": FIRST_ACCOUNT + who,
                    "kind": "resident",
                    "resident_id": resident,
                    "balance": books.balances[who],
                    "last_on": books.last_on[who],
                }
                for who, resident in enumerate(residents)
            ),
        )
        for house, balance in books.house.items():
            plan.db.execute(
                "update point_accounts set balance = ?, last_on = ? where id = ?",
                [balance, books.house_last.get(house), house],
            )
    plan.db.execute("update point_holdings set held = ?", [sum(books.balances)])
    plan.db.execute(
        f"insert into point_totals (month, kind, points, entries, reversed, reversals) {ADDED_UP}"
    )


def _entries(plan: Plan, books: Ledger) -> Iterator[Entry]:
    """Day by day, so that the numbers of the entries follow the calendar."""
    told, _ = approved_before(plan.as_of)  # from here on the story tells
    span = [plan.ago(days) for days in range(DAYS, (plan.as_of - told).days, -1)]
    postings = [day for day in span if day.weekday() in POSTING_DAYS]
    each = ENTRIES * plan.scale * (100 - REDEEM_PCT) // 100 // len(postings)
    redeems = ENTRIES * plan.scale * REDEEM_PCT // 100 // len(span)
    for day in span:
        if day.weekday() in POSTING_DAYS:
            yield from _posting(plan, books, day, each)
        if (day.month, day.day) == (1, 1):
            yield from _expiry(books, day)
        yield from _redeeming(books, day, redeems)


def _posting(plan: Plan, books: Ledger, day: date, many: int) -> Iterator[Entry]:
    """Awards whose notice is over; each person at most once, so that no daily cap is passed."""
    rng, paper = books.rng, day > plan.ago(WITH_PAPER)
    approved, ended = approved_before(day)
    council = day.weekday() == 4 and day.isocalendar().week % 3 == 0
    deeds = DEEDS if council else DEEDS[:-1]  # 参加议事, at most twice a month
    posted_at = stamp(at(day, 17, 30))
    since = [approved - timedelta(days=back) for back in (1, 2, 3)]
    days = [earned.isoformat() for earned in since if earned >= books.approved]
    if not days:
        return  # a long holiday: nothing new was approved
    books.approved = approved
    slips = (approved.isoformat(), ended.isoformat())
    for who in rng.sample(range(len(books.residents)), many):
        rule, reason, kind, choices = rng.choice(deeds)
        points, earned_on = rng.choice(choices), rng.choice(days)
        if books.balances[who] + points > BALANCE_CAP:
            continue
        award = _slip(books, who, rule, points, earned_on, slips) if paper else None
        entry = books.move(who, ISSUE, points, kind, earned_on, posted_at, reason, award_id=award)
        yield entry
        if rng.randrange(2_000) == 0:
            yield _reversal(books, who, entry, posted_at)


def approved_before(day: date) -> tuple[date, date]:
    """The latest approval whose notice (公示) is over on this day, and the notice's last day."""
    approved = day - timedelta(days=NOTICE_DAYS + 1)
    while (ended := notice_end(approved, NOTICE_DAYS, is_rest_day)) >= day:
        approved -= timedelta(days=1)
    return approved, ended


def _slip(
    books: Ledger, who: int, rule: int, points: int, earned_on: str, slips: tuple[str, str]
) -> int:
    """The posted award (登记单) behind an entry; maker and approver as the entry will say."""
    books.award_id += 1
    number = books.entry_id + 1
    minutes = points * 6 + books.rng.randrange(30) if rule <= MINUTES_RULES else 0
    approved_on, ended_on = slips
    books.awards.append(
        {
            "id": books.award_id, "resident_id": books.residents[who], "rule_id": rule,
            "minutes": minutes, "asked": points, "points": points, "earned_on": earned_on,
            "state": "posted", "created_by": books.makers[number % 4],
            "created_at": f"{earned_on}T20:10:00+08:00",
            "approved_by": books.approvers[number % 3 % 2],
            "approved_at": f"{approved_on}T09:20:00+08:00", "notice_end": ended_on,
        }
    )  # fmt: skip
    if len(books.awards) == AWARDS_AT_ONCE:
        books.file_awards()
    return books.award_id


def _reversal(books: Ledger, who: int, entry: Entry, posted_at: str) -> Entry:
    """A wrong entry is answered by its opposite (冲正), never edited."""
    return books.move(
        who, ISSUE, -entry["points"], "reversal", entry["earned_on"], posted_at, "记错人，冲正",
        reverses_id=entry["id"],
    )  # fmt: skip


def _redeeming(books: Ledger, day: date, many: int) -> Iterator[Entry]:
    """Things taken from the shelf of the volunteers' station (兑换), only from what one holds."""
    rng, today = books.rng, day.isoformat()
    for place, who in enumerate(rng.sample(range(len(books.residents)), many)):
        price, what = rng.choice(books.rewards)
        if books.balances[who] >= price:
            minute = place * 119 // many
            posted_at = stamp(at(day, 18 + minute // 60, minute % 60))
            yield books.move(who, REDEMPTION, -price, "redeem", today, posted_at, f"兑换：{what}")


def _expiry(books: Ledger, day: date) -> Iterator[Entry]:
    """On New Year's Day what was earned the year before last is gone (过期)."""
    today, posted_at = day.isoformat(), stamp(at(day, 0, 10))
    for who in range(len(books.residents)):
        if lost := books.shelves.due(FIRST_ACCOUNT + who, day.year - 1):
            yield books.move(who, EXPIRY, -lost, "expire", today, posted_at, "到期")


PART = Part((("湾郡币", ledger),))
