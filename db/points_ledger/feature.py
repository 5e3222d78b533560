"""What 湾郡币 brings to the house: awards that wait for somebody, and what was issued this month."""

from db.chain import CHAINED
from db.feature import Board, Feature
from db.points_ledger import awards, board
from db.points_ledger import books as points_books
from db.points_ledger.checks import books, chain, lots, samples
from db.points_ledger.notices_moved import move_notices
from db.points_ledger.of_people import OF_PEOPLE
from db.registry_book.merging import PEOPLE
from db.rest_days import MOVES
from db.rows import value
from db.visit import Visit, permission_of, reads
from domain.home import Due, Figure, Rank, due_for, second_person
from domain.people import Permission

LINKED = {
    "award_batches": "id, title, rule_id, earned_on, created_by, created_at",
    # The ledger's own chain reaches from its last entry to its first.
    "point_entries": "select json_array(id, hex(chain)) from point_entries where id > ? and id <= ?"
    " order by id desc limit 1",
    "spot_check_findings": "id, entry_id, result, note, checked_at, checked_by",
    "spot_checks": "id, month, seed, percent, first_id, last_id, drawn_at, drawn_by",
}


@reads(Permission.SEE_POINTS)
def figures(visit: Visit) -> list[Figure]:
    """What was issued this month, net of reversals."""
    issued = points_books.month_flow(visit.db, f"{visit.today:%Y-%m}").issued
    return [Figure("本月发放", f"{issued.net:,}", "枚", "loyalty", issued.told)]


@reads(Permission.SEE_POINTS)
def dues(visit: Visit) -> list[Due]:
    """Awards to be posted, and those that wait for a second person."""
    waiting, ready = awards.awards_waiting(visit.db, visit.today)
    dues: list[Due] = []
    if ready:
        title = f"{ready} 张湾郡币登记公示期满"
        due = Due(
            "points", Rank.WAITED_FOR, "今天", title, "入账以后居民才能用", "去入账", urgent=True
        )
        dues = due_for(visit.user, permission_of(awards.post_awards), due)
    due = Due(
        "points", Rank.WAITED_FOR, "待核准", "{} 张湾郡币登记等核准",
        "经办人不能核准自己的单子", "去核准",
    )  # fmt: skip
    needs = permission_of(awards.approve_award)
    return dues + second_person(visit.user, needs, due, waiting, _own_drafts(visit))


def _own_drafts(visit: Visit) -> int:
    """How many of those that wait for a second person this one wrote down."""
    own = "select count(*) from awards where state = 'draft' and created_by = :me"
    return int(value(visit.db, own, me=visit.user.id))


FEATURE = Feature(
    dues=dues,
    figures=figures,
    board=Board("points", board.figures),
    invariants=[*books.INVARIANTS, *lots.INVARIANTS, *samples.INVARIANTS],
    computed=[
        ("chain", "湾郡币流水的哈希链完整", chain.broken),
        ("redrawn", "按种子重抽，抽到的还是那几笔", samples.redrawn),
    ],
    tells=[CHAINED.told(LINKED), MOVES.told(move_notices), PEOPLE.told(OF_PEOPLE)],
)
