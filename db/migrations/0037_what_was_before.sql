-- The registry keeps what was: who owned and lived where, with dates. What stood in the old columns
-- begins it, with days nobody knows.

alter table residents add column id_tail text check (id_tail glob '[0-9][0-9][0-9][0-9X]');
alter table residents add column sex text check (sex in ('f', 'm'));

-- Who owns what, from when to when (产权): an ownership ends by its date and is never changed; what
-- is open is what holds today. `to_on` is the first day on which it holds no more; a mistake ends on
-- the day it began. `from_on` is null where nobody knows it.

create table ownerships (
    id             integer primary key,
    owner_group_id integer not null references owner_groups (id),
    unit_id        integer not null references units (id),
    from_on        text check (from_on = date(from_on)),
    to_on          text check (to_on = date(to_on)),
    why            text,
    recorded_at    text,
    recorded_by    integer references accounts (id),
    ended_at       text,
    ended_by       integer references accounts (id),
    check (to_on is null or from_on is null or from_on <= to_on)
) strict;
create unique index one_ownership_at_a_time on ownerships (unit_id) where to_on is null;
create index ownerships_of_a_unit on ownerships (unit_id, id);
create index ownerships_of_a_group on ownerships (owner_group_id);
create trigger ownerships_lie_in_one_estate before insert on ownerships
when (select estate_id from owner_groups where id = new.owner_group_id)
  is not (select estate_id from units where id = new.unit_id)
begin select raise(abort, 'a unit and its owner lie in one estate'); end;
create trigger ownerships_follow_each_other before insert on ownerships
when exists (select 1 from ownerships o
              where o.unit_id = new.unit_id and coalesce(o.from_on = o.to_on, 0) = 0
                and coalesce(o.to_on, '9999') > coalesce(new.from_on, '')
                and coalesce(o.from_on, '') < coalesce(new.to_on, '9999'))
begin select raise(abort, 'a unit has one owner at a time'); end;
create trigger ownerships_only_end before update on ownerships
when old.to_on is not null
  or (new.id, new.owner_group_id, new.unit_id, new.recorded_at, new.recorded_by)
     is not (old.id, old.owner_group_id, old.unit_id, old.recorded_at, old.recorded_by)
  or (old.from_on is not null and new.from_on is not old.from_on)
begin select raise(abort, 'an ownership ends, it is never changed'); end;
create trigger ownerships_are_never_removed before delete on ownerships
when old.recorded_at is not null or old.from_on is not null or old.to_on is not null
begin select raise(abort, 'an ownership ends, it is never removed'); end;

-- `units.owner_group_id` is the open ownership, whichever of the two is written.
create trigger the_unit_follows_its_ownership after insert on ownerships when new.to_on is null
begin
    update units set owner_group_id = new.owner_group_id
     where id = new.unit_id and owner_group_id <> new.owner_group_id;
end;
create trigger a_unit_begins_with_an_ownership after insert on units
begin
    insert into ownerships (owner_group_id, unit_id) values (new.owner_group_id, new.id);
end;
create trigger a_unit_nobody_used_goes_with_its_ownership before delete on units
begin
    delete from ownerships where unit_id = old.id and to_on is null and from_on is null
       and recorded_at is null;
end;
create trigger another_owner_is_another_ownership after update of owner_group_id on units
when new.owner_group_id is not
     (select owner_group_id from ownerships where unit_id = new.id and to_on is null)
begin
    update ownerships set to_on = max(date('now', '+8 hours'), coalesce(from_on, ''))
     where unit_id = new.id and to_on is null;
    insert into ownerships (owner_group_id, unit_id, from_on)
    values (new.owner_group_id, new.id,
            (select max(to_on) from ownerships where unit_id = new.id));
end;

