-- Sessions, and trying to get one. Wrong passwords slow down instead of shutting out, and strangers
-- do not slow down who is known.

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (70, 'sign_in', 'idle_minutes', '多久不用自动退出', 30, 30, 15, 30, '分钟', '等级保护：15 至 30 分钟', 0),
 (71, 'sign_in', 'lock_failures', '连着输错几次要等一等', 5, 5, 3, 10, '次', '等级保护：登录失败处理；等 1、2、4……最多 60 秒', 0),
 (72, 'sign_in', 'lock_minutes', '输错的记多久', 15, 15, 5, 1440, '分钟', '等级保护', 0);

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
    ended_why      text check (ended_why in ('left', 'idle', 'too_long', 'password', 'admin',
                                             'closed', 'role', 'lapsed'))
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
    outcome  text not null check (outcome in ('accepted', 'wrong', 'locked', 'cleared')),
    -- Which line a try stands in: '' a stranger's browser, 'here' the server's own screen, or the
    -- SHA-256 of the cookie of a browser this account signed in with before.
    browser  text not null default ''
) strict;
create index attempts_by_name on sign_in_attempts (username, at);
create index attempts_by_address on sign_in_attempts (address, at);
create index attempts_by_address_and_browser on sign_in_attempts (address, browser, at);

-- A browser that signed in to an account before (认得的浏览器). Only the cookie's SHA-256 is kept.
create table known_browsers (
    browser_hash text not null check (length(browser_hash) = 64),
    account_id   integer not null references accounts (id),
    first_at     text not null,
    last_at      text not null check (last_at >= first_at),
    primary key (browser_hash, account_id)
) strict, without rowid;
