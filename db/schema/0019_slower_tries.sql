-- Wrong passwords slow down instead of shutting out, and strangers do not slow down who is known.

-- Which line a try stands in: '' a stranger's browser, 'here' the server's own screen, or the
-- SHA-256 of the cookie of a browser this account signed in with before.
alter table sign_in_attempts add column browser text not null default '';
create index attempts_by_address_and_browser on sign_in_attempts (address, browser, at);

-- A browser that signed in to an account before (认得的浏览器). Only the cookie's SHA-256 is kept.
create table known_browsers (
    browser_hash text not null check (length(browser_hash) = 64),
    account_id   integer not null references accounts (id),
    first_at     text not null,
    last_at      text not null check (last_at >= first_at),
    primary key (browser_hash, account_id)
) strict, without rowid;

update parameters set label = '连着输错几次要等一等', basis = '等级保护：登录失败处理；等 1、2、4……最多 60 秒'
 where code = 'lock_failures';
update parameters set label = '输错的记多久' where code = 'lock_minutes';