-- The people of an owner set (共有人): a resident, or somebody by name who does not live here.
-- Of an identity number the last four alone are ever kept (后四位).
create table owner_members (
    id             integer primary key,
    owner_group_id integer not null references owner_groups (id),
    resident_id    integer references residents (id),
    name           text check (trim(name) <> ''),
    id_tail        text check (id_tail glob '[0-9][0-9][0-9][0-9X]'),
    share          text check (share glob '[1-9]*/[1-9]*'),
    from_on        text check (from_on = date(from_on)),
    to_on          text check (to_on = date(to_on)),
    why            text,
    recorded_at    text,
    recorded_by    integer references accounts (id),
    ended_at       text,
    ended_by       integer references accounts (id),
    check ((resident_id is null) <> (name is null)),
    check (id_tail is null or name is not null),
    check (to_on is null or from_on is null or from_on <= to_on)
) strict;
create index members_of_an_owner on owner_members (owner_group_id, id);
create index owners_among_residents on owner_members (resident_id) where resident_id is not null;
create unique index once_in_an_owner_set on owner_members (owner_group_id, resident_id)
 where to_on is null and resident_id is not null;
create trigger owner_members_only_end before update on owner_members
when old.to_on is not null
  or (new.id, new.owner_group_id, new.resident_id, new.name, new.share, new.recorded_at,
      new.recorded_by)
     is not (old.id, old.owner_group_id, old.resident_id, old.name, old.share, old.recorded_at,
             old.recorded_by)
  or (old.id_tail is not null and new.id_tail is not old.id_tail)
  or (old.from_on is not null and new.from_on is not old.from_on)
begin select raise(abort, 'a member of an owner set ends, it is never changed'); end;
create trigger owner_members_are_never_removed before delete on owner_members
begin select raise(abort, 'a member of an owner set ends, it is never removed'); end;

-- Who lives where, from when to when (居住), and how people are reached (联系方式). The same rule as
-- with ownerships: ended by a date, never changed. `role` is null where nobody asked yet.

create table residencies (
    id          integer primary key,
    resident_id integer not null references residents (id),
    unit_id     integer not null references units (id),
    role        text check (role in ('owner', 'family', 'tenant', 'carer', 'other')),
    main        integer not null default 0 check (main in (0, 1)),
    from_on     text check (from_on = date(from_on)),
    to_on       text check (to_on = date(to_on)),
    why         text,
    recorded_at text,
    recorded_by integer references accounts (id),
    ended_at    text,
    ended_by    integer references accounts (id),
    check (to_on is null or from_on is null or from_on <= to_on)
) strict;
create unique index at_home_once on residencies (resident_id, unit_id) where to_on is null;
create unique index one_main_home on residencies (resident_id) where to_on is null and main = 1;
create index residencies_of_a_resident on residencies (resident_id, id);
create index residencies_of_a_unit on residencies (unit_id, id);
create trigger residencies_only_end before update on residencies
when old.to_on is not null
  or (new.id, new.resident_id, new.unit_id, new.recorded_at, new.recorded_by)
     is not (old.id, old.resident_id, old.unit_id, old.recorded_at, old.recorded_by)
  or (old.role is not null and new.role is not old.role)
  or (old.from_on is not null and new.from_on is not old.from_on)
begin select raise(abort, 'a residency ends, it is never changed'); end;
create trigger residencies_are_never_removed before delete on residencies
begin select raise(abort, 'a residency ends, it is never removed'); end;

-- `residents.unit_id` is the open residency marked as the main one, else the oldest open one.
create trigger a_home_is_moved_into after insert on residencies when new.to_on is null
begin
    update residents set unit_id = (select unit_id from residencies where resident_id = new.resident_id
                                       and to_on is null order by main desc, id limit 1)
     where id = new.resident_id;
end;
create trigger a_home_is_left after update of to_on, main on residencies
begin
    update residents set unit_id = (select unit_id from residencies where resident_id = new.resident_id
                                       and to_on is null order by main desc, id limit 1)
     where id = new.resident_id;
end;
create trigger a_resident_begins_with_a_home after insert on residents when new.unit_id is not null
begin insert into residencies (resident_id, unit_id) values (new.id, new.unit_id); end;
create trigger homes_change_by_residencies before update of unit_id on residents
when new.unit_id is not (select unit_id from residencies where resident_id = new.id
                            and to_on is null order by main desc, id limit 1)
begin select raise(abort, 'a home changes by a residency'); end;

