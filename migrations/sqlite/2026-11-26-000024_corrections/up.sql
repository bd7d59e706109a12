-- Corrections, laid over the utterances of a transcript, which are never edited. Each is tied to where it
-- was made and to the words that stood there, not to a transcript: a later one keeps those that still fit.
CREATE TABLE correction (
    id BLOB NOT NULL PRIMARY KEY,
    recording_id BLOB NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    channel INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    before TEXT NOT NULL,
    text TEXT,
    speaker TEXT,
    new_start_ms INTEGER,
    new_end_ms INTEGER,
    made_by BLOB REFERENCES person (id),
    made_at INTEGER NOT NULL,
    undone_by BLOB REFERENCES person (id),
    undone_at INTEGER
) STRICT;
CREATE INDEX correction_by_recording ON correction (recording_id, id);
CREATE INDEX correction_by_call ON correction (call_id);
