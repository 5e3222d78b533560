-- The accounts of the households (分户账), and their totals by building, kept by the file itself.
-- `db/repair_fund/totals.py` counts the totals afresh; `check` proves them. Money in fen.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (14, 'fund', 'topup_ratio', '余额低于首期多少须续交', 30, 30, 1, 100, '%', '住宅专项维修资金管理办法第17条', 0);

-- The account of a household (分户账): the sum of its entries, never below zero.
create table household_accounts (
    unit_id           integer primary key references units (id),
    first_deposit_fen integer not null check (first_deposit_fen >= 0),
    balance_fen       integer not null default 0 check (balance_fen >= 0)
) strict;
create trigger household_accounts_open_empty before insert on household_accounts
when new.balance_fen <> 0
begin select raise(abort, 'an account begins empty'); end;
create trigger household_accounts_are_never_removed before delete on household_accounts
begin select raise(abort, 'household accounts are never removed'); end;
create trigger balances_follow_their_entries before update on household_accounts
when new.unit_id <> old.unit_id
  or new.balance_fen <> (select coalesce(sum(amount_fen), 0) from household_entries
                          where unit_id = new.unit_id)
begin select raise(abort, 'a balance is the sum of its entries'); end;

create table household_entries (
    id         integer primary key,
    unit_id    integer not null references household_accounts (unit_id),
    kind       text not null check (kind in
               ('deposit', 'interest', 'deduct', 'refund', 'topup', 'correct', 'transfer', 'opening',
                'restate')),
    amount_fen integer not null check
               (amount_fen <> 0 or kind in ('transfer', 'opening', 'restate', 'correct')),
    booked_on  text not null check (booked_on = date(booked_on)),
    payment_id integer references fund_payments (id),
    note       text not null default '',
    by_id      integer not null references accounts (id),
    slip       text,
    source     text not null check (source in ('demo', 'entered')),
    project_id integer references repair_projects (id),  -- the vote a top-up (续交) was raised by
    check ((kind in ('deduct', 'refund')) = (payment_id is not null)),
    check (case kind when 'deduct' then amount_fen < 0
                     when 'transfer' then amount_fen = 0
                     when 'opening' then amount_fen >= 0
                     when 'restate' then 1
                     when 'correct' then 1  -- the opposite of its entry, see below
                     else amount_fen > 0 end),
    check (kind not in ('correct', 'opening', 'restate') or (trim(note) <> '' and slip is not null))
) strict;
-- With the amount: a balance is proved against all entries of its household at each new one.
create index entries_of_a_household on household_entries (unit_id, id, amount_fen);
create index entries_of_a_payment on household_entries (payment_id) where payment_id is not null;

-- Entries of one booking (一次入账) share its slip, so that a wrong one is taken back as a whole.
create index entries_of_a_booking on household_entries (slip) where slip is not null;

-- A top-up (续交) names the vote that raised it; nothing else does.
create index topups_of_a_project on household_entries (project_id, unit_id)
 where project_id is not null;
create trigger topups_name_their_project before insert on household_entries
when (new.kind = 'topup') <> (new.project_id is not null)
begin select raise(abort, 'a top-up names the project it was voted for'); end;
create trigger entries_make_the_balance after insert on household_entries
when new.amount_fen <> 0
begin update household_accounts set balance_fen = balance_fen + new.amount_fen
       where unit_id = new.unit_id; end;
create trigger household_entries_are_never_changed before update on household_entries
begin select raise(abort, 'the household account is append-only'); end;
create trigger household_entries_are_never_removed before delete on household_entries
begin select raise(abort, 'the household account is append-only'); end;

-- The opening of an account (期初余额): what the list of the fund's keeper (分户清册) says of a day, once
-- per account and before anything else in it. What was wrong in it is restated (期初更正), never
-- overwritten. `id` is its entry; the first deposit of a restatement is the difference.
create table household_openings (
    id                integer primary key references household_entries (id),
    first_deposit_fen integer not null
) strict;
create trigger household_openings_are_never_changed before update on household_openings
begin select raise(abort, 'the opening of an account is append-only'); end;
create trigger household_openings_are_never_removed before delete on household_openings
begin select raise(abort, 'the opening of an account is append-only'); end;
create trigger openings_belong_to_their_entry before insert on household_openings
when (select kind from household_entries where id = new.id) is not 'restate'
 and ((select kind from household_entries where id = new.id) is not 'opening'
      or new.first_deposit_fen < 0)
