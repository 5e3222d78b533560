-- Meetings are held: who sits in them and by what rule, who came, what was said and decided, and the
-- number of the minutes.

alter table meetings add column parent_kind text check (parent_kind in ('joint', 'council'));
alter table agenda_items add column confidential integer not null default 0 check (confidential in (0, 1));

-- Who sits in the meetings of a kind, and how such a meeting decides. A meeting keeps the rule and
-- the people of its day: a rule is followed by another, a member ends by a date.

create table meeting_rules (
    id              integer primary key,
    kind            text not null check (kind in ('joint', 'council', 'owner_reps',
                    'resident_reps', 'residents_assembly')),
    from_on         text not null check (from_on = date(from_on)),
    quorum_of       text not null check (quorum_of in ('members', 'parties', 'eligible')),
    quorum_top      integer not null check (quorum_top > 0),
    quorum_bottom   integer not null check (quorum_bottom >= quorum_top),
    quorum_at_least integer not null check (quorum_at_least in (0, 1)),
    manner       text not null check (manner in ('consensus', 'vote', 'opinions')),
    pass_of         text not null check (pass_of in ('present', 'members')),
    pass_top        integer not null check (pass_top > 0),
    pass_bottom     integer not null check (pass_bottom >= pass_top and 2 * pass_top >= pass_bottom),
    pass_at_least   integer not null check (pass_at_least in (0, 1)),
    notice_days     integer check (notice_days between 1 and 60),
    basis           text not null check (trim(basis) <> ''),
    changed_by      integer references accounts (id),
    changed_at      text,
    unique (kind, from_on, id)
) strict;
create trigger meeting_rules_are_never_changed before update on meeting_rules
begin select raise(abort, 'a rule is followed by another, never changed'); end;
create trigger meeting_rules_are_never_removed before delete on meeting_rules
begin select raise(abort, 'a rule is followed by another, never removed'); end;

insert into meeting_rules (id, kind, from_on, quorum_of, quorum_top, quorum_bottom, quorum_at_least,
 manner, pass_of, pass_top, pass_bottom, pass_at_least, notice_days, basis) values
 (1, 'joint', '2000-01-01', 'parties', 1, 2, 0, 'consensus', 'present', 1, 2, 0, null,
  '协商会，只约束同意的单位'),
 (2, 'council', '2000-01-01', 'members', 2, 3, 1, 'vote', 'present', 1, 2, 0, null,
  '各地议事会章程，待街道确认'),
 (3, 'owner_reps', '2000-01-01', 'members', 1, 2, 0, 'opinions', 'present', 1, 2, 0, null,
  '只收集意见，不是业主大会'),
 (4, 'resident_reps', '2000-01-01', 'members', 2, 3, 1, 'vote', 'present', 1, 2, 0, null,
  '城市居民委员会组织法 28、29 条'),
 (5, 'residents_assembly', '2000-01-01', 'eligible', 1, 2, 0, 'vote', 'present', 1, 2, 0, 10,
  '城市居民委员会组织法 26、27 条');

create table forum_members (
    id          integer primary key,
    kind        text not null check (kind in ('joint', 'council', 'owner_reps', 'resident_reps')),
    name        text not null check (trim(name) <> ''),
    role        text not null check (role in ('chair', 'member')),
    body_id     integer not null references bodies (id),
    account_id  integer references accounts (id),
    resident_id integer references residents (id),
    from_on     text not null check (from_on = date(from_on)),
    to_on       text check (to_on = date(to_on) and to_on >= from_on),
    recorded_at text not null,
    recorded_by integer not null references accounts (id),
    ended_at    text,
    ended_by    integer references accounts (id),
    check ((to_on is null) = (ended_at is null) and (ended_at is null) = (ended_by is null))
) strict;
create unique index one_seat_in_a_forum on forum_members (kind, name, body_id) where to_on is null;
-- Whose row of the registry it is may follow: two rows of one human become one (合并重复).
create trigger members_only_end before update on forum_members
when (old.to_on is not null
      and (new.to_on, new.ended_at, new.ended_by) is not (old.to_on, old.ended_at, old.ended_by))
  or (new.id, new.kind, new.name, new.role, new.body_id, new.account_id, new.from_on,
      new.recorded_at, new.recorded_by)
     is not (old.id, old.kind, old.name, old.role, old.body_id, old.account_id, old.from_on,
             old.recorded_at, old.recorded_by)
begin select raise(abort, 'a member ends, and is never changed'); end;
create trigger members_are_never_removed before delete on forum_members
begin select raise(abort, 'a member ends, and is never removed'); end;

-- A meeting as it is held: opened once, closed once; between them who came, what was said, and how
-- each item ended. Everything written down stays: a later entry follows an earlier one.

