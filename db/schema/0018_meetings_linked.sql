-- An item about a repair project names a project on file; a meeting is held or called off once.

create table agenda_items_next (
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
    unique (meeting_id, position)
) strict;
insert into agenda_items_next (id, meeting_id, position, item_type, title, reporter, minutes,
       category, project_id, added_by, added_at)
select id, meeting_id, position, item_type, title, reporter, minutes, category,
       (select p.id from repair_projects p where p.id = i.project_id), added_by, added_at
  from agenda_items i;
drop table agenda_items;
alter table agenda_items_next rename to agenda_items;

create index items_of_a_project on agenda_items (project_id) where project_id is not null;
create trigger items_are_never_removed before delete on agenda_items
begin select raise(abort, 'items are carried over, never removed'); end;
create trigger items_join_only_a_planned_meeting before insert on agenda_items
when (select state from meetings where id = new.meeting_id) <> 'planned' and new.added_by is not null
begin select raise(abort, 'items join only a planned meeting'); end;

create trigger meetings_move_as_allowed before update of state on meetings
when new.state <> old.state and old.state || '>' || new.state not in
 ('planned>held', 'planned>cancelled', 'held>confirmed')
begin select raise(abort, 'a meeting does not move that way'); end;
create trigger meetings_are_never_removed before delete on meetings
begin select raise(abort, 'meetings are called off, never removed'); end;
