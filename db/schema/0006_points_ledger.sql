-- 湾郡币: double entry. Every entry moves points from one account to another, so that
-- issued = held + redeemed + expired holds by construction. Balances are kept by trigger and
-- proved against the entries by `python -m db check`.

create table award_rules (
    id            integer primary key,
    code          text not null unique,
    label         text not null,
    basis         text not null check (basis in ('minutes', 'fixed', 'range')),
    entry_kind    text not null check (entry_kind in ('earn', 'award')),
    points        integer not null check (points > 0),
    most          integer not null check (most >= points),
    times_a_month integer check (times_a_month > 0),
    valid_from    text not null check (valid_from = date(valid_from)),
    valid_to      text check (valid_to = date(valid_to))
) strict;
insert into award_rules (id, code, label, basis, entry_kind, points, most, times_a_month, valid_from) values
 (1, 'patrol',   '值班巡逻', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (2, 'cleaning', '环境清扫', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (3, 'care',     '陪护老人', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (4, 'teaching', '课堂助教', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (5, 'advocacy', '反诈宣传', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (6, 'meeting',  '参加议事', 'fixed',   'award', 10, 10, 2,    '2020-01-01'),
 (7, 'training', '参加培训', 'fixed',   'award',  5,  5, null, '2020-01-01'),
 (8, 'deed',     '好人好事', 'range',   'award',  5, 50, null, '2020-01-01');

create trigger award_rules_are_never_removed before delete on award_rules
begin select raise(abort, 'a rule ends, it is never removed'); end;
create trigger award_rules_only_end before update on award_rules
when (new.code, new.basis, new.entry_kind, new.points, new.most, new.times_a_month, new.valid_from)
  is not (old.code, old.basis, old.entry_kind, old.points, old.most, old.times_a_month, old.valid_from)
begin select raise(abort, 'a rule ends and another begins; it is not rewritten'); end;

create table point_accounts (
    id          integer primary key,
    kind        text not null check (kind in ('issue', 'redemption', 'expiry', 'merchant', 'resident')),
    resident_id integer unique references residents (id),
    balance     integer not null default 0,
    last_on     text,
    check ((kind = 'resident') = (resident_id is not null))
) strict;
create unique index one_account_of_the_house on point_accounts (kind)
 where kind in ('issue', 'redemption', 'expiry');
create index resident_balances on point_accounts (balance desc, id) where kind = 'resident';
create index house_accounts on point_accounts (kind, balance) where kind <> 'resident';
-- A balance moves only with the newest entry, never by hand.
create trigger balances_move_with_entries before update of balance on point_accounts
when new.balance - old.balance is not (
     select iif(new.id = credit_id, points, 0) - iif(new.id = debit_id, points, 0)
       from point_entries order by id desc limit 1)
begin select raise(abort, 'a balance moves only with an entry'); end;
create trigger house_accounts_are_never_removed before delete on point_accounts
begin select raise(abort, 'accounts are never removed'); end;
insert into point_accounts (id, kind) values (1, 'issue'), (2, 'redemption'), (3, 'expiry');

-- Everyone at one activity, written down together (活动登记); approved together as well.
create table award_batches (
    id         integer primary key,
    title      text not null check (trim(title) <> ''),
    rule_id    integer not null references award_rules (id),
    earned_on  text not null check (earned_on = date(earned_on)),
    created_by integer not null references accounts (id),
    created_at text not null
) strict;
create trigger award_batches_are_never_changed before update on award_batches
begin select raise(abort, 'an activity is written down once'); end;
create trigger award_batches_are_never_removed before delete on award_batches
begin select raise(abort, 'an activity is withdrawn, never removed'); end;

-- An award on its way (登记 → 核准 → 公示 → 入账).
create table awards (
    id          integer primary key,
    batch_id    integer references award_batches (id),
    resident_id integer not null references residents (id),
    rule_id     integer not null references award_rules (id),
    minutes     integer not null default 0 check (minutes between 0 and 600),
    asked       integer not null check (asked > 0),
    points      integer not null check (points between 1 and asked),
    earned_on   text not null check (earned_on = date(earned_on)),
    note        text not null default '',
    state       text not null check (state in ('draft', 'in_notice', 'posted', 'withdrawn')),
    created_by  integer not null references accounts (id),
    created_at  text not null,
    approved_by integer references accounts (id) check (approved_by <> created_by),
    approved_at text,
    notice_end  text check (notice_end = date(notice_end)),
    check (state in ('draft', 'withdrawn') or approved_by is not null),
    check (state not in ('in_notice', 'posted') or notice_end is not null)
) strict;
create index awards_waiting on awards (state, id);
create unique index one_award_each_at_an_activity on awards (batch_id, resident_id)
 where batch_id is not null and state <> 'withdrawn';
create index awards_of_a_resident on awards (resident_id, earned_on);
create trigger awards_are_never_removed before delete on awards
begin select raise(abort, 'awards are withdrawn, never removed'); end;
create trigger awards_keep_what_was_asked before update on awards
when (new.resident_id, new.rule_id, new.minutes, new.asked, new.points, new.earned_on, new.created_by)
  is not (old.resident_id, old.rule_id, old.minutes, old.asked, old.points, old.earned_on, old.created_by)
  or old.state in ('posted', 'withdrawn')
begin select raise(abort, 'only the state of an open award changes'); end;

create table point_entries (
    id          integer primary key,
    debit_id    integer not null references point_accounts (id),
    credit_id   integer not null references point_accounts (id) check (credit_id <> debit_id),
    points      integer not null check (points > 0),
    kind        text not null check (kind in
                ('earn', 'award', 'redeem', 'expire', 'transfer', 'reversal')),
    earned_on   text not null check (earned_on = date(earned_on)),
    posted_at   text not null,
    reason      text not null check (trim(reason) <> ''),
    award_id    integer unique references awards (id),
    reverses_id integer unique references point_entries (id),
    created_by  integer not null references accounts (id),
    approved_by integer references accounts (id) check (approved_by <> created_by),
    chain       blob not null check (length(chain) = 32),
    check ((kind = 'reversal') = (reverses_id is not null)),
    check (approved_by is not null or kind not in ('earn', 'award'))
) strict;
create index entries_out on point_entries (debit_id, id);
create index entries_in on point_entries (credit_id, id);
create trigger point_entries_are_never_changed before update on point_entries
begin select raise(abort, 'the ledger is append-only'); end;
create trigger point_entries_are_never_removed before delete on point_entries
begin select raise(abort, 'the ledger is append-only'); end;
create trigger point_entries_are_never_replaced before insert on point_entries
when exists (select 1 from point_entries where id = new.id)
begin select raise(abort, 'the ledger is append-only'); end;
-- Numbers without a gap: an entry taken out of the middle would show.
create trigger point_entries_are_numbered_in_turn before insert on point_entries
when new.id is not (select coalesce(max(id), 0) + 1 from point_entries)
begin select raise(abort, 'entries are numbered one after the other'); end;
create trigger residents_never_overdraw before insert on point_entries
when new.kind <> 'reversal' and exists (select 1 from point_accounts
     where id = new.debit_id and kind in ('resident', 'merchant') and balance < new.points)
begin select raise(abort, 'a balance never goes below zero'); end;
create trigger balances_follow_the_entries after insert on point_entries
begin
    update point_accounts set balance = balance - new.points, last_on = new.earned_on
     where id = new.debit_id;
    update point_accounts set balance = balance + new.points, last_on = new.earned_on
     where id = new.credit_id;
    update point_holdings set held = held
           + iif((select kind from point_accounts where id = new.credit_id) = 'resident', new.points, 0)
           - iif((select kind from point_accounts where id = new.debit_id) = 'resident', new.points, 0);
    insert into point_totals (month, kind, points, entries)
    values (substr(new.earned_on, 1, 7), new.kind, new.points, 1)
    on conflict (month, kind) do update
       set points = points + excluded.points, entries = entries + 1;
end;

-- Month by kind (月报): summed as entries arrive, since ten million cannot be summed on a screen.
create table point_totals (
    month   text not null,
    kind    text not null,
    points  integer not null,
    entries integer not null,
    primary key (month, kind)
) strict, without rowid;

-- What all residents hold together (持有), kept beside the entries and proved by `check`.
create table point_holdings (
    id   integer primary key check (id = 1),
    held integer not null
) strict;
insert into point_holdings values (1, 0);

-- Lots (批次): what is left of each earning, spent in the order of expiry. What remains follows
-- from the uses; an account below zero has nothing left in any lot.
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