create table sittings (
    meeting_id integer primary key references meetings (id),
    opened_at  text not null,
    opened_by  integer not null references accounts (id),
    eligible   integer check (eligible > 0),
    counted    integer check (counted between 0 and eligible),
    closed_at  text check (closed_at >= opened_at),
    closed_by  integer references accounts (id),
    members    integer check (members >= 0),
    present    integer check (present >= 0),
    quorum_met integer check (quorum_met in (0, 1)),
    check ((eligible is null) = (counted is null)),
    check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (members is null)
           and (closed_at is null) = (present is null) and (closed_at is null) = (quorum_met is null))
) strict;
create trigger sittings_only_close before update on sittings
when old.closed_at is not null
  or (new.meeting_id, new.opened_at, new.opened_by, new.eligible, new.counted)
     is not (old.meeting_id, old.opened_at, old.opened_by, old.eligible, old.counted)
begin select raise(abort, 'a meeting is opened once and closed once'); end;
create trigger sittings_are_never_removed before delete on sittings
begin select raise(abort, 'a meeting that was opened stays so'); end;

-- The sign-in list: the members of the day, and whoever else came.
create table attendances (
    id         integer primary key,
    meeting_id integer not null references sittings (meeting_id),
    member_id  integer references forum_members (id),
    name       text not null check (trim(name) <> ''),
    body_id    integer not null references bodies (id),
    added_at   text not null,
    added_by   integer not null references accounts (id),
    unique (meeting_id, name, body_id),
    unique (meeting_id, member_id)
) strict;
create trigger attendances_are_never_changed before update on attendances
begin select raise(abort, 'a line of the sign-in list is append-only'); end;
create trigger attendances_are_never_removed before delete on attendances
begin select raise(abort, 'a line of the sign-in list is append-only'); end;

-- `seen` is the entry it follows; two cannot follow the same one.
create table attendance_marks (
    id            integer primary key,
    attendance_id integer not null references attendances (id),
    presence      text not null check (presence in ('present', 'observing', 'leave', 'absent')),
    note          text not null default '',
    at            text not null,
    by_id         integer not null references accounts (id),
    seen          integer not null check (seen >= 0 and seen < id),
    unique (attendance_id, seen)
) strict;
create trigger a_member_is_no_observer before insert on attendance_marks
when new.presence = 'observing'
 and (select member_id from attendances where id = new.attendance_id) is not null
begin select raise(abort, 'a member is no observer'); end;
create trigger attendance_marks_are_never_changed before update on attendance_marks
begin select raise(abort, 'a mark is followed by another, never changed'); end;
create trigger attendance_marks_are_never_removed before delete on attendance_marks
begin select raise(abort, 'a mark is followed by another, never removed'); end;

create table recusals (
    id            integer primary key,
    item_id       integer not null references agenda_items (id),
    attendance_id integer not null references attendances (id),
    recused       integer not null check (recused in (0, 1)),
    reason        text not null check (recused = 0 or trim(reason) <> ''),
    at            text not null,
    by_id         integer not null references accounts (id),
    seen          integer not null check (seen >= 0 and seen < id),
    unique (item_id, attendance_id, seen)
) strict;
create trigger recusals_are_never_changed before update on recusals
begin select raise(abort, 'who stood back is append-only'); end;
create trigger recusals_are_never_removed before delete on recusals
begin select raise(abort, 'who stood back is append-only'); end;

-- Organisations an item cannot be settled without (点名的单位).
create table item_parties (
    item_id  integer not null references agenda_items (id),
    body_id  integer not null references bodies (id),
    named_by integer not null references accounts (id),
    named_at text not null,
    primary key (item_id, body_id)
) strict, without rowid;
create trigger parties_are_never_changed before update on item_parties
begin select raise(abort, 'a party that was named stays so'); end;
create trigger parties_are_never_removed before delete on item_parties
begin select raise(abort, 'a party that was named stays so'); end;

create table item_turns (
    id         integer primary key,
    meeting_id integer not null references sittings (meeting_id),
    item_id    integer not null references agenda_items (id),
    begun_at   text not null,
    ended_at   text check (ended_at >= begun_at),
    by_id      integer not null references accounts (id)
) strict;
create unique index one_item_runs on item_turns (meeting_id) where ended_at is null;
create index turns_of_a_meeting on item_turns (meeting_id, id);
create trigger turns_are_of_their_meeting before insert on item_turns
when (select meeting_id from agenda_items where id = new.item_id) is not new.meeting_id
begin select raise(abort, 'an item runs in its own meeting'); end;
create trigger turns_only_end before update on item_turns
when old.ended_at is not null
  or (new.id, new.meeting_id, new.item_id, new.begun_at, new.by_id)
     is not (old.id, old.meeting_id, old.item_id, old.begun_at, old.by_id)
begin select raise(abort, 'an item that ran only ends'); end;
create trigger turns_are_never_removed before delete on item_turns
begin select raise(abort, 'an item that ran stays so'); end;

