"""A repair project taken through its payments by the real writes (拨付), for tests about money."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlite_utils import Database

from db.repair_fund import payments, settling
from db.visit import Visit
from domain.receipts import Receipt
from domain.repair_fund.payments import Payment, PaymentKind, Settlement, offer
from tests import community, fund_desk
from tests.community import visit_of

K = PaymentKind
CONTRACTOR = "示例防水工程公司"
FIRST = 3_430_000  # 70 % of what is approved
WARRANTY_END = community.TODAY - timedelta(days=1)
PINE_1_FLATS = tuple(range(1, 11))  # ten flats of building 1; the shop is unit 21


def paper(
    project: int, kind: PaymentKind, fen: int, *, subsidy: int = 0, slip: str = "",
    paid_on: date = community.TODAY, payee: str = CONTRACTOR,
) -> Payment:  # fmt: skip
    return Payment(
        slip or f"pay-{project}-{kind}-{fen}", project, kind, fen, subsidy, paid_on, payee
    )


def pay(db: Database, project: int, kind: PaymentKind, fen: int, *, subsidy: int = 0) -> Receipt:
    """Recorded by the accountant, approved by the secretary."""
    for papers in ("contract", "invoice"):
        a_file(db, project, papers)
    made = payments.record_payment(
        visit_of(db, "accountant"), paper(project, kind, fen, subsidy=subsidy)
    )
    return payments.approve_payment(visit_of(db, "secretary"), made.id, slip=f"ok-{made.id}")


def settle(
    db: Database, project: int, fen: int, *, subsidy: int = 0, audited: bool = True
) -> Receipt:
    if audited:
        a_file(db, project, "audit")
    sheet = Settlement(f"settle-{project}", project, fen, subsidy, audited)
    return settling.record_settlement(visit_of(db, "accountant"), sheet)


def a_file(db: Database, project: int, kind: str) -> int:
    """A little file of that kind on the project's record; its number."""
    content = kind.encode()
    sha = kind.encode().hex().ljust(64, "0")[:64]
    db.execute(
        "insert into file_contents (sha256, content) select ?1, ?2"
        " where not exists (select 1 from file_contents where sha256 = ?1)",
        [sha, content],
    )
    made = db.execute(
        "insert or ignore into project_files (project_id, kind, name, media_type, size, sha256,"
        " added_by, added_on) values (?, ?, ?, 'application/pdf', ?, ?, ?, ?)",
        [project, kind, f"{kind}.pdf", len(content), sha, community.account_id("clerk"),
         community.TODAY.isoformat()],
    )  # fmt: skip
    return int(made.lastrowid or 0)


def walk(db: Database, project: int, *states: str) -> None:
    """Take steps that are nobody's money: works, acceptance, notices, warranty."""
    now = db.execute("select state from repair_projects where id = ?", [project]).fetchone()[0]
    for before, after in pairwise((now, *states)):
        if after == "in_warranty":
            db.execute("update repair_projects set warranty_end = ? where id = ?",
                       [WARRANTY_END.isoformat(), project])  # fmt: skip
        if after == "settle_notice":
            fund_desk._insert(
                db, "project_notices", project_id=project, kind="settle", text="公示",
                places="单元门口", posted_on=fund_desk.LONG_AGO, ends_on=fund_desk.LONG_AGO,
                by_id=community.account_id("clerk"), source="entered",
            )  # fmt: skip
        elif after == "accepted":
            fund_desk._facts(db, project, after, 0, community.TODAY, "", "")
        second = community.account_id("secretary")
        fund_desk._insert(
            db, "project_steps", project_id=project, from_state=before, to_state=after,
            happened_on=community.TODAY.isoformat(), by_id=community.account_id("clerk"),
            second_id=second,
        )  # fmt: skip


def approved(db: Database, **more: object) -> int:
    """A project of the small community whose application was just approved."""
    return fund_desk.project_at(db, "approved", **more)  # type: ignore[arg-type]


def accepted(db: Database, first: int = FIRST, **more: object) -> int:
    """The same after its first payment and its works."""
    project = approved(db, **more)
    pay(db, project, K.FIRST, first)
    walk(db, project, "in_works", "accepted")
    return project


def ready_for_final(db: Database, settled: int, first: int = FIRST, **more: object) -> int:
    project = accepted(db, first, **more)
    settle(db, project, settled)
    walk(db, project, "settle_notice")
    return project


def at(visit: Visit, day: date) -> Visit:
    """The same person on another day."""
    return Visit(visit.db, visit.user, datetime.combine(day, community.NOW.timetz()))


def charged(db: Database, project: int) -> dict[str, int]:
    """Room → what the project has cost it so far."""
    return dict(db.execute(
        "select u.code, sum(c.share_fen) from charges c join fund_payments f on f.id = c.payment_id"
        "  join units u on u.id = c.unit_id where f.project_id = ? group by u.id", [project]
    ).fetchall())  # fmt: skip


def balances(db: Database) -> dict[str, int]:
    return dict(db.execute(
        "select u.code, a.balance_fen from household_accounts a join units u on u.id = a.unit_id"
    ).fetchall())  # fmt: skip


def state(db: Database, project: int) -> str:
    sql = "select state from repair_projects where id = ?"
    return str(db.execute(sql, [project]).fetchone()[0])


def record(db: Database, project: int, kind: K, fen: int, **more: object) -> int:
    for needed in ("contract", "invoice"):
        a_file(db, project, needed)
    sheet = paper(project, kind, fen, **more)  # type: ignore[arg-type]
    return payments.record_payment(visit_of(db, "accountant"), sheet).id


def next_offer(db: Database, project: int) -> tuple[str, int] | None:
    found = offer(payments.money(db, project), payments.paying_limits(db))
    return (found.kind.value, found.amount_fen) if found else None


def the_d1_scope(db: Database) -> None:
    """Eight flats of the worked example: 89.52 and 118.36 m² in turn; the others do not share."""
    db.execute("update units set area_centi = iif(id % 2 = 1, 8952, 11836)")
    db.execute("update units set purpose = 'parking' where id in (9, 10, 21)")
