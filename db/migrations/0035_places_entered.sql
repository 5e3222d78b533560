-- What was entered and changed of places is shown from the audit log, which grows with all the rest.
create index audit_of_places on audit_log (id) where action glob 'places.*';
