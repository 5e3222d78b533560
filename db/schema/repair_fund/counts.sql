-- The signed sheet of a ballot, and looking at its papers once more.

-- The sheet of a counted ballot (计票统计表): computed, signed by two counters and a supervisor.
-- Until the supervisor has signed it can be withdrawn with a reason, to correct a paper.
create table ballot_counts (
    id           integer primary key,
    project_id   integer not null references repair_projects (id),
    ballot_id    integer not null references ballots (id),
    rule_version text not null,
    matter       text not null,
    area_centi   integer not null check (area_centi > 0),
    heads        integer not null check (heads > 0),
    area_in      integer not null check (area_in between 0 and area_centi),
    heads_in     integer not null check (heads_in between 0 and heads),
    area_yes     integer not null check (area_yes between 0 and area_in),
    heads_yes    integer not null check (heads_yes between 0 and heads_in),
    result       text not null check (result in ('PASS', 'REJECTED', 'NO_QUORUM')),
    counted_on   text not null check (counted_on = date(counted_on)),
    counted_by   integer not null references accounts (id),
    second_by    integer references accounts (id) check (second_by <> counted_by),
    approved_by  integer references accounts (id)
                 check (approved_by <> counted_by and approved_by <> second_by),
    source       text not null check (source in ('demo', 'entered')),
    withdrawn_by integer references accounts (id),
    why_withdrawn text not null default '',
    check (approved_by is null or second_by is not null),
    check ((withdrawn_by is null) = (trim(why_withdrawn) = '')),
    check (withdrawn_by is null or approved_by is null),
    foreign key (rule_version, matter) references vote_rules (version, matter)
) strict;
create index counts_of_a_project on ballot_counts (project_id);
create unique index one_sheet_per_ballot on ballot_counts (ballot_id) where withdrawn_by is null;
create trigger counts_repeat_the_tally before insert on ballot_counts
when not exists (select 1 from ballots b where b.id = new.ballot_id and b.conflicts = 0
       and (b.project_id, b.rule_version, b.matter, b.area_centi, b.heads, b.area_in, b.heads_in,
            b.area_yes, b.heads_yes) is
           (new.project_id, new.rule_version, new.matter, new.area_centi, new.heads, new.area_in,
            new.heads_in, new.area_yes, new.heads_yes))
begin select raise(abort, 'the sheet repeats the tally, and no paper is in conflict'); end;
create trigger counts_are_never_removed before delete on ballot_counts
begin select raise(abort, 'ballot counts are never removed'); end;
create trigger counts_only_gain_signatures before update on ballot_counts
when old.approved_by is not null or old.withdrawn_by is not null
  or (old.second_by is not null and new.second_by is not old.second_by)
  or (new.id, new.project_id, new.ballot_id, new.rule_version, new.matter, new.area_centi,
      new.heads, new.area_in, new.heads_in, new.area_yes, new.heads_yes, new.result,
      new.counted_on, new.counted_by)
   is not (old.id, old.project_id, old.ballot_id, old.rule_version, old.matter, old.area_centi,
      old.heads, old.area_in, old.heads_in, old.area_yes, old.heads_yes, old.result,
      old.counted_on, old.counted_by)
begin select raise(abort, 'a ballot count changes only by its signatures'); end;
create trigger approved_counts_are_final after update of approved_by on ballot_counts
when old.approved_by is null and new.approved_by is not null
begin insert into chain_finals (what, row_id) values ('count', new.id); end;
create trigger counts_put_down_whole_are_final after insert on ballot_counts
when new.approved_by is not null
begin insert into chain_finals (what, row_id) values ('count', new.id); end;

-- A recount (抽查复核): which papers, drawn by a recorded seed, and what was found.
create table recounts (
    id        integer primary key,
    ballot_id integer not null references ballots (id),
    seed      text not null check (trim(seed) <> ''),
    papers    integer not null check (papers > 0),
    last_id   integer not null references ballot_papers (id),
    drawn_on  text not null check (drawn_on = date(drawn_on)),
    drawn_by  integer not null references accounts (id),
    -- The sample goes by the numbers of the ballot; 0: by the numbers of the file, as it once did.
    by_ballot integer not null default 0 check (by_ballot in (0, 1))
) strict;
create index recounts_of_a_ballot on recounts (ballot_id);
create trigger recounts_are_never_changed before update on recounts
begin select raise(abort, 'a recount stays as it was drawn'); end;
create trigger recounts_are_never_removed before delete on recounts
begin select raise(abort, 'a recount stays as it was drawn'); end;

create table recount_papers (
    recount_id integer not null references recounts (id),
    paper_id   integer not null references ballot_papers (id),
    agrees     integer check (agrees in (0, 1)),
    note       text not null default '',
    found_by   integer references accounts (id),
    found_on   text check (found_on = date(found_on)),
    primary key (recount_id, paper_id),
    check ((agrees is null) = (found_by is null) and (agrees is null) = (found_on is null)),
    check (agrees is not 0 or trim(note) <> '')
) strict, without rowid;
create trigger recounts_draw_from_their_ballot before insert on recount_papers
when (select ballot_id from recounts where id = new.recount_id)
  is not (select ballot_id from ballot_papers where id = new.paper_id)
begin select raise(abort, 'a recount draws papers of its own ballot'); end;
create trigger recounted_papers_gain_a_finding before update on recount_papers
when old.agrees is not null
  or (new.recount_id, new.paper_id) is not (old.recount_id, old.paper_id)
  or new.found_by = (select recorded_by from ballot_papers where id = new.paper_id)
begin select raise(abort, 'somebody else looks once at what was drawn'); end;
create trigger recounted_papers_are_never_removed before delete on recount_papers
begin select raise(abort, 'a recount stays as it was drawn'); end;
