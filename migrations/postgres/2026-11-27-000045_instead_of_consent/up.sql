-- What a QA manager may allow for a library of warning cases instead of the consent of those who are heard.
ALTER TABLE library ADD COLUMN allows_altered_voice BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE library ADD COLUMN allows_other_sites BOOLEAN NOT NULL DEFAULT FALSE;
