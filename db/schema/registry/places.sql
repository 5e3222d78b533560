-- The registry (底册) shared by all screens. Areas in 0.01 m2 (area_centi), money in fen.

create table community (
    id              integer primary key check (id = 1),
    name            text not null check (trim(name) <> ''),
    address         text not null,
    founded_year    integer check (founded_year between 1900 and 2200),
    area_m2         integer check (area_m2 > 0),
    households      integer check (households > 0),
    residents       integer check (residents > 0),
    residents_words text,
    is_demo         integer not null check (is_demo in (0, 1)),
    seeded_on       text check (seeded_on = date(seeded_on)),
    created_at      text not null
) strict;
-- A demonstration can never become a real community, nor the other way round.
create trigger community_stays_what_it_is before update of is_demo on community
when new.is_demo <> old.is_demo
begin select raise(abort, 'a demonstration stays a demonstration'); end;
create trigger community_is_never_removed before delete on community
begin select raise(abort, 'the community is never removed'); end;
create trigger community_is_entered_once before insert on community
when exists (select 1 from community)
begin select raise(abort, 'the community is entered once'); end;

create table bodies (
    id     integer primary key,
    name   text not null unique check (trim(name) <> ''),
    kind   text not null check (kind in
           ('party', 'committee', 'property', 'residents', 'authority', 'partner')),
    source text not null check (source in ('article', 'demo', 'entered'))
) strict;

create table estates (
    id                   integer primary key,
    name                 text not null unique check (trim(name) <> ''),
    short_name           text not null unique,
    kind                 text not null check (kind in ('commercial', 'resettlement')),
    delivered            integer not null check (delivered in (0, 1)),
    has_owners_committee integer not null default 0 check (has_owners_committee in (0, 1)),
    households           integer not null check (households >= 0),
    company_id           integer references bodies (id),
    source               text not null check (source in ('article', 'demo', 'entered')),
    check (delivered = 1 or has_owners_committee = 0)
) strict;

-- A building by what its plate says before 栋: 3, A, 5-1. `sort_key` puts 5-1 between 5 and 6, 10
-- after 9, and letters behind the numbers.
create table buildings (
    id        integer primary key,
    estate_id integer not null references estates (id),
    label     text not null check (label = trim(label) and length(label) between 1 and 10
                               and label not glob '0*' and label not glob '*栋'),
    sort_key  text generated always as (
                  rtrim(label, '0123456789-')
                  || printf('%05d', cast(ltrim(label, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') as integer))
                  || printf('%02d', length(label)) || label) virtual,
    unique (estate_id, label)
) strict;

create table stairwells (
    id          integer primary key,
    building_id integer not null references buildings (id),
    number      integer not null check (number > 0),
    has_lift    integer not null default 1 check (has_lift in (0, 1)),
    unique (building_id, number)
) strict;

-- One head in an owners' vote: the same registered owner set (同一买受人), or the developer.
create table owner_groups (
    id        integer primary key,
    estate_id integer not null references estates (id),
    kind      text not null check (kind in ('owner', 'developer'))
) strict;
create unique index one_developer_per_estate on owner_groups (estate_id) where kind = 'developer';

-- Exclusive units (专有部分). `code` is building-stairwell-room, unique within its estate: of a shop
-- building-0-room, of a parking space P- and its room, which names its zone (P-A-12).
create table units (
    id             integer primary key,
    estate_id      integer not null references estates (id),
    building_id    integer not null references buildings (id),
    stairwell_id   integer references stairwells (id),
    floor          integer not null,
    room           text not null check (room <> ''),
    code           text not null,
    purpose        text not null check (purpose in ('flat', 'shop', 'parking')),
    sale           text not null default 'sold' check (sale in ('sold', 'unsold', 'undelivered')),
    area_centi     integer not null check (area_centi > 0),
    area_source    text not null check (area_source in ('register', 'survey', 'contract')),
    owner_group_id integer not null references owner_groups (id),
    source         text not null check (source in ('article', 'demo', 'entered')),
    unique (estate_id, code)
) strict;
create index units_of_a_building on units (building_id, stairwell_id);
create index units_of_an_owner on units (owner_group_id);
create trigger units_keep_their_owner_in_one_estate before insert on units
when (select estate_id from owner_groups where id = new.owner_group_id) <> new.estate_id
  or (select estate_id from buildings where id = new.building_id) <> new.estate_id
  or (new.stairwell_id is not null and
      (select building_id from stairwells where id = new.stairwell_id) <> new.building_id)
begin select raise(abort, 'a unit, its building and its owner lie in one estate'); end;
