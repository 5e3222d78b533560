-- Repair projects (维修项目): the table of transitions, the history, and what each step rests on.

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

create table project_steps (
    id          integer primary key,
    project_id  integer not null references repair_projects (id),
    from_state  text,
    to_state    text not null,
    happened_on text not null check (happened_on = date(happened_on)),
    note        text not null default '',
    by_id       integer not null references accounts (id),
    second_id   integer references accounts (id) check (second_id <> by_id)
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
  or (new.from_state is null and new.to_state not in ('draft', 'proposed'))
begin select raise(abort, 'a step starts where the last one ended'); end;
create trigger steps_follow_the_table before insert on project_steps
when new.from_state is not null
 and not exists (select 1 from fund_transitions t where t.from_state = new.from_state
                    and t.to_state = new.to_state and (t.two_people = 0 or new.second_id is not null))
 and not (new.from_state = 'suspended' and new.to_state is
          (select from_state from project_steps where project_id = new.project_id
            order by id desc limit 1))
begin select raise(abort, 'this step is not in the table, or wants a second person'); end;
-- What a step rests on is on file before it is taken.
create trigger steps_rest_on_facts before insert on project_steps
when new.from_state is not 'suspended' and case new.to_state
     when 'surveyed' then not exists (select 1 from surveys where project_id = new.project_id)
     when 'planned' then not exists (select 1 from plans where project_id = new.project_id
          and made_on >= (select max(happened_on) from project_steps
                           where project_id = new.project_id))
     when 'plan_notice' then not exists (select 1 from project_notices
          where project_id = new.project_id and kind = 'plan')
     when 'voting' then not exists (select 1 from ballots where project_id = new.project_id
          and plan_id = (select max(id) from plans where project_id = new.project_id))
     when 'vote_passed' then (select result from ballot_counts where project_id = new.project_id
          and approved_by is not null order by id desc limit 1) is not 'PASS'
     when 'vote_failed' then coalesce((select result from ballot_counts
          where project_id = new.project_id and approved_by is not null
          order by id desc limit 1), 'PASS') = 'PASS'
     when 'result_notice' then not exists (select 1 from project_notices
          where project_id = new.project_id and kind = 'result')
     when 'emergency_confirmed' then
          not exists (select 1 from emergencies where project_id = new.project_id)
          or exists (select 1 from project_steps where project_id = new.project_id
                        and to_state = 'voting')
     when 'approved' then (select approved_fen from repair_projects
                            where id = new.project_id) is null
     when 'first_paid' then not exists (select 1 from fund_payments where kind = 'first'
          and project_id = new.project_id and approved_by is not null)
     when 'accepted' then not exists (select 1 from acceptances where outcome = 'accepted'
          and project_id = new.project_id)
     when 'settled' then (select settled_fen from repair_projects
                           where id = new.project_id) is null
     when 'settle_notice' then not exists (select 1 from project_notices
          where project_id = new.project_id and kind = 'settle')
     else 0 end
begin select raise(abort, 'a step rests on facts that are on file'); end;
create trigger the_project_follows after insert on project_steps when new.from_state is not null
begin update repair_projects set state = new.to_state where id = new.project_id; end;
create trigger state_changes_only_by_a_step before update of state on repair_projects
when new.state is not (select to_state from project_steps where project_id = new.id
                       order by id desc limit 1)
begin select raise(abort, 'state changes only by a step'); end;

-- Some steps are asked for by one person and taken by another (双人确认).
create table step_requests (
    project_id integer primary key references repair_projects (id),
    to_state   text not null,
    note       text not null default '',
    terms      text not null default '{}' check (json_valid(terms)),
    asked_by   integer not null references accounts (id),
    asked_on   text not null check (asked_on = date(asked_on))
) strict;
create trigger a_step_ends_its_request after insert on project_steps
begin delete from step_requests where project_id = new.project_id; end;

-- R02: the survey (查勘) says whether the fund may be used at all.
create table surveys (
    project_id     integer primary key references repair_projects (id),
    surveyed_on    text not null check (surveyed_on = date(surveyed_on)),
    completed_on   text not null check (completed_on = date(completed_on)),
    warranty_years integer not null check (warranty_years between 0 and 50),
    common_part    text not null check (trim(common_part) <> ''),
    lift_class     text check (lift_class in ('minor', 'medium', 'major')),
    equipment_no   text not null default '',
    route          text not null check (route in ('ballot', 'emergency')),
    note           text not null default '',
    by_id          integer not null references accounts (id)
) strict;

-- R11: an emergency (紧急使用) is confirmed by a body, with its proof on file.
create table emergencies (
    project_id      integer primary key references repair_projects (id),
    kind            text not null check (kind in
                    ('lift', 'fire', 'facade_fall', 'leak', 'pump', 'drain', 'other')),
    confirming_body text not null check (trim(confirming_body) <> ''),
    confirmed_on    text not null check (confirmed_on = date(confirmed_on)),
    life_safety     integer not null check (life_safety in (0, 1)),
    note            text not null default '',
    by_id           integer not null references accounts (id)
) strict;

-- Offers of contractors (报价), compared side by side.
create table quotations (
    id              integer primary key,
    project_id      integer not null references repair_projects (id),
    company         text not null check (trim(company) <> ''),
    amount_fen      integer not null check (amount_fen > 0),
    works_days      integer not null check (works_days between 1 and 1000),
    warranty_months integer not null check (warranty_months between 0 and 240),
    note            text not null default '',
    by_id           integer not null references accounts (id),
    source          text not null check (source in ('demo', 'entered')),
    unique (project_id, company, amount_fen)
) strict;

-- R03: a plan (方案) is never edited; another is another version.
create table plans (
    id            integer primary key,
    project_id    integer not null references repair_projects (id),
    version       integer not null check (version > 0),
    extent        text not null check (trim(extent) <> ''),
    budget_fen    integer not null check (budget_fen > 0),
    subsidy_fen   integer not null default 0 check (subsidy_fen between 0 and budget_fen),
    quotation_id  integer references quotations (id),
    chosen_how    text not null check (trim(chosen_how) <> ''),
    accepted_how  text not null check (trim(accepted_how) <> ''),
    made_on       text not null check (made_on = date(made_on)),
    made_by       integer not null references accounts (id),
    source        text not null check (source in ('demo', 'entered')),
    unique (project_id, version)
) strict;

-- The list of a custom scope (指定范围), until it is frozen.
create table listed_units (
    project_id integer not null references repair_projects (id),
    unit_id    integer not null references units (id),
    primary key (project_id, unit_id)
) strict, without rowid;

-- The frozen scope (冻结的列支范围) of one plan: who votes is who pays. Later sales change nothing.
create table scope_units (
    plan_id        integer not null references plans (id),
    unit_id        integer not null references units (id),
    code           text not null,
    area_centi     integer not null check (area_centi > 0),
    owner_group_id integer not null references owner_groups (id),
    primary key (plan_id, unit_id)
) strict, without rowid;
create index scope_of_an_owner on scope_units (plan_id, owner_group_id, area_centi);
create trigger a_scope_is_frozen_before_the_vote before insert on scope_units
when (select p.state from plans l join repair_projects p on p.id = l.project_id
       where l.id = new.plan_id) not in ('surveyed', 'plan_notice')
  or (select estate_id from units where id = new.unit_id) <>
     (select p.estate_id from plans l join repair_projects p on p.id = l.project_id
       where l.id = new.plan_id)
begin select raise(abort, 'a scope is frozen when voting opens, inside one estate'); end;

-- Notices (公示) and what people object to. An open objection blocks the next step.
create table project_notices (
    id         integer primary key,
    project_id integer not null references repair_projects (id),
    kind       text not null check (kind in ('plan', 'result', 'settle', 'emergency')),
    plan_id    integer references plans (id),
    text       text not null check (trim(text) <> ''),
    places     text not null check (trim(places) <> ''),
    posted_on  text not null check (posted_on = date(posted_on)),
    ends_on    text not null check (ends_on = date(ends_on) and ends_on >= posted_on),
    removed_on text check (removed_on = date(removed_on) and removed_on > ends_on),
    by_id      integer not null references accounts (id),
    source     text not null check (source in ('demo', 'entered'))
) strict;
create index notices_of_a_project on project_notices (project_id, id);
create trigger notices_only_come_down before update on project_notices
when old.removed_on is not null
  or (new.id, new.project_id, new.kind, new.plan_id, new.text, new.places, new.posted_on,
      new.ends_on, new.by_id)
   is not (old.id, old.project_id, old.kind, old.plan_id, old.text, old.places, old.posted_on,
      old.ends_on, old.by_id)
begin select raise(abort, 'a notice is posted and comes down, nothing else'); end;

create table objections (
    id          integer primary key,
    notice_id   integer not null references project_notices (id),
    raised_by   text not null check (trim(raised_by) <> ''),
    words       text not null check (trim(words) <> ''),
    raised_on   text not null check (raised_on = date(raised_on)),
    recorded_by integer not null references accounts (id),
    reply       text check (trim(reply) <> ''),
    replied_on  text check (replied_on = date(replied_on)),
    replied_by  integer references accounts (id),
    check ((reply is null) = (replied_on is null) and (reply is null) = (replied_by is null))
) strict;
create index objections_to_a_notice on objections (notice_id);
create trigger objections_are_only_answered before update on objections
when old.reply is not null
  or (new.id, new.notice_id, new.raised_by, new.words, new.raised_on)
   is not (old.id, old.notice_id, old.raised_by, old.words, old.raised_on)
begin select raise(abort, 'an objection is answered once, never changed'); end;

-- R18, R19: what the people on site found (验收).
create table acceptances (
    id              integer primary key,
    project_id      integer not null references repair_projects (id),
    outcome         text not null check (outcome in ('accepted', 'rectifying')),
    looked_on       text not null check (looked_on = date(looked_on)),
    representatives text not null check (trim(representatives) <> ''),
    defects         text not null default '',
    due_on          text check (due_on = date(due_on)),
    by_id           integer not null references accounts (id),
    source          text not null check (source in ('demo', 'entered')),
    check ((outcome = 'rectifying') = (trim(defects) <> '' and due_on is not null))
) strict;
create index acceptances_of_a_project on acceptances (project_id);

-- R15 and its supplements: what the authority answered (审核意见).
create table fund_approvals (
    id          integer primary key,
    project_id  integer not null references repair_projects (id),
    amount_fen  integer not null check (amount_fen > 0),
    filing_no   text not null check (trim(filing_no) <> ''),
    approved_on text not null check (approved_on = date(approved_on)),
    by_id       integer not null references accounts (id),
    source      text not null check (source in ('demo', 'entered'))
) strict;
create index approvals_of_a_project on fund_approvals (project_id);

-- Files (档案) live in the database: 10 MB at most, of a few known kinds, stored once.
create table file_contents (
    sha256  text primary key check (length(sha256) = 64),
    content blob not null check (length(content) between 1 and 10485760)
) strict;
create table project_files (
    id         integer primary key,
    project_id integer not null references repair_projects (id),
    kind       text not null check (trim(kind) <> ''),
    name       text not null check (trim(name) <> ''),
    media_type text not null check (media_type in
               ('image/jpeg', 'image/png', 'image/webp', 'application/pdf',
                'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
                'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
    size       integer not null check (size between 1 and 10485760),
    sha256     text not null references file_contents (sha256),
    added_by   integer not null references accounts (id),
    added_on   text not null check (added_on = date(added_on)),
    unique (project_id, kind, sha256)
) strict;
create index files_of_a_project on project_files (project_id, kind);

-- What was put on file stays as it was.
create trigger surveys_are_never_changed before update on surveys
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger surveys_are_never_removed before delete on surveys
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger emergencies_are_never_changed before update on emergencies
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger emergencies_are_never_removed before delete on emergencies
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger quotations_are_never_changed before update on quotations
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger quotations_are_never_removed before delete on quotations
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger plans_are_never_changed before update on plans
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger plans_are_never_removed before delete on plans
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger scope_units_are_never_changed before update on scope_units
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger scope_units_are_never_removed before delete on scope_units
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger acceptances_are_never_changed before update on acceptances
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger acceptances_are_never_removed before delete on acceptances
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger fund_approvals_are_never_changed before update on fund_approvals
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger fund_approvals_are_never_removed before delete on fund_approvals
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger file_contents_are_never_changed before update on file_contents
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger file_contents_are_never_removed before delete on file_contents
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger project_files_are_never_changed before update on project_files
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger project_files_are_never_removed before delete on project_files
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger project_notices_are_never_removed before delete on project_notices
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger objections_are_never_removed before delete on objections
begin select raise(abort, 'what is on file stays as it was'); end;
