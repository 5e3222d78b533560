-- Volunteers are marked as such, and a brought list of past learners can be taken back: what it
-- entered as completed or dropped is cancelled.
-- Who helps (志愿者), in which estate, since when; ends by a date. The number of the national system
-- (全国编号), what they like to do and when are words as the person said them.
create table volunteers (
    id          integer primary key,
    resident_id integer not null references residents (id),
    estate_id   integer not null references estates (id),
    wish        text not null default '',
    free_times  text not null default '',
    national_no text not null default '',
    joined_on   text check (joined_on = date(joined_on)),
    ended_on    text check (ended_on = date(ended_on)),
    recorded_at text not null,
    recorded_by integer not null references accounts (id),
    ended_at    text,
    ended_by    integer references accounts (id),
    check ((ended_on is null) = (ended_by is null))
) strict;
create unique index a_volunteer_once on volunteers (resident_id, estate_id) where ended_on is null;
create trigger volunteers_only_end before update on volunteers
when ((old.ended_on is not null or new.resident_id <> old.resident_id) and not exists (select 1 from moved_now
       where thing = 'volunteers' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.estate_id, new.recorded_at, new.recorded_by)
     is not (old.id, old.estate_id, old.recorded_at, old.recorded_by)
begin select raise(abort, 'a volunteer leaves by a date, and stays who it was'); end;
create trigger volunteers_are_never_removed before delete on volunteers
begin select raise(abort, 'a volunteer leaves by a date, never removed'); end;

drop trigger enrollments_move_as_allowed;
create trigger enrollments_move_as_allowed before update of state on enrollments
when new.state <> old.state and old.state || '>' || new.state not in
 ('confirmed>attending', 'confirmed>cancelled', 'confirmed>dropped', 'confirmed>removed',
  'confirmed>completed', 'attending>completed', 'attending>dropped', 'attending>removed',
  'waitlisted>offered', 'waitlisted>cancelled', 'offered>confirmed', 'offered>cancelled',
  'completed>cancelled', 'dropped>cancelled')
begin select raise(abort, 'an enrolment does not move that way'); end;
