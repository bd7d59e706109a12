-- What a QA manager may allow for a library of warning cases instead of the consent of those who are heard.
ALTER TABLE library ADD COLUMN allows_altered_voice INTEGER NOT NULL DEFAULT 0;
ALTER TABLE library ADD COLUMN allows_other_sites INTEGER NOT NULL DEFAULT 0;
