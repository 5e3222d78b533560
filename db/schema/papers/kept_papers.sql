-- Papers that went out (存底): the figures a paper had when it was posted or filed, kept once. What
-- is printed later is printed from them; another version is another paper.

create table kept_papers (
    id      integer primary key,
    kind    text not null check (kind in
            ('plan', 'result', 'settle', 'application', 'list', 'statement', 'month')),
    subject text not null check (trim(subject) <> ''),
    version integer not null check (version >= 0),
    figures text not null check (json_valid(figures)),
    sha256  text not null check (length(sha256) = 64),
    kept_at text not null check (datetime(kept_at) is not null),
    kept_by integer not null references accounts (id),
    unique (kind, subject, version)
) strict;
create trigger kept_papers_are_never_changed before update on kept_papers
begin select raise(abort, 'a paper that went out stays what it was'); end;
create trigger kept_papers_are_never_removed before delete on kept_papers
begin select raise(abort, 'a paper that went out stays what it was'); end;
