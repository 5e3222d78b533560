"""Papers of the repair fund (公示、申请表、清册、对账单) as Word files and workbooks: never a name."""

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document as Paper
from openpyxl import Workbook

from domain.areas import area
from domain.money import capitals, column_yuan, percent, yuan
from domain.repair_fund.accounts import Share
from domain.repair_fund.printed import (
    Application,
    Heading,
    PlanTerms,
    SharesPaper,
    VotePaper,
)
from domain.repair_fund.votes import Measure
from domain.typed_numbers import without_numbers
from ui.fund_words import grounds, much, past_warranty
from ui.paper import (
    BLANK,
    DOCX,
    XLSX,
    Row,
    add_annex,
    add_line,
    add_seal,
    add_sheet,
    add_table,
    blank_paper,
    long_day,
    saved,
)

__all__ = ["DOCX", "XLSX", "application_docx", "plan_docx", "settle_docx", "shares_docx",
           "shares_xlsx", "vote_docx"]  # fmt: skip
SHARES = ("房号", "专有面积", "占比", "分摊金额", "扣前余额", "扣后余额", "自付")
SHARE_WIDTHS = (2.4, 2.6, 2.0, 2.8, 2.6, 2.6, 2.0)
MONEY = {1, 2, 3, 4, 5, 6}


def plan_docx(sheet: SharesPaper) -> bytes:
    """方案公示: what is to be done, for how much, and what it costs each room."""
    paper = _notice(sheet.heading, "维修方案公示")
    terms = sheet.terms
    _facts(paper, [
        ("列支范围", f"{sheet.heading.estate}{sheet.heading.place}，{len(sheet.shares):,} 户，"
                     f"专有面积 {area(sheet.area_centi)}"),
        ("维修内容", public(terms.extent)),
        ("工程预算", f"{yuan(terms.budget_fen)}（大写：{capitals(terms.budget_fen)}）"),
        *_subsidy(terms, terms.budget_fen),
        ("施工单位", public(f"{terms.contractor or '待定'}。{terms.chosen_how}")),
        ("怎么验收", public(terms.accepted_how)),
    ])  # fmt: skip
    _signed(paper, sheet.heading, f"每户预估分摊见附件，共 {len(sheet.shares):,} 户。")
    add_annex(paper, "每户预估分摊")
    add_line(paper, "按专有面积分摊，只写房号。实际金额以决算为准。")
    headings = (*SHARES[:4], "要自付")
    rows = [(*_share(s, sheet.area_centi)[:4], _own(s)) for s in sheet.shares]
    rows.append(("合计", area(sheet.area_centi), "100%", column_yuan(sheet.total_fen), ""))
    add_table(paper, headings, rows, (3.2, 3.4, 2.8, 3.8, 3.8), right=MONEY, whole={0})
    return saved(paper)


def settle_docx(sheet: SharesPaper) -> bytes:
    """决算分摊公示: the settlement and what it took from each account."""
    paper = _notice(sheet.heading, "决算和分摊公示")
    terms = sheet.terms
    _facts(paper, [
        ("列支范围", f"{sheet.heading.estate}{sheet.heading.place}，{len(sheet.shares):,} 户"),
        ("工程预算", yuan(terms.budget_fen)),
        ("审核通过", yuan(terms.approved_fen)),
        ("决算金额", f"{yuan(terms.settled_fen)}（大写：{capitals(terms.settled_fen)}）"),
        *_subsidy(terms, terms.settled_fen),
        ("已经拨付", yuan(terms.paid_fen)),
        ("施工单位", terms.contractor or BLANK),
    ])  # fmt: skip
    _signed(paper, sheet.heading, f"每户分摊见附件，共 {len(sheet.shares):,} 户。")
    add_annex(paper, "每户分摊（元）")
    _shares_table(paper, sheet)
    return saved(paper)


def shares_docx(sheet: SharesPaper) -> bytes:
    """分摊清册: every room with its share, for the file and the authority."""
    paper = _notice(sheet.heading, "维修资金分摊清册")
    whole = sheet.terms.budget_fen if sheet.estimated else sheet.terms.settled_fen
    words = f"预算 {yuan(whole)}（预估）" if sheet.estimated else f"决算 {yuan(whole)}"
    add_line(
        paper, f"{words}，补助 {yuan(sheet.terms.subsidy_fen)}，分摊 {yuan(sheet.total_fen)}。"
    )
    _shares_table(paper, sheet)
    add_seal(paper, f"{sheet.heading.community}", sheet.heading.printed_on)
    return saved(paper)


def shares_xlsx(sheet: SharesPaper) -> bytes:
    """The same list as a workbook: rooms as text, sums and areas as numbers that add up."""
    rows: list[Row] = [_share(share, sheet.area_centi) for share in sheet.shares]
    rows.append(_total(sheet))
    title = f"{sheet.heading.code} {sheet.heading.title}"
    about: list[Row] = [("项目", title), ("小区", f"{sheet.heading.estate}{sheet.heading.place}"),
                        ("分摊合计（元）", column_yuan(sheet.total_fen))]  # fmt: skip
    return book_of([("分摊清册", SHARES, rows, (16, 14, 10, 16, 16, 16, 14)),
                  ("说明", ("项目", "内容"), about, (18, 60))],
                 f"{sheet.heading.community} {title}")  # fmt: skip


