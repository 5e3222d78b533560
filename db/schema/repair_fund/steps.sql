-- The history of a project (办理经过): the steps it took, and what each of them rests on.

create table project_steps (
    id          integer primary key,
    project_id  integer not null references repair_projects (id),
    from_state  text,
    to_state    text not null,
    happened_on text not null check (happened_on = date(happened_on)),
    note        text not null default '',
    by_id       integer not null references accounts (id),
    second_id   integer references accounts (id) check (second_id <> by_id)
) strict;
create index steps_of_a_project on project_steps (project_id, id);
create trigger steps_are_never_changed before update on project_steps
begin select raise(abort, 'the history of a project is append-only'); end;
create trigger steps_are_never_removed before delete on project_steps
begin select raise(abort, 'the history of a project is append-only'); end;
-- A step starts where the last one ended, and the project follows its steps.
create trigger steps_follow_each_other before insert on project_steps
when new.from_state is not (select to_state from project_steps where project_id = new.project_id
                            order by id desc limit 1)
  or (select state from repair_projects where id = new.project_id) is not
     coalesce(new.from_state, new.to_state)
  or (new.from_state is null and new.to_state not in ('draft', 'proposed'))
begin select raise(abort, 'a step starts where the last one ended'); end;
create trigger steps_follow_the_table before insert on project_steps
when new.from_state is not null
 and not exists (select 1 from fund_transitions t where t.from_state = new.from_state
                    and t.to_state = new.to_state and (t.two_people = 0 or new.second_id is not null))
 and not (new.from_state = 'suspended' and new.to_state is
          (select from_state from project_steps where project_id = new.project_id
            order by id desc limit 1))
begin select raise(abort, 'this step is not in the table, or wants a second person'); end;
-- What a step rests on is on file before it is taken.
create trigger steps_rest_on_facts before insert on project_steps
when new.from_state is not 'suspended' and case new.to_state
     when 'surveyed' then not exists (select 1 from surveys where project_id = new.project_id)
     when 'planned' then not exists (select 1 from plans where project_id = new.project_id
          and made_on >= (select max(happened_on) from project_steps
                           where project_id = new.project_id))
     when 'plan_notice' then not exists (select 1 from project_notices
          where project_id = new.project_id and kind = 'plan')
     when 'voting' then not exists (select 1 from ballots where project_id = new.project_id
          and plan_id = (select max(id) from plans where project_id = new.project_id))
     when 'vote_passed' then (select result from ballot_counts where project_id = new.project_id
          and approved_by is not null order by id desc limit 1) is not 'PASS'
     when 'vote_failed' then coalesce((select result from ballot_counts
          where project_id = new.project_id and approved_by is not null
          order by id desc limit 1), 'PASS') = 'PASS'
     when 'result_notice' then not exists (select 1 from project_notices
          where project_id = new.project_id and kind = 'result')
     when 'emergency_confirmed' then
          not exists (select 1 from emergencies where project_id = new.project_id)
          or exists (select 1 from project_steps where project_id = new.project_id
                        and to_state = 'voting')
     when 'approved' then (select approved_fen from repair_projects
                            where id = new.project_id) is null
     when 'first_paid' then not exists (select 1 from fund_payments where kind = 'first'
          and project_id = new.project_id and approved_by is not null)
     when 'accepted' then not exists (select 1 from acceptances where outcome = 'accepted'
          and project_id = new.project_id)
     when 'settled' then (select settled_fen from repair_projects
                           where id = new.project_id) is null
     when 'settle_notice' then not exists (select 1 from project_notices
          where project_id = new.project_id and kind = 'settle')
     else 0 end
begin select raise(abort, 'a step rests on facts that are on file'); end;
create trigger the_project_follows after insert on project_steps when new.from_state is not null
begin update repair_projects set state = new.to_state where id = new.project_id; end;
create trigger state_changes_only_by_a_step before update of state on repair_projects
when new.state is not (select to_state from project_steps where project_id = new.id
                       order by id desc limit 1)
begin select raise(abort, 'state changes only by a step'); end;

-- Some steps are asked for by one person and taken by another (双人确认).
create table step_requests (
    project_id integer primary key references repair_projects (id),
    to_state   text not null,
    note       text not null default '',
    terms      text not null default '{}' check (json_valid(terms)),
    asked_by   integer not null references accounts (id),
    asked_on   text not null check (asked_on = date(asked_on))
) strict;
create trigger a_step_ends_its_request after insert on project_steps
begin delete from step_requests where project_id = new.project_id; end;
