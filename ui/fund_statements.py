"""The half-year statement of a building's accounts (半年对账单), as a Word file and a workbook."""

from domain.money import column_yuan
from domain.repair_fund.accounts import half_name
from domain.repair_fund.printed import Statement
from ui.fund_documents import book_of
from ui.paper import Row, add_file_head, add_line, add_seal, add_table, blank_paper, saved

PERIOD = ("房号", "期初余额", "交存", "增值收益", "支出", "期末余额")
PERIOD_WIDTHS = (2.8, 3.0, 2.6, 2.8, 2.8, 3.0)


def statement_docx(sheet: Statement) -> bytes:
    """半年对账单: one building, room by room."""
    paper = blank_paper("维修资金分户账对账单", f"{sheet.where}　{half_name(sheet.half)}")
    add_line(paper, "期初＋交存＋收益－支出＝期末，单位：元。只写房号。")
    add_table(paper, PERIOD, _periods(sheet), PERIOD_WIDTHS, right=set(range(1, 6)), whole={0})
    add_file_head(paper, sheet.file_head)
    add_seal(paper, sheet.community, sheet.printed_on)
    return saved(paper)


def statement_xlsx(sheet: Statement) -> bytes:
    """The same as a workbook, whose columns add up."""
    where = f"{sheet.community} {sheet.where} {half_name(sheet.half)}"
    return book_of([("对账单", PERIOD, _periods(sheet), (16, 16, 14, 14, 14, 16))], where)


def _periods(sheet: Statement) -> list[Row]:
    rows: list[Row] = [
        (p.name, *(column_yuan(fen) for fen in (p.opening_fen, p.in_fen, p.interest_fen, p.out_fen,
                                          p.closing_fen))) for p in sheet.rows
    ]  # fmt: skip
    sums = [sum(column) for column in zip(*(
        (p.opening_fen, p.in_fen, p.interest_fen, p.out_fen, p.closing_fen) for p in sheet.rows
    ))]  # fmt: skip
    return [*rows, ("合计", *(column_yuan(fen) for fen in sums))] if rows else rows
