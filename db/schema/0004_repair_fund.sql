-- Repair projects (维修项目), their history, payments, and the sheets of counted ballots.

create table repair_projects (
    id           integer primary key,
    code         text not null unique,
    title        text not null check (trim(title) <> ''),
    need         text not null,
    category     text not null check (category in
                 ('lift', 'facade_leak', 'roof', 'fire', 'pump', 'drain', 'other')),
    estate_id    integer not null references estates (id),
    scope_type   text not null check (scope_type in ('estate', 'building', 'unit_stack', 'custom')),
    building_id  integer references buildings (id),
    stairwell_id integer references stairwells (id),
    households   integer not null check (households >= 0),
    applicant    text not null default 'residents_committee' check (applicant in
                 ('owners_committee', 'property_company', 'residents_committee',
                  'property_mgmt_committee', 'relevant_owners')),
    state        text not null check (state in
                 ('draft', 'proposed', 'surveyed', 'planned', 'deliberated', 'plan_notice', 'voting',
                  'vote_failed', 'vote_passed', 'result_notice', 'emergency_confirmed', 'applied',
                  'returned', 'approved', 'first_paid', 'in_works', 'rectifying', 'accepted',
                  'settled', 'settle_notice', 'final_paid', 'in_warranty', 'closed', 'suspended',
                  'cancelled')),
    budget_fen   integer check (budget_fen > 0),
    approved_fen integer check (approved_fen > 0 and approved_fen <= budget_fen),
    settled_fen  integer check (settled_fen > 0),
    proposed_on  text not null check (proposed_on = date(proposed_on)),
    proposed_by  integer references accounts (id),
    source       text not null check (source in ('demo', 'entered')),
    check (scope_type = 'estate' or building_id is not null or scope_type = 'custom'),
    check ((scope_type = 'unit_stack') = (stairwell_id is not null))
) strict;
create index projects_by_state on repair_projects (state, id);
create index projects_by_estate on repair_projects (estate_id, state);
create trigger projects_are_never_removed before delete on repair_projects
begin select raise(abort, 'a project is cancelled, never removed'); end;
create trigger projects_stay_where_they_are before update on repair_projects
when (new.estate_id, new.scope_type, new.building_id, new.stairwell_id, new.code)
  is not (old.estate_id, old.scope_type, old.building_id, old.stairwell_id, old.code)
begin select raise(abort, 'a project keeps its code and its scope'); end;
create trigger approval_covers_what_is_paid before update of approved_fen on repair_projects
when coalesce(new.approved_fen, 0) <
     (select coalesce(sum(amount_fen), 0) from fund_payments where project_id = new.id)
begin select raise(abort, 'the approved amount covers what is paid'); end;
create trigger projects_lie_in_their_estate before insert on repair_projects
when (new.building_id is not null and
      (select estate_id from buildings where id = new.building_id) <> new.estate_id)
  or (new.stairwell_id is not null and
      (select building_id from stairwells where id = new.stairwell_id) <> new.building_id)
begin select raise(abort, 'the scope lies in the estate of the project'); end;

create table project_steps (
    id          integer primary key,
    project_id  integer not null references repair_projects (id),
    from_state  text,
    to_state    text not null,
    happened_on text not null check (happened_on = date(happened_on)),
    note        text not null default '',
    by_id       integer not null references accounts (id)
) strict;
create index steps_of_a_project on project_steps (project_id, id);
create trigger steps_are_never_changed before update on project_steps
begin select raise(abort, 'the history of a project is append-only'); end;
create trigger steps_are_never_removed before delete on project_steps
begin select raise(abort, 'the history of a project is append-only'); end;
-- A step starts where the last one ended, and the project follows its steps.
create trigger steps_follow_each_other before insert on project_steps
when new.from_state is not (select to_state from project_steps where project_id = new.project_id
                            order by id desc limit 1)
  or (select state from repair_projects where id = new.project_id) is not
     coalesce(new.from_state, new.to_state)
