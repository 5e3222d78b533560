-- Lists brought in (导入): a batch is one file that was written, its rows what became of each.
-- The rows as they came are purged ninety days later; the line of the batch stays.

create table import_batches (
    id        integer primary key,
    list      text not null check (list <> ''),
    estate_id integer references estates (id),
    name      text not null,
    sha256    text not null check (length(sha256) = 64),
    mapping   text not null check (json_valid(mapping)),
    made      integer not null check (made >= 0),
    changed   integer not null check (changed >= 0),
    by_id     integer not null references accounts (id),
    at        text not null,
    undone_by integer references accounts (id),
    undone_at text,
    stays     integer check (stays >= 0),   -- rows that were used before the batch was undone
    check (made + changed > 0),
    check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (stays is null))
) strict;
create index batches_of_a_file on import_batches (sha256, list);
create trigger import_batches_are_never_removed before delete on import_batches
begin select raise(abort, 'the line of an import stays'); end;
create trigger import_batches_are_undone_once before update on import_batches
when old.undone_at is not null or new.undone_at is null
  or (new.list, new.estate_id, new.name, new.sha256, new.mapping, new.made, new.changed, new.by_id,
      new.at) is not (old.list, old.estate_id, old.name, old.sha256, old.mapping, old.made,
      old.changed, old.by_id, old.at)
begin select raise(abort, 'an import is undone, nothing else of it changes'); end;

create table import_rows (
    id       integer primary key,
    batch_id integer not null references import_batches (id),
    sheet    text not null,
    number   integer not null check (number > 0),
    raw      text not null check (json_valid(raw)),       -- what stood in the columns that were read
    decision text not null check (decision in ('new', 'changed', 'same', 'look', 'refused')),
    target   integer,                                     -- the number of what was made or changed
    before   text not null check (json_valid(before)),    -- {"电话": ["old", "new"]}
    stays    text not null default '',                    -- why the undo left it
    check (decision not in ('new', 'changed') or target is not null)
) strict;
create index rows_of_an_import on import_rows (batch_id);

-- Which column was which, as somebody confirmed it: by the print of the heading row.
create table column_mappings (
    list     text not null,
    headings text not null check (length(headings) = 64),
    places   text not null check (json_valid(places)),
    by_id    integer not null references accounts (id),
    at       text not null,
    primary key (list, headings)
) strict, without rowid;
