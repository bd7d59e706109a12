-- What was said, as everybody may read it: the current transcript with corrections laid over it and
-- hidden what redaction hides. Written anew whenever one of them changes; search rows follow it.
CREATE TABLE wording (
    id INTEGER PRIMARY KEY,
    recording_id BLOB NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    role TEXT,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    confidence REAL NOT NULL,
    UNIQUE (recording_id, number)
) STRICT;

CREATE INDEX wording_call ON wording (call_id);
