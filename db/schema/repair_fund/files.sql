-- Files (档案), a small picture of each for lists, and what was taken back (撤回), which stays on file.

-- Files (档案) live in the database: 10 MB at most, of a few known kinds, stored once.
create table file_contents (
    sha256  text primary key check (length(sha256) = 64),
    content blob not null check (length(content) between 1 and 10485760)
) strict;
create trigger file_contents_are_never_changed before update on file_contents
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger file_contents_are_never_removed before delete on file_contents
begin select raise(abort, 'what is on file stays as it was'); end;

create table project_files (
    id         integer primary key,
    project_id integer not null references repair_projects (id),
    kind       text not null check (trim(kind) <> ''),
    name       text not null check (trim(name) <> ''),
    media_type text not null check (media_type in
               ('image/jpeg', 'image/png', 'image/webp', 'application/pdf',
                'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
                'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
    size       integer not null check (size between 1 and 10485760),
    sha256     text not null references file_contents (sha256),
    added_by   integer not null references accounts (id),
    added_on   text not null check (added_on = date(added_on)),
    unique (project_id, kind, sha256)
) strict;
create index files_of_a_project on project_files (project_id, kind);
create trigger project_files_are_never_changed before update on project_files
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger project_files_are_never_removed before delete on project_files
begin select raise(abort, 'what is on file stays as it was'); end;

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
