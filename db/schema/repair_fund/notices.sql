-- Notices (公示): posted, extended over rest days, objected to, taken down.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (20, 'notice', 'plan_notice_days', '方案公示', 7, 7, 1, 60, '天', '青岛等地不少于 7 天', 0),
 (21, 'notice', 'result_notice_days', '表决结果公示', 7, 7, 1, 60, '天', '本地参数', 0),
 (22, 'notice', 'settle_notice_days', '决算分摊公示', 10, 10, 1, 60, '天', '杭州、永济不少于 10 天', 0),
 (23, 'notice', 'emergency_notice_days', '紧急使用公示', 5, 5, 1, 60, '天', '杭州做法', 0),
 (24, 'notice', 'affairs_notice_days', '居务公开', 15, 15, 15, 90, '天', '城市居民委员会组织法第34条：不少于 15 天', 0),
 (25, 'notice', 'estate_ballot_notice_days', '全小区表决前公告', 15, 15, 15, 90, '天', '物业管理条例第14条：提前 15 天', 0);

insert into text_parameters (position, topic, code, label, kind, basis) values
 (1, 'notice', 'objection_phone', '意见电话', 'phone', '印在公示上，居民有不同意见打这个电话。没填就留空白');

-- Notices (公示) and what people object to. An open objection blocks the next step.
create table project_notices (
    id         integer primary key,
    project_id integer not null references repair_projects (id),
    kind       text not null check (kind in ('plan', 'result', 'settle', 'emergency')),
    plan_id    integer references plans (id),
    text       text not null check (trim(text) <> ''),
    places     text not null check (trim(places) <> ''),
    posted_on  text not null check (posted_on = date(posted_on)),
    ends_on    text not null check (ends_on = date(ends_on) and ends_on >= posted_on),
    removed_on text check (removed_on = date(removed_on) and removed_on > ends_on),
    by_id      integer not null references accounts (id),
    source     text not null check (source in ('demo', 'entered'))
) strict;
create index notices_of_a_project on project_notices (project_id, id);
create trigger notices_only_come_down before update on project_notices
when old.removed_on is not null
  or (new.id, new.project_id, new.kind, new.plan_id, new.text, new.places, new.posted_on, new.by_id)
   is not (old.id, old.project_id, old.kind, old.plan_id, old.text, old.places, old.posted_on,
      old.by_id)
  or (new.ends_on is not old.ends_on
      and (new.removed_on is not null
           or not exists (select 1 from notice_extensions where notice_id = new.id
                           and from_on = old.ends_on and to_on = new.ends_on)))
begin select raise(abort, 'a notice is posted, extended and comes down, nothing else'); end;
create trigger project_notices_are_never_removed before delete on project_notices
begin select raise(abort, 'what is on file stays as it was'); end;

create table objections (
    id          integer primary key,
    notice_id   integer not null references project_notices (id),
    raised_by   text not null check (trim(raised_by) <> ''),
    words       text not null check (trim(words) <> ''),
    raised_on   text not null check (raised_on = date(raised_on)),
    recorded_by integer not null references accounts (id),
    reply       text check (trim(reply) <> ''),
    replied_on  text check (replied_on = date(replied_on)),
    replied_by  integer references accounts (id),
    check ((reply is null) = (replied_on is null) and (reply is null) = (replied_by is null))
) strict;
create index objections_to_a_notice on objections (notice_id);
create trigger objections_are_only_answered before update on objections
when old.reply is not null
  or (new.id, new.notice_id, new.raised_by, new.words, new.raised_on)
   is not (old.id, old.notice_id, old.raised_by, old.words, old.raised_on)
begin select raise(abort, 'an objection is answered once, never changed'); end;
create trigger objections_are_never_removed before delete on objections
begin select raise(abort, 'what is on file stays as it was'); end;

-- A running notice whose last day turned out to be a rest day hangs longer, never shorter (顺延).
create table notice_extensions (
    id          integer primary key,
    notice_id   integer not null references project_notices (id),
    from_on     text not null check (from_on = date(from_on)),
    to_on       text not null check (to_on = date(to_on) and to_on > from_on),
    calendar_id integer references calendar_years (id),
    by_id       integer not null references accounts (id),
    at          text not null
) strict;
create index extensions_of_a_notice on notice_extensions (notice_id);
create trigger extensions_begin_where_the_notice_ends before insert on notice_extensions
when not exists (select 1 from project_notices
                  where id = new.notice_id and ends_on = new.from_on and removed_on is null)
begin select raise(abort, 'an extension begins at the last day of a notice that hangs'); end;
create trigger extensions_move_the_last_day after insert on notice_extensions
begin update project_notices set ends_on = new.to_on where id = new.notice_id; end;
create trigger extensions_are_never_changed before update on notice_extensions
begin select raise(abort, 'extensions are never changed'); end;
create trigger extensions_are_never_removed before delete on notice_extensions
begin select raise(abort, 'extensions are never removed'); end;
