-- Awards (登记): the rules they follow, and their way from one person's note to the ledger.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (53, 'points', 'points_notice_days', '入账前公示', 3, 3, 3, 60, '天', '志愿服务记录公示不少于 3 个工作日', 0),
 (58, 'points', 'points_batch_head', '一次活动超过多少枚要书记核准', 500, 500, 50, 100000, '枚', '本社区约定', 0),
 (57, 'points', 'hint_same_approver', '一人每月核准同一个人几次以内不提醒', 6, 6, 1, 100, '次', '本社区约定', 0);

create table award_rules (
    id            integer primary key,
    code          text not null unique,
    label         text not null,
    basis         text not null check (basis in ('minutes', 'fixed', 'range')),
    entry_kind    text not null check (entry_kind in ('earn', 'award')),
    points        integer not null check (points > 0),
    most          integer not null check (most >= points),
    times_a_month integer check (times_a_month > 0),
    valid_from    text not null check (valid_from = date(valid_from)),
    valid_to      text check (valid_to = date(valid_to))
) strict;
insert into award_rules (id, code, label, basis, entry_kind, points, most, times_a_month, valid_from) values
 (1, 'patrol',   '值班巡逻', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (2, 'cleaning', '环境清扫', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (3, 'care',     '陪护老人', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (4, 'teaching', '课堂助教', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (5, 'advocacy', '反诈宣传', 'minutes', 'earn',   5,  5, null, '2020-01-01'),
 (6, 'meeting',  '参加议事', 'fixed',   'award', 10, 10, 2,    '2020-01-01'),
 (7, 'training', '参加培训', 'fixed',   'award',  5,  5, null, '2020-01-01'),
 (8, 'deed',     '好人好事', 'range',   'award',  5, 50, null, '2020-01-01');
create trigger award_rules_are_never_removed before delete on award_rules
begin select raise(abort, 'a rule ends, it is never removed'); end;
create trigger award_rules_only_end before update on award_rules
when (new.code, new.basis, new.entry_kind, new.points, new.most, new.times_a_month, new.valid_from)
  is not (old.code, old.basis, old.entry_kind, old.points, old.most, old.times_a_month, old.valid_from)
begin select raise(abort, 'a rule ends and another begins; it is not rewritten'); end;

-- Everyone at one activity, written down together (活动登记); approved together as well.
create table award_batches (
    id         integer primary key,
    title      text not null check (trim(title) <> ''),
    rule_id    integer not null references award_rules (id),
    earned_on  text not null check (earned_on = date(earned_on)),
    created_by integer not null references accounts (id),
    created_at text not null
) strict;
create trigger award_batches_are_never_changed before update on award_batches
begin select raise(abort, 'an activity is written down once'); end;
create trigger award_batches_are_never_removed before delete on award_batches
begin select raise(abort, 'an activity is withdrawn, never removed'); end;

-- An award on its way (登记 → 核准 → 公示 → 入账).
create table awards (
    id          integer primary key,
    batch_id    integer references award_batches (id),
    resident_id integer not null references residents (id),
    rule_id     integer not null references award_rules (id),
    minutes     integer not null default 0 check (minutes between 0 and 600),
    asked       integer not null check (asked > 0),
    points      integer not null check (points between 1 and asked),
    earned_on   text not null check (earned_on = date(earned_on)),
    note        text not null default '',
    state       text not null check (state in ('draft', 'in_notice', 'posted', 'withdrawn')),
    created_by  integer not null references accounts (id),
    created_at  text not null,
    approved_by integer references accounts (id) check (approved_by <> created_by),
    approved_at text,
    notice_end  text check (notice_end = date(notice_end)),
    check (state in ('draft', 'withdrawn') or approved_by is not null),
    check (state not in ('in_notice', 'posted') or notice_end is not null)
) strict;
create index awards_waiting on awards (state, id);
create unique index one_award_each_at_an_activity on awards (batch_id, resident_id)
 where batch_id is not null and state <> 'withdrawn';
create index awards_of_a_resident on awards (resident_id, earned_on);
create trigger awards_are_never_removed before delete on awards
begin select raise(abort, 'awards are withdrawn, never removed'); end;
create trigger awards_move_as_allowed before update of state on awards
when new.state <> old.state and old.state || '>' || new.state not in
 ('draft>in_notice', 'draft>withdrawn', 'in_notice>posted', 'in_notice>withdrawn')
begin select raise(abort, 'an award does not move that way'); end;
create trigger awards_keep_what_was_asked before update on awards
when (new.rule_id, new.minutes, new.asked, new.points, new.earned_on, new.created_by)
  is not (old.rule_id, old.minutes, old.asked, old.points, old.earned_on, old.created_by)
  or ((old.state in ('posted', 'withdrawn') or new.resident_id <> old.resident_id)
      and not exists (select 1 from moved_now
       where thing = 'awards' and thing_id = old.id and who is new.resident_id))
begin select raise(abort, 'only the state of an open award changes'); end;

-- The last day of an award's notice (公示) moves later or stays; nothing shortens it.
create trigger the_notice_of_an_award_is_never_shortened before update on awards
when old.notice_end is not null and (new.notice_end is null or new.notice_end < old.notice_end)
begin select raise(abort, 'the notice of an award is never shortened'); end;
