-- A merchant's agreement runs from a day to a day; goods are offered until a day.

alter table merchants add column agreed_from text check (agreed_from = date(agreed_from));
alter table merchants add column agreed_to text check (agreed_to = date(agreed_to) and (agreed_from is null or agreed_to >= agreed_from));
alter table shop_items add column last_on text check (last_on = date(last_on));
create trigger no_voucher_outside_the_agreement before update of state on vouchers
when old.state = 'issued' and new.state = 'used' and exists (
  select 1 from merchants where id = new.merchant_id
     and (substr(new.used_at, 1, 10) > agreed_to or substr(new.used_at, 1, 10) < agreed_from))
begin select raise(abort, 'a shop takes vouchers while its agreement runs'); end;
