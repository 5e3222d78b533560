-- Ballots (表决): one paper per owner, and a tally kept by the file itself.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (15, 'fund', 'vote_min_days', '表决最短天数', 5, 5, 1, 60, '天', '杭州做法 5 至 60 天', 0),
 (16, 'fund', 'vote_max_days', '表决最长天数', 60, 60, 1, 180, '天', '杭州做法 5 至 60 天', 0),
 (17, 'fund', 'include_parking', '车位计入表决', 0, 0, 0, 1, '', '各地法院看法不一；计入时须有书面依据', 1),
 (18, 'fund', 'silence_rule', '未投票按多数意见计', 0, 0, 0, 0, '', '没有业主大会议事规则，不得启用', 1);

-- Owners' vote thresholds (表决门槛) by law version: fractions, never percentages.
create table vote_rules (
    version           text not null,
    matter            text not null check (matter in ('use_fund', 'raise_fund')),
    take_part_top     integer not null,
    take_part_bottom  integer not null check (take_part_bottom > 0),
    approve_top       integer not null,
    approve_bottom    integer not null check (approve_bottom > 0),
    approve_of        text not null check (approve_of in ('participants', 'all')),
    approve_inclusive integer not null check (approve_inclusive in (0, 1)),
    basis             text not null,
    primary key (version, matter)
) strict, without rowid;
create trigger vote_rules_are_never_changed before update on vote_rules
begin select raise(abort, 'the law is not edited here'); end;
create trigger vote_rules_are_never_removed before delete on vote_rules
begin select raise(abort, 'the law is not edited here'); end;
insert into vote_rules values
 ('civil_code_2021', 'use_fund',   2, 3, 1, 2, 'participants', 0, '民法典第278条'),
 ('civil_code_2021', 'raise_fund', 2, 3, 3, 4, 'participants', 1, '民法典第278条'),
 ('pre2021',         'use_fund',   0, 1, 2, 3, 'all',          1, '物权法（2021年以前）'),
 ('pre2021',         'raise_fund', 0, 1, 2, 3, 'all',          1, '物权法（2021年以前）');

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
create trigger ballots_keep_their_terms before update of id, project_id, plan_id, rule_version,
    matter, channel, opens_on, closes_on, include_parking, basis_text, opened_by on ballots
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
