"""积分超市 and its reservations (超市核对): shelf, stock book, points and ledger tell one story."""

from db.invariant import Invariant

INVARIANTS = [
    Invariant(
        "shop_stock",
        "每样物品的件数等于进出记录之和",
        """
        select i.name from shop_items i
         where i.stock <> (select coalesce(sum(m.pieces), 0) from stock_moves m
                            where m.item_id = i.id)
        """,
    ),
    Invariant(
        "shop_pieces",
        "预约占的件数和退回的件数都在进出记录里",
        """
        select '预约 ' || v.id from reservations v
          left join stock_moves m on m.reservation_id = v.id
         group by v.id
        having coalesce(sum(m.pieces), 0)
               <> iif(v.state in ('reserved', 'picked_up'), -v.pieces, 0)
            or coalesce(min(m.pieces), 0) <> -v.pieces
            or sum(m.item_id <> v.item_id) > 0
        """,
    ),
    Invariant(
        "shop_points",
        "每份预约扣的币和流水一致",
        """
        select '预约 ' || v.id from reservations v
          left join point_entries e on e.id = v.entry_id
          left join point_accounts a on a.id = e.debit_id
         where e.kind is not 'redeem' or e.points is not v.points
            or a.resident_id is not v.resident_id
        """,
    ),
    Invariant(
        "shop_refunds",
        "取消和过期的预约都退了币，其余的没有退",
        """
        select '预约 ' || v.id from reservations v
         where (v.state in ('cancelled', 'expired'))
            <> exists (select 1 from point_entries r where r.reverses_id = v.entry_id)
        """,
    ),
    Invariant(
        "shop_limits",
        "每人每年换的不超过限量",
        """
        select '居民 ' || v.resident_id from reservations v join shop_items i on i.id = v.item_id
         where v.state in ('reserved', 'picked_up')
         group by v.item_id, v.resident_id, substr(v.reserved_at, 1, 4)
        having sum(v.pieces) > max(i.limit_each)
        """,
    ),
]
