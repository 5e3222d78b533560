"""Files of a project (档案): kept in the database once, checked by content, never executed."""

from hashlib import sha256

import filetype
from sqlite_utils import Database

from db import pictures
from db.repair_fund.steps import estate_of, of_a_project
from db.rows import first, many, one, put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain import archives
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.repair_fund.files import (
    APPLE,
    NOT_HEIC,
    TAKEN,
    FileKind,
    NewFile,
    ProjectFile,
    check_file,
    file_name,
    with_ending,
)

FILES = """
    select f.id, f.project_id, f.kind, f.name, f.media_type, f.size, f.sha256, f.added_on,
           a.name as added_by, w.withdrawn_on, b.name as withdrawn_by, w.reason as why
      from project_files f join accounts a on a.id = f.added_by
      left join withdrawn_files w on w.file_id = f.id
      left join accounts b on b.id = w.withdrawn_by
"""
DAMAGED = "这个文件坏了，打不开。请重新保存再传。"
THUMBS = "select content from picture_thumbs where sha256 = :sha256"
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}  # what makes a zip one of these


@of_a_project(Permission.SEE_FUND)
def files(visit: Visit, project_id: int) -> list[ProjectFile]:
    """The files of a project, by what they prove and in the order they came."""
    return many(
        visit.db,
        ProjectFile,
        f"{FILES} where f.project_id = :id order by f.kind, f.id",
        id=project_id,
    )


@reads(Permission.SEE_FUND)
def content(visit: Visit, file_id: int) -> tuple[ProjectFile, bytes]:
    """One file with its bytes. Raises NotFound, and NotAllowed outside the person's estate."""
    file = one(visit.db, ProjectFile, "这份资料", f"{FILES} where f.id = :id", id=file_id)
    visit.user.must_cover(estate_of(visit.db, file.project_id))
    sql = "select content from file_contents where sha256 = :sha256"
    return file, bytes(value(visit.db, sql, sha256=file.sha256))


@reads(Permission.SEE_FUND)
def thumb(visit: Visit, file_id: int) -> bytes | None:
    """A small picture for lists (JPEG); None when the file cannot be opened."""
    file, whole = content(visit, file_id)
    kept = value(visit.db, THUMBS, sha256=file.sha256)
    if kept is not None:
        return bytes(kept)
    found = pictures.opens(whole)  # stored before pictures were checked
    return found.thumb if found else None


@reads(Permission.SEE_FUND)
def picture(visit: Visit, file_id: int) -> bytes | None:
    """A picture to be looked at, upright; None when the file cannot be opened."""
    file, whole = content(visit, file_id)
    if value(visit.db, THUMBS, sha256=file.sha256) is not None:
        return whole
    found = pictures.opens(whole)
    return found.content if found else None


@writes(Permission.REGISTER_PROPOSAL)
def withdraw_file(visit: Visit, file_id: int, reason: str, *, slip: str) -> Receipt:
    """Take a wrong file back (撤回): it stays on record with the reason; no step rests on it."""
    file = one(visit.db, ProjectFile, "这份资料", f"{FILES} where f.id = :id", id=file_id)
    visit.user.must_cover(estate_of(visit.db, file.project_id))
    reason = plain_text(reason, "为什么撤回", least=2, most=100)
    if file.withdrawn_on is not None:
        raise WrongState(f"“{file.name}”已经撤回了，不用再撤。")
    if value(visit.db, "select count(*) from evote_totals where file_id = :id", id=file_id):
        raise WrongState(
            f"“{file.name}”是电子投票合计的凭据，不能撤回。合计登记错了，请连同对的导出再登记一次。"
        )
    made = put(
        visit.db, "withdrawn_files", file_id=file_id, reason=reason, withdrawn_by=visit.user.id,
        withdrawn_on=visit.today,
    )  # fmt: skip
    return Receipt(f"已撤回{file.kind.label}：{file.name}。记录还留着。", made)


@writes(Permission.REGISTER_PROPOSAL)
def attach_file(visit: Visit, new: NewFile) -> Receipt:
    """Put a file on a project's record (传资料)."""
    visit.user.must_cover(estate_of(visit.db, new.project_id))
    id = keep_file(visit, new.project_id, new.kind, new.name, new.content)
    return Receipt(f"已存好{new.kind.label}：{new.name}。", id)


@inside_gate
def keep_file(visit: Visit, project_id: int, kind: FileKind, name: str, content: bytes) -> int:
    """Store one file; the same file of the same kind is stored once. Its number."""
    name, content, small = _as_kept(name, content)
    print_of = sha256(content).hexdigest()
    there = f"{FILES} where f.project_id = :p and f.kind = :kind and f.sha256 = :sha256"
    same = first(visit.db, ProjectFile, there, p=project_id, kind=kind, sha256=print_of)
    if same is not None and same.withdrawn_on is not None:
        raise Invalid(f"这份{kind.label}撤回过（{same.why}），不能再传。请选对的那一份。")
    if same is not None:
        return same.id
    _store(visit.db, print_of, content, small)
    return put(
        visit.db, "project_files", project_id=project_id, kind=kind, name=name,
        media_type=media_type_of(content), size=len(content), sha256=print_of,
        added_by=visit.user.id, added_on=visit.today,
    )  # fmt: skip


@inside_gate
def keep_picture(visit: Visit, name: str, content: bytes) -> str:
    """Store a photograph that belongs to no project; its print. Raises Invalid for anything else."""
    name, content, small = _as_kept(name, content)
    if small is None:
        raise Invalid(f"“{name}”不是照片。请传一张照片。")
    print_of = sha256(content).hexdigest()
    _store(visit.db, print_of, content, small)
    return print_of


def _store(db: Database, print_of: str, content: bytes, small: bytes | None) -> None:
    """The bytes and the small picture, each once."""
    db.execute(
        "insert into file_contents (sha256, content) select ?, ?"
        " where not exists (select 1 from file_contents where sha256 = ?)",
        [print_of, content, print_of],
    )
    if small is not None:
        db.execute(
            "insert into picture_thumbs (sha256, content) select ?, ?"
            " where not exists (select 1 from picture_thumbs where sha256 = ?)",
            [print_of, small, print_of],
        )


def _as_kept(name: str, content: bytes) -> tuple[str, bytes, bytes | None]:
    """Name, bytes and small picture as they may be stored. Raises Invalid before anything is."""
    guess = filetype.guess(content)
    if guess is not None and guess.extension in APPLE:
        raise Invalid(NOT_HEIC.format(name=file_name(name)))
    media_type = media_type_of(content)
    name = check_file(name, len(content), media_type)
    if media_type is None or not media_type.startswith("image/"):
        return name, content, None
    ready = pictures.made_ready(name, content)
    return with_ending(name, ready.media_type), ready.content, ready.thumb


def media_type_of(content: bytes) -> str | None:
    """What the bytes are, whatever the name says; None for what is not taken."""
    guess = filetype.guess(content)
    if guess is None:
        return None
    if guess.extension in ("zip", *PARTS):
        return _office_type(content)
    return str(guess.mime) if guess.mime in TAKEN else None


def _office_type(content: bytes) -> str | None:
    """A Word or Excel file is a zip with its main part inside."""
    with archives.opened(content, DAMAGED, DAMAGED) as archive:
        names = set(archive.names.values())
    for ending, part in PARTS.items():
        if part in names:
            return next(media for media, known in TAKEN.items() if ending in known)
    return None
