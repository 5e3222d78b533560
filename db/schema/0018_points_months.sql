-- 本月发放 has one meaning on screen and on paper: what was posted in the month, less what was
-- reversed in it. A reversal counts in its own month, with the kind of the entry it undoes.

drop trigger balances_follow_the_entries;
drop table point_totals;

create table point_totals (
    month     text not null,             -- of posting, 2026-03
    kind      text not null check (kind in ('earn', 'award', 'redeem', 'expire', 'transfer')),
    points    integer not null check (points >= 0),
    entries   integer not null check (entries >= 0),
    reversed  integer not null default 0 check (reversed >= 0),   -- points taken back this month
    reversals integer not null default 0 check (reversals >= 0),
    primary key (month, kind)
) strict, without rowid;
insert into point_totals (month, kind, points, entries, reversed, reversals)
select substr(e.posted_at, 1, 7), coalesce(o.kind, e.kind),
       coalesce(sum(e.points) filter (where o.id is null), 0), count(*) filter (where o.id is null),
       coalesce(sum(e.points) filter (where o.id is not null), 0), count(o.id)
  from point_entries e left join point_entries o on o.id = e.reverses_id group by 1, 2;

create trigger balances_follow_the_entries after insert on point_entries
begin
    update point_accounts set balance = balance - new.points, last_on = new.earned_on
     where id = new.debit_id;
    update point_accounts set balance = balance + new.points, last_on = new.earned_on
     where id = new.credit_id;
    update point_holdings set held = held
           + iif((select kind from point_accounts where id = new.credit_id) = 'resident', new.points, 0)
           - iif((select kind from point_accounts where id = new.debit_id) = 'resident', new.points, 0);
    insert into point_totals (month, kind, points, entries, reversed, reversals)
    values (substr(new.posted_at, 1, 7),
            coalesce((select kind from point_entries where id = new.reverses_id), new.kind),
            iif(new.reverses_id is null, new.points, 0), iif(new.reverses_id is null, 1, 0),
            iif(new.reverses_id is null, 0, new.points), iif(new.reverses_id is null, 0, 1))
    on conflict (month, kind) do update
       set points = points + excluded.points, entries = entries + excluded.entries,
           reversed = reversed + excluded.reversed, reversals = reversals + excluded.reversals;
end;
