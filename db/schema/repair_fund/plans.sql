-- What a project is about: survey, emergency, offers, plans and their scope. None is ever edited.

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
create trigger surveys_are_never_changed before update on surveys
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger surveys_are_never_removed before delete on surveys
begin select raise(abort, 'what is on file stays as it was'); end;

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
create trigger emergencies_are_never_changed before update on emergencies
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger emergencies_are_never_removed before delete on emergencies
begin select raise(abort, 'what is on file stays as it was'); end;

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
create trigger quotations_are_never_changed before update on quotations
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger quotations_are_never_removed before delete on quotations
begin select raise(abort, 'what is on file stays as it was'); end;

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
create trigger plans_are_never_changed before update on plans
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger plans_are_never_removed before delete on plans
begin select raise(abort, 'what is on file stays as it was'); end;

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
when not exists (
    select 1 from plans l join repair_projects p on p.id = l.project_id
      join units u on u.estate_id = p.estate_id
     where l.id = new.plan_id and u.id = new.unit_id and p.state in ('surveyed', 'plan_notice'))
begin select raise(abort, 'a scope is frozen when voting opens, inside one estate'); end;
create trigger scope_units_are_never_changed before update on scope_units
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger scope_units_are_never_removed before delete on scope_units
begin select raise(abort, 'what is on file stays as it was'); end;
