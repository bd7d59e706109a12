-- An entry of a running order may be a case of a library: then what the room is asked is its commentary. And it
-- may be heard with altered voices.
ALTER TABLE case_review_range ADD COLUMN case_id BYTEA REFERENCES library_case (id) ON DELETE CASCADE;
ALTER TABLE case_review_range ADD COLUMN altered_voice BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX case_review_range_by_case ON case_review_range (case_id);
