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
    note     text not null
) strict, without rowid;

create table honours (
    id    integer primary key,
    title text not null unique,
    level text not null check (level in ('全国', '省', '市', '区')),
    source text not null check (source in ('article', 'entered'))
) strict;
