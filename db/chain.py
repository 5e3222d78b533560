"""The chain (哈希链) in the file: a link in the same transaction as the rows, and reading it again.

`covers` of a link names how far it reaches in each table; what lies between that and the reach of
the links before it are its rows. SQLite writes them as JSON, byte for byte as `domain.chain.encoded`
would: a payment of a whole city district is a million of them, inside the write lock. The columns are written out here and stay as they are: a column
that comes later is not part of a row that was linked before it came.
"""

import json
from collections.abc import Iterator, Mapping

from sqlite_utils import Database

from db.rows import first
from domain.chain import GENESIS, Head, encoded, linked

CHAINED = {
    "acceptances": "id, project_id, outcome, looked_on, representatives, defects, due_on, by_id,"
    " source",
    "audit_log": "id, at, account_id, action, slip, detail, told, made_id",
    "award_batches": "id, title, rule_id, earned_on, created_by, created_at",
    "ballot_papers": "id, ballot_id, owner_group_id, unit_id, choice, valid, why_invalid, settles,"
    " proxy, replaces_id, reason, file_id, recorded_at, recorded_by, came_by, source",
    "chain_finals": "id, what, row_id",
    "evote_totals": "id, ballot_id, area_in, heads_in, area_yes, heads_yes, file_id, recorded_on,"
    " recorded_by",
    "fund_approvals": "id, project_id, amount_fen, filing_no, approved_on, by_id, source",
    "household_entries": "id, unit_id, kind, amount_fen, booked_on, payment_id, note, by_id, slip,"
    " source",
    "kept_papers": "id, kind, subject, version, figures, sha256, kept_at, kept_by",
    "notice_extensions": "id, notice_id, from_on, to_on, calendar_id, by_id, at",
    "plans": "id, project_id, version, extent, budget_fen, subsidy_fen, quotation_id, chosen_how,"
    " accepted_how, made_on, made_by, source",
    "point_entries": "id, hex(chain)",  # its own chain reaches from there to its first entry
    "project_files": "id, project_id, kind, name, media_type, size, sha256, added_by, added_on",
    "project_steps": "id, project_id, from_state, to_state, happened_on, note, by_id, second_id",
    "quotations": "id, project_id, company, amount_fen, works_days, warranty_months, note, by_id,"
    " source",
    "recounts": "id, ballot_id, seed, papers, last_id, drawn_on, drawn_by",
    "self_payments": "id, project_id, unit_id, amount_fen, paid_on, by_id, slip, source",
    "shed_count_voids": "id, count_id, voided_at, voided_by",
    "shed_counts": "id, shed_id, counted_at, in_bays, outside_bays, charging_now, abandoned,"
    " counted_by",
    "spot_check_findings": "id, entry_id, result, note, checked_at, checked_by",
    "spot_checks": "id, month, seed, percent, first_id, last_id, drawn_at, drawn_by",
    "stock_moves": "id, item_id, pieces, reason, moved_at, moved_by, reservation_id",
    "withdrawn_files": "id, file_id, reason, withdrawn_by, withdrawn_on",
    "voucher_undos": "id, voucher_id, used_at, used_by, merchant_id, undone_at, undone_by",
}
AT_ONCE = 1000  # rows read and hashed together
LAST = " union all ".join(f"select '{name}', max(id) from {name}" for name in CHAINED)
ROWS = {
    name: f"select json_array({columns}) from {name} where id > ? and id <= ? order by id"
    for name, columns in CHAINED.items()
} | {
    "point_entries": "select json_array(id, hex(chain)) from point_entries where id > ? and id <= ?"
    " order by id desc limit 1"
}
# What a row of chain_finals stands for: the paper itself, and what was posted with it.
FINALS = {
    "payment": (
        "select json_array(id, project_id, kind, amount_fen, subsidy_fen, paid_on, payee, voucher_id,"
        " recorded_by, approved_by, approved_on, slip) from fund_payments where id = ?",
        "select json_array(payment_id, unit_id, share_fen, taken_fen, self_pay_fen) from charges"
        " where payment_id = ? order by unit_id",
    ),
    "count": (
        "select json_array(id, project_id, ballot_id, rule_version, matter, area_centi, heads,"
        " area_in, heads_in, area_yes, heads_yes, result, counted_on, counted_by, second_by,"
        " approved_by) from ballot_counts where id = ?",
    ),
}


def extend(db: Database) -> Head | None:
    """Link whatever was added since the last link; None when nothing was. Inside a transaction."""
    reached = dict(db.conn.execute("select name, last_id from chain_reach"))
    grown = {
        name: last
        for name, last in db.conn.execute(LAST)
        if last is not None and last > reached.get(name, 0)
    }
    if not grown:
        return None
    last = head(db)
    number, before = (last.number + 1, last.hash) if last else (1, GENESIS)
    made = Head(number, linked(before, grown, rows(db, reached, grown)))
    db.conn.execute(
        "insert into chain_links (number, covers, hash) values (?, ?, ?)",
        [made.number, encoded(grown), made.hash],
    )
    db.conn.executemany(
        "insert into chain_reach (name, last_id) values (?, ?)"
        " on conflict (name) do update set last_id = excluded.last_id",
        grown.items(),
    )
    return made


def head(db: Database) -> Head | None:
    """The last link (链头); None in a file nobody has written to."""
    return first(db, Head, "select number, hash from chain_links order by number desc limit 1")


def rows(db: Database, reached: Mapping[str, int], grown: Mapping[str, int]) -> Iterator[str]:
    """The rows of one link as JSON, table by table in the order of their names, each by id.

    One or more lines at a time: a line is a row.
    """
    for name in sorted(grown):
        for lines in _lines(db, ROWS[name], reached.get(name, 0), grown[name]):
            if name != "chain_finals":
                yield lines
                continue
            for line in lines.split("\n"):
                _, what, row_id = json.loads(line)
                yield line
                for sql in FINALS[what]:
                    yield from _lines(db, sql, row_id)


def _lines(db: Database, sql: str, *given: int) -> Iterator[str]:
    found = db.conn.execute(sql, given)
    while some := found.fetchmany(AT_ONCE):
        yield "\n".join([row[0] for row in some])


def links(db: Database) -> Iterator[tuple[Head, dict[str, int]]]:
    """Every link in turn with how far it reaches."""
    found = db.conn.execute("select number, hash, covers from chain_links order by number")
    for number, hash, covers in found:
        yield Head(number, hash), json.loads(covers)
