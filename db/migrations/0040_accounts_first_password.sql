-- A first password stands on a slip of paper until its owner changes it.
alter table accounts add column first_until    text check (first_until = date(first_until));
