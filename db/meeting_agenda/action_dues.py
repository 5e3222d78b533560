"""Promises on the first page (首页上的承诺): my own, what waits for 销号, what was put off too often."""

from db.meeting_agenda import actions
from db.meeting_agenda.actions import ActionFilter
from db.meeting_agenda.promising import verify
from db.visit import Visit, permission_of, reads
from domain.days import short_day
from domain.home import Due, Rank, second_person
from domain.meeting_agenda.actions import ON_TOP, TO_PARTY_COMMITTEE, Action, ActionState
from domain.people import Permission, Role

NAMED = 3  # of one person's promises on the first page; the rest is counted
SOON = 7  # days ahead that a promise is named

LIST = "agenda?tab=promises"  # where the promises are


def page_of(one: Action) -> str:
    """The address of one promise, so that 首页 leads to it in one tap."""
    return f"{LIST}&action={one.id}"


@reads(Permission.SEE_MEETINGS)
def dues(visit: Visit) -> list[Due]:
    """What was put off three times first, for the secretary; then one's own; then what waits."""
    return [*_put_off(visit), *_own(visit), *_to_verify(visit)]


def _put_off(visit: Visit) -> list[Due]:
    if visit.user.role is not Role.SECRETARY:
        return []
    found = actions.actions(visit.db, ActionFilter(only_open=True))
    return [
        Due(
            page_of(one), Rank.WAITED_FOR, f"第 {one.carried} 次顺延",
            f"{one.lead_body}的承诺顺延了 {one.carried} 次：{one.content}",
            f"现在的时限是{short_day(one.due_on, visit.today)}，责任人{one.person}", "去看",
            urgent=one.carried >= ON_TOP,
        )
        for one in found if one.carried >= TO_PARTY_COMMITTEE
    ]  # fmt: skip


def _own(visit: Visit) -> list[Due]:
    """Of the person who reads, and of the company he stands for, due within a week."""
    body = actions.body_of(visit.db, visit.user.only_estate)
    mine = [
        one
        for one in actions.mine(visit.db, visit.user.id, body)
        if one.state is not ActionState.DONE_CLAIMED and (one.due_on - visit.today).days <= SOON
    ]
    told = [_one(visit, one) for one in mine[:NAMED]]
    if len(mine) > NAMED:
        more = f"还有 {len(mine) - NAMED} 项承诺一周内到期"
        told.append(Due(LIST, Rank.ON_A_DAY, "承诺", more, "在议事议程里", "去看"))
    return told


def _one(visit: Visit, one: Action) -> Due:
    late = one.overdue(visit.today)
    badge = "超期" if late else f"{short_day(one.due_on, visit.today)}前"
    said = f"{one.number}，责任人{one.person}"
    return Due(page_of(one), Rank.ON_A_DAY, badge, one.content, said, "去报进展", urgent=late)


def _to_verify(visit: Visit) -> list[Due]:
    claimed = [
        one
        for one in actions.actions(visit.db, ActionFilter(only_open=True))
        if one.state is ActionState.DONE_CLAIMED
    ]
    own = [
        one
        for one in claimed
        if visit.user.id in (one.account_id, one.claimed_by) or visit.user.name == one.person
    ]
    named = "、".join(one.content for one in claimed[:2])
    room = page_of(claimed[0]) if len(claimed) == 1 else f"{LIST}&promises=claimed"
    due = Due(room, Rank.WAITED_FOR, "销号", "{} 项报了完成，等核实", named, "去核实")
    return second_person(visit.user, permission_of(verify), due, len(claimed), len(own))
