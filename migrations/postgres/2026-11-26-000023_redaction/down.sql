DROP TABLE redaction_span;
DROP TABLE redaction;
ALTER TABLE source DROP COLUMN redaction_cover;
ALTER TABLE source DROP COLUMN redacts;
