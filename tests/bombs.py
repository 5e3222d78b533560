"""Files that take a server (炸弹): small to send, gigabytes to open. `python -m tests.bombs` opens all.

Each is read or refused in a process that may grow by 300 MB, and says how long it took.
"""

import io
import json
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from domain.errors import Invalid

GROWTH = 300 * 1024 * 1024
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>房号</t></is></c></row>'
CELL = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
DTD = "<!DOCTYPE s [<!ENTITY a0 'lol'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)


def xlsx(
    *sheets: str | bytes, strings: str | bytes = "", book: str = "", how: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A workbook of these sheets (the whole XML of each), otherwise as an office writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        names = range(1, len(sheets) + 1)
        listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}"/>' for n in names)
        archive.writestr(
            "xl/workbook.xml", book or f"<workbook><sheets>{listed}</sheets></workbook>"
        )
        parts = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in names]
        parts.append(("rs", "sharedStrings", "sharedStrings.xml"))
        related = "".join(
            f'<Relationship Id="{id}" Type="{TYPES}{kind}" Target="{to}"/>'
            for id, kind, to in parts
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{related}</Relationships>")
        archive.writestr("xl/sharedStrings.xml", strings or "<sst/>")
        for n, sheet in zip(names, sheets):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", sheet)
    return out.getvalue()


def sheet(rows: str, more: str = "") -> str:
    return f"<worksheet><sheetData>{HEAD}{rows}</sheetData>{more}</worksheet>"


def far_cell(at: str = "XFD1048576") -> str:
    return sheet(f'<row r="1048576">{CELL.format(at)}</row>')


def merges(count: int, ref: str = "A1:XFD1048576") -> str:
    one = f'<mergeCell ref="{ref}"/>'
    return sheet("", f"<mergeCells>{one * count}</mergeCells>")


def directory(parts: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(parts):
            archive.writestr(f"{n}", b"")
    return out.getvalue()


def old(rows: int, merged: int, columns: int) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    table = book.add_sheet("表")
    for row in range(rows):
        table.write(row, 0, "x")
    table.write(65_535, columns - 1, "x")
    table.write_merge(rows, rows + merged, 0, columns - 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def nested() -> bytes:
    inner = xlsx(far_cell())
    for _ in range(20):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", inner)
        inner = out.getvalue()
    return inner


MB = 1024 * 1024
BOMBS: dict[str, Callable[[], bytes]] = {
    "one cell in the last row and column": lambda: xlsx(far_cell()),
    "one cell in the last row": lambda: xlsx(far_cell("A1048576")),
    "a merge over the whole sheet": lambda: xlsx(merges(1)),
    "a merge over the whole sheet 15,000 times": lambda: xlsx(merges(15_000)),
    "400,000 merges": lambda: xlsx(merges(400_000, "A1:B2")),
    "a million empty rows": lambda: xlsx(sheet("".join(f'<row r="{n}"/>' for n in range(2, MB)))),
    "two million styled empty cells": lambda: xlsx(sheet("<row>" + '<c s="1"/>' * 2_000_000 + "</row>")),
    "three million small cells": lambda: xlsx(sheet(f"<row>{'<c><v>1</v></c>' * 3_000_000}</row>")),
    "60,000 rows as wide as may be": lambda: xlsx(sheet(f"<row>{CELL.format('IV2')}</row>" * 60_000)),
    "sizes claimed and not there": lambda: xlsx(
        f'<worksheet><dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" hidden="1"/>'
        f"</cols><sheetData>{HEAD}</sheetData></worksheet>"
    ),
    "a hundred sheets of far cells and merges": lambda: xlsx(*[far_cell(), merges(500)] * 50),
    "a hundred thousand sheets": lambda: xlsx(
        sheet(""), book="<workbook><sheets>" + '<sheet name="a" r:id="r1"/>' * 100_000 + "</sheets></workbook>"
    ),
    "five million shared texts": lambda: xlsx(sheet(""), strings=f"<sst>{'<si><t>a</t></si>' * 5_000_000}</sst>"),
    "one shared text of fifty million letters": lambda: xlsx(
        sheet(""), strings=f"<sst><si><t>{'长' * 25 * MB}</t></si></sst>"
    ),
    "a long shared text in half a million cells": lambda: xlsx(
        sheet("<row>" + '<c t="s"><v>0</v></c>' * 500_000 + "</row>"), strings=f"<sst><si><t>{'长' * 200_000}</t></si></sst>"
    ),
    "a cell of fifty megabytes": lambda: xlsx(
        sheet(f'<row><c t="inlineStr"><is><t>{"x" * 50 * MB}</t></is></c></row>')
    ),
    "an attribute of fifty megabytes": lambda: xlsx(sheet(f'<row spans="{"1" * 50 * MB}"/>')),
    "a comment of ninety megabytes": lambda: xlsx(sheet(f"<!--{'x' * 90 * MB}-->")),
    "three hundred megabytes of blanks": lambda: xlsx(sheet(" " * (300 * MB))),
    "elements in elements": lambda: xlsx(sheet("<a>" * 8_000_000)),
    "every element of another name": lambda: xlsx(sheet("".join(f"<x{n}/>" for n in range(3_000_000)))),
    "every attribute of another name": lambda: xlsx(
        sheet("".join(f'<row a{n}="" b{n}=""/>' for n in range(1_500_000)))
    ),
    "entities that unfold": lambda: xlsx(DTD + f"<worksheet>{HEAD}&a11;</worksheet>"),
    "entities that unfold in the texts": lambda: xlsx(sheet(""), strings=f"{DTD}<sst>&a11;</sst>"),
    "entities that unfold in the workbook": lambda: xlsx(sheet(""), book=f"{DTD}<workbook>&a11;</workbook>"),
    "a zip in a zip in a zip": nested,
    "a hundred thousand parts": lambda: directory(100_000),
    "a part packed to ask for memory": lambda: xlsx(sheet(" " * MB), how=zipfile.ZIP_LZMA),
    "half a zip": lambda: xlsx(far_cell())[:-40],
    "an old table with a far cell and merges": lambda: old(100, 8_000, 256),
    "an old table of rubbish": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20_000,
    "a text of 200 MB": lambda: b"1-1-101,x\n" * 20 * MB,
    "a text of one line": lambda: b"x" * 10 * MB,
    "a text of one Chinese line": lambda: "房".encode() * (3 * MB),
    "nothing but commas": lambda: b"," * 10 * MB,
    "nothing but quotes": lambda: b'"' * 10 * MB,
    "nothing but line ends": lambda: b"\n" * 10 * MB,
    "a million line ends": lambda: b"a,b" + b"\n" * 1_000_000,
    "a quote that is never closed": lambda: b'a,"b\n' + b"1-1-101,x\n" * (MB // 2),
    "many short rows": lambda: b"1,2\n" * 2 * MB,
}  # fmt: skip


def _memory() -> int:
    import resource

    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()


def opened() -> Iterator[dict[str, object]]:
    """Open every bomb under the limit: what became of it, and the seconds it took."""
    import resource  # no such thing on Windows, where only the shapes of the files are used

    from db.repair_fund.files import media_type_of
    from ui.sheets import read_rows

    for name, make in BOMBS.items():
        content = make()
        for what, open_it in (("table", read_rows), ("file", media_type_of)):
            free = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.setrlimit(resource.RLIMIT_AS, (_memory() + GROWTH, free[1]))
            begun = time.process_time()
            try:
                found = open_it(content)
                told = f"read {len(found) if isinstance(found, tuple) else found}"
            except Invalid as refusal:
                told = f"refused: {refusal}"
            except MemoryError:
                told = "out of memory"
            seconds = time.process_time() - begun
            resource.setrlimit(resource.RLIMIT_AS, free)
            yield {"bomb": name, "what": what, "told": told, "seconds": round(seconds, 2)}


if __name__ == "__main__":
    for line in opened():
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
