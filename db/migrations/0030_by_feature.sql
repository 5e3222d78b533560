-- Version 29 was made by files that altered one another's tables; from here on the chapters by
-- feature say what a table is. What the file still lacked are these references.

-- Who changed a parameter (本地参数) is an account on file.
create temp table kept_parameters as select * from parameters;
create temp table kept_words as select * from text_parameters;
drop table parameters;
drop table text_parameters;

create table parameters (
    code       text primary key,
    position   integer not null unique,
    topic      text not null,
    label      text not null,
    value      integer not null,
    standard   integer not null,
    least      integer not null,
    most       integer not null,
    unit       text not null,
    basis      text not null,
    yes_no     integer not null default 0 check (yes_no in (0, 1)),
    changed_at text,
    changed_by integer references accounts (id),
    check (value between least and most),
    check (yes_no = 0 or (least = 0 and most <= 1))
) strict, without rowid;
create trigger parameters_are_never_removed before delete on parameters
begin select raise(abort, 'parameters are never removed'); end;
create trigger parameters_keep_their_bounds before update of code, least, most, standard on parameters
begin select raise(abort, 'only the value of a parameter changes'); end;
create trigger another_ratio_counts_afresh after update of value on parameters
when new.code = 'topup_ratio' and new.value <> old.value
begin
    update building_funds set short = (
        select count(*) from units u join household_accounts a on a.unit_id = u.id
         where u.building_id = building_funds.building_id
           and a.balance_fen * 100 < a.first_deposit_fen * new.value);
end;
insert into parameters (code, position, topic, label, value, standard, least, most, unit, basis,
       yes_no, changed_at, changed_by)
select code, position, topic, label, value, standard, least, most, unit, basis, yes_no, changed_at,
       (select id from accounts where id = changed_by)
  from kept_parameters order by code;
drop table kept_parameters;

create table text_parameters (
    code       text primary key,
    position   integer not null unique,
    topic      text not null,
    label      text not null,
    value      text not null default '',
    kind       text not null check (kind in ('phone')),
    basis      text not null,
    changed_at text,
    changed_by integer references accounts (id),
    check (kind <> 'phone' or (value not glob '*[^0-9-]*' and length(value) <= 20))
) strict, without rowid;
create trigger text_parameters_are_never_removed before delete on text_parameters
begin select raise(abort, 'parameters are never removed'); end;
create trigger text_parameters_change_only_their_words
before update of code, position, topic, label, kind, basis on text_parameters
begin select raise(abort, 'only the value of a parameter changes'); end;
insert into text_parameters (code, position, topic, label, value, kind, basis, changed_at, changed_by)
select code, position, topic, label, value, kind, basis, changed_at,
       (select id from accounts where id = changed_by)
  from kept_words order by code;
drop table kept_words;

-- A top-up (续交) names its vote by a key of its own; until now only its note did, 续交 WX-2026-40.
alter table household_entries add column project_id integer references repair_projects (id);
drop trigger household_entries_are_never_changed;
update household_entries set project_id =
       (select id from repair_projects where '续交 ' || code = household_entries.note)
 where kind = 'topup';
create trigger household_entries_are_never_changed before update on household_entries
begin select raise(abort, 'the household account is append-only'); end;
create index topups_of_a_project on household_entries (project_id, unit_id)
 where project_id is not null;
create trigger topups_name_their_project before insert on household_entries
when (new.kind = 'topup') <> (new.project_id is not null)
begin select raise(abort, 'a top-up names the project it was voted for'); end;

-- The number of the version is kept in the head of the file, and nowhere else.
drop table if exists _sqlite_migrations;
