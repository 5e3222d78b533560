"""Tables as offices send them: .xlsx and .csv into rows of text, and the template to fill in."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.errors import Invalid
from domain.repair_fund.paper_import import HEADINGS, MOST_ROWS, SheetRow

OLD_EXCEL, ZIPPED = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
MOST_UNPACKED = 200 * 1024 * 1024  # a file of ten megabytes may unpack to gigabytes
MOST_CELL, MOST_COLUMNS = 200, 12
BROKEN = "这个表格打不开。请用表格软件打开它，另存一份再传。"
OLD = "这是老格式的表格，或者加了密码。请打开它，另存为新版的表格（不加密码）再传。"


def read_rows(content: bytes) -> tuple[SheetRow, ...]:
    """The rows of a table, told by its bytes, whatever it is called. Raises Invalid, in words."""
    if not content:
        raise Invalid("这个文件是空的。请重新选一次。")
    if content.startswith(OLD_EXCEL):
        raise Invalid(OLD)
    if content.startswith(ZIPPED):
        return tuple(_from_xlsx(content))
    return tuple(_from_csv(content))


def template_xlsx(title: str, rooms: Sequence[str]) -> bytes:
    """The table to fill in: rooms written down already, answers chosen from a list."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表决票"
    sheet.append([*HEADINGS])
    for room in rooms:
        sheet.append([room])
    for (cell,) in sheet.iter_rows(min_row=2, max_col=1):
        cell.number_format = "@"  # or 1-2-2001 becomes a day
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
    for letter, width in zip("ABC", (18, 12, 40)):
        sheet.column_dimensions[letter].width = width
    choices = DataValidation("list", formula1='"同意,反对,弃权"', allow_blank=True)
    choices.error, choices.errorTitle = "只能写同意、反对或弃权", "意见"
    sheet.add_data_validation(choices)
    choices.add(f"B2:B{max(2, len(rooms) + 1)}")
    sheet.freeze_panes = "A2"
    book.properties.title, book.properties.creator = title, ""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _from_xlsx(content: bytes) -> Iterator[SheetRow]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Invalid("这个表格太大了。请只留房号、意见、备注三列再传。")
        book = load_workbook(io.BytesIO(content), data_only=True)
        sheet = book.worksheets[0]
    except (zipfile.BadZipFile, InvalidFileException, ParseError) as error:
        raise Invalid(BROKEN) from error
    except (KeyError, ValueError, IndexError, TypeError, AttributeError, OSError) as error:
        raise Invalid(BROKEN) from error
    yield from _rows_of(sheet)


def _rows_of(sheet: Worksheet) -> Iterator[SheetRow]:
    """Rows that are empty are kept: their numbers are the file's."""
    merged = {
        row
        for block in sheet.merged_cells.ranges
        for row in range(block.min_row, block.max_row + 1)
    }
    full = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
        texts = tuple(_text(cell) for cell in cells)
        full += any(texts)
        if full > MOST_ROWS + 100:  # enough to refuse it; the headings stand above
            return
        yield SheetRow(number, texts, number in merged)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):  # a moment is one too
        return cell.isoformat().replace("T", " ")
    return str(cell)[:MOST_CELL]


def _from_csv(content: bytes) -> Iterator[SheetRow]:
    text = _decoded(content)
    if "\0" in text:
        raise Invalid("这不是表格文件。请选新版的表格，或者从模板开始填。")
    first = text.split("\n", 1)[0]
    mark = max(",\t;，", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        full = 0
        for cells in reader:
            texts = tuple(cell[:MOST_CELL] for cell in cells[:MOST_COLUMNS])
            full += any(texts)
            if full > MOST_ROWS + 100:
                return
            yield SheetRow(reader.line_num, texts)
    except csv.Error as error:
        raise Invalid(BROKEN) from error


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
