-- An award was kept from moving on once it was posted or withdrawn, but a draft could be posted
-- without its notice, and one in its notice could become a draft again.

create trigger awards_move_as_allowed before update of state on awards
when new.state <> old.state and old.state || '>' || new.state not in
 ('draft>in_notice', 'draft>withdrawn', 'in_notice>posted', 'in_notice>withdrawn')
begin select raise(abort, 'an award does not move that way'); end;
