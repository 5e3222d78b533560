-- Copies of the file (备份): what stands in the folder of copies, and who had it made.
insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (90, 'backup', 'backup_days', '几天没有备份就提醒', 7, 7, 1, 60, '天', '等级保护：定期备份，至少每周一次', 0),
 (91, 'backup', 'backups_kept', '留几份备份', 12, 12, 2, 60, '份', '旧的自动清掉，免得占满硬盘', 0);

create table backups (
    id         integer primary key,
    name       text not null unique check (name <> '' and name not glob '*[/\]*'),
    made_at    text not null,
    made_by    integer not null references accounts (id),
    bytes      integer not null check (bytes > 0),
    row_count  integer not null check (row_count > 0),
    wrong      text not null,  -- what was found when it was read back; '' when all of it holds
    removed_at text            -- it made room for newer ones
) strict;
create trigger backups_only_make_room before update on backups
when old.removed_at is not null or new.removed_at is null or new.id <> old.id
  or new.name <> old.name or new.made_at <> old.made_at or new.made_by <> old.made_by
  or new.bytes <> old.bytes or new.row_count <> old.row_count or new.wrong <> old.wrong
begin select raise(abort, 'what was said of a copy stays'); end;
create trigger backups_are_never_removed before delete on backups
begin select raise(abort, 'what was said of a copy stays'); end;
