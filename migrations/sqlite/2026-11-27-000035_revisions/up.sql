-- An evaluation that the agent has opened is revised (修订) by whoever scored it: why, by whom, and what the
-- agent had done with what was said before. Revisions by an appeal say that appeal instead.
ALTER TABLE evaluation_revision ADD COLUMN reason TEXT;
ALTER TABLE evaluation_revision ADD COLUMN revised_by BLOB REFERENCES person (id);
ALTER TABLE evaluation_revision ADD COLUMN opened_at INTEGER;
ALTER TABLE evaluation_revision ADD COLUMN answer TEXT;
ALTER TABLE evaluation_revision ADD COLUMN answered_at INTEGER;
ALTER TABLE evaluation_revision ADD COLUMN reply TEXT;
