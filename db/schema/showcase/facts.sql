-- Display board (展示大屏): published figures as their text words them, and honours.

create table facts (
    code     text primary key,
    position integer not null unique,
    scene    text not null check (scene in
             ('overview', 'meetings', 'fund', 'sheds', 'points', 'academy')),
    label    text not null,
    words    text not null,
    unit     text not null,
    source   text not null check (source in ('article', 'entered')),
    as_of    text not null,
    note     text not null,
    ended_on text check (ended_on = date(ended_on))  -- from this day on it is not on the board
) strict, without rowid;
create trigger facts_are_never_removed before delete on facts
begin select raise(abort, 'a published figure is ended, never removed'); end;

create table honours (
    id    integer primary key,
    title text not null unique,
    level text not null check (level in ('全国', '省', '市', '区')),
    source text not null check (source in ('article', 'entered')),
    giver text not null default '',
    given_on text check (given_on = date(given_on)),
    ended_on text check (ended_on = date(ended_on))
) strict;
create trigger honours_are_never_removed before delete on honours
begin select raise(abort, 'an honour is ended, never removed'); end;
