-- 积分超市: goods with stock and limits, reserved with points held, then picked up or given back.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (56, 'points', 'shop_pickup_days', '积分超市预约几天内来取', 7, 7, 1, 60, '天', '本社区约定；过期退回湾郡币', 0);

create table shop_items (
    id         integer primary key,
    name       text not null unique check (trim(name) <> ''),
    price      integer not null check (price > 0),          -- points
    stock      integer not null check (stock >= 0),         -- pieces not yet reserved
    limit_each integer not null check (limit_each > 0),     -- pieces per person and year
    is_offered integer not null default 1 check (is_offered in (0, 1)),
    source     text not null check (source in ('demo', 'entered')),
    last_on    text check (last_on = date(last_on))         -- the last day it is offered; none: no end
) strict;
create trigger shop_items_are_never_removed before delete on shop_items
begin select raise(abort, 'goods are taken off the shelf, never removed'); end;

create table stock_moves (
    id         integer primary key,
    item_id    integer not null references shop_items (id),
    pieces     integer not null check (pieces <> 0),
    reason     text not null check (trim(reason) <> ''),
    moved_at   text not null,
    moved_by   integer not null references accounts (id),
    reservation_id integer references reservations (id)  -- none: a delivery or a correction
) strict;
create index moves_of_an_item on stock_moves (item_id, id);
-- A reservation takes pieces off the shelf once, and puts them back at most once.
create unique index one_move_each_way on stock_moves (reservation_id, pieces > 0)
 where reservation_id is not null;
create trigger stock_moves_are_never_changed before update on stock_moves
begin select raise(abort, 'stock moves are append-only'); end;
create trigger stock_moves_are_never_removed before delete on stock_moves
begin select raise(abort, 'stock moves are append-only'); end;
create trigger stock_follows_its_moves after insert on stock_moves
begin update shop_items set stock = stock + new.pieces where id = new.item_id; end;
create trigger stock_changes_only_by_a_move before update of stock on shop_items
when new.stock is not (select coalesce(sum(pieces), 0) from stock_moves where item_id = new.id)
begin select raise(abort, 'stock follows from its moves'); end;
create trigger stock_begins_empty before insert on shop_items when new.stock <> 0
begin select raise(abort, 'stock begins empty'); end;

create table reservations (
    id          integer primary key,
    item_id     integer not null references shop_items (id),
    resident_id integer not null references residents (id),
    pieces      integer not null check (pieces > 0),
    points      integer not null check (points > 0),
    state       text not null check (state in ('reserved', 'picked_up', 'cancelled', 'expired')),
    entry_id    integer not null unique references point_entries (id),
    reserved_at text not null,
    reserved_by integer not null references accounts (id),
    due_on      text not null check (due_on = date(due_on)),
    closed_at   text,
    closed_by   integer references accounts (id),
    guardian_id integer references residents (id),
    undone_at   text,  -- when a mistaken 取走 was last taken back
    check ((state = 'reserved') = (closed_at is null)),
    check ((closed_at is null) = (closed_by is null))
) strict;
create index reservations_open on reservations (state, due_on);
create index reservations_of_a_resident on reservations (resident_id, item_id);
create trigger reservations_are_never_removed before delete on reservations
begin select raise(abort, 'reservations are closed, never removed'); end;
create trigger reservations_close_once before update on reservations
when (old.state <> 'reserved'
      and old.state || '>' || new.state not in ('picked_up>reserved', 'picked_up>cancelled')
      and not exists (select 1 from moved_now
       where thing = 'reservations' and thing_id = old.id and who is new.resident_id))
  or (new.resident_id <> old.resident_id and not exists (select 1 from moved_now
       where thing = 'reservations' and thing_id = old.id and who is new.resident_id))
  or (new.item_id, new.pieces, new.points, new.entry_id)
  is not (old.item_id, old.pieces, old.points, old.entry_id)
begin select raise(abort, 'a reservation moves only as the rule says'); end;
-- A mistaken 取走 is taken back within five minutes; nothing moved in the ledger or on the shelf.
create trigger a_handing_over_is_undone_at_once before update on reservations
when old.state = 'picked_up' and new.state = 'reserved'
 and coalesce(round((julianday(new.undone_at) - julianday(old.closed_at)) * 86400), -1)
     not between 0 and 300
begin select raise(abort, 'a handing over is undone within five minutes'); end;
