"""The month's notice on the wall (月度公示): once it hangs it is kept, and prints the same for ever."""

from datetime import date

from db import kept_papers
from db.points_ledger.notices import month_notice
from db.visit import Visit, reads
from db.writes import writes
from domain.errors import WrongState
from domain.kept_papers import PaperKind
from domain.people import Permission
from domain.points_ledger.hints import is_over
from domain.points_ledger.notices import MonthNotice
from domain.receipts import Receipt


@reads(Permission.SEE_POINTS)
def month_paper(visit: Visit, month: str) -> MonthNotice:
    """The month as it was posted, or before that as it would be printed now."""
    found = kept_papers.kept(visit.db, MonthNotice, PaperKind.MONTH, _subject(month), 1)
    return found or month_notice(visit, month)


@reads(Permission.SEE_POINTS)
def posted_on(visit: Visit, month: str) -> date | None:
    """The day the month's notice was posted; None while it is only a draft."""
    found = kept_papers.kept_of(visit.db, _subject(month))
    return found[0].kept_at.date() if found else None


@writes(Permission.POST_AWARD)
def put_up_month(visit: Visit, month: str, *, slip: str) -> Receipt:
    """Record that the month's notice hangs; its figures are kept. Once, and of a month that is over."""
    if not is_over(month, visit.today):
        raise WrongState("这个月还没过完，数字还会变。下个月再登记张贴。")
    if posted_on(visit, month):
        raise WrongState("这个月的公示已经登记过张贴，以后打印都和那一份一样。")
    paper = month_notice(visit, month)
    kept_papers.keep(visit, PaperKind.MONTH, _subject(month), 1, paper)
    return Receipt(f"{int(month[5:])}月公示已登记张贴，数字已存底，以后打印都一样。", 0)


def _subject(month: str) -> str:
    return f"month/{month}"
