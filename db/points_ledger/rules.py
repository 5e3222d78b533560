"""Award rules kept (管计分规则): entered, followed by another version, ended; none is rewritten."""

from datetime import date

from sqlite_utils import Database

from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.changes import changes
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.points_ledger.awards import AwardRule
from domain.points_ledger.rules import (
    WORDS,
    NewRule,
    RuleChange,
    RuleEnding,
    RuleFacts,
    check_first_of_month,
    check_rule,
    facts_of,
    kind_of,
)
from domain.receipts import Receipt

KNOWN = """
    select id, code, label, basis, points, most, times_a_month, valid_from, valid_to
      from award_rules
"""


@reads(Permission.SEE_PARAMETERS)
def known_rules(visit: Visit) -> list[AwardRule]:
    """Those in force and those to come, the ended ones left out."""
    where = "where valid_to is null or valid_to >= :today order by label, valid_from"
    return many(visit.db, AwardRule, f"{KNOWN} {where}", today=visit.today)


def rule(db: Database, id: int) -> AwardRule:
    return one(db, AwardRule, "这条规则", f"{KNOWN} where id = :id", id=id)


@writes(Permission.CHANGE_PARAMETER)
def add_rule(visit: Visit, paper: NewRule) -> Receipt:
    """Another deed that earns points (加计分规则), from a day on."""
    facts = check_rule(paper.facts)
    _is_free(visit.db, facts.label, paper.from_on, None)
    id = _begin(visit, facts, paper.from_on)
    return Receipt(f"“{facts.label}”{short_day(paper.from_on, visit.today)}起可以登记。", id)


@writes(Permission.CHANGE_PARAMETER)
def change_rule(visit: Visit, paper: RuleChange) -> Receipt:
    """Another version from the first of a month on (改计分规则); awards before it stay as they are."""
    known = rule(visit.db, paper.rule_id)
    _not_ending(known)
    now = check_rule(paper.now)
    told = changes(f"“{known.label}”", paper.was, now, facts_of(known), WORDS)
    last = check_first_of_month(paper.from_on, visit.today)
    if last < known.valid_from:
        raise Invalid(f"“{known.label}”{known.valid_from} 才开始用，新的算法要更晚。")
    _end(visit, known.id, last)
    _is_free(visit.db, now.label, paper.from_on, known.id)
    id = _begin(visit, now, paper.from_on)
    return Receipt(f"“{known.label}”{short_day(paper.from_on, visit.today)}起{told}。", id)


@writes(Permission.CHANGE_PARAMETER)
def end_rule(visit: Visit, paper: RuleEnding) -> Receipt:
    """The last day of a rule (停用计分规则); what was registered by it stays."""
    known = rule(visit.db, paper.rule_id)
    _not_ending(known)
    if paper.last_on < known.valid_from:
        raise Invalid(f"“{known.label}”{known.valid_from} 才开始用，最后一天要更晚。")
    _end(visit, known.id, paper.last_on)
    last = short_day(paper.last_on, visit.today)
    return Receipt(f"“{known.label}”用到{last}，以后不再登记。已经登记的不变。", known.id)


@inside_gate
def _begin(visit: Visit, facts: RuleFacts, from_on: date) -> int:
    number = value(visit.db, "select max(id) + 1 from award_rules")
    return put(
        visit.db, "award_rules", code=f"rule{number}", label=facts.label, basis=facts.basis,
        entry_kind=kind_of(facts.basis), points=facts.points, most=facts.most,
        times_a_month=facts.times_a_month, valid_from=from_on,
    )  # fmt: skip


@inside_gate
def _end(visit: Visit, id: int, last: date) -> None:
    visit.db.execute("update award_rules set valid_to = ? where id = ?", [last.isoformat(), id])


def _not_ending(known: AwardRule) -> None:
    if known.valid_to is not None:
        raise WrongState(f"“{known.label}”已经定了用到 {known.valid_to}，不能再改。")


def _is_free(db: Database, label: str, from_on: date, mine: int | None) -> None:
    sql = (
        "select 1 from award_rules where label = :label and id is not :mine"
        " and coalesce(valid_to, '9999') >= :day"
    )
    if value(db, sql, label=label, mine=mine, day=from_on):
        raise Invalid(f"已经有“{label}”这条规则了。换一个名称，或者改那一条。")
