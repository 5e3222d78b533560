-- Lots (批次): what is left of each earning, spent in the order of expiry. What remains follows
-- from the uses; an account below zero has nothing left in any lot.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (54, 'points', 'points_expiry', '湾郡币何时过期', 2, 2, 0, 2, '（0 不过期，1 当年年底，2 次年年底）', '本社区约定；先到期的先用', 0);

create table point_lots (
    id         integer primary key,
    account_id integer not null references point_accounts (id),
    entry_id   integer not null references point_entries (id),
    points     integer not null check (points > 0),
    remaining  integer not null check (remaining between 0 and points),
    earned_on  text not null check (earned_on = date(earned_on)),
    expires_on text check (expires_on = date(expires_on))
) strict;
create index lots_left on point_lots (account_id, expires_on) where remaining > 0;
create index lots_expiring on point_lots (expires_on, account_id) where remaining > 0;
create index lots_of_an_entry on point_lots (entry_id);
create trigger lots_are_never_removed before delete on point_lots
begin select raise(abort, 'lots are used up, never removed'); end;
create trigger lots_begin_whole before insert on point_lots when new.remaining <> new.points
begin select raise(abort, 'a lot begins whole'); end;

create table lot_uses (
    entry_id integer not null references point_entries (id),
    lot_id   integer not null references point_lots (id),
    points   integer not null check (points <> 0),
    primary key (entry_id, lot_id)
) strict, without rowid;
create index uses_of_a_lot on lot_uses (lot_id);
create trigger uses_are_never_changed before update on lot_uses
begin select raise(abort, 'the ledger is append-only'); end;
create trigger uses_are_never_removed before delete on lot_uses
begin select raise(abort, 'the ledger is append-only'); end;
create trigger lots_follow_their_uses after insert on lot_uses
begin update point_lots set remaining = remaining - new.points where id = new.lot_id; end;
create trigger what_remains_follows_from_the_uses before update on point_lots
when (new.id, new.account_id, new.entry_id, new.points, new.earned_on, new.expires_on)
  is not (old.id, old.account_id, old.entry_id, old.points, old.earned_on, old.expires_on)
  or new.remaining <> new.points
     - (select coalesce(sum(points), 0) from lot_uses where lot_id = new.id)
begin select raise(abort, 'what remains of a lot follows from its uses'); end;
