-- Pictures: a small one for lists beside each, and files taken back (撤回), which stay on record.

create table picture_thumbs (
    sha256  text primary key references file_contents (sha256),
    content blob not null check (length(content) > 0)
) strict;
create trigger picture_thumbs_are_never_changed before update on picture_thumbs
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger picture_thumbs_are_never_removed before delete on picture_thumbs
begin select raise(abort, 'what is on file stays as it was'); end;

create table withdrawn_files (
    id           integer primary key,
    file_id      integer not null unique references project_files (id),
    reason       text not null check (length(trim(reason)) >= 2),
    withdrawn_by integer not null references accounts (id),
    withdrawn_on text not null check (withdrawn_on = date(withdrawn_on))
) strict;
create trigger withdrawn_files_are_never_changed before update on withdrawn_files
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger withdrawn_files_are_never_removed before delete on withdrawn_files
begin select raise(abort, 'what is on file stays as it was'); end;
-- What an electronic vote's totals rest on is replaced by new totals, never taken away.
create trigger what_totals_rest_on_stays before insert on withdrawn_files
when exists (select 1 from evote_totals where file_id = new.file_id)
begin select raise(abort, 'totals rest on this file'); end;

-- The files a step may rest on.
create view files_in_force as
select * from project_files f
 where not exists (select 1 from withdrawn_files w where w.file_id = f.id);
