-- A kind of shops ends; a shop stays with the vouchers it took.

alter table merchant_groups add column ended_on text check (ended_on = date(ended_on));
create trigger a_shop_stays_with_the_vouchers_it_took before update of group_id on merchants
when new.group_id <> old.group_id and exists (select 1 from vouchers where merchant_id = old.id)
begin select raise(abort, 'a shop stays in the group of the vouchers it took'); end;
