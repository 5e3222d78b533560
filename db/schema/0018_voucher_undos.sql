-- A voucher spent by mistake is taken back within five minutes by whoever spent it (撤销核销).
-- The use that was undone stays on file here; a settlement never contains it.

create table voucher_undos (
    id          integer primary key,
    voucher_id  integer not null references vouchers (id),
    used_at     text not null,
    used_by     integer not null references accounts (id),
    merchant_id integer not null references merchants (id),
    undone_at   text not null,
    undone_by   integer not null references accounts (id) check (undone_by = used_by),
    check (unixepoch(undone_at) - unixepoch(used_at) between 0 and 300)
) strict;
create index undos_of_a_voucher on voucher_undos (voucher_id);
create trigger voucher_undos_are_never_changed before update on voucher_undos
begin select raise(abort, 'what was undone stays on file'); end;
create trigger voucher_undos_are_never_removed before delete on voucher_undos
begin select raise(abort, 'what was undone stays on file'); end;
create trigger voucher_undos_tell_of_a_free_use before insert on voucher_undos
when exists (select 1 from voucher_undos where id = new.id)
  or not exists (select 1 from vouchers v where v.id = new.voucher_id and v.state = 'used'
       and v.settlement_id is null and v.used_at = new.used_at and v.used_by = new.used_by
       and v.merchant_id = new.merchant_id)
begin select raise(abort, 'only a use that is on no settlement is undone'); end;

drop trigger vouchers_move_as_allowed;
create trigger vouchers_move_as_allowed before update of state on vouchers
when new.state <> old.state and old.state || '>' || new.state not in
 ('created>issued', 'created>expired', 'issued>used', 'issued>expired', 'issued>void',
  'used>issued', 'used>settled', 'used>disputed', 'disputed>used', 'disputed>void')
begin select raise(abort, 'a voucher does not move that way'); end;

drop trigger vouchers_keep_their_past;
create trigger vouchers_keep_their_past before update on vouchers
when new.code <> old.code or new.batch_id <> old.batch_id
  or (old.issued_at is not null and (new.issued_at, new.issued_by, new.resident_id, new.entry_id)
     is not (old.issued_at, old.issued_by, old.resident_id, old.entry_id))
  or (old.used_at is not null and (new.used_at, new.used_by, new.merchant_id)
     is not (old.used_at, old.used_by, old.merchant_id)
     and not (old.state = 'used' and new.state = 'issued'))
begin select raise(abort, 'a voucher keeps its code, its holder and its use'); end;

create trigger vouchers_are_undone_on_file before update of state on vouchers
when old.state = 'used' and new.state = 'issued' and (
     old.settlement_id is not null or new.used_at is not null or new.used_by is not null
  or new.merchant_id is not null
  or not exists (select 1 from voucher_undos u where u.voucher_id = old.id
       and u.used_at = old.used_at and u.used_by = old.used_by and u.merchant_id = old.merchant_id))
begin select raise(abort, 'an undone use is written down first, and leaves nothing behind'); end;
