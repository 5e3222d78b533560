-- Who looked at a resident's page is told to that resident (个人信息查询单), from an index of its own.
create index audit_of_readings on audit_log (made_id)
 where action in ('readings.record_reading', 'own_sheet.record_print');
