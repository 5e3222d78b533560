-- One chain (哈希链) over whatever must not be rewritten. A link is made in the transaction that
-- adds the rows: its hash is SHA-256 over the hash before, how far each table reaches now, and the
-- new rows as JSON. Who rewrites a row, or takes the last ones away, has to make every later link
-- anew, and then no head that was printed or written down outside this file is part of the chain.

create table chain_links (
    number integer primary key check (number > 0),
    covers text not null check (json_valid(covers)),  -- {"audit_log": 17}: the last id of each table
    hash   blob not null unique check (length(hash) = 32)
) strict;
create trigger links_are_never_changed before update on chain_links
begin select raise(abort, 'the chain is append-only'); end;
create trigger links_are_never_removed before delete on chain_links
begin select raise(abort, 'the chain is append-only'); end;
create trigger links_are_numbered_in_turn before insert on chain_links
when new.number is not (select coalesce(max(number), 0) + 1 from chain_links)
begin select raise(abort, 'links are numbered one after the other'); end;

-- How far the links reach in each table, so that the next one is found without reading them all.
create table chain_reach (
    name    text primary key,
    last_id integer not null check (last_id > 0)
) strict, without rowid;
create trigger reach_only_grows before update on chain_reach
when new.name <> old.name or new.last_id <= old.last_id
begin select raise(abort, 'the chain is append-only'); end;
create trigger reach_is_never_removed before delete on chain_reach
begin select raise(abort, 'the chain is append-only'); end;

-- What becomes final only when a second person signs: from then on it is in the chain as well.
create table chain_finals (
    id     integer primary key,
    what   text not null check (what in ('payment', 'count')),
    row_id integer not null,
    unique (what, row_id)
) strict;
create trigger finals_are_never_changed before update on chain_finals
begin select raise(abort, 'the chain is append-only'); end;
create trigger finals_are_never_removed before delete on chain_finals
begin select raise(abort, 'the chain is append-only'); end;
