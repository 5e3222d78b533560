-- Meetings that come every month (系列): what changes in a series changes the meetings not planned yet.

create table meeting_series (
    id         integer primary key,
    kind       text not null check (kind in ('joint', 'council', 'owner_reps', 'resident_reps',
               'residents_assembly')),
    name       text not null check (trim(name) <> ''),
    week       integer not null check (week between 1 and 5),
    weekday    integer not null check (weekday between 0 and 6),
    begins     text not null check (begins = strftime('%H:%M', begins)),
    minutes    integer not null check (minutes between 10 and 600),
    place      text not null,
    chair      text not null,
    invited    integer not null check (invited > 0),
    last_on    text check (last_on = date(last_on)),
    started_at text not null,
    started_by integer not null references accounts (id)
) strict;
create trigger series_are_never_removed before delete on meeting_series
begin select raise(abort, 'a series ends, and is never removed'); end;
create trigger ended_series_stay before update on meeting_series
when old.last_on is not null
begin select raise(abort, 'a series that has ended stays so'); end;

create table series_items (
    series_id integer not null references meeting_series (id),
    position  integer not null check (position > 0),
    item_type text not null check (item_type in ('report', 'consult', 'vote', 'feedback')),
    title     text not null check (trim(title) <> ''),
    reporter  text not null,
    minutes   integer not null check (minutes between 1 and 120),
    primary key (series_id, position)
) strict, without rowid;

create table series_meetings (
    meeting_id integer primary key references meetings (id),
    series_id  integer not null references meeting_series (id)
) strict;
create trigger series_meetings_are_never_changed before update on series_meetings
begin select raise(abort, 'a meeting stays in its series'); end;
create trigger series_meetings_are_never_removed before delete on series_meetings
begin select raise(abort, 'a meeting stays in its series'); end;

-- An item that comes back (顺延、复议) names the one before it; each is followed once.
create table item_follows (
    item_id    integer primary key references agenda_items (id),
    follows_id integer not null unique references agenda_items (id) check (follows_id < item_id)
) strict;
create trigger follows_are_never_changed before update on item_follows
begin select raise(abort, 'what came back stays so'); end;
create trigger follows_are_never_removed before delete on item_follows
begin select raise(abort, 'what came back stays so'); end;

-- What an item is about (议题说的是哪件事): a thing of some feature, told by kind and number.
create table item_subjects (
    item_id    integer primary key references agenda_items (id),
    kind       text not null check (trim(kind) <> ''),
    subject_id integer not null
) strict;
create index items_about on item_subjects (kind, subject_id);
create trigger subjects_are_never_changed before update on item_subjects
begin select raise(abort, 'what an item is about stays so'); end;
create trigger subjects_are_never_removed before delete on item_subjects
begin select raise(abort, 'what an item is about stays so'); end;

insert into item_subjects (item_id, kind, subject_id)
 select id, 'project', project_id from agenda_items where project_id is not null;
