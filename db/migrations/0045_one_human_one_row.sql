-- Two rows of one human become one, and can be put back; rows that name a person move with it.

alter table residents add column merged_into integer references residents (id) check (merged_into <> id);
create index residents_by_name on residents (name);
create index merged_residents on residents (merged_into) where merged_into is not null;

-- Two rows of the register that are one human (合并重复). Whatever named the one names the other from
-- then on, each row with its move, so that an undo puts every one back. Nothing but whom it names
-- changes; what both had (the same home, number or mark) ends once. `filled` are facts the kept row
-- had not, as JSON; `thing` a table, `part` its column, `who` whom the row names after the move.
create table resident_merges (
    id        integer primary key,
    kept_id   integer not null references residents (id),
    gone_id   integer not null references residents (id),
    evidence  text not null,
    filled    text not null check (json_valid(filled)),
    merged_at text not null,
    merged_by integer not null references accounts (id),
    check (kept_id <> gone_id)
) strict;
create index merges_of_a_resident on resident_merges (kept_id, id);
create trigger resident_merges_are_never_changed before update on resident_merges
begin select raise(abort, 'a merge is undone, never changed'); end;
create trigger resident_merges_are_never_removed before delete on resident_merges
begin select raise(abort, 'a merge is undone, never removed'); end;

create table merge_undos (
    id        integer primary key,
    merge_id  integer not null unique references resident_merges (id),
    undone_at text not null,
    undone_by integer not null references accounts (id)
) strict;
create trigger merge_undos_are_never_changed before update on merge_undos
begin select raise(abort, 'the undo of a merge is append-only'); end;
create trigger merge_undos_are_never_removed before delete on merge_undos
begin select raise(abort, 'the undo of a merge is append-only'); end;

create table merge_moves (
    id       integer primary key,
    merge_id integer not null references resident_merges (id),
    thing    text not null,
    thing_id integer not null,
    part     text not null,
    who      integer not null references residents (id),
    back     integer not null default 0 check (back in (0, 1))
) strict;
create index moves_of_a_merge on merge_moves (merge_id, back, id);
create trigger merge_moves_are_never_changed before update on merge_moves
begin select raise(abort, 'a move of a merge is append-only'); end;
create trigger merge_moves_are_never_removed before delete on merge_moves
begin select raise(abort, 'a move of a merge is append-only'); end;
-- The move that is being made: rows that name a person let nothing else change whom they name.
create view moved_now as select thing, thing_id, who from merge_moves order by id desc limit 1;

-- Two of one name that somebody looked at (重复的人): not one human, or open again. The last counts.
create table alike_answers (
    id          integer primary key,
    one_id      integer not null references residents (id),
    other_id    integer not null references residents (id),
    answer      text not null check (answer in ('different', 'open')),
    evidence    text not null,
    answered_at text not null,
    answered_by integer not null references accounts (id),
    check (one_id < other_id)
) strict;
create index answers_of_two on alike_answers (one_id, other_id, id);
create trigger alike_answers_are_never_changed before update on alike_answers
begin select raise(abort, 'an answer is append-only'); end;
create trigger alike_answers_are_never_removed before delete on alike_answers
begin select raise(abort, 'an answer is append-only'); end;