begin select raise(abort, 'an opening belongs to its entry'); end;
-- What stands in an account: entries that were not taken back, in the account itself.
create view standing_entries as
    select e.id, e.unit_id, e.kind, e.amount_fen, e.booked_on, e.slip from household_entries e
     where e.kind not in ('transfer', 'correct')
       and not exists (select 1 from household_entries c
                        where c.unit_id = e.unit_id and c.kind = 'correct' and +c.slip = e.slip);
create trigger a_correction_is_the_opposite_of_its_entry before insert on household_entries
when new.kind = 'correct'
 and not exists (select 1 from standing_entries where unit_id = new.unit_id and +slip = new.slip
                    and amount_fen = -new.amount_fen)
begin select raise(abort, 'a correction is the opposite of its entry'); end;
create trigger an_account_is_opened_once before insert on household_entries
when new.kind = 'opening'
 and exists (select 1 from standing_entries where unit_id = new.unit_id)
begin select raise(abort, 'an opening is the first of its account'); end;
create trigger only_an_opening_is_restated before insert on household_entries
when new.kind = 'restate'
 and not exists (select 1 from standing_entries where unit_id = new.unit_id and kind = 'opening')
begin select raise(abort, 'only an opening is restated'); end;
create trigger nothing_comes_in_before_the_opening before insert on household_entries
when new.kind in ('deposit', 'interest', 'topup')
 and exists (select 1 from standing_entries
              where unit_id = new.unit_id and kind = 'opening' and booked_on > new.booked_on)
begin select raise(abort, 'what came in before the opening is in it'); end;

-- The accounts of a building together; `short` counts those below the ratio of a top-up (续交).
create table building_funds (
    building_id       integer primary key references buildings (id),
    households        integer not null check (households >= 0),
    first_deposit_fen integer not null check (first_deposit_fen >= 0),
    balance_fen       integer not null check (balance_fen >= 0),
    short             integer not null check (short between 0 and households)
) strict;
create trigger new_accounts_join_their_building after insert on household_accounts
begin
    insert into building_funds (building_id, households, first_deposit_fen, balance_fen, short)
    select building_id, 1, new.first_deposit_fen, 0, new.first_deposit_fen > 0
      from units where id = new.unit_id
        on conflict (building_id) do update set households = households + 1,
           first_deposit_fen = first_deposit_fen + excluded.first_deposit_fen,
           short = short + excluded.short;
end;
create trigger buildings_follow_their_accounts after update on household_accounts
begin
    update building_funds
       set balance_fen = balance_fen + new.balance_fen - old.balance_fen,
           first_deposit_fen = first_deposit_fen + new.first_deposit_fen - old.first_deposit_fen,
           short = short
             + (new.balance_fen * 100 < new.first_deposit_fen
                * (select value from parameters where code = 'topup_ratio'))
             - (old.balance_fen * 100 < old.first_deposit_fen
                * (select value from parameters where code = 'topup_ratio'))
     where building_id = (select building_id from units where id = new.unit_id);
end;
create trigger another_ratio_counts_afresh after update of value on parameters
when new.code = 'topup_ratio' and new.value <> old.value
begin
    update building_funds set short = (
        select count(*) from units u join household_accounts a on a.unit_id = u.id
         where u.building_id = building_funds.building_id
           and a.balance_fen * 100 < a.first_deposit_fen * new.value);
end;

-- What went in and out of a building's accounts in each half-year (2026-1, 2026-2), by kind.
create table building_flows (
    building_id integer not null references buildings (id),
    half        text not null check (half glob '[12][0-9][0-9][0-9]-[12]'),
    kind        text not null,
    amount_fen  integer not null,
    primary key (building_id, half, kind)
) strict, without rowid;
create trigger entries_flow_into_their_half_year after insert on household_entries
when new.amount_fen <> 0
begin
    insert into building_flows (building_id, half, kind, amount_fen)
    select building_id, substr(new.booked_on, 1, 5) || iif(substr(new.booked_on, 6, 2) < '07', 1, 2),
           new.kind, new.amount_fen
      from units where id = new.unit_id
        on conflict do update set amount_fen = amount_fen + excluded.amount_fen;
end;
