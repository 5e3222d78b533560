"""Minutes are edited, reviewed, signed, published, corrected (改稿、审核、签发、公开、更正)."""

from db.meeting_agenda.live import must_have_seen
from db.meeting_agenda.meetings import meeting
from db.meeting_agenda.minutes import PUBLIC, draft, minutes_of, names_of_residents
from db.rows import many, move_to, put, put_many, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.meeting_agenda.meetings import MeetingState
from domain.meeting_agenda.minutes import (
    Edit,
    Line,
    Minutes,
    NewCorrection,
    check_correction,
    check_edit,
    check_minutes_move,
    check_public,
)
from domain.meeting_agenda.sittings import MinutesState
from domain.people import Permission, check_second_person
from domain.receipts import Receipt
from domain.registry import plain_text

NEWEST_EDIT = """
    select e.id, substr(e.text, 1, 40) as said, a.name as by, e.at
      from minutes_edits e join accounts a on a.id = e.by_id
     where e.meeting_id = :of and e.key = :key order by e.id desc limit 1
"""


@writes(Permission.RECORD_MEETING)
def edit_paragraph(visit: Visit, paper: Edit) -> Receipt:
    """Type over one paragraph of a draft (改一段); an empty one is left out."""
    known = minutes_of(visit.db, paper.meeting_id)
    lines = draft(visit.db, known.meeting_id) if known.state is MinutesState.DRAFT else []
    text = check_edit(paper, known.state, {line.key for line in lines})
    named = {"of": known.meeting_id, "key": paper.key}
    must_have_seen(visit.db, "这一段", paper.seen, NEWEST_EDIT, **named)
    put(
        visit.db, "minutes_edits", meeting_id=known.meeting_id, key=paper.key, text=text,
        at=visit.now, by_id=visit.user.id, seen=paper.seen,
    )  # fmt: skip
    return Receipt("这一段改好了。" if text else "这一段不写进纪要了。", known.meeting_id)


@writes(Permission.RECORD_MEETING)
def review(visit: Visit, meeting_id: int, *, slip: str | None = None) -> Receipt:
    """The draft is in order (审核通过): its lines are laid down as they are."""
    known = minutes_of(visit.db, meeting_id)
    check_minutes_move(known.state, MinutesState.REVIEWED)
    lines = [line for line in draft(visit.db, known.meeting_id) if line.text.strip()]
    put_many(
        visit.db,
        "minutes_lines",
        (
            {"meeting_id": known.meeting_id, "version": known.version + 1, "position": position,
             "key": line.key, "level": line.level, "text": line.text, "audience": line.audience,
             "confidential": int(line.confidential)}
            for position, line in enumerate(lines, 1)
        ),
    )  # fmt: skip
    _step(visit, known, MinutesState.REVIEWED, "审核通过")
    return Receipt(f"{known.numbered}审核通过，等书记签发。", known.meeting_id)


@writes(Permission.RECORD_MEETING)
def send_back_minutes(
    visit: Visit, meeting_id: int, reason: str, *, slip: str | None = None
) -> Receipt:
    """A draft again (退回草稿), with the reason; the lines of the review stay on file."""
    known = minutes_of(visit.db, meeting_id)
    check_minutes_move(known.state, MinutesState.DRAFT)
    why = plain_text(reason, "为什么退回", least=2, most=100)
    _step(visit, known, MinutesState.DRAFT, why)
    return Receipt(f"{known.numbered}退回草稿：{why}。", known.meeting_id)


@writes(Permission.SIGN_MINUTES)
def sign(visit: Visit, meeting_id: int, *, slip: str | None = None) -> Receipt:
    """The chair signs (签发): read-only from now on; never who reviewed them."""
    known = minutes_of(visit.db, meeting_id)
    check_minutes_move(known.state, MinutesState.SIGNED)
    if known.reviewer_id is not None:
        check_second_person(known.reviewer_id, visit.user.id, "签发纪要")
    _step(visit, known, MinutesState.SIGNED, "签发")
    move_to(visit.db, "meetings", meeting(visit.db, known.meeting_id), MeetingState.CONFIRMED)
    return Receipt(f"{known.numbered}签发了。要改只能发更正。", known.meeting_id)


@writes(Permission.SIGN_MINUTES)
def publish(visit: Visit, meeting_id: int, *, slip: str | None = None) -> Receipt:
    """The public version goes out (公开); refused while a resident's name stands in it."""
    known = minutes_of(visit.db, meeting_id)
    check_minutes_move(known.state, MinutesState.PUBLISHED)
    lines = many(visit.db, Line, PUBLIC, id=known.meeting_id)
    check_public([line.text for line in lines], names_of_residents(visit.db, known.meeting_id))
    _step(visit, known, MinutesState.PUBLISHED, "公开")
    return Receipt(f"{known.numbered}的公开版可以张贴了，{len(lines)} 段。", known.meeting_id)


@writes(Permission.SIGN_MINUTES)
def correct_minutes(visit: Visit, new: NewCorrection) -> Receipt:
    """What was signed is wrong (更正): the right one follows, the wrong one stays."""
    known = minutes_of(visit.db, new.meeting_id)
    new = check_correction(new, known.state)
    if new.public:
        names = names_of_residents(visit.db, known.meeting_id)
        check_public((new.wrong, new.right), names)
    sql = "select coalesce(max(seq), 0) + 1 from minutes_corrections where meeting_id = :id"
    seq = int(value(visit.db, sql, id=known.meeting_id))
    id = put(
        visit.db, "minutes_corrections", meeting_id=known.meeting_id, seq=seq, wrong=new.wrong,
        right=new.right, public=new.public, at=visit.now, by_id=visit.user.id,
    )  # fmt: skip
    return Receipt(f"{known.numbered}的更正之{seq}记下了。", id)


@inside_gate
def _step(visit: Visit, known: Minutes, to: MinutesState, words: str) -> None:
    put(
        visit.db, "minutes_steps", meeting_id=known.meeting_id, from_state=known.state, to_state=to,
        words=words, at=visit.now, by_id=visit.user.id,
    )  # fmt: skip
    done = visit.db.execute(
        "update minutes set state = ? where meeting_id = ? and state = ?",
        [to, known.meeting_id, known.state],
    )
    assert done.rowcount == 1  # the write lock is held since it was read
