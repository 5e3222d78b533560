-- What somebody said of the list of what a new community needs (上线清单): that a part no table can
-- show is done (the parameters are checked, a backup was made), or that the list itself is put away.

create table set_up_marks (
    code      text primary key check (code in ('parameters', 'backup', 'list')),
    marked_at text not null,
    marked_by integer not null references accounts (id)
) strict, without rowid;
