-- 万青学苑: terms, classes, enrolments. Seats and the queue are guarded here as well.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (60, 'academy', 'classes_per_term', '每人每学期最多报班', 2, 2, 1, 10, '个', '本社区约定', 0),
 (61, 'academy', 'offer_hours', '候补录取保留', 48, 48, 1, 240, '小时', '本社区约定', 0),
 (62, 'academy', 'contact_age', '多大年纪要留紧急联系人', 60, 60, 50, 100, '周岁', '本社区约定', 0),
 (63, 'academy', 'signature_age', '多大年纪要家属签字', 80, 80, 60, 120, '周岁', '多地老年大学做法', 0);

create table terms (
    id           integer primary key,
    name         text not null unique,
    starts_on    text not null check (starts_on = date(starts_on)),
    ends_on      text not null check (ends_on = date(ends_on) and ends_on > starts_on),
    enrol_from   text not null check (enrol_from = date(enrol_from)),
    enrol_to     text not null check (enrol_to = date(enrol_to) and enrol_to >= enrol_from)
) strict;

create table classes (
    id            integer primary key,
    term_id       integer not null references terms (id),
    series        text not null check (series in ('wanqing', 'qingge', 'qingguo', 'qingmiao')),
    course        text not null check (trim(course) <> ''),
    teacher       text not null,
    teacher_id    integer references accounts (id),
    room          text not null,
    weekday       integer not null check (weekday between 1 and 7),
    begins        text not null check (begins glob '[0-2][0-9]:[0-5][0-9]'),
    ends          text not null check (ends glob '[0-2][0-9]:[0-5][0-9]' and ends > begins),
    starts_on     text not null check (starts_on = date(starts_on)),
    sessions      integer not null check (sessions > 0),
    capacity      integer not null check (capacity > 0),
    min_open      integer not null check (min_open between 1 and capacity),
    fee_fen       integer not null check (fee_fen >= 0),
    age_min       integer not null check (age_min >= 0),
    age_max       integer check (age_max >= age_min),
    need_guardian integer not null default 0 check (need_guardian in (0, 1)),
    source        text not null check (source in ('demo', 'entered')),
    called_off_on text check (called_off_on = date(called_off_on)),
    unique (term_id, course)
) strict;
create trigger terms_are_never_removed before delete on terms
begin select raise(abort, 'a term ends, it is never removed'); end;
create trigger classes_are_never_removed before delete on classes
begin select raise(abort, 'a class is called off, never removed'); end;

-- Days on which no class of the term meets (放假); each class then goes on longer.
create table term_breaks (
    id      integer primary key,
    term_id integer not null references terms (id),
    words   text not null check (trim(words) <> ''),
    from_on text not null check (from_on = date(from_on)),
    to_on   text not null check (to_on = date(to_on) and to_on >= from_on)
) strict;
create index breaks_of_a_term on term_breaks (term_id);

create table enrollments (
    id              integer primary key,
    class_id        integer not null references classes (id),
    resident_id     integer not null references residents (id),
    state           text not null check (state in ('confirmed', 'attending', 'offered', 'waitlisted',
                    'completed', 'dropped', 'removed', 'cancelled')),
    place           integer check (place > 0),
    applied_at      text not null,
    enrolled_by     integer not null references accounts (id),
    guardian_id     integer references residents (id),
    consent_version text,
    family_signed   integer not null default 0 check (family_signed in (0, 1)),
    emergency_name  text,
    emergency_phone text,
    offered_at      text check (offered_at is null or datetime(offered_at) is not null),
    offer_ends_at   text check (offer_ends_at is null or datetime(offer_ends_at) is not null),
    check ((guardian_id is null) = (consent_version is null))
) strict;
create unique index one_seat_each on enrollments (class_id, resident_id)
 where state in ('confirmed', 'attending', 'offered', 'waitlisted');
