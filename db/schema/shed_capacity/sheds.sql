-- Sheds (非机动车棚) and their counts. A wrong count is followed by a right one, never edited.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (40, 'shed', 'shed_tight_pct', '车棚多满算紧张', 70, 70, 1, 100, '%', '本地参数', 0),
 (41, 'shed', 'shed_full_pct', '车棚超过多满算已满', 90, 90, 1, 100, '%', '本地参数', 0),
 (42, 'shed', 'shed_stale_days', '多久没清点要提醒', 31, 31, 1, 365, '天', '每月清点一次', 0);

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
    source        text not null check (source in ('article', 'demo', 'entered')),
    opened_on     text check (opened_on = date(opened_on)),
    closed_on     text check (closed_on = date(closed_on))
) strict;
create trigger sheds_are_never_removed before delete on sheds
begin select raise(abort, 'a shed is closed, never removed'); end;

-- What nobody counted is unknown (null), never 0.
create table shed_counts (
    id           integer primary key,
    shed_id      integer not null references sheds (id),
    counted_at   text not null check (datetime(counted_at) is not null),
    in_bays      integer not null check (in_bays >= 0),
    outside_bays integer check (outside_bays >= 0),
    charging_now integer check (charging_now between 0 and in_bays),
    abandoned    integer check (abandoned >= 0 and (outside_bays is null
                 or abandoned <= in_bays + outside_bays)),
    counted_by   integer not null references accounts (id),
    saved_at     text check (saved_at is null or datetime(saved_at) is not null)
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

-- A count saved by mistake is taken back within five minutes by whoever saved it (撤销); both stay.
create table shed_count_voids (
    id        integer primary key,
    count_id  integer not null unique references shed_counts (id),
    voided_at text not null check (datetime(voided_at) is not null),
    voided_by integer not null references accounts (id)
) strict;
create trigger voids_are_ones_own_and_soon before insert on shed_count_voids
when not exists (select 1 from shed_counts c where c.id = new.count_id
       and c.counted_by = new.voided_by
       and unixepoch(new.voided_at) - unixepoch(c.saved_at) between 0 and 300)
begin select raise(abort, 'a count is taken back within five minutes by whoever saved it'); end;
create trigger shed_count_voids_are_never_changed before update on shed_count_voids
begin select raise(abort, 'what was taken back stays on file'); end;
create trigger shed_count_voids_are_never_removed before delete on shed_count_voids
begin select raise(abort, 'what was taken back stays on file'); end;
