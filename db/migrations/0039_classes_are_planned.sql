-- Terms and classes are entered on screens: days off, and classes that are called off.

alter table classes add column called_off_on text check (called_off_on = date(called_off_on));
create trigger terms_are_never_removed before delete on terms
begin select raise(abort, 'a term ends, it is never removed'); end;
create trigger classes_are_never_removed before delete on classes
begin select raise(abort, 'a class is called off, never removed'); end;
create table term_breaks (
    id      integer primary key,
    term_id integer not null references terms (id),
    words   text not null check (trim(words) <> ''),
    from_on text not null check (from_on = date(from_on)),
    to_on   text not null check (to_on = date(to_on) and to_on >= from_on)
) strict;
create index breaks_of_a_term on term_breaks (term_id);
create trigger nobody_enrols_in_a_class_called_off before insert on enrollments
when (select called_off_on from classes where id = new.class_id) is not null
begin select raise(abort, 'the class is called off'); end;
create trigger a_class_is_called_off_empty before update of called_off_on on classes
when new.called_off_on is not null and exists (select 1 from enrollments where class_id = new.id
       and state in ('confirmed', 'attending', 'offered', 'waitlisted'))
begin select raise(abort, 'a class is called off when nobody sits in it'); end;
