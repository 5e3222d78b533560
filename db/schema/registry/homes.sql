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
when ((old.to_on is not null or new.resident_id <> old.resident_id) and not exists (select 1 from moved_now
       where thing = 'residencies' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.unit_id, new.recorded_at, new.recorded_by)
     is not (old.id, old.unit_id, old.recorded_at, old.recorded_by)
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
create trigger a_home_is_anothers after update of resident_id on residencies
begin
    update residents set unit_id = (select unit_id from residencies where resident_id = residents.id
                                       and to_on is null order by main desc, id limit 1)
     where id in (old.resident_id, new.resident_id);
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
when ((old.ended_on is not null or new.resident_id is not old.resident_id) and not exists (select 1 from moved_now
       where thing = 'contacts' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.owner_member_id, new.number, new.kind, new.book, new.recorded_at,
      new.recorded_by)
     is not (old.id, old.owner_member_id, old.number, old.kind, old.book, old.recorded_at,
             old.recorded_by)
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
create trigger a_number_is_anothers after update of resident_id on contacts
begin
    update residents set phone = coalesce((
           select number from contacts where resident_id = residents.id and kind = 'mobile'
              and book = 'committee' and ended_on is null order by rank, id limit 1), '')
     where id in (old.resident_id, new.resident_id);
end;
create trigger a_resident_begins_with_a_number after insert on residents when new.phone <> ''
begin insert into contacts (resident_id, number, kind) values (new.id, new.phone, 'mobile'); end;
create trigger numbers_change_by_contacts before update of phone on residents
when new.phone is not coalesce((
     select number from contacts where resident_id = new.id and kind = 'mobile'
        and book = 'committee' and ended_on is null order by rank, id limit 1), '')
begin select raise(abort, 'a number changes by a contact'); end;
