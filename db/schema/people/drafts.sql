-- Drafts (没存的填写): what a person has typed or tapped and not saved, so that a lost connection,
-- a reload or another device finds it again. Private to the account, a week old at most, dropped
-- by the write that saves it. Never in the audit log, never counted, never shown to anybody else.

create table drafts (
    account_id integer not null references accounts (id) on delete cascade,
    room       text not null,
    dialog     text not null,
    given      text not null check (json_valid(given) and json_type(given) = 'array'),
    form       text not null check (form <> ''),
    slip       text not null check (slip <> ''),
    fields     text not null check (json_valid(fields) and json_type(fields) = 'object'
               and length(fields) <= 100000),
    updated_at text not null,
    primary key (account_id, room, dialog, given, form)
) strict, without rowid;
create unique index one_draft_of_a_slip on drafts (slip, account_id);
create index drafts_by_age on drafts (updated_at);
