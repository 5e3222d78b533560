"""Paper (纸面): the month's notice and a statement as real Word files, the notice as a workbook.

Rows come in masked; nothing here knows a name it does not print.
"""

import io

from docx.document import Document as Paper
from openpyxl import Workbook

from domain.points_ledger.notices import ChainHead, MonthNotice, NoticeLine, PrintedStatement
from ui.paper import (
    BLANK,
    DOCX,
    XLSX,
    Row,
    Serial,
    add_file_head,
    add_line,
    add_seal,
    add_sheet,
    add_table,
    blank_paper,
    long_day,
    saved,
)

__all__ = ["DOCX", "XLSX", "notice_docx", "notice_xlsx", "statement_docx"]

AWARDS = ("编号", "日期", "居民", "小区楼栋", "枚", "事由")
AWARD_WIDTHS = (1.6, 2.4, 2.6, 3.4, 1.5, 5.5)


def notice_docx(notice: MonthNotice) -> bytes:
    """The month's notice (月度公示) on A4, with room for the seal."""
    paper = blank_paper(f"{notice.community}湾郡币公示", f"{_month(notice.month)}")
    add_line(paper, "湾郡币是对志愿服务的感谢，不是钱：不买卖，不兑现金。以下姓名已经脱敏。")
    for title, rows in _sections(notice):
        paper.add_heading(title, 2)
        if rows:
            add_table(paper, AWARDS, [_award(row) for row in rows], AWARD_WIDTHS, right={4},
                      whole={0, 1})  # fmt: skip
        else:
            add_line(paper, "没有。")
    paper.add_heading("三、本月合计（枚）", 2)
    headings, figures = zip(*_totals(notice))
    add_table(paper, headings, [figures], (3.4,) * 5, right=set(range(5)))
    add_line(paper, "上月末持有 ＋ 本月发放 － 本月兑换 － 本月过期 ＝ 本月末持有。")
    flow = notice.flow
    add_line(
        paper, f"本月发放：{flow.issued.told}；本月兑换：{flow.redeemed.told}。按入账的月份算。"
    )
    _chain(paper, notice.head)
    add_file_head(paper, notice.file_head)
    phone = notice.phone or BLANK
    span = f"{long_day(notice.posted_on)}至{long_day(notice.ends_on)}{notice.ends_note}"
    add_line(paper, f"公示期：{span}。有不同意见，请在公示期内告诉居委会，电话 {phone}。")
    add_seal(paper, notice.community, notice.posted_on)
    return saved(paper)


def statement_docx(statement: PrintedStatement) -> bytes:
    """A resident's own statement (对账单): what is held until when, and every line."""
    paper = blank_paper(f"{statement.community}湾郡币对账单", "")
    add_line(
        paper, f"{statement.who}　编号 {statement.account}　{long_day(statement.printed_on)}打印"
    )
    add_line(paper, f"现有 {statement.balance:,} 枚", bold=True)
    for holding in statement.holdings:
        until = f"{long_day(holding.expires_on)}以前用" if holding.expires_on else "不过期"
        add_line(paper, f"　{holding.points:,} 枚，{until}")
    if statement.balance < 0:
        add_line(paper, "补足以前不能兑换。")
    paper.add_heading("明细（最近的在前）", 2)
    rows = [
        (Serial(line.id), line.earned_on.isoformat(), line.kind.label, line.reason, signed(line.points),
         f"{line.balance:,}") for line in statement.lines
    ]  # fmt: skip
    if rows:
        headings = ("编号", "日期", "类别", "事由", "枚", "余额")
        add_table(paper, headings, rows, (1.6, 2.4, 2.2, 6.8, 1.8, 2.2), right={4, 5},
                  whole={0, 1})  # fmt: skip
    else:
        add_line(paper, "还没有流水。")
    _chain(paper, statement.head)
    add_line(paper, f"哪一笔对不上，请打 {statement.phone or BLANK}。")
    add_seal(paper, statement.community, statement.printed_on)
    return saved(paper)


def notice_xlsx(notice: MonthNotice) -> bytes:
    """The same notice as a workbook: a sheet each for what is posted, in notice, and the sums."""
    book = Workbook()
    book.remove(book.worksheets[0])
    headline = f"{notice.community}湾郡币公示 {_month(notice.month)}"
    for title, rows in zip(("入账", "公示中"), (notice.lines, notice.waiting)):
        add_sheet(book, title, AWARDS, [_award(row) for row in rows], (8, 12, 14, 18, 8, 40),
                  headline=headline)  # fmt: skip
    sums: list[Row] = [("月份", notice.month), *_totals(notice)]
    sums += [
        ("本月发放怎么算", notice.flow.issued.told),
        ("本月兑换怎么算", notice.flow.redeemed.told),
    ]
    if notice.head:
        sums += [("最后一笔", notice.head.id), ("链头", notice.head.groups)]
    if notice.file_head:
        sums += [(f"全库链头（第 {notice.file_head.number} 环）", notice.file_head.groups)]
    ends = f"{notice.ends_on.isoformat()}{notice.ends_note}"
    sums += [("公示开始", notice.posted_on.isoformat()), ("公示到", ends)]
    sums += [("意见电话", notice.phone or BLANK)]
    add_sheet(book, "合计", ("项目", "枚或内容"), sums, (16, 76), headline=headline)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def signed(points: int) -> str:
    """+30, −40 with a real minus sign."""
    return f"{points:+,}".replace("-", "−")


def _sections(notice: MonthNotice) -> list[tuple[str, tuple[NoticeLine, ...]]]:
    return [("一、公示中，期满后入账", notice.waiting), ("二、本月已入账", notice.lines)]


def _award(line: NoticeLine) -> Row:
    day = line.earned_on.isoformat()
    return (Serial(line.number), day, line.who, line.place, line.points, line.reason)


def _totals(notice: MonthNotice) -> list[tuple[str, int]]:
    return [
        ("上月末持有", notice.held_before),
        ("本月发放", notice.issued),
        ("本月兑换", notice.redeemed),
        ("本月过期", notice.expired),
        ("本月末持有", notice.held),
    ]


def _month(month: str) -> str:
    return f"{int(month[:4])}年{int(month[5:])}月"


def _chain(paper: Paper, head: ChainHead | None) -> None:
    """The hash that fixes every entry up to this one, for comparing by eye (链头)."""
    if head:
        add_line(paper, f"账本链头（第 {head.id} 笔）：{head.groups}")