begin select raise(abort, 'a step starts where the last one ended'); end;
create trigger the_project_follows after insert on project_steps when new.from_state is not null
begin update repair_projects set state = new.to_state where id = new.project_id; end;
create trigger state_changes_only_by_a_step before update of state on repair_projects
when new.state is not (select to_state from project_steps where project_id = new.id
                       order by id desc limit 1)
begin select raise(abort, 'state changes only by a step'); end;

-- Payments (拨付): recorded by one, approved by another; counted only when approved.
create table fund_payments (
    id          integer primary key,
    project_id  integer not null references repair_projects (id),
    kind        text not null check (kind in ('first', 'progress', 'final', 'retention')),
    amount_fen  integer not null check (amount_fen > 0),
    paid_on     text not null check (paid_on = date(paid_on)),
    payee       text not null check (trim(payee) <> ''),
    recorded_by integer not null references accounts (id),
    approved_by integer references accounts (id) check (approved_by <> recorded_by),
    slip        text not null unique,
    source      text not null check (source in ('demo', 'entered'))
) strict;
create index payments_of_a_project on fund_payments (project_id);
create trigger payments_are_never_removed before delete on fund_payments
begin select raise(abort, 'payments are never removed'); end;
create trigger payments_only_gain_their_approval before update on fund_payments
when old.approved_by is not null or new.approved_by is null or new.id <> old.id
  or new.project_id <> old.project_id or new.kind <> old.kind or new.amount_fen <> old.amount_fen
  or new.paid_on <> old.paid_on or new.payee <> old.payee or new.recorded_by <> old.recorded_by
  or new.slip <> old.slip
begin select raise(abort, 'a payment changes only by its approval'); end;
create trigger payments_stay_within_what_was_approved before insert on fund_payments
when new.amount_fen + (select coalesce(sum(amount_fen), 0) from fund_payments
                        where project_id = new.project_id)
     > (select coalesce(approved_fen, 0) from repair_projects where id = new.project_id)
begin select raise(abort, 'never beyond the approved amount'); end;
create trigger payments_need_an_approved_project before insert on fund_payments
when (select state from repair_projects where id = new.project_id) not in
     ('approved', 'first_paid', 'in_works', 'rectifying', 'accepted', 'settled', 'settle_notice',
      'final_paid', 'in_warranty', 'closed')
  or (select state from repair_projects where id = new.project_id) = 'closed'
     and new.source <> 'demo'
begin select raise(abort, 'no payment before approval or after closing'); end;

-- The sheet of a counted ballot (计票统计表): two measures, integers, two people.
create table ballot_counts (
    id           integer primary key,
    project_id   integer not null references repair_projects (id),
    rule_version text not null,
    matter       text not null,
    area_centi   integer not null check (area_centi > 0),
    heads        integer not null check (heads > 0),
    area_in      integer not null check (area_in between 0 and area_centi),
    heads_in     integer not null check (heads_in between 0 and heads),
    area_yes     integer not null check (area_yes between 0 and area_in),
    heads_yes    integer not null check (heads_yes between 0 and heads_in),
    result       text not null check (result in ('PASS', 'REJECTED', 'NO_QUORUM')),
    counted_on   text not null check (counted_on = date(counted_on)),
    counted_by   integer not null references accounts (id),
    approved_by  integer references accounts (id) check (approved_by <> counted_by),
    source       text not null check (source in ('demo', 'entered')),
    foreign key (rule_version, matter) references vote_rules (version, matter)
) strict;
create index counts_of_a_project on ballot_counts (project_id);
create trigger counts_are_never_removed before delete on ballot_counts
begin select raise(abort, 'ballot counts are never removed'); end;
create trigger counts_only_gain_their_approval before update on ballot_counts
when old.approved_by is not null or new.approved_by is null
  or (new.project_id, new.rule_version, new.matter, new.area_centi, new.heads, new.area_in,
      new.heads_in, new.area_yes, new.heads_yes, new.result, new.counted_on, new.counted_by)
   is not (old.project_id, old.rule_version, old.matter, old.area_centi, old.heads, old.area_in,
      old.heads_in, old.area_yes, old.heads_yes, old.result, old.counted_on, old.counted_by)
begin select raise(abort, 'a ballot count changes only by its approval'); end;