-- A number of a resident, or of an owner who does not live here. `book` says in whose book it
-- stands in: the property company sees its own alone.
create table contacts (
    id              integer primary key,
    resident_id     integer references residents (id),
    owner_member_id integer references owner_members (id),
    number          text not null check (length(number) between 5 and 15
                                         and number not glob '*[^0-9-]*'),
    kind            text not null check (kind in ('mobile', 'landline', 'other')),
    note            text not null default '',
    rank            integer not null default 1 check (rank > 0),
    book         text not null default 'committee' check (book in ('committee', 'property')),
    ended_on        text check (ended_on = date(ended_on)),
    recorded_at     text,
    recorded_by     integer references accounts (id),
    ended_at        text,
    ended_by        integer references accounts (id),
    check ((resident_id is null) <> (owner_member_id is null)),
    check (kind <> 'mobile' or (length(number) = 11 and number glob '1[0-9]*'
                                and number not glob '*-*'))
) strict;
create index contacts_of_a_resident on contacts (resident_id) where resident_id is not null;
create index contacts_of_an_owner on contacts (owner_member_id) where owner_member_id is not null;
create index people_of_a_number on contacts (number) where ended_on is null;
create trigger contacts_only_end before update on contacts
when old.ended_on is not null
  or (new.id, new.resident_id, new.owner_member_id, new.number, new.kind, new.book,
      new.recorded_at, new.recorded_by)
     is not (old.id, old.resident_id, old.owner_member_id, old.number, old.kind, old.book,
             old.recorded_at, old.recorded_by)
begin select raise(abort, 'a contact ends, it is never changed'); end;
create trigger contacts_are_never_removed before delete on contacts
begin select raise(abort, 'a contact ends, it is never removed'); end;

-- `residents.phone` is the first open mobile of the committee's own list.
create trigger a_number_is_added after insert on contacts
when new.resident_id is not null and new.ended_on is null
begin
    update residents set phone = coalesce((
           select number from contacts where resident_id = new.resident_id and kind = 'mobile'
              and book = 'committee' and ended_on is null order by rank, id limit 1), '')
     where id = new.resident_id;
end;
create trigger a_number_is_ended after update of ended_on, rank on contacts
when new.resident_id is not null
begin
    update residents set phone = coalesce((
           select number from contacts where resident_id = new.resident_id and kind = 'mobile'
              and book = 'committee' and ended_on is null order by rank, id limit 1), '')
     where id = new.resident_id;
end;
create trigger a_resident_begins_with_a_number after insert on residents when new.phone <> ''
begin insert into contacts (resident_id, number, kind) values (new.id, new.phone, 'mobile'); end;
create trigger numbers_change_by_contacts before update of phone on residents
when new.phone is not coalesce((
     select number from contacts where resident_id = new.id and kind = 'mobile'
        and book = 'committee' and ended_on is null order by rank, id limit 1), '')
begin select raise(abort, 'a number changes by a contact'); end;

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
when old.ended_on is not null
  or (new.id, new.resident_id, new.kind, new.building_id, new.from_on, new.until, new.note,
      new.recorded_at, new.recorded_by)
     is not (old.id, old.resident_id, old.kind, old.building_id, old.from_on, old.until, old.note,
             old.recorded_at, old.recorded_by)
begin select raise(abort, 'a mark ends, it is never changed'); end;
create trigger marks_are_never_removed before delete on marks
begin select raise(abort, 'a mark ends, it is never removed'); end;

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
when old.to_on is not null
  or (new.id, new.unit_id, new.resident_id, new.owner, new.recorded_at, new.recorded_by)
     is not (old.id, old.unit_id, old.resident_id, old.owner, old.recorded_at, old.recorded_by)
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

-- What was there before.
insert into ownerships (owner_group_id, unit_id)
select owner_group_id, id from units order by id;
insert into residencies (resident_id, unit_id)
select id, unit_id from residents where unit_id is not null order by id;
insert into contacts (resident_id, number, kind)
select id, phone, iif(length(phone) = 11, 'mobile', 'other') from residents where phone <> ''
 order by id;
