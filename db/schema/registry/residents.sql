-- Residents (居民) and how they are found. Of an identity number the last four alone are ever kept.

create table residents (
    id          integer primary key,
    name        text not null check (trim(name) <> ''),
    phone       text not null default '' check (phone = '' or phone glob '1[0-9]*'),
    unit_id     integer references units (id),
    birth_year  integer check (birth_year between 1900 and 2200),
    birth_date  text check (birth_date = date(birth_date)),
    guardian_id integer references residents (id) check (guardian_id <> id),
    source      text not null check (source in ('demo', 'entered')),
    id_tail     text check (id_tail glob '[0-9][0-9][0-9][0-9X]'),
    sex         text check (sex in ('f', 'm')),
    merged_into integer references residents (id) check (merged_into <> id),
    check (birth_date is null or birth_year is null
           or birth_year = cast(substr(birth_date, 1, 4) as integer))
) strict;
create index residents_of_a_unit on residents (unit_id);
create index wards_of_a_guardian on residents (guardian_id) where guardian_id is not null;
create index residents_by_name on residents (name);
create index merged_residents on residents (merged_into) where merged_into is not null;

-- Every suffix of name, initials and pinyin, the phone's last four, the room: found by prefix.
create table resident_keys (
    key         text not null,
    resident_id integer not null references residents (id),
    primary key (key, resident_id)
) strict, without rowid;
create index keys_of_a_resident on resident_keys (resident_id);
