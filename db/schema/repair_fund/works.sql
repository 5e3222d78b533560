-- What the people on site found, and what the authority answered.

-- R18, R19: what the people on site found (验收).
create table acceptances (
    id              integer primary key,
    project_id      integer not null references repair_projects (id),
    outcome         text not null check (outcome in ('accepted', 'rectifying')),
    looked_on       text not null check (looked_on = date(looked_on)),
    representatives text not null check (trim(representatives) <> ''),
    defects         text not null default '',
    due_on          text check (due_on = date(due_on)),
    by_id           integer not null references accounts (id),
    source          text not null check (source in ('demo', 'entered')),
    check ((outcome = 'rectifying') = (trim(defects) <> '' and due_on is not null))
) strict;
create index acceptances_of_a_project on acceptances (project_id);
create trigger acceptances_are_never_changed before update on acceptances
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger acceptances_are_never_removed before delete on acceptances
begin select raise(abort, 'what is on file stays as it was'); end;

-- R15 and its supplements: what the authority answered (审核意见).
create table fund_approvals (
    id          integer primary key,
    project_id  integer not null references repair_projects (id),
    amount_fen  integer not null check (amount_fen > 0),
    filing_no   text not null check (trim(filing_no) <> ''),
    approved_on text not null check (approved_on = date(approved_on)),
    by_id       integer not null references accounts (id),
    source      text not null check (source in ('demo', 'entered'))
) strict;
create index approvals_of_a_project on fund_approvals (project_id);
create trigger fund_approvals_are_never_changed before update on fund_approvals
begin select raise(abort, 'what is on file stays as it was'); end;
create trigger fund_approvals_are_never_removed before delete on fund_approvals
begin select raise(abort, 'what is on file stays as it was'); end;
