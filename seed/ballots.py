"""Ballots (表决): the frozen scope, papers of its owners until the story's result, the signed sheet."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from db.repair_fund import ballots as real
from db.rows import put, put_many
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.votes import Result, Tally, result
from seed.plan import Plan, at

WINDOW_DAYS = 19
Owner = tuple[int, int, int]  # owner group, area, first unit


def open_ballot(plan: Plan, project_id: int, day: date) -> int:
    """The ballot of the last plan on its frozen scope, one line per owner."""
    closes = day + timedelta(days=WINDOW_DAYS)
    terms = Opening("", project_id, Matter.USE, Channel.PAPER, day, closes)
    return real.open_ballot(plan.visit("clerk", day), terms)


def papers(
    plan: Plan, rng: Random, ballot_id: int, opened: date, until: date, wanted: Result | None
) -> None:
    """Draw papers until they say what the history says; `None` leaves the vote undecided."""
    owners = [
        (int(row[0]), int(row[1]), int(row[2]))
        for row in plan.db.execute(
            "select o.owner_group_id, o.area_centi, min(s.unit_id) from ballot_owners o"
            "  join ballots b on b.id = o.ballot_id"
            "  join scope_units s on s.plan_id = b.plan_id and s.owner_group_id = o.owner_group_id"
            " where o.ballot_id = ? group by o.owner_group_id order by 3",
            [ballot_id],
        )
    ]
    part = {Result.PASS: 84, Result.NO_QUORUM: 58, None: 56}[wanted]
    rule = real.rule_of(plan.db, real.CIVIL_CODE, Matter.USE)
    while True:
        drawn = [(owner, _choice(rng)) for owner in owners if rng.randrange(100) < part]
        said = result(rule, _tally(owners, drawn))
        if said is (wanted or Result.NO_QUORUM):
            break
    put_many(plan.db, "ballot_papers", _rows(plan, rng, ballot_id, drawn, (opened, until)))
    if wanted is None:
        _second_thoughts(plan, ballot_id, until)


def _choice(rng: Random) -> str:
    drawn = rng.randrange(100)
    return "yes" if drawn < 86 else "no" if drawn < 94 else "abstain"


def _tally(owners: list[Owner], drawn: list[tuple[Owner, str]]) -> Tally:
    """One head per owner, whatever the number of flats; abstaining is taking part."""
    yes = [owner for owner, choice in drawn if choice == "yes"]
    return Tally(
        sum(owner[1] for owner in owners),
        len(owners),
        sum(owner[1] for owner, _ in drawn),
        len(drawn),
        sum(owner[1] for owner in yes),
        len(yes),
    )


def _rows(
    plan: Plan,
    rng: Random,
    ballot_id: int,
    drawn: list[tuple[Owner, str]],
    window: tuple[date, date],
) -> Iterator[dict[str, Any]]:
    """Papers come in over the window: grid workers at the doors, the office in the day."""
    opened, until = window
    days, accounts = max(1, (until - opened).days), plan.accounts()
    for (group, _, unit_id), choice in drawn:
        day = opened + timedelta(days=rng.randrange(days))
        grid = rng.randrange(3) > 0
        yield {
            "ballot_id": ballot_id,
            "owner_group_id": group,
            "unit_id": unit_id,
            "choice": choice,
            "valid": 1,
            "recorded_at": at(day, 19 if grid else 10, rng.randrange(60)),
            "recorded_by": accounts["grid"] if grid else accounts["clerk"],
            "came_by": "grid" if grid else "hand",
            "source": "demo",
        }


def _second_thoughts(plan: Plan, ballot_id: int, day: date) -> None:
    """In the running ballot one paper was typed wrongly, and one was not signed."""
    clerk = plan.accounts()["clerk"]
    typed, unsigned = plan.db.execute(
        "select id, owner_group_id, unit_id from ballot_papers where ballot_id = ?"
        "   and choice = 'no' order by id limit 2",
        [ballot_id],
    ).fetchall()
    moment = at(day, 9, 20)
    for (id, group, unit_id), choice, valid, why, reason in (
        (typed, "abstain", 1, "", "核对原票，登记时点错了"),
        (unsigned, "no", 0, "票上没有签名", "核对原票，没有签名"),
    ):
        put(
            plan.db, "ballot_papers", ballot_id=ballot_id, owner_group_id=group, unit_id=unit_id,
            choice=choice, valid=valid, why_invalid=why, replaces_id=id, reason=reason,
            recorded_at=moment, recorded_by=clerk, came_by="hand", source="demo",
        )  # fmt: skip


def sign(plan: Plan, ballot_id: int, day: date, said: Result) -> None:
    """The sheet repeats the tally; two counted and a third watched (计票、监票)."""
    accounts = plan.accounts()
    plan.db.execute(
        "insert into ballot_counts (project_id, ballot_id, rule_version, matter, area_centi, heads,"
        " area_in, heads_in, area_yes, heads_yes, result, counted_on, counted_by, second_by,"
        " approved_by, source)"
        " select project_id, id, rule_version, matter, area_centi, heads, area_in, heads_in,"
        "        area_yes, heads_yes, ?, ?, ?, ?, ?, 'demo' from ballots where id = ?",
        [
            said,
            day.isoformat(),
            accounts["clerk"],
            accounts["grid"],
            accounts["supervisor"],
            ballot_id,
        ],
    )
