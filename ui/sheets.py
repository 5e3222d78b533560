"""Reading tables (读表格): .xlsx, .xls, .csv and pasted text into rows, each at a bounded cost."""

import csv
import io
import re
from collections.abc import Iterator

from domain.errors import Invalid
from domain.sheets import MOST_BYTES, MOST_COLUMNS, MOST_LINES, TOO_LARGE, Allowance, SheetRow
from ui import sheets_xls, sheets_xlsx

OLD_EXCEL, ZIPPED = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
LONG_LINE = re.compile(r"[^\r\n]{200000}")


def read_rows(content: bytes) -> tuple[SheetRow, ...]:
    """The rows of a table, told by its bytes, whatever it is called. Raises Invalid, in words.

    Every sheet is read, the hidden ones too; blank rows are left out, numbers are the file's.
    """
    if not content:
        raise Invalid("这个文件是空的。请重新选一次。")
    if len(content) > MOST_BYTES:
        raise Invalid("这个文件超过 10 兆，没有读。请只留要用的那几列，按楼栋分成几个表再传。")
    if content.startswith(OLD_EXCEL):
        return tuple(sheets_xls.rows(content))
    if content.startswith(ZIPPED):
        return tuple(sheets_xlsx.rows(content))
    return tuple(rows_of_text(_decoded(content)))


def rows_of_text(text: str) -> Iterator[SheetRow]:
    """The rows of a .csv or of a pasted table. Raises Invalid for a quote that is never closed."""
    if "\0" in text:
        raise Invalid("这不是表格文件。请选表格，或者从模板开始填。")
    if text.count("\n") > MOST_LINES:
        raise Invalid(TOO_LARGE)
    if LONG_LINE.search(text):
        raise Invalid("这个文件有一行特别长，不像表格，没有读。请另存为新版的表格再传。")
    first = next((line for line in text.split("\n", 20)[:20] if line.strip()), "")
    mark = max(",\t;，", key=first.count)
    allowance = Allowance()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = begun = 0
    try:
        for number, cells in enumerate(reader, 1):
            if not any(cells):
                begun = reader.line_num
                continue
            _one_row(cells, mark, first.count(mark), begun + 1, reader.line_num)
            begun = reader.line_num
            row = SheetRow(
                number, tuple(cells[:MOST_COLUMNS]), wide=any(map(str.strip, cells[MOST_COLUMNS:]))
            )
            if row.blank:
                continue
            for cell in row.cells:
                allowance.cell(cell)
            allowance.row(len(row.cells))
            yield row
    except csv.Error as error:
        raise Invalid(_quoted(begun + 1)) from error


def _one_row(cells: list[str], mark: str, marks: int, begun: int, ended: int) -> None:
    """A quote opened in one row and closed in a later one has swallowed the rows between."""
    for cell in cells:
        if "\n" in cell and any(part.count(mark) >= max(1, marks) for part in cell.split("\n")[1:]):
            raise Invalid(
                f"第 {begun} 行的引号到第 {ended} 行才合上，中间的几行会被当成一格。"
                "请看看引号，或者另存为新版的表格再传。什么也没导入。"
            )


def _quoted(line: int) -> str:
    return (
        f"第 {line} 行的引号没有合上，后面的行分不清了。"
        "请补上引号或者删掉它，或者另存为新版的表格再传。什么也没导入。"
    )


def _decoded(content: bytes) -> str:
    """Text as offices write it: with or without a mark of its encoding, or in GBK."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("文件里的字认不出来。请用表格软件打开，另存为新版的表格再传。")
