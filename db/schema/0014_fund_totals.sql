-- Totals of the repair fund kept by the file itself, payments in their own state, and what
-- owners pay in themselves. `db/repair_fund/totals.py` counts the totals afresh; `check` proves them.

-- A payment belongs to a state of its project: the kind says which one.
create trigger payments_come_in_their_turn before insert on fund_payments
when not exists (select 1 from repair_projects p where p.id = new.project_id and case new.kind
      when 'first' then p.state = 'approved'
      when 'progress' then p.state in ('first_paid', 'in_works', 'rectifying')
      when 'final' then p.state = 'settle_notice'
      when 'repayment' then p.state in ('settled', 'settle_notice')
      else p.state = 'in_warranty' end)
begin select raise(abort, 'a payment comes in its turn'); end;
create trigger the_retention_waits_for_the_warranty before insert on fund_payments
when new.kind = 'retention' and new.paid_on <=
     coalesce((select warranty_end from repair_projects where id = new.project_id), '9999-12-31')
begin select raise(abort, 'the retention is paid after the warranty'); end;
create trigger payments_are_not_older_than_their_approval before insert on fund_payments
when new.paid_on < coalesce((select min(happened_on) from project_steps
                where project_id = new.project_id and to_state = 'approved'), '9999-12-31')
begin select raise(abort, 'no payment before approval or after closing'); end;
-- What is finished, or stopped, is not paid any more: the second person refuses it then.
create trigger payments_are_approved_in_their_turn before update of approved_by on fund_payments
when new.approved_by is not null
 and (select state from repair_projects where id = new.project_id) not in
     ('approved', 'first_paid', 'in_works', 'rectifying', 'accepted', 'settled', 'settle_notice',
      'final_paid', 'in_warranty')
begin select raise(abort, 'no payment before approval or after closing'); end;

-- What an owner paid in for a share the household account could not bear (自付).
create table self_payments (
    id         integer primary key,
    project_id integer not null references repair_projects (id),
    unit_id    integer not null references units (id),
    amount_fen integer not null check (amount_fen > 0),
    paid_on    text not null check (paid_on = date(paid_on)),
    by_id      integer not null references accounts (id),
    slip       text not null unique,
    source     text not null check (source in ('demo', 'entered'))
) strict;
create index self_payments_of_a_project on self_payments (project_id, unit_id);
create index charges_paid_in on charges (payment_id, unit_id, self_pay_fen) where self_pay_fen <> 0;
create view self_pay_owed as
    select project_id, unit_id, sum(fen) as fen from (
        select f.project_id, c.unit_id, c.self_pay_fen as fen
          from fund_payments f join charges c on c.payment_id = f.id where c.self_pay_fen <> 0
        union all
        select project_id, unit_id, -amount_fen from self_payments)
     group by project_id, unit_id;
create trigger self_payments_stay_within_what_is_owed before insert on self_payments
when new.amount_fen > coalesce((select fen from self_pay_owed
      where project_id = new.project_id and unit_id = new.unit_id), 0)
begin select raise(abort, 'nobody pays in more than is owed'); end;
create trigger self_payments_are_never_changed before update on self_payments
begin select raise(abort, 'what was paid in stays as it was'); end;
create trigger self_payments_are_never_removed before delete on self_payments
begin select raise(abort, 'what was paid in stays as it was'); end;

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
-- Entries of one booking (一次入账) share its slip, so that a wrong one is taken back as a whole.
create index entries_of_a_booking on household_entries (slip) where slip is not null;
