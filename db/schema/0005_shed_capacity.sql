-- Sheds (非机动车棚) and their counts. A wrong count is followed by a right one, never edited.

create table sheds (
    id            integer primary key,
    number        integer not null unique check (number > 0),
    name          text not null unique,
    position      text not null,
    estate_id     integer not null references estates (id),
    built_under   text not null check (built_under in ('public_benefit_fund', 'other')),
    state         text not null check (state in ('planned', 'building', 'in_use', 'closed')),
    bays_total    integer not null check (bays_total >= 0),
    bays_charging integer not null check (bays_charging between 0 and bays_total),
    ports_total   integer not null check (ports_total >= 0),
    ports_ok      integer not null check (ports_ok between 0 and ports_total),
    source        text not null check (source in ('article', 'demo', 'entered'))
) strict;

create table shed_counts (
    id           integer primary key,
    shed_id      integer not null references sheds (id),
    counted_at   text not null check (datetime(counted_at) is not null),
    in_bays      integer not null check (in_bays >= 0),
    outside_bays integer not null check (outside_bays >= 0),
    charging_now integer not null check (charging_now between 0 and in_bays),
    abandoned    integer not null check (abandoned between 0 and in_bays + outside_bays),
    counted_by   integer not null references accounts (id)
) strict;
create index counts_of_a_shed on shed_counts (shed_id, counted_at desc, id desc);
create trigger counts_fit_their_shed before insert on shed_counts
when new.in_bays > (select bays_total from sheds where id = new.shed_id)
  or new.charging_now > (select ports_ok from sheds where id = new.shed_id)
begin select raise(abort, 'no more vehicles than bays, no more charging than ports'); end;
create trigger shed_counts_are_never_changed before update on shed_counts
begin select raise(abort, 'counts are append-only'); end;
create trigger shed_counts_are_never_removed before delete on shed_counts
begin select raise(abort, 'counts are append-only'); end;
