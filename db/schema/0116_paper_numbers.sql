-- The number of a paper within its ballot (票号): given once, when it is recorded.
create table paper_numbers (
    paper_id  integer primary key references ballot_papers (id),
    ballot_id integer not null references ballots (id),
    number    integer not null check (number > 0),
    unique (ballot_id, number)
) strict;
insert into paper_numbers (paper_id, ballot_id, number)
select id, ballot_id, row_number() over (partition by ballot_id order by id) from ballot_papers;
create trigger papers_are_numbered after insert on ballot_papers
begin
    insert into paper_numbers (paper_id, ballot_id, number)
    select new.id, new.ballot_id, coalesce(max(number), 0) + 1 from paper_numbers
     where ballot_id = new.ballot_id;
end;
create trigger paper_numbers_follow_each_other before insert on paper_numbers
when new.ballot_id is not (select ballot_id from ballot_papers where id = new.paper_id)
  or new.number <> (select coalesce(max(number), 0) + 1 from paper_numbers
                     where ballot_id = new.ballot_id)
begin select raise(abort, 'papers of a ballot are numbered one after the other'); end;
create trigger paper_numbers_are_never_changed before update on paper_numbers
begin select raise(abort, 'a paper keeps its number'); end;
create trigger paper_numbers_are_never_removed before delete on paper_numbers
begin select raise(abort, 'a paper keeps its number'); end;
-- Recounts drawn before this went by the numbers of the file; later ones by those of the ballot.
alter table recounts add column by_ballot integer not null default 0 check (by_ballot in (0, 1));

-- 已付: what was approved, repayments taken off. What waits for its approval is not in it.
create view paid_out as
    select id, project_id, kind, paid_on,
           iif(kind = 'repayment', -amount_fen, amount_fen) as fen
      from fund_payments where approved_by is not null;
