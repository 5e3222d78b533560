-- A year's rest days as the State Council published them (放假和调休), entered by the administrator.
-- A correction is another calendar of the same year; the one before is ended and stays.

create table calendar_years (
    id         integer primary key,
    year       integer not null check (year between 2000 and 2200),
    text       text not null check (trim(text) <> ''),
    entered_by integer not null references accounts (id),
    entered_at text not null,
    ended_by   integer references accounts (id),
    ended_at   text,
    ended_why  text check (trim(ended_why) <> ''),
    check ((ended_by is null) = (ended_at is null) and (ended_by is null) = (ended_why is null))
) strict;
create unique index one_calendar_a_year on calendar_years (year) where ended_at is null;
create trigger calendar_years_only_end before update on calendar_years
when old.ended_at is not null
  or (new.id, new.year, new.text, new.entered_by, new.entered_at)
  is not (old.id, old.year, old.text, old.entered_by, old.entered_at)
begin select raise(abort, 'a calendar is entered and ended, nothing else'); end;
create trigger calendar_years_are_never_removed before delete on calendar_years
begin select raise(abort, 'a calendar is ended, never removed'); end;

create table calendar_days (
    calendar_id integer not null references calendar_years (id),
    day         text not null check (day = date(day)),
    works       integer not null check (works in (0, 1)),
    primary key (calendar_id, day)
) strict, without rowid;
-- Only a week-end day is made a working day.
create trigger calendar_days_fit_their_year before insert on calendar_days
when (select year from calendar_years where id = new.calendar_id and ended_at is null)
     is not cast(substr(new.day, 1, 4) as integer)
  or (new.works and strftime('%w', new.day) not in ('0', '6'))
begin select raise(abort, 'a day of another year, or a working day made one'); end;
create trigger calendar_days_are_never_changed before update on calendar_days
begin select raise(abort, 'days of a calendar are never changed'); end;
create trigger calendar_days_are_never_removed before delete on calendar_days
begin select raise(abort, 'days of a calendar are never removed'); end;