def vote_docx(sheet: VotePaper) -> bytes:
    """表决结果公示: totals only."""
    paper = _notice(sheet.heading, "表决结果公示")
    _facts(paper, [
        ("表决事项", public(sheet.terms.extent)),
        ("表决依据", sheet.basis),
        ("表决时间", f"{long_day(sheet.opens_on)}至{long_day(sheet.closes_on)}"),
        ("全部业主", f"{sheet.heads:,} 人，专有面积 {area(sheet.area_centi)}"),
        ("计票日期", long_day(sheet.counted_on)),
    ])  # fmt: skip
    rows = [_measure(measure) for measure in sheet.measures]
    headings = ("项目", "实有", "至少要", "占比", "够不够")
    add_table(paper, headings, rows, (4.0, 3.8, 3.8, 2.6, 2.6), right={1, 2, 3})
    add_line(paper, f"表决结果：{sheet.result.label}", bold=True)
    add_line(paper, "只公布合计，不公布每一户的意见。要查自己的表决票，请带证件到居委会。")
    _signed(paper, sheet.heading)
    return saved(paper)


def application_docx(*told: Any) -> bytes:
    """使用申请表: what the authority asks, with room for stamps; the fields of an `Application`."""
    form = Application(*told)
    heading, terms, units, area_centi = form.heading, form.terms, form.units, form.area_centi
    paper = _notice(heading, "住宅专项维修资金使用申请表")
    rows: list[Row] = [
        ("申请主体", terms.applicant), ("小区和范围", f"{heading.estate} {heading.place}"),
        ("涉及户数和面积", f"{units:,} 户，{area(area_centi)}"), ("维修项目", heading.title),
        ("维修类别", heading.category), ("现状", terms.need), ("维修内容", terms.extent),
        ("是否过保修期", past_warranty(form)), ("工程预算", yuan(terms.budget_fen)),
        ("申请列支", yuan(terms.budget_fen - terms.subsidy_fen)),
        ("大写", capitals(terms.budget_fen - terms.subsidy_fen)),
        ("补助", yuan(terms.subsidy_fen)), ("业主表决", grounds(form)),
        ("施工单位（收款人）", terms.contractor or BLANK),
        ("开户行和账号", BLANK * 2), ("申请主体意见", "\n\n（盖章）　　　　年　月　日"),
        ("街道或社区意见", "\n\n（盖章）　　　　年　月　日"),
        ("主管部门审核", "\n\n（盖章）　　　　年　月　日"),
    ]  # fmt: skip
    add_table(paper, ("项目", "内容"), rows, (4.2, 12.8), right=set())
    return saved(paper)


def public(typed: str) -> str:
    """Typed words fit for the wall: no phone, no flat; the stairwell of a repair may stand."""
    return without_numbers(typed, stairwells=True)


def _own(share: Share) -> str:
    return column_yuan(share.self_pay_fen) if share.self_pay_fen else ""


def _share(share: Share, whole: int) -> tuple[str, ...]:
    return (
        share.code, area(share.area_centi), percent(share.area_centi, whole),
        column_yuan(share.share_fen), column_yuan(share.before_fen), column_yuan(share.after_fen), _own(share),
    )  # fmt: skip


def _total(sheet: SharesPaper) -> tuple[str, ...]:
    own = sum(share.self_pay_fen for share in sheet.shares)
    before = sum(share.before_fen for share in sheet.shares)
    after = sum(share.after_fen for share in sheet.shares)
    return ("合计", area(sheet.area_centi), "100%", column_yuan(sheet.total_fen), column_yuan(before),
            column_yuan(after), column_yuan(own) if own else "")  # fmt: skip


def _shares_table(paper: Paper, sheet: SharesPaper) -> None:
    rows = [_share(share, sheet.area_centi) for share in sheet.shares]
    add_table(paper, SHARES, [*rows, _total(sheet)], SHARE_WIDTHS, right=MONEY, whole={0})


def _measure(measure: Measure) -> tuple[str, ...]:
    return (measure.name, much(measure, measure.have), much(measure, measure.needed),
            percent(measure.have, measure.base), "够" if measure.met else "不够")  # fmt: skip


def _subsidy(terms: PlanTerms, whole: int) -> list[tuple[str, str]]:
    if not terms.subsidy_fen:
        return []
    net = yuan(whole - terms.subsidy_fen)
    return [("补助", f"{yuan(terms.subsidy_fen)}，不由住户分摊"), ("住户分摊", net)]


def _notice(heading: Heading, what: str) -> Paper:
    paper = blank_paper(what, f"{public(heading.title)}（{heading.code}）")
    add_line(paper, f"小区：{heading.estate}　范围：{heading.place}")
    if heading.note:
        add_line(paper, heading.note)
    return paper


def _facts(paper: Paper, facts: Sequence[tuple[str, str]]) -> None:
    for name, words in facts:
        add_line(paper, f"{name}：{words}")


def _signed(paper: Paper, heading: Heading, more: str = "") -> None:
    """When it hangs, whom to call, and room for the seal: before any list of rooms."""
    if more:
        add_line(paper, more)
    span = f"{BLANK}至{BLANK}"
    if heading.posted_on and heading.ends_on:
        span = f"{long_day(heading.posted_on)}至{long_day(heading.ends_on)}{heading.ends_note}"
    phone = heading.phone or BLANK
    add_line(paper, f"公示期：{span}。有不同意见，请在公示期内告诉居委会，电话 {phone}。")
    add_seal(paper, heading.community, heading.posted_on or heading.printed_on)


def book_of(
    sheets: Sequence[tuple[str, Sequence[str], Sequence[Row], Sequence[float]]], headline: str
) -> bytes:
    """A workbook of these sheets: title, headings, rows and widths of each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, headings, rows, widths in sheets:
        add_sheet(
            book,
            title,
            headings,
            rows,
            widths,
            numbers=MONEY if len(headings) > 2 else (),
            headline=headline,
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
