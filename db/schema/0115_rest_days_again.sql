-- The last day of an award's notice (公示) moves later or stays; nothing shortens it.
create trigger the_notice_of_an_award_is_never_shortened before update on awards
when old.notice_end is not null and (new.notice_end is null or new.notice_end < old.notice_end)
begin select raise(abort, 'the notice of an award is never shortened'); end;

-- Until now a year that was not published yet had week-ends only. What was given its last day on
-- one of the statutory days of the coming spring, and still runs, is reckoned again, once.
insert into notice_extensions (notice_id, from_on, to_on, by_id, at)
 select n.id, n.ends_on, case n.ends_on when '2027-01-01' then '2027-01-04'
        when '2027-04-05' then '2027-04-06' else '2027-02-09' end, n.by_id, strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')
   from project_notices n join repair_projects p on p.id = n.project_id
  where n.removed_on is null and p.state not in ('closed', 'cancelled')
    and n.ends_on in ('2027-01-01', '2027-02-05', '2027-02-08', '2027-04-05');
update awards set notice_end = case notice_end when '2027-01-01' then '2027-01-04'
       when '2027-04-05' then '2027-04-06' else '2027-02-09' end
 where state = 'in_notice'
   and notice_end in ('2027-01-01', '2027-02-05', '2027-02-08', '2027-04-05');
