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
