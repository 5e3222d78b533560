-- A corrected written word (书面确认) keeps the place of the word it corrects: what the owner handed
-- in after that word still counts beside it, and an older word never outdoes a newer one.
drop view owners_say;
create view owners_say as
select o.ballot_id, o.owner_group_id, (
        with recursive since (id) as (
            select coalesce(max(w.id), 0) from ballot_papers w
             where w.ballot_id = o.ballot_id and w.owner_group_id = o.owner_group_id
               and w.settles = 1 and w.replaces_id is null),
        word (id) as (
            select id from since
             union all
            select r.id from word join ballot_papers r on r.replaces_id = word.id)
        select case count(distinct p.choice) when 0 then null when 1 then min(p.choice)
               else 'conflict' end
          from ballot_papers p
         where p.ballot_id = o.ballot_id and p.owner_group_id = o.owner_group_id and p.valid = 1
           and not exists (select 1 from ballot_papers r where r.replaces_id = p.id)
           and iif(p.settles = 1, p.id in (select id from word), p.id > (select id from since))
       ) as answer
  from ballot_owners o;
-- Open ballots are answered afresh; what three people signed stays, and `check` names it.
update ballot_owners as o set answer = (
    select s.answer from owners_say s
     where s.ballot_id = o.ballot_id and s.owner_group_id = o.owner_group_id)
 where exists (select 1 from ballot_papers p where p.ballot_id = o.ballot_id
                  and p.owner_group_id = o.owner_group_id and p.settles = 1
                  and p.replaces_id is not null)
   and not exists (select 1 from ballot_counts c
                    where c.ballot_id = o.ballot_id and c.withdrawn_by is null);
