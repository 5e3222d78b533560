-- Topics (议题): from a resident's first word to the file. Each step follows the one that was seen.

create table topics (
    id           integer primary key,
    title        text not null check (length(trim(title)) >= 4),
    text         text not null check (trim(text) <> ''),
    channel      text not null check (channel in
                 ('door', 'desk', 'phone', 'online', 'meeting', 'hotline')),
    estate_id    integer references estates (id),
    proposer     text not null check (trim(proposer) <> ''),
    resident_id  integer references residents (id),
    matter       text check (matter in ('repair', 'parking', 'charging', 'surroundings', 'culture',
                 'public_money', 'covenant', 'owners_ballot', 'law_case', 'appeal', 'privacy',
                 'discipline')),
    needs_siyi   integer not null default 0 check (needs_siyi in (0, 1)),
    confidential integer not null check (confidential in (0, 1)),
    state        text not null check (state in ('raised', 'collected', 'screened', 'pre_notice',
                 'deliberated', 'carried_over', 'decided', 'to_ballot', 'post_notice', 'executing',
                 'feedback', 'evaluated', 'archived', 'rejected', 'merged', 'transferred')),
    merged_into  integer references topics (id),
    clerk_id     integer references accounts (id),
    raised_on    text not null check (raised_on = date(raised_on)),
    raised_by    integer not null references accounts (id),
    check ((state = 'merged') = (merged_into is not null)),
    check (merged_into is not id)
) strict;
create index topics_by_state on topics (state, raised_on);
create trigger topics_move_as_allowed before update of state on topics
when new.state <> old.state and old.state || '>' || new.state not in
 ('raised>collected', 'collected>screened', 'collected>rejected', 'collected>merged',
  'collected>transferred', 'screened>pre_notice', 'screened>deliberated', 'screened>carried_over',
  'pre_notice>deliberated', 'pre_notice>carried_over', 'pre_notice>decided',
  'carried_over>pre_notice', 'carried_over>deliberated', 'carried_over>decided',
  'deliberated>carried_over', 'deliberated>decided', 'deliberated>post_notice',
  'decided>deliberated', 'decided>carried_over', 'decided>post_notice', 'decided>to_ballot',
  'post_notice>executing', 'executing>feedback', 'feedback>evaluated', 'evaluated>archived')
begin select raise(abort, 'a topic does not move that way'); end;
create trigger topics_keep_their_words before update on topics
when (new.id, new.title, new.text, new.channel, new.estate_id, new.proposer, new.confidential,
      new.raised_on, new.raised_by)
     is not (old.id, old.title, old.text, old.channel, old.estate_id, old.proposer,
             old.confidential, old.raised_on, old.raised_by)
begin select raise(abort, 'what was raised stays as it was said'); end;
create trigger topics_are_never_removed before delete on topics
begin select raise(abort, 'a topic is refused or put on file, never removed'); end;

create table topic_steps (
    id         integer primary key,
    topic_id   integer not null references topics (id),
    from_state text,
    to_state   text not null,
    words      text not null,
    replied    integer not null check (replied in (0, 1)),
    at         text not null,
    by_id      integer not null references accounts (id),
    seen       integer not null check (seen >= 0 and seen < id),
    unique (topic_id, seen),
    check ((from_state is null) = (seen = 0))
) strict;
create trigger topic_steps_are_never_changed before update on topic_steps
begin select raise(abort, 'a step is append-only'); end;
create trigger topic_steps_are_never_removed before delete on topic_steps
begin select raise(abort, 'a step is append-only'); end;

create table topic_notices (
    id        integer primary key,
    topic_id  integer not null references topics (id),
    state     text not null check (state in ('pre_notice', 'post_notice')),
    places    text not null check (trim(places) <> ''),
    posted_on text not null check (posted_on = date(posted_on)),
    ends_on   text not null check (ends_on = date(ends_on) and ends_on > posted_on),
    by_id     integer not null references accounts (id)
) strict;
create index notices_of_a_topic on topic_notices (topic_id, id);
create trigger topic_notices_only_run_longer before update on topic_notices
when (new.id, new.topic_id, new.state, new.places, new.posted_on, new.by_id)
     is not (old.id, old.topic_id, old.state, old.places, old.posted_on, old.by_id)
  or new.ends_on < old.ends_on
begin select raise(abort, 'a notice is never shortened'); end;
create trigger topic_notices_are_never_removed before delete on topic_notices
begin select raise(abort, 'a notice that hung stays on file'); end;

create table siyi_steps (
    id       integer primary key,
    topic_id integer not null references topics (id),
    step     text not null check (step in ('branch', 'both', 'members', 'residents',
             'decision_shown', 'result_shown')),
    done_on  text not null check (done_on = date(done_on)),
    words    text not null,
    at       text not null,
    by_id    integer not null references accounts (id),
    unique (topic_id, step)
) strict;
create trigger siyi_steps_come_in_their_order before insert on siyi_steps
when exists (select 1 from siyi_steps where topic_id = new.topic_id and done_on > new.done_on)
  or (select count(*) from siyi_steps where topic_id = new.topic_id)
     <> (case new.step when 'branch' then 0 when 'both' then 1 when 'members' then 2
         when 'residents' then 3 when 'decision_shown' then 4 else 5 end)
begin select raise(abort, 'the six come in their order'); end;
create trigger siyi_steps_are_never_changed before update on siyi_steps
begin select raise(abort, 'one of the six is append-only'); end;
create trigger siyi_steps_are_never_removed before delete on siyi_steps
begin select raise(abort, 'one of the six is append-only'); end;

create table topic_evaluations (
    id        integer primary key,
    topic_id  integer not null references topics (id),
    evaluator text not null check (trim(evaluator) <> ''),
    score     integer not null check (score between 1 and 5),
    words     text not null,
    at        text not null,
    by_id     integer not null references accounts (id),
    unique (topic_id, evaluator)
) strict;
create trigger evaluations_are_never_changed before update on topic_evaluations
begin select raise(abort, 'what somebody said of it is append-only'); end;
create trigger evaluations_are_never_removed before delete on topic_evaluations
begin select raise(abort, 'what somebody said of it is append-only'); end;
