-- Meetings (联席会、议事会) and their agenda. Numbers restart each year per kind, without reuse.

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
    unique (kind, year, number),
    check (year = cast(substr(starts_at, 1, 4) as integer))
) strict;
create index meetings_by_day on meetings (state, starts_at);

create table agenda_items (
    id         integer primary key,
    meeting_id integer not null references meetings (id),
    position   integer not null check (position > 0),
    item_type  text not null check (item_type in ('report', 'consult', 'vote', 'feedback')),
    title      text not null check (trim(title) <> ''),
    reporter   text not null,
    minutes    integer not null check (minutes between 1 and 120),
    category   text check (category in ('lift', 'facade_leak', 'parking', 'fly_wire', 'street', 'other')),
    project_id integer,
    added_by   integer references accounts (id),
    added_at   text not null,
    unique (meeting_id, position)
) strict;
create trigger items_are_never_removed before delete on agenda_items
begin select raise(abort, 'items are carried over, never removed'); end;
create trigger items_join_only_a_planned_meeting before insert on agenda_items
when (select state from meetings where id = new.meeting_id) <> 'planned' and new.added_by is not null
begin select raise(abort, 'items join only a planned meeting'); end;
