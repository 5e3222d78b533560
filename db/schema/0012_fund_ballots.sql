-- Ballots (表决): one paper per owner, a tally kept by the file itself, and the signed sheet.

create table ballots (
    id              integer primary key,
    project_id      integer not null references repair_projects (id),
    plan_id         integer not null unique references plans (id),
    rule_version    text not null,
    matter          text not null,
    channel         text not null check (channel in ('paper', 'wuhan_evote', 'meeting_signature')),
    opens_on        text not null check (opens_on = date(opens_on)),
    closes_on       text not null check (closes_on = date(closes_on) and closes_on > opens_on),
    include_parking integer not null check (include_parking in (0, 1)),
    basis_text      text not null default '',
    opened_by       integer not null references accounts (id),
    source          text not null check (source in ('demo', 'entered')),
    area_centi      integer not null default 0 check (area_centi >= 0),
    heads           integer not null default 0 check (heads >= 0),
    area_in         integer not null default 0 check (area_in between 0 and area_centi),
    heads_in        integer not null default 0 check (heads_in between 0 and heads),
    area_yes        integer not null default 0 check (area_yes between 0 and area_in),
    heads_yes       integer not null default 0 check (heads_yes between 0 and heads_in),
    conflicts       integer not null default 0 check (conflicts between 0 and heads),
    check (include_parking = 0 or trim(basis_text) <> ''),
    foreign key (rule_version, matter) references vote_rules (version, matter)
) strict;
create index ballots_of_a_project on ballots (project_id);
create trigger ballots_open_after_the_notice before insert on ballots
when (select state from repair_projects where id = new.project_id) <> 'plan_notice'
  or (select project_id from plans where id = new.plan_id) <> new.project_id
  or not exists (select 1 from scope_units where plan_id = new.plan_id)
begin select raise(abort, 'a ballot opens after its notice, on a frozen scope'); end;
create trigger ballots_keep_their_terms before update on ballots
when (new.id, new.project_id, new.plan_id, new.rule_version, new.matter, new.channel,
      new.opens_on, new.closes_on, new.include_parking, new.basis_text, new.opened_by)
  is not (old.id, old.project_id, old.plan_id, old.rule_version, old.matter, old.channel,
      old.opens_on, old.closes_on, old.include_parking, old.basis_text, old.opened_by)
begin select raise(abort, 'the terms of a ballot are fixed'); end;
create trigger ballots_are_never_removed before delete on ballots
begin select raise(abort, 'ballots are never removed'); end;

-- One line per owner (一个业主一票): the answer its papers add up to, null before any.
create table ballot_owners (
    ballot_id      integer not null references ballots (id),
    owner_group_id integer not null references owner_groups (id),
    area_centi     integer not null check (area_centi > 0),
    answer         text check (answer in ('yes', 'no', 'abstain', 'conflict')),
    primary key (ballot_id, owner_group_id)
) strict, without rowid;
create index owners_by_answer on ballot_owners (ballot_id, answer, area_centi desc);
create trigger owners_come_from_the_scope before insert on ballot_owners
when new.answer is not null
  or new.area_centi is not (select sum(s.area_centi) from ballots b
       join scope_units s on s.plan_id = b.plan_id and s.owner_group_id = new.owner_group_id
      where b.id = new.ballot_id)
begin select raise(abort, 'an owner votes with the area of the frozen scope'); end;
create trigger owners_are_counted after insert on ballot_owners
begin update ballots set area_centi = area_centi + new.area_centi, heads = heads + 1
       where id = new.ballot_id; end;
create trigger owners_are_never_removed before delete on ballot_owners
begin select raise(abort, 'the electorate is frozen'); end;
create trigger owners_only_answer before update on ballot_owners
when (new.ballot_id, new.owner_group_id, new.area_centi)
  is not (old.ballot_id, old.owner_group_id, old.area_centi)
begin select raise(abort, 'the electorate is frozen'); end;
create trigger answers_are_tallied after update of answer on ballot_owners
when new.answer is not old.answer
begin
    update ballots set
      area_in = area_in + new.area_centi * ((coalesce(new.answer, '') in ('yes', 'no', 'abstain'))
                                          - (coalesce(old.answer, '') in ('yes', 'no', 'abstain'))),
      heads_in = heads_in + (coalesce(new.answer, '') in ('yes', 'no', 'abstain'))
                          - (coalesce(old.answer, '') in ('yes', 'no', 'abstain')),
      area_yes = area_yes + new.area_centi * ((new.answer is 'yes') - (old.answer is 'yes')),
      heads_yes = heads_yes + (new.answer is 'yes') - (old.answer is 'yes'),
      conflicts = conflicts + (new.answer is 'conflict') - (old.answer is 'conflict')
    where id = new.ballot_id;
end;

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
-- The owner's answer: papers of several units must agree, until a written word settles it.
create view owners_say as
select o.ballot_id, o.owner_group_id, (
        select case count(distinct p.choice) when 0 then null when 1 then min(p.choice)
               else 'conflict' end
          from ballot_papers p
         where p.ballot_id = o.ballot_id and p.owner_group_id = o.owner_group_id and p.valid = 1
           and not exists (select 1 from ballot_papers r where r.replaces_id = p.id)
           and p.id >= coalesce((select max(id) from ballot_papers c
                where c.ballot_id = o.ballot_id and c.owner_group_id = o.owner_group_id
                  and c.settles = 1
                  and not exists (select 1 from ballot_papers r where r.replaces_id = c.id)), 0)
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

-- A recount (抽查复核): which papers, drawn by a recorded seed, and what was found.
create table recounts (
    id        integer primary key,
    ballot_id integer not null references ballots (id),
    seed      text not null check (trim(seed) <> ''),
    papers    integer not null check (papers > 0),
    last_id   integer not null references ballot_papers (id),
    drawn_on  text not null check (drawn_on = date(drawn_on)),
    drawn_by  integer not null references accounts (id)
) strict;
create index recounts_of_a_ballot on recounts (ballot_id);
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
create trigger recounts_are_never_changed before update on recounts
begin select raise(abort, 'a recount stays as it was drawn'); end;
create trigger recounts_are_never_removed before delete on recounts
begin select raise(abort, 'a recount stays as it was drawn'); end;
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
