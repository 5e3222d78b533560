-- Two rows of the register that are one human (合并重复). Whatever named the one names the other from
-- then on, each row with its move, so that an undo puts every one back. Nothing but whom it names
-- changes; what both had (the same home, number or mark) ends once. `filled` are facts the kept row
-- had not, as JSON; `thing` a table, `part` its column, `who` whom the row names after the move.
create table resident_merges (
    id        integer primary key,
    kept_id   integer not null references residents (id),
    gone_id   integer not null references residents (id),
    evidence  text not null,
    filled    text not null check (json_valid(filled)),
    merged_at text not null,
    merged_by integer not null references accounts (id),
    check (kept_id <> gone_id)
) strict;
create index merges_of_a_resident on resident_merges (kept_id, id);
create trigger resident_merges_are_never_changed before update on resident_merges
begin select raise(abort, 'a merge is undone, never changed'); end;
create trigger resident_merges_are_never_removed before delete on resident_merges
begin select raise(abort, 'a merge is undone, never removed'); end;

create table merge_undos (
    id        integer primary key,
    merge_id  integer not null unique references resident_merges (id),
    undone_at text not null,
    undone_by integer not null references accounts (id)
) strict;
create trigger merge_undos_are_never_changed before update on merge_undos
begin select raise(abort, 'the undo of a merge is append-only'); end;
create trigger merge_undos_are_never_removed before delete on merge_undos
begin select raise(abort, 'the undo of a merge is append-only'); end;

create table merge_moves (
    id       integer primary key,
    merge_id integer not null references resident_merges (id),
    thing    text not null,
    thing_id integer not null,
    part     text not null,
    who      integer not null references residents (id),
    back     integer not null default 0 check (back in (0, 1))
) strict;
create index moves_of_a_merge on merge_moves (merge_id, back, id);
create trigger merge_moves_are_never_changed before update on merge_moves
begin select raise(abort, 'a move of a merge is append-only'); end;
create trigger merge_moves_are_never_removed before delete on merge_moves
begin select raise(abort, 'a move of a merge is append-only'); end;
-- The move that is being made: rows that name a person let nothing else change whom they name.
create view moved_now as select thing, thing_id, who from merge_moves order by id desc limit 1;

-- Two of one name that somebody looked at (重复的人): not one human, or open again. The last counts.
create table alike_answers (
    id          integer primary key,
    one_id      integer not null references residents (id),
    other_id    integer not null references residents (id),
    answer      text not null check (answer in ('different', 'open')),
    evidence    text not null,
    answered_at text not null,
    answered_by integer not null references accounts (id),
    check (one_id < other_id)
) strict;
create index answers_of_two on alike_answers (one_id, other_id, id);
create trigger alike_answers_are_never_changed before update on alike_answers
begin select raise(abort, 'an answer is append-only'); end;
create trigger alike_answers_are_never_removed before delete on alike_answers
begin select raise(abort, 'an answer is append-only'); end;
