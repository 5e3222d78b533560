-- Who looks after which stairwell (网格和管家), what people are to their neighbours (身份), and what
-- they park (电动车). All end by a date and are never changed.

create table grids (
    id         integer primary key,
    name       text not null unique check (trim(name) <> ''),
    closed_on  text check (closed_on = date(closed_on))
) strict;

-- Of each duty one person to a stairwell and day: the grid worker (网格员) and the steward of the
-- property company (管家). `account_id` where that person signs in.
create table stewards (
    id           integer primary key,
    stairwell_id integer not null references stairwells (id),
    duty         text not null check (duty in ('grid', 'property')),
    grid_id      integer references grids (id),
    name         text not null check (trim(name) <> ''),
    phone        text not null default '' check (phone not glob '*[^0-9-]*'),
    account_id   integer references accounts (id),
    from_on      text not null check (from_on = date(from_on)),
    to_on        text check (to_on = date(to_on)),
    recorded_at  text,
    recorded_by  integer references accounts (id),
    ended_at     text,
    ended_by     integer references accounts (id),
    check (to_on is null or from_on <= to_on),
    check (duty = 'grid' or grid_id is null)
) strict;
create unique index one_steward_of_a_duty on stewards (stairwell_id, duty) where to_on is null;
create index stewards_of_a_stairwell on stewards (stairwell_id, duty, from_on);
create index stairwells_of_an_account on stewards (account_id) where to_on is null;
create trigger stewards_follow_each_other before insert on stewards
when exists (select 1 from stewards s
              where s.stairwell_id = new.stairwell_id and s.duty = new.duty
                and coalesce(s.from_on = s.to_on, 0) = 0
                and coalesce(s.to_on, '9999') > new.from_on
                and s.from_on < coalesce(new.to_on, '9999'))
begin select raise(abort, 'a stairwell has one steward of a duty at a time'); end;
create trigger stewards_only_end before update on stewards
when old.to_on is not null
  or (new.id, new.stairwell_id, new.duty, new.grid_id, new.name, new.phone, new.from_on,
      new.recorded_at, new.recorded_by)
     is not (old.id, old.stairwell_id, old.duty, old.grid_id, old.name, old.phone, old.from_on,
             old.recorded_at, old.recorded_by)
begin select raise(abort, 'a steward is followed by another, never changed'); end;
create trigger stewards_are_never_removed before delete on stewards
begin select raise(abort, 'a steward is followed by another, never removed'); end;

-- 楼栋长, 居民代表 and the like; `until` is the last day of the term, where there is one.
create table marks (
    id          integer primary key,
    resident_id integer not null references residents (id),
    kind        text not null check (kind in ('building_head', 'residents_rep', 'owners_rep',
                                              'council_member', 'party_volunteer')),
    building_id integer references buildings (id),
    from_on     text check (from_on = date(from_on)),
    until       text check (until = date(until)),
    ended_on    text check (ended_on = date(ended_on)),
    note        text not null default '',
    recorded_at text,
    recorded_by integer references accounts (id),
    ended_at    text,
    ended_by    integer references accounts (id),
    check (until is null or from_on is null or from_on <= until)
) strict;
create unique index one_mark_of_a_kind on marks (resident_id, kind, coalesce(building_id, 0))
 where ended_on is null;
create trigger marks_only_end before update on marks
when ((old.ended_on is not null or new.resident_id <> old.resident_id) and not exists (select 1 from moved_now
       where thing = 'marks' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.kind, new.building_id, new.from_on, new.until, new.note, new.recorded_at,
      new.recorded_by)
     is not (old.id, old.kind, old.building_id, old.from_on, old.until, old.note,
             old.recorded_at, old.recorded_by)
begin select raise(abort, 'a mark ends, it is never changed'); end;
create trigger marks_are_never_removed before delete on marks
begin select raise(abort, 'a mark ends, it is never removed'); end;

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

-- E-bikes (电动车). Of the frame's number the last six alone; what nobody looked at is null.
create table vehicles (
    id          integer primary key,
    unit_id     integer not null references units (id),
    resident_id integer references residents (id),
    owner       text check (trim(owner) <> ''),
    plate       text check (trim(plate) <> ''),
    frame_tail  text check (length(frame_tail) = 6 and frame_tail not glob '*[^0-9A-Z]*'),
    battery     text check (battery in ('lead', 'lithium')),
    removable   integer check (removable in (0, 1)),
    from_on     text check (from_on = date(from_on)),
    to_on       text check (to_on = date(to_on)),
    recorded_at text,
    recorded_by integer references accounts (id),
    ended_at    text,
    ended_by    integer references accounts (id),
    check (plate is not null or frame_tail is not null),
    check ((resident_id is null) <> (owner is null)),
    check (to_on is null or from_on is null or from_on <= to_on)
) strict;
create unique index one_plate_at_a_time on vehicles (plate) where to_on is null and plate is not null;
create index vehicles_of_a_unit on vehicles (unit_id, id);
create trigger vehicles_only_end before update on vehicles
when ((old.to_on is not null or new.resident_id is not old.resident_id) and not exists (select 1 from moved_now
       where thing = 'vehicles' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.unit_id, new.owner, new.recorded_at, new.recorded_by)
     is not (old.id, old.unit_id, old.owner, old.recorded_at, old.recorded_by)
  or (old.plate is not null and new.plate is not old.plate)
  or (old.frame_tail is not null and new.frame_tail is not old.frame_tail)
begin select raise(abort, 'a vehicle ends, it is never changed'); end;
create trigger vehicles_are_never_removed before delete on vehicles
begin select raise(abort, 'a vehicle ends, it is never removed'); end;

-- What stood in the registry before somebody corrected it (改前改后): who, when, why, by what source.
create table registry_changes (
    id         integer primary key,
    thing      text not null check (thing in ('estate', 'building', 'stairwell', 'unit', 'resident')),
    thing_id   integer not null,
    field      text not null check (trim(field) <> ''),
    before     text,
    after      text,
    why        text not null,
    source     text,
    changed_at text not null,
    changed_by integer not null references accounts (id),
    check (before is not after)
) strict;
create index changes_of_a_thing on registry_changes (thing, thing_id, id);
create trigger registry_changes_are_never_changed before update on registry_changes
begin select raise(abort, 'what was changed is append-only'); end;
create trigger registry_changes_are_never_removed before delete on registry_changes
begin select raise(abort, 'what was changed is append-only'); end;

-- What somebody at the door found (入户核对): as it stands, different, or nobody there.
create table unit_checks (
    id         integer primary key,
    unit_id    integer not null references units (id),
    result     text not null check (result in ('same', 'different', 'nobody')),
    checked_on text not null check (checked_on = date(checked_on)),
    checked_by integer not null references accounts (id)
) strict;
create index checks_of_a_unit on unit_checks (unit_id, id);
create trigger unit_checks_are_never_changed before update on unit_checks
begin select raise(abort, 'what was found at a door is append-only'); end;
create trigger unit_checks_are_never_removed before delete on unit_checks
begin select raise(abort, 'what was found at a door is append-only'); end;
