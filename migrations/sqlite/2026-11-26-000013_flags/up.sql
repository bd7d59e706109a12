-- Flags (标记): what somebody marks on a call, or on a range of its timeline.

-- Without `start_ms` and `end_ms` it is about the whole call.
CREATE TABLE flag (
    id BLOB NOT NULL PRIMARY KEY,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    start_ms INTEGER,
    end_ms INTEGER,
    channel INTEGER,
    note TEXT,
    flagged_by BLOB NOT NULL REFERENCES person (id),
    flagged_at INTEGER NOT NULL
) STRICT;
CREATE INDEX flag_by_call ON flag (call_id, kind);
CREATE INDEX flag_by_kind ON flag (kind, call_id);
