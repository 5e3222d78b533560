"""Files of a project (档案): kept in the database once, checked by content, never executed."""

from hashlib import sha256

import filetype

from db.repair_fund.steps import estate_of, of_a_project
from db.rows import many, one, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain import archives
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.files import TAKEN, FileKind, NewFile, ProjectFile, check_file

FILES = """
    select f.id, f.project_id, f.kind, f.name, f.media_type, f.size, f.sha256, f.added_on,
           a.name as added_by
      from project_files f join accounts a on a.id = f.added_by
"""
DAMAGED = "这个文件坏了，打不开。请重新保存再传。"
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


@writes(Permission.REGISTER_PROPOSAL)
def attach_file(visit: Visit, new: NewFile) -> Receipt:
    """Put a file on a project's record (传资料)."""
    visit.user.must_cover(estate_of(visit.db, new.project_id))
    id = keep_file(visit, new.project_id, new.kind, new.name, new.content)
    return Receipt(f"已存好{new.kind.label}：{new.name}。", id)


@inside_gate
def keep_file(visit: Visit, project_id: int, kind: FileKind, name: str, content: bytes) -> int:
    """Store one file; the same file of the same kind is stored once. Its number."""
    name = check_file(name, len(content), media_type_of(content))
    print_of = sha256(content).hexdigest()
    found = value(
        visit.db,
        "select id from project_files where project_id = :p and kind = :kind and sha256 = :sha256",
        p=project_id,
        kind=kind,
        sha256=print_of,
    )
    if found is not None:
        return int(found)
    visit.db.execute(
        "insert into file_contents (sha256, content) select ?, ?"
        " where not exists (select 1 from file_contents where sha256 = ?)",
        [print_of, content, print_of],
    )
    made = visit.db.execute(
        "insert into project_files (project_id, kind, name, media_type, size, sha256, added_by,"
        " added_on) values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            project_id,
            kind,
            name,
            media_type_of(content),
            len(content),
            print_of,
            visit.user.id,
            visit.today.isoformat(),
        ],
    )
    return int(made.lastrowid or 0)


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
