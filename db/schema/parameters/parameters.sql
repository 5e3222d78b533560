-- Local parameters (本地参数). Their lines stand in the chapter of the feature they belong to.

create table parameters (
    code       text primary key,
    position   integer not null unique,
    topic      text not null,
    label      text not null,
    value      integer not null,
    standard   integer not null,
    least      integer not null,
    most       integer not null,
    unit       text not null,
    basis      text not null,
    yes_no     integer not null default 0 check (yes_no in (0, 1)),
    changed_at text,
    changed_by integer references accounts (id),
    check (value between least and most),
    check (yes_no = 0 or (least = 0 and most <= 1))
) strict, without rowid;
create trigger parameters_are_never_removed before delete on parameters
begin select raise(abort, 'parameters are never removed'); end;
create trigger parameters_keep_their_bounds before update of code, least, most, standard on parameters
begin select raise(abort, 'only the value of a parameter changes'); end;

-- What a rule or a paper takes as words and no law fixes (文字参数); empty until somebody fills it in.
create table text_parameters (
    code       text primary key,
    position   integer not null unique,
    topic      text not null,
    label      text not null,
    value      text not null default '',
    kind       text not null check (kind in ('phone')),
    basis      text not null,
    changed_at text,
    changed_by integer references accounts (id),
    check (kind <> 'phone' or (value not glob '*[^0-9-]*' and length(value) <= 20))
) strict, without rowid;
create trigger text_parameters_are_never_removed before delete on text_parameters
begin select raise(abort, 'parameters are never removed'); end;
create trigger text_parameters_change_only_their_words
before update of code, position, topic, label, kind, basis on text_parameters
begin select raise(abort, 'only the value of a parameter changes'); end;