create unique index one_place_in_the_queue on enrollments (class_id, place) where place is not null;
create index enrollments_of_a_resident on enrollments (resident_id);
create index enrollments_of_a_class on enrollments (class_id, state);
create trigger nobody_enrols_in_a_class_called_off before insert on enrollments
when (select called_off_on from classes where id = new.class_id) is not null
begin select raise(abort, 'the class is called off'); end;
create trigger a_class_is_called_off_empty before update of called_off_on on classes
when new.called_off_on is not null and exists (select 1 from enrollments where class_id = new.id
       and state in ('confirmed', 'attending', 'offered', 'waitlisted'))
begin select raise(abort, 'a class is called off when nobody sits in it'); end;
create trigger enrollments_are_never_removed before delete on enrollments
begin select raise(abort, 'enrolments are cancelled, never removed'); end;
create trigger enrollments_move_as_allowed before update of state on enrollments
when new.state <> old.state and old.state || '>' || new.state not in
 ('confirmed>attending', 'confirmed>cancelled', 'confirmed>dropped', 'confirmed>removed',
  'confirmed>completed', 'attending>completed', 'attending>dropped', 'attending>removed',
  'waitlisted>offered', 'waitlisted>cancelled', 'offered>confirmed', 'offered>cancelled',
  'completed>cancelled', 'dropped>cancelled')
begin select raise(abort, 'an enrolment does not move that way'); end;
create trigger seats_are_not_oversold before insert on enrollments
when new.state in ('confirmed', 'attending', 'offered')
 and (select count(*) from enrollments where class_id = new.class_id
         and state in ('confirmed', 'attending', 'offered'))
     >= (select capacity from classes where id = new.class_id)
begin select raise(abort, 'the class is full'); end;
create trigger seats_are_not_oversold_by_change before update of state on enrollments
when new.state in ('confirmed', 'attending', 'offered')
 and old.state not in ('confirmed', 'attending', 'offered')
 and (select count(*) from enrollments where class_id = new.class_id
         and state in ('confirmed', 'attending', 'offered'))
     >= (select capacity from classes where id = new.class_id)
begin select raise(abort, 'the class is full'); end;
create trigger classes_keep_room_for_the_seated before update of capacity on classes
when new.capacity < (select count(*) from enrollments where class_id = new.id
                        and state in ('confirmed', 'attending', 'offered'))
begin select raise(abort, 'a class keeps room for those seated'); end;
create trigger the_queue_is_not_jumped before insert on enrollments
when new.state in ('confirmed', 'attending', 'offered')
 and exists (select 1 from enrollments where class_id = new.class_id and state = 'waitlisted')
begin select raise(abort, 'others are waiting'); end;
create trigger the_queue_is_not_jumped_by_change before update on enrollments
when new.class_id <> old.class_id
  or (new.resident_id <> old.resident_id and not exists (select 1 from moved_now
       where thing = 'enrollments' and thing_id = old.id and who is new.resident_id))
  or (new.state in ('confirmed', 'attending', 'offered')
      and old.state not in ('confirmed', 'attending', 'offered')
      and exists (select 1 from enrollments where class_id = new.class_id and state = 'waitlisted'
                     and id <> new.id and place < coalesce(old.place, 1000000)))
begin select raise(abort, 'first come, first seated'); end;
create trigger the_waiting_have_a_place before insert on enrollments
when new.state = 'waitlisted' and new.place is null
begin select raise(abort, 'who waits has a place in the queue'); end;

-- A seat that becomes free is offered to the first in line and held until a deadline (候补录取).
create trigger offers_have_a_deadline before update on enrollments
when (new.state = 'offered' and (new.offered_at is null or new.offer_ends_at is null
      or unixepoch(new.offer_ends_at) <= unixepoch(new.offered_at)))
  or (old.state = 'offered' and (new.offered_at, new.offer_ends_at)
      is not (old.offered_at, old.offer_ends_at))
begin select raise(abort, 'an offer has its deadline and keeps it'); end;
create trigger offers_are_made_to_the_waiting before insert on enrollments
when new.state = 'offered'
begin select raise(abort, 'who is offered a seat was waiting for it'); end;
create index offers_running_out on enrollments (offer_ends_at) where state = 'offered';
