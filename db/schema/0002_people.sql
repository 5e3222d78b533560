-- People who sign in, their sessions, and what each of them did.

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

-- Only the SHA-256 of the cookie's token is kept: reading this table opens no door.
create table sessions (
    id             integer primary key,
    token_hash     text not null unique check (length(token_hash) = 64),
    account_id     integer not null references accounts (id),
    password_epoch integer not null,
    address        text not null,
    opened_at      text not null,
    last_seen_at   text not null,
    ended_at       text,
    ended_why      text check (ended_why in ('left', 'idle', 'password', 'admin', 'closed', 'role'))
) strict;
create index open_sessions on sessions (account_id) where ended_at is null;

-- A ticket lives thirty seconds, once, in the browser that asked for it.
create table tickets (
    ticket_hash  text primary key check (length(ticket_hash) = 64),
    browser_hash text not null check (length(browser_hash) = 64),
    account_id   integer not null references accounts (id),
    expires_at   text not null,
    used_at      text
) strict, without rowid;

create table sign_in_attempts (
    id       integer primary key,
    at       text not null,
    username text not null,
    address  text not null,
    outcome  text not null check (outcome in ('accepted', 'wrong', 'locked', 'cleared'))
) strict;
create index attempts_by_name on sign_in_attempts (username, at);
create index attempts_by_address on sign_in_attempts (address, at);

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
create trigger audit_is_never_changed before update on audit_log
begin select raise(abort, 'the audit log is append-only'); end;
create trigger audit_is_never_removed before delete on audit_log
begin select raise(abort, 'the audit log is append-only'); end;
