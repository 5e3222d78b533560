-- Papers (表决票) as they were handed in, what they add up to, and the city's e-voting.

-- A paper (表决票) is never changed: a later one replaces it, and the old one stays.
create table ballot_papers (
    id             integer primary key,
    ballot_id      integer not null references ballots (id),
    owner_group_id integer not null,
    unit_id        integer not null references units (id),
    choice         text not null check (choice in ('yes', 'no', 'abstain')),
    valid          integer not null check (valid in (0, 1)),
    why_invalid    text not null default '',
    settles        integer not null default 0 check (settles in (0, 1)),
    proxy          text not null default '',
    replaces_id    integer unique references ballot_papers (id) check (replaces_id <> id),
    reason         text not null default '',
    file_id        integer references project_files (id),
    recorded_at    text not null check (datetime(recorded_at) is not null),
    recorded_by    integer not null references accounts (id),
    came_by        text not null check (came_by in ('hand', 'grid', 'import')),
    source         text not null check (source in ('demo', 'entered')),
    check ((valid = 0) = (trim(why_invalid) <> '')),
    check (settles = 0 or valid = 1),
    check (replaces_id is null or trim(reason) <> ''),
    foreign key (ballot_id, owner_group_id) references ballot_owners (ballot_id, owner_group_id)
) strict;
create index papers_of_an_owner on ballot_papers (ballot_id, owner_group_id, id);
create index papers_of_a_unit on ballot_papers (ballot_id, unit_id, id);
create unique index one_first_paper_per_unit on ballot_papers (ballot_id, unit_id)
 where replaces_id is null and settles = 0;
create trigger papers_belong_to_the_scope before insert on ballot_papers
when not exists (select 1 from ballots b join scope_units s on s.plan_id = b.plan_id
                  where b.id = new.ballot_id and s.unit_id = new.unit_id
                    and s.owner_group_id = new.owner_group_id)
begin select raise(abort, 'a paper belongs to a unit of the scope and its owner'); end;
create trigger papers_come_while_voting before insert on ballot_papers
when (select p.state from ballots b join repair_projects p on p.id = b.project_id
       where b.id = new.ballot_id) <> 'voting'
  or (select channel from ballots where id = new.ballot_id) = 'wuhan_evote'
  or exists (select 1 from ballot_counts where ballot_id = new.ballot_id and withdrawn_by is null)
  or exists (select 1 from ballots where id = new.ballot_id
                and substr(new.recorded_at, 1, 10) not between opens_on and
                    iif(new.replaces_id is null and new.settles = 0, closes_on, '9999-12-31'))
begin select raise(abort, 'papers come while voting is open'); end;
create trigger papers_replace_one_of_their_own before insert on ballot_papers
when new.replaces_id is not null
 and (select ballot_id, unit_id from ballot_papers where id = new.replaces_id)
  is not (new.ballot_id, new.unit_id)
begin select raise(abort, 'a paper replaces one of the same unit'); end;
create trigger papers_are_never_changed before update on ballot_papers
begin select raise(abort, 'a paper is replaced, never changed'); end;
create trigger papers_are_never_removed before delete on ballot_papers
begin select raise(abort, 'a paper is replaced, never removed'); end;

-- The number of a paper within its ballot (票号): given once, when it is recorded.
create table paper_numbers (
    paper_id  integer primary key references ballot_papers (id),
    ballot_id integer not null references ballots (id),
    number    integer not null check (number > 0),
    unique (ballot_id, number)
) strict;
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

-- The owner's answer: papers of several units must agree, until a written word (书面确认) settles it.
-- A corrected word keeps the place of the word it corrects: what the owner handed in after that
-- word still counts beside it, and an older word never outdoes a newer one. The + keeps SQLite from
-- looking for the word among all first papers of the file instead of among this owner's.
create view owners_say as
select o.ballot_id, o.owner_group_id, (
        with recursive since (id) as (
            select coalesce(max(w.id), 0) from ballot_papers w
             where w.ballot_id = o.ballot_id and w.owner_group_id = o.owner_group_id
               and w.settles = 1 and +w.replaces_id is null),
        word (id) as (
            select id from since
             union all
            select r.id from word join ballot_papers r on r.replaces_id = word.id)
        select case count(distinct p.choice) when 0 then null when 1 then min(p.choice)
               else 'conflict' end
          from ballot_papers p
         where p.ballot_id = o.ballot_id and p.owner_group_id = o.owner_group_id and p.valid = 1
           and not exists (select 1 from ballot_papers r where r.replaces_id = p.id)
           and iif(p.settles = 1, p.id in (select id from word), p.id > (select id from since))
       ) as answer
  from ballot_owners o;
create trigger papers_make_the_answer after insert on ballot_papers
begin
    update ballot_owners set answer = (
        select answer from owners_say
         where ballot_id = new.ballot_id and owner_group_id = new.owner_group_id)
     where ballot_id = new.ballot_id and owner_group_id = new.owner_group_id;
end;
create trigger answers_come_from_papers before update of answer on ballot_owners
when new.answer is not (select answer from owners_say
      where ballot_id = new.ballot_id and owner_group_id = new.owner_group_id)
begin select raise(abort, 'an answer is what the papers say'); end;

-- The city's e-voting system (武汉业主决策电子投票): its totals with its exported file. A later
-- export stands beside the earlier one, and the last one counts.
create table evote_totals (
    id          integer primary key,
    ballot_id   integer not null references ballots (id),
    area_in     integer not null check (area_in >= 0),
    heads_in    integer not null check (heads_in >= 0),
    area_yes    integer not null check (area_yes between 0 and area_in),
    heads_yes   integer not null check (heads_yes between 0 and heads_in),
    file_id     integer not null references project_files (id),
    recorded_on text not null check (recorded_on = date(recorded_on)),
    recorded_by integer not null references accounts (id),
    check ((area_in = 0) = (heads_in = 0) and (area_yes = 0) = (heads_yes = 0))
) strict;
create index evotes_of_a_ballot on evote_totals (ballot_id, id);
create trigger evotes_fit_their_ballot before insert on evote_totals
when not exists (select 1 from ballots b where b.id = new.ballot_id and b.channel = 'wuhan_evote'
                    and new.area_in <= b.area_centi and new.heads_in <= b.heads
                    and new.recorded_on >= b.opens_on)
  or (select p.state from ballots b join repair_projects p on p.id = b.project_id
       where b.id = new.ballot_id) <> 'voting'
  or exists (select 1 from ballot_counts where ballot_id = new.ballot_id and withdrawn_by is null)
begin select raise(abort, 'the totals fit the ballot'); end;
create trigger evotes_are_tallied after insert on evote_totals
begin update ballots set area_in = new.area_in, heads_in = new.heads_in, area_yes = new.area_yes,
             heads_yes = new.heads_yes where id = new.ballot_id; end;
create trigger evotes_are_never_changed before update on evote_totals
begin select raise(abort, 'the totals stay as they came'); end;
create trigger evotes_are_never_removed before delete on evote_totals
begin select raise(abort, 'the totals stay as they came'); end;
