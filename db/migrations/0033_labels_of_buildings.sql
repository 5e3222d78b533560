-- A building is called by what its plate says (3, A, 5-1), not by a number alone.

pragma defer_foreign_keys = on;
create temp table kept_buildings as select * from buildings;
drop table buildings;
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
insert into buildings (id, estate_id, label)
select id, estate_id, cast(number as text) from kept_buildings order by id;
drop table kept_buildings;
