-- Published figures and honours of the board are entered, changed and ended on a screen.

alter table facts add column ended_on text check (ended_on = date(ended_on));
create trigger facts_are_never_removed before delete on facts
begin select raise(abort, 'a published figure is ended, never removed'); end;
alter table honours add column giver text not null default '';
alter table honours add column given_on text check (given_on = date(given_on));
alter table honours add column ended_on text check (ended_on = date(ended_on));
create trigger honours_are_never_removed before delete on honours
begin select raise(abort, 'an honour is ended, never removed'); end;
