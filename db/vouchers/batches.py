"""Batches of vouchers (券批次): made by one person, let out by another."""

from sqlite_utils import Database

from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.vouchers import codes
from db.writes import writes
from domain.errors import Invalid
from domain.money import yuan
from domain.people import Permission
from domain.receipts import Receipt
from domain.vouchers.batches import Batch, MerchantUses, NewBatch, check_batch, check_batch_approval

BATCHES = """
    select b.id, b.title, b.group_id, g.name as group_name, b.face_fen, b.points_price, b.pieces,
           b.budget_fen, b.fund_source, b.valid_from, b.valid_to, b.created_by,
           maker.name as created_by_name, second.name as approved_by_name,
           c.unissued, c.given, c.in_hand, c.used, c.settled, c.expired, c.void
      from voucher_batches b
      join merchant_groups g on g.id = b.group_id
      join accounts maker on maker.id = b.created_by
      left join accounts second on second.id = b.approved_by
      join (select batch_id,
                   count(*) filter (where state = 'created') as unissued,
                   count(issued_at) as given,
                   count(*) filter (where state = 'issued') as in_hand,
                   count(*) filter (where state in ('used', 'settled', 'disputed')) as used,
                   count(*) filter (where state = 'settled') as settled,
                   count(*) filter (where state = 'expired') as expired,
                   count(*) filter (where state = 'void') as void
              from vouchers where :id is null or batch_id = :id group by batch_id) c
        on c.batch_id = b.id
     order by b.id desc limit :most
"""


@reads(Permission.SEE_VOUCHERS)
def batches(visit: Visit, most: int = 60) -> list[Batch]:
    """The newest batches with their counts (批次统计)."""
    return many(visit.db, Batch, BATCHES, id=None, most=most)


def batch(db: Database, id: int) -> Batch:
    return one(db, Batch, "这批券", BATCHES, id=id, most=1)


@reads(Permission.SEE_VOUCHERS)
def batch_uses(visit: Visit, id: int) -> list[MerchantUses]:
    """Where the vouchers of a batch were used (批次统计), the busiest merchant first."""
    return many(
        visit.db,
        MerchantUses,
        """
        select m.name as merchant, count(*) as used,
               count(*) filter (where v.state = 'settled') as settled,
               count(*) * b.face_fen as used_fen,
               count(*) filter (where v.state = 'settled') * b.face_fen as settled_fen
          from vouchers v join merchants m on m.id = v.merchant_id
          join voucher_batches b on b.id = v.batch_id
         where v.batch_id = :id and v.state in ('used', 'settled', 'disputed')
         group by m.id order by used desc, m.id
        """,
        id=id,
    )


@writes(Permission.MANAGE_VOUCHERS)
def create_batch(visit: Visit, paper: NewBatch) -> Receipt:
    """Make a batch (建批次) with all its codes; nothing leaves the drawer before the approval."""
    title, fund = check_batch(paper, visit.today)
    db = visit.db
    if not value(db, "select 1 from merchant_groups where id = :id", id=paper.group_id):
        raise Invalid("还没选在哪类商户用。")
    id = put(
        db, "voucher_batches", title=title, group_id=paper.group_id, face_fen=paper.face_fen,
        points_price=paper.points_price, pieces=paper.pieces, budget_fen=paper.budget_fen,
        fund_source=fund, valid_from=paper.valid_from, valid_to=paper.valid_to,
        created_by=visit.user.id, created_at=visit.now, source="entered",
    )  # fmt: skip
    db.conn.executemany(
        "insert into vouchers (batch_id, code, state) values (?, ?, 'created')",
        ((id, codes.new_code()) for _ in range(paper.pieces)),
    )
    all_ = yuan(paper.face_fen * paper.pieces)
    return Receipt(f"“{title}”{paper.pieces:,} 张建好了，面值共 {all_}。等另一个人核准再发。", id)


@writes(Permission.MANAGE_VOUCHERS)
def approve_batch(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """The second person lets the batch out (核准批次)."""
    paper = batch(visit.db, id)
    check_batch_approval(paper, visit.user.id)
    visit.db.execute("update voucher_batches set approved_by = ? where id = ?", [visit.user.id, id])
    return Receipt(f"“{paper.title}”已核准，{paper.pieces:,} 张可以发了。", id)
