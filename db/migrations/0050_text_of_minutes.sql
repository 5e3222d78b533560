-- The text of minutes (纪要): edits of the draft, the lines as they were reviewed, each step, and what
-- was corrected after they were signed.

create table minutes_edits (
    id         integer primary key,
    meeting_id integer not null references minutes (meeting_id),
    key        text not null check (trim(key) <> ''),
    text       text not null check (length(text) <= 3000),
    at         text not null,
    by_id      integer not null references accounts (id),
    seen       integer not null check (seen >= 0 and seen < id),
    unique (meeting_id, key, seen)
) strict;
create trigger only_drafts_are_edited before insert on minutes_edits
when (select state from minutes where meeting_id = new.meeting_id) is not 'draft'
begin select raise(abort, 'only a draft is edited'); end;
create trigger minutes_edits_are_never_changed before update on minutes_edits
begin select raise(abort, 'an edit is followed by another'); end;
create trigger minutes_edits_are_never_removed before delete on minutes_edits
begin select raise(abort, 'an edit is followed by another'); end;

-- A version is made by each review. The public one is chosen by `audience` and `confidential`.
create table minutes_lines (
    id           integer primary key,
    meeting_id   integer not null references minutes (meeting_id),
    version      integer not null check (version > 0),
    position     integer not null check (position > 0),
    key          text not null,
    level        text not null check (level in ('plain', 'first', 'second', 'third')),
    text         text not null check (trim(text) <> ''),
    audience     text not null check (audience in ('both', 'internal', 'public')),
    confidential integer not null check (confidential in (0, 1)),
    unique (meeting_id, version, position)
) strict;
create trigger lines_are_of_a_draft before insert on minutes_lines
when (select state from minutes where meeting_id = new.meeting_id) is not 'draft'
begin select raise(abort, 'lines are laid down when a draft is reviewed'); end;
create trigger minutes_lines_are_never_changed before update on minutes_lines
begin select raise(abort, 'what was reviewed stays as it was'); end;
create trigger minutes_lines_are_never_removed before delete on minutes_lines
begin select raise(abort, 'what was reviewed stays as it was'); end;

create table minutes_steps (
    id         integer primary key,
    meeting_id integer not null references minutes (meeting_id),
    from_state text not null check (from_state in ('draft', 'reviewed', 'signed')),
    to_state   text not null check (to_state in ('draft', 'reviewed', 'signed', 'published')),
    words      text not null,
    at         text not null,
    by_id      integer not null references accounts (id)
) strict;
create index steps_of_minutes on minutes_steps (meeting_id, id);
create trigger a_second_person_signs before insert on minutes_steps
when new.to_state = 'signed'
 and new.by_id = (select by_id from minutes_steps where meeting_id = new.meeting_id
                     and to_state = 'reviewed' order by id desc limit 1)
begin select raise(abort, 'who reviewed does not sign'); end;
create trigger minutes_steps_are_never_changed before update on minutes_steps
begin select raise(abort, 'a step is append-only'); end;
create trigger minutes_steps_are_never_removed before delete on minutes_steps
begin select raise(abort, 'a step is append-only'); end;

create table minutes_corrections (
    id         integer primary key,
    meeting_id integer not null references minutes (meeting_id),
    seq        integer not null check (seq > 0),
    wrong      text not null check (trim(wrong) <> ''),
    right      text not null check (trim(right) <> ''),
    public     integer not null check (public in (0, 1)),
    at         text not null,
    by_id      integer not null references accounts (id),
    unique (meeting_id, seq)
) strict;
create trigger only_signed_minutes_are_corrected before insert on minutes_corrections
when (select state from minutes where meeting_id = new.meeting_id) not in ('signed', 'published')
begin select raise(abort, 'a draft is edited, not corrected'); end;
create trigger corrections_are_never_changed before update on minutes_corrections
begin select raise(abort, 'a correction is append-only'); end;
create trigger corrections_are_never_removed before delete on minutes_corrections
begin select raise(abort, 'a correction is append-only'); end;