drop trigger residencies_only_end;
create trigger residencies_only_end before update on residencies
when ((old.to_on is not null or new.resident_id <> old.resident_id) and not exists (select 1 from moved_now
       where thing = 'residencies' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.unit_id, new.recorded_at, new.recorded_by)
     is not (old.id, old.unit_id, old.recorded_at, old.recorded_by)
  or (old.role is not null and new.role is not old.role)
  or (old.from_on is not null and new.from_on is not old.from_on)
begin select raise(abort, 'a residency ends, it is never changed'); end;
drop trigger contacts_only_end;
create trigger contacts_only_end before update on contacts
when ((old.ended_on is not null or new.resident_id is not old.resident_id) and not exists (select 1 from moved_now
       where thing = 'contacts' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.owner_member_id, new.number, new.kind, new.book, new.recorded_at,
      new.recorded_by)
     is not (old.id, old.owner_member_id, old.number, old.kind, old.book, old.recorded_at,
             old.recorded_by)
begin select raise(abort, 'a contact ends, it is never changed'); end;
drop trigger marks_only_end;
create trigger marks_only_end before update on marks
when ((old.ended_on is not null or new.resident_id <> old.resident_id) and not exists (select 1 from moved_now
       where thing = 'marks' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.kind, new.building_id, new.from_on, new.until, new.note, new.recorded_at,
      new.recorded_by)
     is not (old.id, old.kind, old.building_id, old.from_on, old.until, old.note,
             old.recorded_at, old.recorded_by)
begin select raise(abort, 'a mark ends, it is never changed'); end;
drop trigger vehicles_only_end;
create trigger vehicles_only_end before update on vehicles
when ((old.to_on is not null or new.resident_id is not old.resident_id) and not exists (select 1 from moved_now
       where thing = 'vehicles' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.unit_id, new.owner, new.recorded_at, new.recorded_by)
     is not (old.id, old.unit_id, old.owner, old.recorded_at, old.recorded_by)
  or (old.plate is not null and new.plate is not old.plate)
  or (old.frame_tail is not null and new.frame_tail is not old.frame_tail)
begin select raise(abort, 'a vehicle ends, it is never changed'); end;
drop trigger owner_members_only_end;
create trigger owner_members_only_end before update on owner_members
when ((old.to_on is not null or new.resident_id is not old.resident_id) and not exists (select 1 from moved_now
       where thing = 'owner_members' and thing_id = old.id and who is new.resident_id))
  or (new.id, new.owner_group_id, new.name, new.share, new.recorded_at, new.recorded_by)
     is not (old.id, old.owner_group_id, old.name, old.share, old.recorded_at, old.recorded_by)
  or (old.id_tail is not null and new.id_tail is not old.id_tail)
  or (old.from_on is not null and new.from_on is not old.from_on)
begin select raise(abort, 'a member of an owner set ends, it is never changed'); end;
drop trigger awards_keep_what_was_asked;
create trigger awards_keep_what_was_asked before update on awards
when (new.rule_id, new.minutes, new.asked, new.points, new.earned_on, new.created_by)
  is not (old.rule_id, old.minutes, old.asked, old.points, old.earned_on, old.created_by)
  or ((old.state in ('posted', 'withdrawn') or new.resident_id <> old.resident_id)
      and not exists (select 1 from moved_now
       where thing = 'awards' and thing_id = old.id and who is new.resident_id))
begin select raise(abort, 'only the state of an open award changes'); end;
drop trigger reservations_close_once;
create trigger reservations_close_once before update on reservations
when (old.state <> 'reserved'
      and old.state || '>' || new.state not in ('picked_up>reserved', 'picked_up>cancelled')
      and not exists (select 1 from moved_now
       where thing = 'reservations' and thing_id = old.id and who is new.resident_id))
  or (new.resident_id <> old.resident_id and not exists (select 1 from moved_now
       where thing = 'reservations' and thing_id = old.id and who is new.resident_id))
  or (new.item_id, new.pieces, new.points, new.entry_id)
  is not (old.item_id, old.pieces, old.points, old.entry_id)
begin select raise(abort, 'a reservation moves only as the rule says'); end;
drop trigger vouchers_keep_their_past;
create trigger vouchers_keep_their_past before update on vouchers
when new.code <> old.code or new.batch_id <> old.batch_id
  or (old.issued_at is not null and (new.issued_at, new.issued_by, new.entry_id)
     is not (old.issued_at, old.issued_by, old.entry_id))
  or (old.issued_at is not null and new.resident_id is not old.resident_id
      and not exists (select 1 from moved_now
       where thing = 'vouchers' and thing_id = old.id and who is new.resident_id))
  or (old.used_at is not null and (new.used_at, new.used_by, new.merchant_id)
     is not (old.used_at, old.used_by, old.merchant_id)
     and not (old.state = 'used' and new.state = 'issued'))
begin select raise(abort, 'a voucher keeps its code, its holder and its use'); end;
drop trigger the_queue_is_not_jumped_by_change;
create trigger the_queue_is_not_jumped_by_change before update on enrollments
when new.class_id <> old.class_id
  or (new.resident_id <> old.resident_id and not exists (select 1 from moved_now
       where thing = 'enrollments' and thing_id = old.id and who is new.resident_id))
  or (new.state in ('confirmed', 'attending', 'offered')
      and old.state not in ('confirmed', 'attending', 'offered')
      and exists (select 1 from enrollments where class_id = new.class_id and state = 'waitlisted'
                     and id <> new.id and place < coalesce(old.place, 1000000)))
begin select raise(abort, 'first come, first seated'); end;
create trigger a_home_is_anothers after update of resident_id on residencies
begin
    update residents set unit_id = (select unit_id from residencies where resident_id = residents.id
                                       and to_on is null order by main desc, id limit 1)
     where id in (old.resident_id, new.resident_id);
end;
create trigger a_number_is_anothers after update of resident_id on contacts
begin
    update residents set phone = coalesce((
           select number from contacts where resident_id = residents.id and kind = 'mobile'
              and book = 'committee' and ended_on is null order by rank, id limit 1), '')
     where id in (old.resident_id, new.resident_id);
end;
