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

-- A running notice whose last day turned out to be a rest day hangs longer, never shorter (顺延).
create table notice_extensions (
    id          integer primary key,
    notice_id   integer not null references project_notices (id),
    from_on     text not null check (from_on = date(from_on)),
    to_on       text not null check (to_on = date(to_on) and to_on > from_on),
    calendar_id integer references calendar_years (id),
    by_id       integer not null references accounts (id),
    at          text not null
) strict;
create index extensions_of_a_notice on notice_extensions (notice_id);
create trigger extensions_begin_where_the_notice_ends before insert on notice_extensions
when not exists (select 1 from project_notices
                  where id = new.notice_id and ends_on = new.from_on and removed_on is null)
begin select raise(abort, 'an extension begins at the last day of a notice that hangs'); end;
create trigger extensions_are_never_changed before update on notice_extensions
begin select raise(abort, 'extensions are never changed'); end;
create trigger extensions_are_never_removed before delete on notice_extensions
begin select raise(abort, 'extensions are never removed'); end;

drop trigger notices_only_come_down;
create trigger notices_only_come_down before update on project_notices
when old.removed_on is not null
  or (new.id, new.project_id, new.kind, new.plan_id, new.text, new.places, new.posted_on, new.by_id)
   is not (old.id, old.project_id, old.kind, old.plan_id, old.text, old.places, old.posted_on,
      old.by_id)
  or (new.ends_on is not old.ends_on
      and (new.removed_on is not null
           or not exists (select 1 from notice_extensions where notice_id = new.id
                           and from_on = old.ends_on and to_on = new.ends_on)))
begin select raise(abort, 'a notice is posted, extended and comes down, nothing else'); end;
create trigger extensions_move_the_last_day after insert on notice_extensions
begin update project_notices set ends_on = new.to_on where id = new.notice_id; end;
