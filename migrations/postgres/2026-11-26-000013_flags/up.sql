-- Flags (标记): what somebody marks on a call, or on a range of its timeline.

-- Without `start_ms` and `end_ms` it is about the whole call.
CREATE TABLE flag (
    id BYTEA NOT NULL PRIMARY KEY,
    call_id BYTEA NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    start_ms BIGINT,
    end_ms BIGINT,
    channel INTEGER,
    note TEXT COLLATE "C",
    flagged_by BYTEA NOT NULL REFERENCES person (id),
    flagged_at BIGINT NOT NULL
);
CREATE INDEX flag_by_call ON flag (call_id, kind);
CREATE INDEX flag_by_kind ON flag (kind, call_id);
