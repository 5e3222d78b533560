"""New tables (.xlsx) into rows, streamed: what a file claims to hold is never laid out in memory.

A far cell, a merge over the whole sheet or a formula costs what its own lines cost. The XML is read
piece by piece; documents with a DTD, endless tokens and too much of anything are refused.
"""

import posixpath
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from domain import archives
from domain.archives import Archive
from domain.errors import Invalid
from domain.sheets import (
    BROKEN,
    MOST_LETTERS,
    MOST_TEXTS,
    TOO_LARGE,
    Allowance,
    SheetRow,
    spans_of,
)
from ui.sheet_parts import SheetPart

MOST_SECONDS = 3.5  # of the processor, for the whole file
MOST_TOKEN = 4 * 1024 * 1024  # one tag or one run of attributes
MOST_SHEETS, MOST_DEEP = 200, 64
CHINESE_DAYS = {*range(27, 37), *range(50, 59)}  # built-in formats of Chinese Excel, all of days
Start = Callable[[str, dict[str, str]], None]


def rows(content: bytes) -> Iterator[SheetRow]:
    """The rows of every sheet in the order of the tabs. Raises Invalid, in words."""
    with archives.opened(content, BROKEN, TOO_LARGE) as archive:
        reading = _Reading(archive)
        book = reading.book()
        strings, days = reading.strings(book), reading.day_styles(book)
        allowance = Allowance()
        for name, path, concealed in book.sheets:
            part = SheetPart(strings, lambda style, typed: _number(typed, style in days, book.epoch),
                             allowance)  # fmt: skip
            reading.parse(path, part.start, part.end, part.text)
            spans = spans_of(part.merges, (row.number for row in part.rows))
            columns = frozenset(part.hidden_columns)
            for row in part.rows:
                yield replace(
                    row, sheet=name, sheet_hidden=concealed, hidden_columns=columns,
                    merged=row.number in spans, spans=spans.get(row.number, ()),
                )  # fmt: skip


class _Book:
    """What the workbook says of itself: its sheets, where its strings and formats are, its calendar."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.strings = self.styles = ""
        self.epoch = CALENDAR_WINDOWS_1900


class _Reading:
    """One archive being read, with the time it may take."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.until = time.thread_time() + MOST_SECONDS

    def parse(
        self, path: str, start: Start, end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        """Walk one XML part, names without their prefix. Raises Invalid beyond any sane size."""
        names: dict[str, str] = {}  # every name of an element or an attribute that was met
        parser = expat.ParserCreate(intern=names)
        parser.buffer_text = True
        depth = 0

        def begins(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > MOST_DEEP:
                raise Invalid(BROKEN)
            start(name if ":" not in name else name.rpartition(":")[2], attributes)

        def ends(name: str) -> None:
            nonlocal depth
            depth -= 1
            if end:
                end(name if ":" not in name else name.rpartition(":")[2])

        parser.StartElementHandler, parser.EndElementHandler = begins, ends
        if text:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_dtd
        fed = 0
        try:
            for piece in self.archive.chunks(path):
                parser.Parse(piece, False)
                fed += len(piece)
                waiting = fed - parser.CurrentByteIndex
                if time.thread_time() > self.until or max(waiting, len(names) * 400) > MOST_TOKEN:
                    raise Invalid(TOO_LARGE)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, KeyError, IndexError, OverflowError) as error:
            raise Invalid(BROKEN) from error

    def book(self) -> _Book:
        """Sheets, strings and formats by the relations that name them."""
        book, targets, found = _Book(), dict[str, tuple[str, str]](), list[dict[str, str]]()
        whole = self._relations("")
        path = next(
            (p for kind, p in whole.values() if kind == "officeDocument"), "xl/workbook.xml"
        )
        targets = self._relations(path)

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet":
                found.append(attributes)
            elif name == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
                book.epoch = CALENDAR_MAC_1904

        self.parse(path, start)
        if not found or len(found) > MOST_SHEETS:
            raise Invalid(TOO_LARGE if found else BROKEN)
        for sheet in found:
            at = next(
                (v for k, v in sheet.items() if k.rpartition(":")[2] == "id" and ":" in k), ""
            )
            kind, where = targets.get(at, ("", ""))
            if kind == "worksheet":  # a sheet of nothing but a chart has no rows
                book.sheets.append(
                    (sheet["name"], where, sheet.get("state", "visible") != "visible")
                )
        for kind, where in targets.values():
            if kind == "sharedStrings":
                book.strings = where
            elif kind == "styles":
                book.styles = where
        return book

    def _relations(self, path: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(path)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        if part.lower() not in self.archive.names:
            return found

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
                kind = attributes["Type"].rpartition("/")[2]
                found[attributes["Id"]] = (kind, target.lstrip("/"))

        self.parse(part, start)
        return found

    def strings(self, book: _Book) -> list[str]:
        """The shared texts; how words are pronounced (注音) is no part of them."""
        found: list[str] = []
        if not book.strings or book.strings.lower() not in self.archive.names:
            return found
        state: dict[str, Any] = {"text": [], "reads": False, "aside": 0, "letters": 0}

        def start(name: str, _: dict[str, str]) -> None:
            if name == "si":
                state["text"] = []
            elif name == "rPh":
                state["aside"] += 1
            state["reads"] = name == "t" and not state["aside"]

        def end(name: str) -> None:
            state["reads"] = False
            if name == "rPh":
                state["aside"] -= 1
            elif name == "si":
                found.append("".join(state["text"]))
                if len(found) > MOST_TEXTS:
                    raise Invalid(TOO_LARGE)

        def text(piece: str) -> None:
            if state["reads"]:
                state["text"].append(piece)
                state["letters"] += len(piece)
                if state["letters"] > MOST_LETTERS:
                    raise Invalid(TOO_LARGE)

        self.parse(book.strings, start, end, text)
        return found

    def day_styles(self, book: _Book) -> frozenset[int]:
        """The cell formats that show a number as a day or a time."""
        if not book.styles or book.styles.lower() not in self.archive.names:
            return frozenset()
        formats: dict[int, str] = dict(BUILTIN_FORMATS)
        used: list[int] = []
        inside = False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if name == "numFmt":
                formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")[:200]
            elif name == "cellXfs":
                inside = True
            elif name == "xf" and inside and len(used) < MOST_TEXTS:
                used.append(int(attributes.get("numFmtId", 0)))

        def end(name: str) -> None:
            nonlocal inside
            inside = inside and name != "cellXfs"

        self.parse(book.styles, start, end)
        days = {n for n, shape in formats.items() if is_date_format(shape)} | CHINESE_DAYS
        return frozenset(at for at, number in enumerate(used) if number in days)


def _refuse_dtd(*_: object) -> None:
    """Office files have none; what has one means to unfold into gigabytes."""
    raise Invalid(BROKEN)


def _number(typed: str, is_day: bool, epoch: Any) -> str:
    """A number as people would write it: 502, 8500.5, or the day it shows."""
    if not is_day and re.fullmatch(r"-?[0-9]{1,15}", typed):
        return typed
    value = float(typed)
    if is_day:
        try:
            return str(from_excel(value, epoch))
        except (ValueError, OverflowError, TypeError):
            return typed
    return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
