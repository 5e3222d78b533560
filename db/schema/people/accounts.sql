-- People who sign in, and what each of them did.

create table accounts (
    id             integer primary key,
    username       text not null unique check (username <> '' and username = lower(username)),
    name           text not null check (trim(name) <> ''),
    role           text not null check (role in
                   ('admin', 'secretary', 'clerk', 'accountant', 'supervisor', 'property', 'grid',
                    'leader', 'volunteer', 'teacher', 'merchant', 'delegation')),
    estate_id      integer references estates (id),
    resident_id    integer references residents (id),
    merchant_id    integer references merchants (id),
    password_hash  text not null check (password_hash glob '$2?$*'),
    password_epoch integer not null default 1,
    is_active      integer not null default 1 check (is_active in (0, 1)),
    is_demo        integer not null default 0 check (is_demo in (0, 1)),
    created_at     text not null,
    first_until    text check (first_until = date(first_until)),  -- of a first password, on paper
    check (role <> 'property' or estate_id is not null),
    check (role <> 'merchant' or merchant_id is not null)
) strict;
create trigger accounts_are_never_removed before delete on accounts
begin select raise(abort, 'accounts are closed, not removed'); end;
create trigger demo_accounts_only_in_a_demonstration before insert on accounts
when new.is_demo = 1 and not exists (select 1 from community where is_demo = 1)
begin select raise(abort, 'demonstration accounts live in a demonstration'); end;
create trigger accounts_never_turn_demo before update of is_demo on accounts
when new.is_demo <> old.is_demo
begin select raise(abort, 'an account stays what it is'); end;

-- Append-only: who did what, when, on which slip. `told` is what the person was shown.
create table audit_log (
    id         integer primary key,
    at         text not null,
    account_id integer not null references accounts (id),
    action     text not null,
    slip       text unique,
    detail     text not null check (json_valid(detail)),
    told       text not null,
    made_id    integer not null default 0
) strict;
create index audit_by_account on audit_log (account_id, id);
create index audit_of_readings on audit_log (made_id)
 where action in ('readings.record_reading', 'own_sheet.record_print');
create index audit_of_places on audit_log (id) where action glob 'places.*';
create trigger audit_is_never_changed before update on audit_log
begin select raise(abort, 'the audit log is append-only'); end;
create trigger audit_is_never_removed before delete on audit_log
begin select raise(abort, 'the audit log is append-only'); end;
