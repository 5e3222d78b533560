-- Two more reasons why a session ended: twelve hours were over, or its clock was not ours.

create table sessions_with_reasons (
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
insert into sessions_with_reasons
select id, token_hash, account_id, password_epoch, address, opened_at, last_seen_at, ended_at, ended_why
  from sessions order by id;
drop table sessions;
alter table sessions_with_reasons rename to sessions;
create index open_sessions on sessions (account_id) where ended_at is null;
