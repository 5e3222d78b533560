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
when ((old.to_on is not null or new.resident_id is not old.resident_id) and not exists (select 1 from moved_now
       where thing = 'owner_members' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.owner_group_id, new.name, new.share, new.recorded_at, new.recorded_by)
     is not (old.id, old.owner_group_id, old.name, old.share, old.recorded_at, old.recorded_by)
  or (old.id_tail is not null and new.id_tail is not old.id_tail)
  or (old.from_on is not null and new.from_on is not old.from_on)
begin select raise(abort, 'a member of an owner set ends, it is never changed'); end;
create trigger owner_members_are_never_removed before delete on owner_members
begin select raise(abort, 'a member of an owner set ends, it is never removed'); end;

-- Whether two owner sets of the same names are one head (同名业主核对), by what evidence, and who said
-- so. `one_id` is the lower number.
create table owner_answers (
    id          integer primary key,
    one_id      integer not null references owner_groups (id),
    other_id    integer not null references owner_groups (id),
    answer      text not null check (answer in ('same', 'different')),
    evidence    text not null,
    answered_at text not null,
    answered_by integer not null references accounts (id),
    unique (one_id, other_id),
    check (one_id < other_id)
) strict;
create trigger owner_answers_are_never_changed before update on owner_answers
begin select raise(abort, 'an answer is append-only'); end;
create trigger owner_answers_are_never_removed before delete on owner_answers
begin select raise(abort, 'an answer is append-only'); end;
