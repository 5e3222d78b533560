-- 湾郡币: double entry. Every entry moves points from one account to another, so that
-- issued = held + redeemed + expired holds by construction. Balances are kept by trigger and
-- proved against the entries by `python -m db check`.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (50, 'points', 'points_day_cap', '每人每天上限', 40, 40, 1, 1000, '枚', '本社区约定', 0),
 (51, 'points', 'points_month_cap', '每人每月上限', 300, 300, 1, 10000, '枚', '本社区约定', 0),
 (52, 'points', 'points_balance_cap', '每人余额上限', 2000, 2000, 1, 100000, '枚', '本社区约定', 0),
 (55, 'points', 'points_transfer_cap', '每人每年最多转给家人', 200, 200, 0, 2000, '枚', '本社区约定；只在同一户内', 0);

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
    insert into point_totals (month, kind, points, entries, reversed, reversals)
    values (substr(new.posted_at, 1, 7),
            coalesce((select kind from point_entries where id = new.reverses_id), new.kind),
            iif(new.reverses_id is null, new.points, 0), iif(new.reverses_id is null, 1, 0),
            iif(new.reverses_id is null, 0, new.points), iif(new.reverses_id is null, 0, 1))
    on conflict (month, kind) do update
       set points = points + excluded.points, entries = entries + excluded.entries,
           reversed = reversed + excluded.reversed, reversals = reversals + excluded.reversals;
end;

-- Month by kind (月报), summed as entries arrive, since ten million cannot be summed on a screen.
-- 本月发放 has one meaning on screen and on paper: what was posted in the month, less what was
-- reversed in it. A reversal counts in its own month, with the kind of the entry it undoes.
create table point_totals (
    month     text not null,             -- of posting, 2026-03
    kind      text not null check (kind in ('earn', 'award', 'redeem', 'expire', 'transfer')),
    points    integer not null check (points >= 0),
    entries   integer not null check (entries >= 0),
    reversed  integer not null default 0 check (reversed >= 0),   -- points taken back this month
    reversals integer not null default 0 check (reversals >= 0),
    primary key (month, kind)
) strict, without rowid;

-- What all residents hold together (持有), kept beside the entries and proved by `check`.
create table point_holdings (
    id   integer primary key check (id = 1),
    held integer not null
) strict;
insert into point_holdings values (1, 0);
