-- 消费券: given in thanks or in a campaign, never sold. One code, one use, one settlement.

create table voucher_batches (
    id           integer primary key,
    title        text not null check (trim(title) <> ''),
    group_id     integer not null references merchant_groups (id),
    face_fen     integer not null check (face_fen > 0),
    points_price integer not null check (points_price >= 0),   -- 0: a campaign, given for nothing
    pieces       integer not null check (pieces between 1 and 10000),
    budget_fen   integer not null check (budget_fen >= face_fen * pieces),
    fund_source  text not null check (trim(fund_source) <> ''),
    valid_from   text not null check (valid_from = date(valid_from)),
    valid_to     text not null check (valid_to = date(valid_to) and valid_to >= valid_from),
    created_by   integer not null references accounts (id),
    created_at   text not null,
    approved_by  integer references accounts (id) check (approved_by <> created_by),
    source       text not null check (source in ('demo', 'entered'))
) strict;
create trigger batches_are_never_removed before delete on voucher_batches
begin select raise(abort, 'voucher batches are never removed'); end;
create trigger batches_only_gain_their_approval before update on voucher_batches
when old.approved_by is not null or new.approved_by is null
  or (new.title, new.group_id, new.face_fen, new.points_price, new.pieces, new.budget_fen,
      new.fund_source, new.valid_from, new.valid_to, new.created_by, new.created_at, new.source)
   is not (old.title, old.group_id, old.face_fen, old.points_price, old.pieces, old.budget_fen,
      old.fund_source, old.valid_from, old.valid_to, old.created_by, old.created_at, old.source)
begin select raise(abort, 'a batch changes only by its approval'); end;

create table vouchers (
    id            integer primary key,
    batch_id      integer not null references voucher_batches (id),
    code          text not null unique check (length(code) = 10),
    state         text not null check (state in
                  ('created', 'issued', 'used', 'settled', 'expired', 'void', 'disputed')),
    resident_id   integer references residents (id),
    entry_id      integer unique references point_entries (id),
    issued_at     text,
    issued_by     integer references accounts (id),
    used_at       text,
    used_by       integer references accounts (id),
    merchant_id   integer references merchants (id),
    settlement_id integer references settlements (id),
    check (state = 'created' or state = 'expired' or issued_at is not null),
    check ((state in ('used', 'settled', 'disputed')) <= (merchant_id is not null and used_at is not null)),
    check (state <> 'settled' or settlement_id is not null)
) strict;
create trigger a_shop_stays_with_the_vouchers_it_took before update of group_id on merchants
when new.group_id <> old.group_id and exists (select 1 from vouchers where merchant_id = old.id)
begin select raise(abort, 'a shop stays in the group of the vouchers it took'); end;
create trigger no_voucher_outside_the_agreement before update of state on vouchers
when old.state = 'issued' and new.state = 'used' and exists (
  select 1 from merchants where id = new.merchant_id
     and (substr(new.used_at, 1, 10) > agreed_to or substr(new.used_at, 1, 10) < agreed_from))
begin select raise(abort, 'a shop takes vouchers while its agreement runs'); end;
create index vouchers_of_a_batch on vouchers (batch_id, state);
create index vouchers_to_settle on vouchers (merchant_id, state, used_at);
create index vouchers_of_a_settlement on vouchers (settlement_id) where settlement_id is not null;
create index vouchers_of_a_resident on vouchers (resident_id) where resident_id is not null;
create trigger vouchers_are_never_removed before delete on vouchers
begin select raise(abort, 'vouchers are never removed'); end;
create trigger vouchers_begin_created before insert on vouchers when new.state <> 'created'
begin select raise(abort, 'a voucher begins unissued'); end;
create trigger vouchers_move_as_allowed before update of state on vouchers
when new.state <> old.state and old.state || '>' || new.state not in
 ('created>issued', 'created>expired', 'issued>used', 'issued>expired', 'issued>void',
  'used>issued', 'used>settled', 'used>disputed', 'disputed>used', 'disputed>void')
begin select raise(abort, 'a voucher does not move that way'); end;
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
create trigger vouchers_leave_only_a_withdrawn_settlement before update of settlement_id on vouchers
when old.settlement_id is not null and new.settlement_id is not old.settlement_id
 and (select state from settlements where id = old.settlement_id) <> 'withdrawn'
begin select raise(abort, 'a voucher is on one settlement at most'); end;
create trigger vouchers_join_a_draft_of_their_merchant before update of settlement_id on vouchers
when new.settlement_id is not null and new.settlement_id is not old.settlement_id
 and (new.state <> 'used' or not exists (select 1 from settlements s
      where s.id = new.settlement_id and s.state = 'draft' and s.merchant_id = new.merchant_id))
begin select raise(abort, 'a used voucher is settled with its merchant'); end;
create trigger vouchers_are_settled_by_a_payment before update of state on vouchers
when new.state = 'settled' and old.state <> 'settled'
 and (select state from settlements where id = new.settlement_id) is not 'paid'
begin select raise(abort, 'a voucher is settled when its settlement is paid'); end;
create trigger vouchers_on_a_settlement_stay_used before update of state on vouchers
when new.state = 'disputed' and new.settlement_id is not null
begin select raise(abort, 'withdraw the settlement first'); end;
create trigger vouchers_issue_from_an_approved_batch before update of state on vouchers
when new.state = 'issued'
 and (select approved_by from voucher_batches where id = new.batch_id) is null
begin select raise(abort, 'only an approved batch is issued'); end;
create trigger vouchers_are_used_in_their_group before update of state on vouchers
when new.state = 'used'
 and (select group_id from merchants where id = new.merchant_id)
     is not (select group_id from voucher_batches where id = new.batch_id)
begin select raise(abort, 'a voucher is used at a merchant of its group'); end;
create trigger vouchers_are_undone_on_file before update of state on vouchers
when old.state = 'used' and new.state = 'issued' and (
     old.settlement_id is not null or new.used_at is not null or new.used_by is not null
  or new.merchant_id is not null
  or not exists (select 1 from voucher_undos u where u.voucher_id = old.id
       and u.used_at = old.used_at and u.used_by = old.used_by and u.merchant_id = old.merchant_id))
begin select raise(abort, 'an undone use is written down first, and leaves nothing behind'); end;

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
