-- Payments (拨付): recorded by one, approved by another, spread over the households to the last fen.
-- Money in fen. Counted against the approved amount from the first moment.

create table fund_payments (
    id          integer primary key,
    project_id  integer not null references repair_projects (id),
    kind        text not null check (kind in
                ('first', 'progress', 'final', 'retention', 'repayment')),
    amount_fen  integer not null check (amount_fen > 0),
    subsidy_fen integer not null default 0 check (subsidy_fen between 0 and amount_fen),
    paid_on     text not null check (paid_on = date(paid_on)),
    payee       text not null check (trim(payee) <> ''),
    voucher_id  integer references project_files (id),
    recorded_by integer not null references accounts (id),
    approved_by integer references accounts (id) check (approved_by <> recorded_by),
    approved_on text check (approved_on = date(approved_on)),
    refused_by  integer references accounts (id),
    refused_why text not null default '',
    slip        text not null unique,
    source      text not null check (source in ('demo', 'entered')),
    check ((approved_by is null) = (approved_on is null)),
    check ((refused_by is null) = (trim(refused_why) = '')),
    check (approved_by is null or refused_by is null)
) strict;
create index payments_of_a_project on fund_payments (project_id);
create unique index one_payment_of_a_kind on fund_payments (project_id, kind)
 where kind in ('first', 'final', 'retention', 'repayment') and refused_by is null;
create unique index one_payment_waits on fund_payments (project_id)
 where approved_by is null and refused_by is null;

-- What a project has cost so far, with what still waits for its approval.
create view paid_so_far as
    select project_id, sum(iif(kind = 'repayment', -amount_fen, amount_fen)) as fen
      from fund_payments where refused_by is null group by project_id;

-- 已付: what was approved, repayments taken off. What waits for its approval is not in it.
create view paid_out as
    select id, project_id, kind, paid_on,
           iif(kind = 'repayment', -amount_fen, amount_fen) as fen
      from fund_payments where approved_by is not null;
create trigger payments_are_never_removed before delete on fund_payments
begin select raise(abort, 'payments are never removed'); end;
create trigger payments_only_gain_their_approval before update on fund_payments
when old.approved_by is not null or old.refused_by is not null
  or (new.approved_by is null and new.refused_by is null) or new.id <> old.id
  or new.project_id <> old.project_id or new.kind <> old.kind or new.amount_fen <> old.amount_fen
  or new.subsidy_fen <> old.subsidy_fen or new.paid_on <> old.paid_on or new.payee <> old.payee
  or new.recorded_by <> old.recorded_by or new.slip <> old.slip
  or new.voucher_id is not old.voucher_id
begin select raise(abort, 'a payment changes only by its approval'); end;
create trigger payments_begin_unapproved before insert on fund_payments
when new.approved_by is not null or new.refused_by is not null
begin select raise(abort, 'a payment is approved after it was recorded'); end;
create trigger payments_stay_within_what_was_approved before insert on fund_payments
when new.kind <> 'repayment'
 and new.amount_fen + coalesce((select fen from paid_so_far where project_id = new.project_id), 0)
     > (select coalesce(approved_fen, 0) from repair_projects where id = new.project_id)
begin select raise(abort, 'never beyond the approved amount'); end;
create trigger payments_stay_within_the_settlement before insert on fund_payments
when new.kind in ('final', 'retention')
 and new.amount_fen + coalesce((select fen from paid_so_far where project_id = new.project_id), 0)
     > (select coalesce(settled_fen, 0) from repair_projects where id = new.project_id)
begin select raise(abort, 'never beyond the settlement'); end;
create trigger repayments_return_what_was_paid before insert on fund_payments
when new.kind = 'repayment' and new.amount_fen >
     coalesce((select fen from paid_so_far where project_id = new.project_id), 0)
     - (select coalesce(settled_fen, 0) from repair_projects where id = new.project_id)
begin select raise(abort, 'a repayment returns what was paid too much'); end;
create trigger payments_need_an_approved_project before insert on fund_payments
when (select state from repair_projects where id = new.project_id) not in
     ('approved', 'first_paid', 'in_works', 'rectifying', 'accepted', 'settled', 'settle_notice',
      'final_paid', 'in_warranty')
begin select raise(abort, 'no payment before approval or after closing'); end;

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
create trigger approved_payments_are_final after update of approved_by on fund_payments
when old.approved_by is null and new.approved_by is not null
begin insert into chain_finals (what, row_id) values ('payment', new.id); end;

-- What one payment costs each household (分摊扣款): its share, what was taken, what it still owes.
create table charges (
    payment_id   integer not null references fund_payments (id),
    unit_id      integer not null references units (id),
    share_fen    integer not null,
    taken_fen    integer not null,
    self_pay_fen integer not null,
    primary key (payment_id, unit_id),
    check (share_fen = taken_fen + self_pay_fen)
) strict, without rowid;
create index charges_of_a_household on charges (unit_id);
create index charges_paid_in on charges (payment_id, unit_id, self_pay_fen) where self_pay_fen <> 0;
create trigger charges_are_never_changed before update on charges
begin select raise(abort, 'charges stay as they were posted'); end;
create trigger charges_are_never_removed before delete on charges
begin select raise(abort, 'charges stay as they were posted'); end;
create trigger charges_come_before_approval before insert on charges
when not exists (select 1 from fund_payments f join plans l on l.project_id = f.project_id
                   join scope_units s on s.plan_id = l.id and s.unit_id = new.unit_id
                  where f.id = new.payment_id and f.approved_by is null)
begin select raise(abort, 'charges are posted with the approval, to units of the scope'); end;
-- An approved payment is spread over its households to the last fen, in the same transaction.
create trigger payments_are_spread_exactly before update of approved_by on fund_payments
when new.approved_by is not null and ((select coalesce(sum(share_fen), 0) from charges where payment_id = new.id) <>
     iif(new.kind = 'repayment', -1, 1) * (new.amount_fen - new.subsidy_fen)
  or (select coalesce(sum(taken_fen), 0) from charges where payment_id = new.id) <>
     -(select coalesce(sum(amount_fen), 0) from household_entries where payment_id = new.id))
begin select raise(abort, 'a payment is spread over its households to the last fen'); end;

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
