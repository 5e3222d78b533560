"""消费券 and settlements (消费券核对): pieces, points, uses and payments tell one story."""

from db.invariant import Invariant

USED = "('used', 'settled', 'disputed')"

INVARIANTS = [
    Invariant(
        "voucher_pieces",
        "每批券的张数和建批时写的一样",
        """
        select '批次 ' || b.id from voucher_batches b
         where b.pieces <> (select count(*) from vouchers v where v.batch_id = b.id)
        """,
    ),
    Invariant(
        "voucher_states",
        "每张券的状态和发出、使用的时间相符：全部＝发出过的＋没发的，用过的都发出过",
        f"""
        select '券 ' || id from vouchers
         where case state when 'created' then issued_at is not null or used_at is not null
                          when 'issued' then issued_at is null or used_at is not null
                          when 'expired' then used_at is not null
                          when 'void' then issued_at is null
                          else issued_at is null or used_at is null end
            or (state in {USED} and merchant_id is null) or used_at < issued_at
        """,
    ),
    Invariant(
        "voucher_budget",
        "每批发出的面值不超过预算",
        """
        select '批次 ' || b.id from voucher_batches b join vouchers v on v.batch_id = b.id
         where v.issued_at is not null
         group by b.id having count(*) * b.face_fen > b.budget_fen
        """,
    ),
    Invariant(
        "voucher_approval",
        "发出的券都来自另一个人核准的批次",
        """
        select '批次 ' || b.id from voucher_batches b
         where b.approved_by = b.created_by or (b.approved_by is null and exists
               (select 1 from vouchers v where v.batch_id = b.id and v.issued_at is not null))
        """,
    ),
    Invariant(
        "voucher_points",
        "用币换的每张券都有一笔相符的兑换，活动券没有",
        """
        select '券 ' || v.id from vouchers v join voucher_batches b on b.id = v.batch_id
          left join point_entries e on e.id = v.entry_id
          left join point_accounts a on a.id = e.debit_id
         where v.issued_at is not null and (
               (b.points_price = 0) <> (v.entry_id is null)
            or (b.points_price > 0 and (e.kind is not 'redeem'
                or e.points is not b.points_price or a.resident_id is not v.resident_id)))
        """,
    ),
    Invariant(
        "voucher_refunds",
        "作废的券都退了币，其余的没有退",
        """
        select '券 ' || v.id from vouchers v
         where v.entry_id is not null and (v.state = 'void')
            <> exists (select 1 from point_entries r where r.reverses_id = v.entry_id)
        """,
    ),
    Invariant(
        "voucher_uses",
        "每张券都在有效期里、在本组的商户用",
        """
        select '券 ' || v.id from vouchers v join voucher_batches b on b.id = v.batch_id
          join merchants m on m.id = v.merchant_id
         where m.group_id <> b.group_id
            or substr(v.used_at, 1, 10) not between b.valid_from and b.valid_to
        """,
    ),
    Invariant(
        "voucher_undos",
        "撤销的核销都在五分钟内，撤销以后没有留在已用里",
        """
        select '券 ' || u.voucher_id from voucher_undos u join vouchers v on v.id = u.voucher_id
         where unixepoch(u.undone_at) - unixepoch(u.used_at) not between 0 and 300
            or unixepoch(v.used_at) < unixepoch(u.undone_at)
        """,
    ),
    Invariant(
        "settlement_sums",
        "每张结算单的张数和金额等于它名下的券",
        """
        select '结算单 ' || s.id from settlements s
          left join vouchers v on v.settlement_id = s.id
          left join voucher_batches b on b.id = v.batch_id
         group by s.id
        having iif(s.state = 'withdrawn', count(v.id) > 0,
                   (count(v.id), coalesce(sum(b.face_fen), 0)) <> (s.vouchers, s.amount_fen)
                   or sum(v.merchant_id is not s.merchant_id
                          or substr(v.used_at, 1, 7) > s.month) > 0)
        """,
    ),
    Invariant(
        "settled_faces",
        "已结的券面值之和等于已付结算单金额之和",
        """
        select '相差 ' || (faces - paid) || ' 分' from
               (select coalesce(sum(b.face_fen), 0) as faces from vouchers v
                  join voucher_batches b on b.id = v.batch_id where v.state = 'settled'),
               (select coalesce(sum(amount_fen), 0) as paid from settlements where state = 'paid')
         where faces <> paid
        """,
    ),
    Invariant(
        "settlement_vouchers",
        "付了款的结算单上的券都是已结，没付的都是已用",
        """
        select '券 ' || v.id from vouchers v left join settlements s on s.id = v.settlement_id
         where (v.state = 'settled') <> coalesce(s.state = 'paid', 0)
            or (s.id is not null and v.state not in ('used', 'settled'))
        """,
    ),
    Invariant(
        "settlement_hands",
        "结算单由三个不同的人做、复核、批准",
        """
        select '结算单 ' || id from settlements
         where checked_by = created_by or approved_by in (created_by, checked_by)
            or (state in ('approved', 'paid') and (checked_by is null or approved_by is null))
        """,
    ),
]
