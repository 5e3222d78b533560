-- Repair projects (维修项目), and every step one may take.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (10, 'fund', 'first_pct', '首期拨付比例', 70, 70, 0, 100, '%', '各地不同：青岛 70%，深圳不超过 60%。须向主管部门核实', 0),
 (11, 'fund', 'retention_bp', '质保金比例', 300, 300, 0, 300, '基点', '建质〔2017〕138号：不超过结算价 3%', 0),
 (12, 'fund', 'audit_threshold_fen', '超过多少须审价', 3000000, 3000000, 0, 100000000, '分', '各地 2 万至 10 万元不等。须向主管部门核实', 0),
 (13, 'fund', 'overrun_bp', '决算超预算多少须重新申请', 1000, 1000, 0, 10000, '基点', '杭州条例第72条。须向主管部门核实', 0);

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
    subsidy_fen  integer not null default 0 check (subsidy_fen >= 0),
    approved_fen integer check (approved_fen > 0),
    settled_fen  integer check (settled_fen > 0),
    works_from   text check (works_from = date(works_from)),
    warranty_end text check (warranty_end = date(warranty_end)),
    proposed_on  text not null check (proposed_on = date(proposed_on)),
    proposed_by  integer references accounts (id),
    source       text not null check (source in ('demo', 'entered')),
    check (scope_type = 'estate' or building_id is not null or scope_type = 'custom'),
    check ((scope_type = 'unit_stack') = (stairwell_id is not null)),
    check (approved_fen is null or approved_fen <= max(budget_fen, coalesce(settled_fen, 0))),
    check (subsidy_fen = 0 or subsidy_fen <= coalesce(settled_fen, budget_fen))
) strict;
create index projects_by_state on repair_projects (state, id);
create index projects_by_estate on repair_projects (estate_id, state);
create trigger projects_are_never_removed before delete on repair_projects
begin select raise(abort, 'a project is cancelled, never removed'); end;
create trigger projects_stay_where_they_are before update on repair_projects
when (new.estate_id, new.scope_type, new.building_id, new.stairwell_id, new.code)
  is not (old.estate_id, old.scope_type, old.building_id, old.stairwell_id, old.code)
begin select raise(abort, 'a project keeps its code and its scope'); end;
create trigger a_voted_budget_is_fixed before update of budget_fen on repair_projects
when new.budget_fen is not old.budget_fen
 and old.state not in ('surveyed', 'planned', 'vote_failed')
begin select raise(abort, 'what is voted on is not edited'); end;
create trigger approval_covers_what_is_paid before update of approved_fen on repair_projects
when coalesce(new.approved_fen, 0) <
     coalesce((select fen from paid_so_far where project_id = new.id), 0)
begin select raise(abort, 'the approved amount covers what is paid'); end;
create trigger projects_lie_in_their_estate before insert on repair_projects
when (new.building_id is not null and
      (select estate_id from buildings where id = new.building_id) <> new.estate_id)
  or (new.stairwell_id is not null and
      (select building_id from stairwells where id = new.stairwell_id) <> new.building_id)
begin select raise(abort, 'the scope lies in the estate of the project'); end;

-- Every step a project may take (R01–R26). Suspending remembers where it came from (R25).
create table fund_transitions (
    rule       text not null,
    from_state text not null,
    to_state   text not null,
    two_people integer not null check (two_people in (0, 1)),
    primary key (from_state, to_state)
) strict, without rowid;
insert into fund_transitions values
 ('R01', 'draft', 'proposed', 0),           ('R02', 'proposed', 'surveyed', 0),
 ('R03', 'surveyed', 'planned', 0),         ('R04', 'planned', 'deliberated', 0),
 ('R05', 'deliberated', 'plan_notice', 0),  ('R06', 'plan_notice', 'voting', 1),
 ('R07', 'voting', 'vote_passed', 1),       ('R07', 'voting', 'vote_failed', 1),
 ('R08', 'vote_failed', 'planned', 0),      ('R09', 'vote_passed', 'result_notice', 0),
 ('R10', 'result_notice', 'applied', 0),    ('R11', 'surveyed', 'emergency_confirmed', 0),
 ('R12', 'emergency_confirmed', 'applied', 0),
 ('R14', 'applied', 'returned', 0),         ('R14', 'returned', 'applied', 0),
 ('R15', 'applied', 'approved', 0),         ('R16', 'approved', 'first_paid', 1),
 ('R17', 'first_paid', 'in_works', 0),      ('R17', 'approved', 'in_works', 0),
 ('R18', 'in_works', 'accepted', 0),        ('R19', 'in_works', 'rectifying', 0),
 ('R19', 'rectifying', 'in_works', 0),      ('R20', 'accepted', 'settled', 0),
 ('R21', 'settled', 'settle_notice', 0),    ('R22', 'settle_notice', 'final_paid', 1),
 ('R23', 'final_paid', 'in_warranty', 0),   ('R23', 'final_paid', 'closed', 0),
 ('R24', 'in_warranty', 'closed', 1);
insert into fund_transitions select distinct 'R26', column1, 'cancelled', 0 from (values
 ('draft'), ('proposed'), ('surveyed'), ('planned'), ('deliberated'), ('plan_notice'), ('voting'),
 ('vote_failed'), ('vote_passed'), ('result_notice'), ('emergency_confirmed'), ('applied'),
 ('returned'), ('approved'));
insert into fund_transitions select distinct 'R25', from_state, 'suspended', 0
  from fund_transitions;
create trigger transitions_are_never_added before insert on fund_transitions
begin select raise(abort, 'the table of transitions is fixed'); end;
create trigger transitions_are_never_changed before update on fund_transitions
begin select raise(abort, 'the table of transitions is fixed'); end;
create trigger transitions_are_never_removed before delete on fund_transitions
begin select raise(abort, 'the table of transitions is fixed'); end;
