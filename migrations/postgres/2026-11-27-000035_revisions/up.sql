-- An evaluation that the agent has opened is revised (修订) by whoever scored it: why, by whom, and what the
-- agent had done with what was said before. Revisions by an appeal say that appeal instead.
ALTER TABLE evaluation_revision ADD COLUMN reason TEXT COLLATE "C";
ALTER TABLE evaluation_revision ADD COLUMN revised_by BYTEA REFERENCES person (id);
ALTER TABLE evaluation_revision ADD COLUMN opened_at BIGINT;
ALTER TABLE evaluation_revision ADD COLUMN answer TEXT COLLATE "C";
ALTER TABLE evaluation_revision ADD COLUMN answered_at BIGINT;
ALTER TABLE evaluation_revision ADD COLUMN reply TEXT COLLATE "C";
