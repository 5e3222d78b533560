-- A seat that becomes free is offered to the first in line and held until a deadline (候补录取).
-- The capacity, the order of the queue and one seat each are guarded since 0007; offers count there.

alter table enrollments add column offered_at text check (offered_at is null or datetime(offered_at) is not null);
alter table enrollments add column offer_ends_at text
      check (offer_ends_at is null or datetime(offer_ends_at) is not null);
-- An offer made before there were deadlines runs from now on.
update enrollments
   set offered_at = strftime('%Y-%m-%dT%H:%M:%S', 'now', '+8 hours') || '+08:00',
       offer_ends_at = strftime('%Y-%m-%dT%H:%M:%S', 'now', '+8 hours', '+48 hours') || '+08:00'
 where state = 'offered';

create trigger offers_have_a_deadline before update on enrollments
when (new.state = 'offered' and (new.offered_at is null or new.offer_ends_at is null
      or unixepoch(new.offer_ends_at) <= unixepoch(new.offered_at)))
  or (old.state = 'offered' and (new.offered_at, new.offer_ends_at)
      is not (old.offered_at, old.offer_ends_at))
begin select raise(abort, 'an offer has its deadline and keeps it'); end;
create trigger offers_are_made_to_the_waiting before insert on enrollments
when new.state = 'offered'
begin select raise(abort, 'who is offered a seat was waiting for it'); end;
create trigger enrollments_move_as_allowed before update of state on enrollments
when new.state <> old.state and old.state || '>' || new.state not in
 ('confirmed>attending', 'confirmed>cancelled', 'confirmed>dropped', 'confirmed>removed',
  'confirmed>completed', 'attending>completed', 'attending>dropped', 'attending>removed',
  'waitlisted>offered', 'waitlisted>cancelled', 'offered>confirmed', 'offered>cancelled')
begin select raise(abort, 'an enrolment does not move that way'); end;
create index offers_running_out on enrollments (offer_ends_at) where state = 'offered';
