-- A vote is opened over, and a payment spread over, hundreds of thousands of households inside one
-- transaction: what is asked at each row is asked in one look-up.

drop trigger a_scope_is_frozen_before_the_vote;
create trigger a_scope_is_frozen_before_the_vote before insert on scope_units
when not exists (
    select 1 from plans l join repair_projects p on p.id = l.project_id
      join units u on u.estate_id = p.estate_id
     where l.id = new.plan_id and u.id = new.unit_id and p.state in ('surveyed', 'plan_notice'))
begin select raise(abort, 'a scope is frozen when voting opens, inside one estate'); end;

drop trigger ballots_keep_their_terms;
create trigger ballots_keep_their_terms before update of id, project_id, plan_id, rule_version,
    matter, channel, opens_on, closes_on, include_parking, basis_text, opened_by on ballots
when (new.id, new.project_id, new.plan_id, new.rule_version, new.matter, new.channel,
      new.opens_on, new.closes_on, new.include_parking, new.basis_text, new.opened_by)
  is not (old.id, old.project_id, old.plan_id, old.rule_version, old.matter, old.channel,
      old.opens_on, old.closes_on, old.include_parking, old.basis_text, old.opened_by)
begin select raise(abort, 'the terms of a ballot are fixed'); end;

drop trigger charges_come_before_approval;
create trigger charges_come_before_approval before insert on charges
when not exists (select 1 from fund_payments f join plans l on l.project_id = f.project_id
                   join scope_units s on s.plan_id = l.id and s.unit_id = new.unit_id
                  where f.id = new.payment_id and f.approved_by is null)
begin select raise(abort, 'charges are posted with the approval, to units of the scope'); end;

drop index entries_of_a_household;
-- With the amount: a balance is proved against all entries of its household at each new one.
create index entries_of_a_household on household_entries (unit_id, id, amount_fen);
