-- Meetings (联席会、议事会) and their agenda. Numbers restart each year per kind, without reuse.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (30, 'meeting', 'meeting_notice_days', '会前公布议题', 3, 3, 1, 30, '天', '各地议事会 2 至 3 天', 0);

create table meetings (
    id        integer primary key,
    kind      text not null check (kind in ('joint', 'council', 'special', 'owner_reps',
              'resident_reps', 'residents_assembly')),
    year      integer not null,
    number    integer not null check (number > 0),
    title     text not null check (trim(title) <> ''),
    estate_id integer references estates (id),
    category  text check (category in ('lift', 'facade_leak', 'parking', 'fly_wire', 'street', 'other')),
    starts_at text not null check (datetime(starts_at) is not null),
    minutes   integer not null check (minutes between 10 and 600),
    place     text not null,
    chair     text not null,
    invited   integer not null check (invited >= 0),
    state     text not null check (state in ('planned', 'held', 'confirmed', 'cancelled')),
    source    text not null check (source in ('demo', 'entered')),
    parent_kind text check (parent_kind in ('joint', 'council')),  -- whose rule a special one follows
    unique (kind, year, number),
    check (year = cast(substr(starts_at, 1, 4) as integer))
) strict;
create index meetings_by_day on meetings (state, starts_at);
create trigger meetings_move_as_allowed before update of state on meetings
when new.state <> old.state and old.state || '>' || new.state not in
 ('planned>held', 'planned>cancelled', 'held>confirmed')
begin select raise(abort, 'a meeting does not move that way'); end;
create trigger meetings_are_never_removed before delete on meetings
begin select raise(abort, 'meetings are called off, never removed'); end;

-- An item about a repair project names a project on file.
create table agenda_items (
    id         integer primary key,
    meeting_id integer not null references meetings (id),
    position   integer not null check (position > 0),
    item_type  text not null check (item_type in ('report', 'consult', 'vote', 'feedback')),
    title      text not null check (trim(title) <> ''),
    reporter   text not null,
    minutes    integer not null check (minutes between 1 and 120),
    category   text check (category in ('lift', 'facade_leak', 'parking', 'fly_wire', 'street', 'other')),
    project_id integer references repair_projects (id),
    added_by   integer references accounts (id),
    added_at   text not null,
    confidential integer not null default 0 check (confidential in (0, 1)),
    unique (meeting_id, position)
) strict;
create index items_of_a_project on agenda_items (project_id) where project_id is not null;
create trigger items_are_never_removed before delete on agenda_items
begin select raise(abort, 'items are carried over, never removed'); end;
create trigger items_join_only_a_planned_meeting before insert on agenda_items
when (select state from meetings where id = new.meeting_id) <> 'planned' and new.added_by is not null
begin select raise(abort, 'items join only a planned meeting'); end;
