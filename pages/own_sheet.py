"""个人信息查询单 from the resident's page: what the house and every feature hold, as one paper."""

from collections.abc import Iterator
from uuid import uuid4

from db import own_sheet, registry
from db.visit import Visit, permission_of
from domain.own_sheet import OwnSheet, Section
from domain.registry import Resident
from pages.again import download
from pages.feature import ResidentPart
from ui.own_sheet import own_sheet_docx
from ui.paper import DOCX


def button(visit: Visit, who: Resident, parts: list[ResidentPart]) -> None:
    """For who may: one tap saves the paper, and that is written down before it is made."""
    needs = permission_of(own_sheet.record_print)
    if visit.user.may(needs):
        download(
            "打印个人信息查询单", f"个人信息查询单-{who.id}.docx", DOCX,
            lambda now: _made(now, who.id, parts), needs, icon="print",
        )  # fmt: skip


def _made(visit: Visit, id: int, parts: list[ResidentPart]) -> bytes:
    own_sheet.record_print(visit, id, slip=f"own-sheet-{uuid4().hex}")
    community = registry.community(visit.db)
    sheet = OwnSheet(
        community.name if community else "", registry.resident(visit.db, id).name, visit.now,
        visit.user.name, (*own_sheet.held(visit, id), *_sections(visit, id, parts)),
    )  # fmt: skip
    return own_sheet_docx(sheet)


def _sections(visit: Visit, id: int, parts: list[ResidentPart]) -> Iterator[Section]:
    """What each feature holds; a part the printer may not read says whom to ask."""
    for part in parts:
        if part.words is None:
            continue
        if visit.user.may(permission_of(part.read)):
            told = part.read(visit, id)
            yield Section(part.title, tuple(part.words(told)) if told else ())
        else:
            yield Section(part.title, (("没有打印", "打印的人没有看它的权限，请问居委会"),))
