-- Recordings arrive by themselves: from watched folders, with their description before or after them, as two
-- legs of one call, and from tables of calls.

-- `leg` says who is heard on a file that holds one side of a call; two legs are heard through the recording
-- that was made of both. `started_at` is when the file began, where its source says so.
ALTER TABLE recording ADD COLUMN leg TEXT;
ALTER TABLE recording ADD COLUMN paired_into BLOB REFERENCES recording (id) ON DELETE SET NULL;
ALTER TABLE recording ADD COLUMN started_at INTEGER;
CREATE INDEX recording_by_file_name ON recording (file_name) WHERE file_name IS NOT NULL;
CREATE INDEX recording_by_pair ON recording (paired_into) WHERE paired_into IS NOT NULL;
CREATE INDEX recording_lone_leg ON recording (created_at) WHERE leg IS NOT NULL AND paired_into IS NULL;
CREATE INDEX call_by_source ON call (source_id, started_at);

-- `holder` is the process that watches now, until `lease_until` unless it says so again.
CREATE TABLE watch_folder (
    source_id BLOB NOT NULL PRIMARY KEY REFERENCES source (id),
    path TEXT NOT NULL,
    is_recursive INTEGER NOT NULL,
    patterns_json TEXT NOT NULL,
    move_to TEXT,
    quarantine TEXT,
    quiet_ms INTEGER NOT NULL,
    is_enabled INTEGER NOT NULL,
    holder BLOB,
    lease_until INTEGER,
    scanned_at INTEGER,
    trouble TEXT,
    changed_at INTEGER NOT NULL
) STRICT;

-- What was seen in a folder and what became of it, so that nothing is read twice. `path` is relative to the
-- folder that `lies_in` names; `stem` is the path without the ending, by which a file finds its sidecar.
CREATE TABLE watched_file (
    id BLOB NOT NULL PRIMARY KEY,
    source_id BLOB NOT NULL REFERENCES source (id),
    path TEXT NOT NULL,
    stem TEXT NOT NULL,
    kind TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    content_hash BLOB,
    state TEXT NOT NULL,
    lies_in TEXT NOT NULL,
    call_id BLOB REFERENCES call (id) ON DELETE CASCADE,
    recording_id BLOB REFERENCES recording (id) ON DELETE CASCADE,
    code TEXT,
    reason TEXT,
    attempts INTEGER NOT NULL,
    retry_at INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (source_id, path)
) STRICT;
CREATE INDEX watched_file_by_state ON watched_file (source_id, state, changed_at, id);
CREATE INDEX watched_file_by_change ON watched_file (source_id, changed_at, id);
CREATE INDEX watched_file_by_stem ON watched_file (source_id, stem);
CREATE INDEX watched_file_by_call ON watched_file (call_id);
CREATE INDEX watched_file_by_recording ON watched_file (recording_id);
CREATE INDEX watched_file_to_forget ON watched_file (changed_at) WHERE lies_in = 'done';

-- A description that came before its audio; `call_id`: the audio belongs to this call.
CREATE TABLE waiting_sidecar (
    id BLOB NOT NULL PRIMARY KEY,
    source_id BLOB NOT NULL REFERENCES source (id),
    stem TEXT NOT NULL,
    description_json TEXT NOT NULL,
    call_id BLOB REFERENCES call (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    UNIQUE (source_id, stem)
) STRICT;
CREATE INDEX waiting_sidecar_by_call ON waiting_sidecar (call_id);
CREATE INDEX waiting_sidecar_by_age ON waiting_sidecar (created_at, id);

-- Which columns of a source's tables of calls mean what.
CREATE TABLE cdr_columns (
    source_id BLOB NOT NULL PRIMARY KEY REFERENCES source (id),
    columns_json TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- A table of calls on its way in. The file goes when its rows are in.
CREATE TABLE cdr_import (
    id BLOB NOT NULL PRIMARY KEY,
    source_id BLOB NOT NULL REFERENCES source (id),
    person_id BLOB REFERENCES person (id),
    file BLOB,
    columns_json TEXT NOT NULL,
    state TEXT NOT NULL,
    rows_total INTEGER NOT NULL,
    rows_done INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    same INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    problems_json TEXT NOT NULL,
    failure TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX cdr_import_by_source ON cdr_import (source_id, created_at, id);
