-- Whether two owner sets of the same names are one head (同名业主核对), by what evidence, and who said
-- so. `one_id` is the lower number.
create table owner_answers (
    id          integer primary key,
    one_id      integer not null references owner_groups (id),
    other_id    integer not null references owner_groups (id),
    answer      text not null check (answer in ('same', 'different')),
    evidence    text not null,
    answered_at text not null,
    answered_by integer not null references accounts (id),
    unique (one_id, other_id),
    check (one_id < other_id)
) strict;
create trigger owner_answers_are_never_changed before update on owner_answers
begin select raise(abort, 'an answer is append-only'); end;
create trigger owner_answers_are_never_removed before delete on owner_answers
begin select raise(abort, 'an answer is append-only'); end;
