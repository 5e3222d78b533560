-- A shed is entered, put right and closed on a screen; it is never removed.

alter table sheds add column opened_on text check (opened_on = date(opened_on));
alter table sheds add column closed_on text check (closed_on = date(closed_on));
create trigger sheds_are_never_removed before delete on sheds
begin select raise(abort, 'a shed is closed, never removed'); end;
