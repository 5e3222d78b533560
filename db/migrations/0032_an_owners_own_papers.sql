-- At each paper its owner's written word was looked for among all first papers of the file: three
-- thousand papers took two seconds, and each later paper longer. The + keeps SQLite with the index
-- of the owner's own papers.

drop view owners_say;
create view owners_say as
select o.ballot_id, o.owner_group_id, (
        with recursive since (id) as (
            select coalesce(max(w.id), 0) from ballot_papers w
             where w.ballot_id = o.ballot_id and w.owner_group_id = o.owner_group_id
               and w.settles = 1 and +w.replaces_id is null),
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
