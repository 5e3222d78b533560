-- What was promised at a meeting (承诺): one lead body, one person, one day. Each step follows the
-- one that was seen; a later day names the meeting that decided it, the end the decision.

create table actions (
    id           integer primary key,
    meeting_id   integer not null references meetings (id),
    item_id      integer not null references agenda_items (id),
    seq          integer not null check (seq > 0),
    content      text not null check (length(trim(content)) >= 4),
    lead_body_id integer not null references bodies (id),
    person       text not null check (trim(person) <> ''),
    account_id   integer references accounts (id),
    due_on       text not null check (due_on = date(due_on)),
    state        text not null check (state in
                 ('open', 'in_progress', 'done_claimed', 'verified', 'cancelled')),
    created_at   text not null,
    created_by   integer not null references accounts (id),
    unique (meeting_id, seq)
) strict;
create index actions_by_day on actions (state, due_on);
create index actions_of_an_item on actions (item_id);
create trigger actions_are_of_their_meeting before insert on actions
when (select meeting_id from agenda_items where id = new.item_id) is not new.meeting_id
  or new.state <> 'open'
  or new.seq <> 1 + (select coalesce(max(seq), 0) from actions where meeting_id = new.meeting_id)
begin select raise(abort, 'a promise begins at its own meeting, one after the other'); end;
create trigger actions_stay_as_promised before update on actions
when (new.id, new.meeting_id, new.item_id, new.seq, new.content, new.lead_body_id, new.person,
      new.account_id, new.due_on, new.created_at, new.created_by)
     is not (old.id, old.meeting_id, old.item_id, old.seq, old.content, old.lead_body_id, old.person,
             old.account_id, old.due_on, old.created_at, old.created_by)
begin select raise(abort, 'what was promised stays as it was'); end;
create trigger actions_move_as_allowed before update of state on actions
when new.state <> old.state and old.state || '>' || new.state not in
 ('open>in_progress', 'open>done_claimed', 'open>cancelled', 'in_progress>done_claimed',
  'in_progress>cancelled', 'done_claimed>verified', 'done_claimed>in_progress',
  'done_claimed>cancelled')
begin select raise(abort, 'a promise does not move that way'); end;
create trigger actions_are_never_removed before delete on actions
begin select raise(abort, 'a promise is kept or cancelled, never removed'); end;

create table action_assists (
    action_id integer not null references actions (id),
    body_id   integer not null references bodies (id),
    primary key (action_id, body_id)
) strict, without rowid;
create trigger assists_are_never_changed before update on action_assists
begin select raise(abort, 'who assists was promised'); end;
create trigger assists_are_never_removed before delete on action_assists
begin select raise(abort, 'who assists was promised'); end;

create table action_steps (
    id         integer primary key,
    action_id  integer not null references actions (id),
    from_state text check (from_state in ('open', 'in_progress', 'done_claimed')),
    to_state   text not null check (to_state in
               ('open', 'in_progress', 'done_claimed', 'verified', 'cancelled')),
    words      text not null,
    due_on     text check (due_on = date(due_on)),
    meeting_id integer references meetings (id),
    outcome_id integer references item_outcomes (id),
    photo      text references file_contents (sha256),
    at         text not null,
    by_id      integer not null references accounts (id),
    seen       integer not null check (seen >= 0 and seen < id),
    unique (action_id, seen),
    unique (action_id, meeting_id),
    check ((from_state is null) = (seen = 0)),
    check (meeting_id is null or (due_on is not null and from_state = to_state)),
    check (due_on is null or from_state is null or meeting_id is not null),
    check ((to_state = 'cancelled') = (outcome_id is not null))
) strict;
create trigger nobody_verifies_his_own before insert on action_steps
when new.to_state = 'verified'
 and (new.by_id is (select account_id from actions where id = new.action_id)
      or new.by_id = (select by_id from action_steps where action_id = new.action_id
                         and to_state = 'done_claimed' and from_state <> to_state
                       order by id desc limit 1))
begin select raise(abort, 'nobody verifies his own'); end;
create trigger action_steps_are_never_changed before update on action_steps
begin select raise(abort, 'a step is followed by another, never changed'); end;
create trigger action_steps_are_never_removed before delete on action_steps
begin select raise(abort, 'a step is followed by another, never removed'); end;
