-- Merchants (商户), and their monthly settlement.

create table merchant_groups (
    id   integer primary key,
    name text not null unique check (trim(name) <> ''),
    ended_on text check (ended_on = date(ended_on))
) strict;

create table merchants (
    id        integer primary key,
    group_id  integer not null references merchant_groups (id),
    name      text not null unique check (trim(name) <> ''),
    payee     text not null default '',
    is_active integer not null default 1 check (is_active in (0, 1)),
    source    text not null check (source in ('demo', 'entered')),
    agreed_from text check (agreed_from = date(agreed_from)),  -- of the agreement; none: nobody entered it
    agreed_to   text check (agreed_to = date(agreed_to) and (agreed_from is null or agreed_to >= agreed_from))
) strict;

-- Monthly settlement (商户结算): made by one, approved by two others, then paid.
create table settlements (
    id          integer primary key,
    merchant_id integer not null references merchants (id),
    month       text not null check (month glob '20[0-9][0-9]-[01][0-9]'),
    vouchers    integer not null check (vouchers > 0),
    amount_fen  integer not null check (amount_fen > 0),
    state       text not null check (state in ('draft', 'checked', 'approved', 'paid', 'withdrawn')),
    created_by  integer not null references accounts (id),
    created_at  text not null,
    checked_by  integer references accounts (id) check (checked_by <> created_by),
    approved_by integer references accounts (id)
                check (approved_by <> created_by and approved_by <> checked_by),
    paid_on     text check (paid_on = date(paid_on)),
    payment_ref text,
    check (state in ('draft', 'withdrawn') or checked_by is not null),
    check (state not in ('approved', 'paid') or approved_by is not null),
    check ((state = 'paid') = (paid_on is not null and payment_ref is not null))
) strict;
create index settlements_of_a_merchant on settlements (merchant_id, month);
create trigger settlements_are_never_removed before delete on settlements
begin select raise(abort, 'settlements are withdrawn, never removed'); end;
create trigger settlements_begin_as_drafts before insert on settlements when new.state <> 'draft'
begin select raise(abort, 'a settlement begins as a draft'); end;
create trigger settlements_move_as_allowed before update on settlements
when old.state || '>' || new.state not in
 ('draft>checked', 'checked>approved', 'approved>paid',
  'draft>withdrawn', 'checked>withdrawn', 'approved>withdrawn')
begin select raise(abort, 'a settlement does not move that way'); end;
create trigger settlements_keep_what_was_signed before update on settlements
when (new.merchant_id, new.month, new.vouchers, new.amount_fen, new.created_by, new.created_at)
  is not (old.merchant_id, old.month, old.vouchers, old.amount_fen, old.created_by, old.created_at)
  or (old.checked_by is not null and new.checked_by is not old.checked_by)
  or (old.approved_by is not null and new.approved_by is not old.approved_by)
begin select raise(abort, 'a settlement keeps what was signed'); end;
