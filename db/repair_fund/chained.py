"""What of the repair fund is linked into the file's chain (哈希链).

The columns are written out and stay as they are: one that comes later is not part of a row that
was linked before it came.
"""

CHAINED = {
    "acceptances": "id, project_id, outcome, looked_on, representatives, defects, due_on, by_id,"
    " source",
    "ballot_papers": "id, ballot_id, owner_group_id, unit_id, choice, valid, why_invalid, settles,"
    " proxy, replaces_id, reason, file_id, recorded_at, recorded_by, came_by, source",
    "evote_totals": "id, ballot_id, area_in, heads_in, area_yes, heads_yes, file_id, recorded_on,"
    " recorded_by",
    "fund_approvals": "id, project_id, amount_fen, filing_no, approved_on, by_id, source",
    "household_entries": "id, unit_id, kind, amount_fen, booked_on, payment_id, note, by_id, slip,"
    " source",
    "household_openings": "id, first_deposit_fen",
    "notice_extensions": "id, notice_id, from_on, to_on, calendar_id, by_id, at",
    "plans": "id, project_id, version, extent, budget_fen, subsidy_fen, quotation_id, chosen_how,"
    " accepted_how, made_on, made_by, source",
    "project_files": "id, project_id, kind, name, media_type, size, sha256, added_by, added_on",
    "project_steps": "id, project_id, from_state, to_state, happened_on, note, by_id, second_id",
    "quotations": "id, project_id, company, amount_fen, works_days, warranty_months, note, by_id,"
    " source",
    "recounts": "id, ballot_id, seed, papers, last_id, drawn_on, drawn_by",
    "self_payments": "id, project_id, unit_id, amount_fen, paid_on, by_id, slip, source",
    "withdrawn_files": "id, file_id, reason, withdrawn_by, withdrawn_on",
}
# What is final once a second person approved it (chain_finals): a payment, and a count.
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
