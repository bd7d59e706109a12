-- Uploads that may be interrupted and continued: what is known of each, beside its file.

-- `received` is how many bytes of the file are safe on the disk of the machine that `place` names.
-- Whoever uploads is a source or a person, never both. What was said of the call goes once the
-- upload has come to its end; how it ended is kept for a while, so that it can be asked for.
CREATE TABLE upload (
    id BYTEA NOT NULL PRIMARY KEY,
    source_id BYTEA REFERENCES source (id),
    person_id BYTEA REFERENCES person (id),
    place BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    length BIGINT NOT NULL,
    received BIGINT NOT NULL,
    file_name TEXT COLLATE "C",
    fingerprint TEXT COLLATE "C",
    metadata_json TEXT COLLATE "C" NOT NULL,
    call_id BYTEA REFERENCES call (id) ON DELETE CASCADE,
    recording_id BYTEA REFERENCES recording (id) ON DELETE CASCADE,
    was_known BOOLEAN,
    failure_code TEXT COLLATE "C",
    failure_message TEXT COLLATE "C",
    failure_params_json TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CHECK ((source_id IS NULL) <> (person_id IS NULL))
);
CREATE INDEX upload_by_source ON upload (source_id, state) WHERE source_id IS NOT NULL;
CREATE INDEX upload_by_person ON upload (person_id, state) WHERE person_id IS NOT NULL;
CREATE INDEX upload_by_end ON upload (place, state, expires_at);
CREATE INDEX upload_by_call ON upload (call_id);
CREATE INDEX upload_by_recording ON upload (recording_id);
