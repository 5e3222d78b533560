-- An account may begin with what the list of the fund's keeper says of a day (期初余额), which is a
-- kind of entry of its own. A table's check cannot be altered, so the entries move into a new table
-- of the same name, each with its number: what the chain has linked is byte for byte the same.
drop trigger balances_follow_their_entries;
drop trigger payments_are_spread_exactly;
create table entries_by_now (
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
insert into entries_by_now (id, unit_id, kind, amount_fen, booked_on, payment_id, note, by_id, slip,
       source, project_id)
select id, unit_id, kind, amount_fen, booked_on, payment_id, note, by_id, slip, source, project_id
  from household_entries order by id;
drop table household_entries;
alter table entries_by_now rename to household_entries;
create trigger balances_follow_their_entries before update on household_accounts
when new.unit_id <> old.unit_id
  or new.balance_fen <> (select coalesce(sum(amount_fen), 0) from household_entries
                          where unit_id = new.unit_id)
begin select raise(abort, 'a balance is the sum of its entries'); end;
create trigger payments_are_spread_exactly before update of approved_by on fund_payments
when new.approved_by is not null and ((select coalesce(sum(share_fen), 0) from charges where payment_id = new.id) <>
     iif(new.kind = 'repayment', -1, 1) * (new.amount_fen - new.subsidy_fen)
  or (select coalesce(sum(taken_fen), 0) from charges where payment_id = new.id) <>
     -(select coalesce(sum(amount_fen), 0) from household_entries where payment_id = new.id))
begin select raise(abort, 'a payment is spread over its households to the last fen'); end;
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

create trigger entries_flow_into_their_half_year after insert on household_entries
when new.amount_fen <> 0
begin
    insert into building_flows (building_id, half, kind, amount_fen)
    select building_id, substr(new.booked_on, 1, 5) || iif(substr(new.booked_on, 6, 2) < '07', 1, 2),
           new.kind, new.amount_fen
      from units where id = new.unit_id
        on conflict do update set amount_fen = amount_fen + excluded.amount_fen;
end;
