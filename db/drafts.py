"""Drafts (没存的填写): kept while somebody types, found again when he comes back, private to him.

They are no writes of the community's books: no permission, no audit line, no receipt. Every
function takes the account whose drafts are meant, and sees no other's.
"""

from datetime import datetime

from sqlite_utils import Database

from db.rows import many
from db.writes import transaction
from domain.days import stamp
from domain.drafts import KEPT_FOR, LONGEST, Draft, Place
from domain.errors import Invalid

DRAFTS = """
    select room, dialog, given, form, slip, fields, updated_at from drafts
     where account_id = :account and room = :room and updated_at > :since
"""


def drafts_in(db: Database, account_id: int, room: str, now: datetime) -> list[Draft]:
    """Everything this person has begun in this room, the newest first; nothing older than a week."""
    since = stamp(now - KEPT_FOR)
    sql = f"{DRAFTS} order by updated_at desc"
    return many(db, Draft, sql, account=account_id, room=room, since=since)


def keep_draft(
    db: Database, account_id: int, place: Place, form: str, slip: str, fields: str, now: datetime
) -> None:
    """Keep what is filled in now; whatever anybody left more than a week ago goes with it.

    Raises Invalid when it is longer than the file takes.
    """
    if len(fields) > LONGEST:
        raise Invalid("这里填的太长，没法替你留着。分几次登记，或者用表格导入。")
    with transaction(db):
        db.execute("delete from drafts where updated_at <= ?", [stamp(now - KEPT_FOR)])
        db.execute(
            "insert or replace into drafts values (?, ?, ?, ?, ?, ?, ?, ?)",
            [account_id, place.room, place.dialog, place.given, form, slip, fields, stamp(now)],
        )


def drop_draft(db: Database, account_id: int, slip: str) -> None:
    """Forget it (清空). The write that saves a slip forgets its draft by itself."""
    with transaction(db):
        db.execute("delete from drafts where slip = ? and account_id = ?", [slip, account_id])
