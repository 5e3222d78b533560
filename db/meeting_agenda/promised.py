"""Promises as somebody may see them (看承诺): the office all, a company its own, others none that are confidential."""

from datetime import timedelta

from db.meeting_agenda import actions
from db.meeting_agenda.actions import ActionFilter
from db.rows import value
from db.visit import Visit, reads
from domain.errors import NotAllowed, NotFound
from domain.meeting_agenda.actions import Action, OnTime, check_mine, check_verifier
from domain.people import Permission
from domain.showcase import months_ago

MONTHS = 6  # the picture of how promises were kept


@reads(Permission.SEE_MEETINGS)
def promises(visit: Visit) -> list[Action]:
    """All that the reader may see, what was carried over three times first."""
    return [one for one in actions.actions(visit.db, ActionFilter()) if _seen(visit, one)]


@reads(Permission.SEE_MEETINGS)
def promise(visit: Visit, id: int) -> Action:
    """One of them. Raises NotFound, also for what the reader may not see."""
    known = actions.action(visit.db, id)
    if not _seen(visit, known):
        raise NotFound("这项承诺")
    return known


@reads(Permission.SEE_MEETINGS)
def kept_in_time(visit: Visit) -> list[OnTime]:
    """Of the latest months, whose day is over: a company sees its own alone."""
    since, yesterday = months_ago(visit.today, MONTHS - 1), visit.today - timedelta(days=1)
    found = actions.on_time(visit.db, since, yesterday)
    only = visit.user.only_estate
    own = actions.body_of(visit.db, only)
    return [one for one in found if only is None or one.body_id == own]


@reads(Permission.SEE_MEETINGS)
def photograph(visit: Visit, action_id: int, print_of: str) -> bytes | None:
    """The picture of a step of a promise the reader may see."""
    known = promise(visit, action_id)
    if print_of not in {step.photo for step in actions.steps(visit.db, known.id)}:
        raise NotFound("这张照片")
    sql = "select content from file_contents where sha256 = :sha256"
    found = value(visit.db, sql, sha256=print_of)
    return None if found is None else bytes(found)


@reads(Permission.SEE_MEETINGS)
def may_report(visit: Visit, known: Action) -> bool:
    """Whether the reader may say how far it is: the rule's own answer."""
    if not visit.user.may(Permission.KEEP_PROMISE):
        return False
    try:
        check_mine(visit.user, known, actions.body_of(visit.db, visit.user.only_estate))
    except NotAllowed:
        return False
    return True


@reads(Permission.SEE_MEETINGS)
def may_verify(visit: Visit, known: Action) -> bool:
    """Whether the reader may strike it off: never the responsible, never who said it is done."""
    if not visit.user.may(Permission.VERIFY_ACTION):
        return False
    try:
        check_verifier(visit.user, known)
    except NotAllowed:
        return False
    return True


def _seen(visit: Visit, known: Action) -> bool:
    if visit.user.may(Permission.READ_MINUTES) or known.account_id == visit.user.id:
        return True
    if visit.user.only_estate is not None:
        return known.lead_body_id == actions.body_of(visit.db, visit.user.only_estate)
    return not known.confidential
