-- Uploads that may be interrupted and continued: what is known of each, beside its file.

-- `received` is how many bytes of the file are safe on the disk of the machine that `place` names.
-- Whoever uploads is a source or a person, never both. What was said of the call goes once the
-- upload has come to its end; how it ended is kept for a while, so that it can be asked for.
CREATE TABLE upload (
    id BLOB NOT NULL PRIMARY KEY,
    source_id BLOB REFERENCES source (id),
    person_id BLOB REFERENCES person (id),
    place BLOB NOT NULL,
    state TEXT NOT NULL,
    length INTEGER NOT NULL,
    received INTEGER NOT NULL,
    file_name TEXT,
    fingerprint TEXT,
    metadata_json TEXT NOT NULL,
    call_id BLOB REFERENCES call (id) ON DELETE CASCADE,
    recording_id BLOB REFERENCES recording (id) ON DELETE CASCADE,
    was_known INTEGER,
    failure_code TEXT,
    failure_message TEXT,
    failure_params_json TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK ((source_id IS NULL) <> (person_id IS NULL))
) STRICT;
CREATE INDEX upload_by_source ON upload (source_id, state) WHERE source_id IS NOT NULL;
CREATE INDEX upload_by_person ON upload (person_id, state) WHERE person_id IS NOT NULL;
CREATE INDEX upload_by_end ON upload (place, state, expires_at);
CREATE INDEX upload_by_call ON upload (call_id);
CREATE INDEX upload_by_recording ON upload (recording_id);
