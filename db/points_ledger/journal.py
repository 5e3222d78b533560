"""The ledger as a plain-text journal (日记账) that both hledger and beancount read.

One dialect for both: `open` and `balance` lines are beancount's, and empty transactions to hledger;
the entry's number is a beancount link and an hledger tag. Accounts carry numbers, never names, and
what people typed stays at home. Signs are the ledger's own: issued is negative, held is positive.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlite_utils import Database

from domain.points_ledger.books import EntryKind

COMMODITY = "WJB"
HOUSE = {
    "issue": "Equity:Issued",
    "redemption": "Expenses:Redeemed",
    "expiry": "Expenses:Expired",
}
HEADER = (
    "; 湾郡币流水，单位 WJB（枚），不是钱。",
    ";   hledger -f 文件 balance        bean-check 文件",
)
ENTRIES = """
    select e.id, e.earned_on, e.posted_at, e.kind, e.points, e.debit_id, e.credit_id,
           e.reverses_id, coalesce(w.label, '') as rule
      from point_entries e
      left join awards a on a.id = e.award_id
      left join award_rules w on w.id = a.rule_id
     order by e.id
"""


def account_names(db: Database) -> dict[int, str]:
    """The journal's name of every points account by its id: `Assets:Residents:R000123`."""
    rows = db.execute("select id, kind, resident_id from point_accounts order by id")
    return {id: _name(id, kind, resident_id) for id, kind, resident_id in rows.fetchall()}


def _name(id: int, kind: str, resident_id: int | None) -> str:
    if kind == "resident":
        return f"Assets:Residents:R{resident_id:06d}"
    return HOUSE.get(kind) or f"Expenses:Merchants:M{id:06d}"


def journal(db: Database) -> Iterator[str]:
    """The whole ledger line by line, oldest entry first, proved by a balance of every account."""
    names = account_names(db)
    first, last = db.execute(
        "select coalesce(min(earned_on), '2020-01-01'), coalesce(max(earned_on), '2020-01-01')"
        " from point_entries"
    ).fetchone()
    yield from (f"{line}\n" for line in HEADER)
    yield f"\n{first} commodity {COMMODITY}\n"
    for name in names.values():
        yield f"{first} open {name} {COMMODITY}\n"
    for row in db.execute(ENTRIES):
        yield _transaction(names, *row)
    yield "\n"
    proved = date.fromisoformat(last) + timedelta(days=1)  # a balance holds in the morning
    for id, balance in db.execute("select id, balance from point_accounts order by id"):
        yield f"{proved} balance {names[id]} {balance} {COMMODITY}\n"


def _transaction(
    names: dict[int, str], id: int, earned_on: str, posted_at: str, kind: str, points: int,
    debit_id: int, credit_id: int, reverses_id: int | None, rule: str,
) -> str:  # fmt: skip
    what = EntryKind(kind).label + (f" {_plain(rule)}" if rule else "")
    if reverses_id:
        what += f" 第 {reverses_id} 笔"
    return (
        f'\n{earned_on} * "{what}" ^entry-{id}  ; entry:{id}, posted:{posted_at}\n'
        f"  {names[debit_id]}  {-points} {COMMODITY}\n"
        f"  {names[credit_id]}  {points} {COMMODITY}\n"
    )


def _plain(text: str) -> str:
    """Nothing in a rule's label that either tool would read as its own mark."""
    return "".join(letter for letter in text if letter.isalnum() or letter in " ·（）、")
