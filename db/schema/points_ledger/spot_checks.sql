-- 抽查: once a month a random sample of the posted awards, redrawable by anybody from its seed.
-- The sample: SHA-256 of "seed:number" for each award entry numbered first_id to last_id, the
-- smallest hashes first, `percent` of them rounded up.

create table spot_checks (
    id       integer primary key,
    month    text not null unique check (month glob '20[0-9][0-9]-[01][0-9]'),
    seed     text not null check (length(seed) >= 16),
    percent  integer not null check (percent between 1 and 100),
    first_id integer not null references point_entries (id),
    last_id  integer not null references point_entries (id) check (last_id >= first_id),
    drawn_at text not null,
    drawn_by integer not null references accounts (id)
) strict;
create trigger spot_checks_are_never_changed before update on spot_checks
begin select raise(abort, 'a sample is drawn once'); end;
create trigger spot_checks_are_never_removed before delete on spot_checks
begin select raise(abort, 'a sample is drawn once'); end;

create table spot_check_lines (
    check_id integer not null references spot_checks (id),
    entry_id integer not null unique references point_entries (id),
    primary key (check_id, entry_id)
) strict, without rowid;
create trigger sampled_lines_are_never_changed before update on spot_check_lines
begin select raise(abort, 'a sample is drawn once'); end;
create trigger sampled_lines_are_never_removed before delete on spot_check_lines
begin select raise(abort, 'a sample is drawn once'); end;

-- What was found; a wrong finding is followed by a right one, and the last counts.
create table spot_check_findings (
    id         integer primary key,
    entry_id   integer not null references spot_check_lines (entry_id),
    result     text not null check (result in ('true', 'false', 'unclear')),
    note       text not null default '',
    checked_at text not null,
    checked_by integer not null references accounts (id),
    check (result = 'true' or trim(note) <> '')
) strict;
create index findings_of_an_entry on spot_check_findings (entry_id, id);
create trigger findings_are_never_changed before update on spot_check_findings
begin select raise(abort, 'findings are append-only'); end;
create trigger findings_are_never_removed before delete on spot_check_findings
begin select raise(abort, 'findings are append-only'); end;
create trigger who_made_an_award_does_not_check_it before insert on spot_check_findings
when exists (select 1 from point_entries where id = new.entry_id
      and new.checked_by in (created_by, approved_by))
begin select raise(abort, 'a third person checks'); end;