create table opinions (
    id            integer primary key,
    item_id       integer not null references agenda_items (id),
    attendance_id integer not null references attendances (id),
    stance        text not null check (stance in ('for', 'against', 'other')),
    words         text not null check (length(trim(words)) between 2 and 2000),
    replaces      integer unique references opinions (id) check (replaces < id),
    at            text not null,
    by_id         integer not null references accounts (id)
) strict;
create index opinions_on_an_item on opinions (item_id, id);
create trigger opinions_are_never_changed before update on opinions
begin select raise(abort, 'an opinion is put right by another'); end;
create trigger opinions_are_never_removed before delete on opinions
begin select raise(abort, 'an opinion is put right by another'); end;

-- How an item ended; the newest counts. A vote carries its majority with it, and the file proves it.
create table item_outcomes (
    id            integer primary key,
    item_id       integer not null references agenda_items (id),
    way           text not null check (way in ('consensus', 'vote', 'opinions', 'note', 'carried')),
    text          text not null check (length(trim(text)) between 2 and 2000),
    dissent       text not null default '' check (length(dissent) <= 2000),
    yes           integer check (yes >= 0),
    no            integer check (no >= 0),
    abstain       integer check (abstain >= 0),
    voters        integer,
    base          integer check (base >= voters),
    pass_top      integer,
    pass_bottom   integer,
    pass_at_least integer check (pass_at_least in (0, 1)),
    passed        integer check (passed in (0, 1)),
    review_on     text check (review_on = date(review_on)),
    at            text not null,
    by_id         integer not null references accounts (id),
    seen          integer not null check (seen >= 0 and seen < id),
    unique (item_id, seen),
    check ((way = 'vote') = (yes is not null) and (way = 'vote') = (no is not null)
           and (way = 'vote') = (abstain is not null) and (way = 'vote') = (passed is not null)),
    check (way <> 'vote' or (yes + no + abstain = voters
           and passed = (yes > no and yes * pass_bottom >= base * pass_top + (1 - pass_at_least)))),
    check (review_on is null or way in ('consensus', 'vote'))
) strict;
create index outcomes_to_look_at_again on item_outcomes (review_on) where review_on is not null;
create trigger outcomes_are_never_changed before update on item_outcomes
begin select raise(abort, 'an outcome is followed by another, never changed'); end;
create trigger outcomes_are_never_removed before delete on item_outcomes
begin select raise(abort, 'an outcome is followed by another, never removed'); end;

-- The minutes (纪要) of a meeting that was closed, and the number it got there: 〔year〕第 n 号.
create table minutes (
    meeting_id integer primary key references sittings (meeting_id),
    kind       text not null check (kind in ('joint', 'council', 'special', 'owner_reps',
               'resident_reps', 'residents_assembly')),
    year       integer not null,
    number     integer not null check (number > 0),
    state      text not null check (state in ('draft', 'reviewed', 'signed', 'published')),
    begun_at   text not null,
    unique (kind, year, number)
) strict;
create trigger minutes_follow_without_a_gap before insert on minutes
when new.number <> 1 + (select coalesce(max(number), 0) from minutes
                         where kind = new.kind and year = new.year)
  or (new.kind, new.year) is not (select kind, year from meetings where id = new.meeting_id)
begin select raise(abort, 'minutes are numbered one after the other'); end;
create trigger minutes_keep_their_number before update on minutes
when (new.meeting_id, new.kind, new.year, new.number, new.begun_at)
     is not (old.meeting_id, old.kind, old.year, old.number, old.begun_at)
begin select raise(abort, 'minutes keep their number'); end;
create trigger minutes_move_as_allowed before update of state on minutes
when new.state <> old.state and old.state || '>' || new.state not in
 ('draft>reviewed', 'reviewed>draft', 'reviewed>signed', 'signed>published')
begin select raise(abort, 'minutes do not move that way'); end;
create trigger minutes_are_never_removed before delete on minutes
begin select raise(abort, 'minutes are never removed'); end;
-- Signed minutes are read-only (签发后不改): what they rest on is as well.
create trigger no_mark_after_the_minutes before insert on attendance_marks
when exists (select 1 from minutes m join attendances a on a.meeting_id = m.meeting_id
              where a.id = new.attendance_id and m.state in ('signed', 'published'))
begin select raise(abort, 'the minutes are signed'); end;
create trigger no_opinion_after_the_minutes before insert on opinions
when exists (select 1 from minutes m join agenda_items i on i.meeting_id = m.meeting_id
              where i.id = new.item_id and m.state in ('signed', 'published'))
begin select raise(abort, 'the minutes are signed'); end;
create trigger no_outcome_after_the_minutes before insert on item_outcomes
when exists (select 1 from minutes m join agenda_items i on i.meeting_id = m.meeting_id
              where i.id = new.item_id and m.state in ('signed', 'published'))
begin select raise(abort, 'the minutes are signed'); end;
