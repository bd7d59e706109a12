-- Corrections, laid over the utterances of a transcript, which are never edited. Each is tied to where it
-- was made and to the words that stood there, not to a transcript: a later one keeps those that still fit.
CREATE TABLE correction (
    id BYTEA NOT NULL PRIMARY KEY,
    recording_id BYTEA NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    call_id BYTEA NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    channel INTEGER NOT NULL,
    start_ms BIGINT NOT NULL,
    end_ms BIGINT NOT NULL,
    before TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C",
    speaker TEXT COLLATE "C",
    new_start_ms BIGINT,
    new_end_ms BIGINT,
    made_by BYTEA REFERENCES person (id),
    made_at BIGINT NOT NULL,
    undone_by BYTEA REFERENCES person (id),
    undone_at BIGINT
);
CREATE INDEX correction_by_recording ON correction (recording_id, id);
CREATE INDEX correction_by_call ON correction (call_id);
