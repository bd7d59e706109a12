-- Recordings arrive by themselves: from watched folders, with their description before or after them, as two
-- legs of one call, and from tables of calls.

-- `leg` says who is heard on a file that holds one side of a call; two legs are heard through the recording
-- that was made of both. `started_at` is when the file began, where its source says so.
ALTER TABLE recording ADD COLUMN leg TEXT COLLATE "C";
ALTER TABLE recording ADD COLUMN paired_into BYTEA REFERENCES recording (id) ON DELETE SET NULL;
ALTER TABLE recording ADD COLUMN started_at BIGINT;
CREATE INDEX recording_by_file_name ON recording (file_name) WHERE file_name IS NOT NULL;
CREATE INDEX recording_by_pair ON recording (paired_into) WHERE paired_into IS NOT NULL;
CREATE INDEX recording_lone_leg ON recording (created_at) WHERE leg IS NOT NULL AND paired_into IS NULL;
CREATE INDEX call_by_source ON call (source_id, started_at);

-- `holder` is the process that watches now, until `lease_until` unless it says so again.
CREATE TABLE watch_folder (
    source_id BYTEA NOT NULL PRIMARY KEY REFERENCES source (id),
    path TEXT COLLATE "C" NOT NULL,
    is_recursive BOOLEAN NOT NULL,
    patterns_json TEXT COLLATE "C" NOT NULL,
    move_to TEXT COLLATE "C",
    quarantine TEXT COLLATE "C",
    quiet_ms BIGINT NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    holder BYTEA,
    lease_until BIGINT,
    scanned_at BIGINT,
    trouble TEXT COLLATE "C",
    changed_at BIGINT NOT NULL
);

-- What was seen in a folder and what became of it, so that nothing is read twice. `path` is relative to the
-- folder that `lies_in` names; `stem` is the path without the ending, by which a file finds its sidecar.
CREATE TABLE watched_file (
    id BYTEA NOT NULL PRIMARY KEY,
    source_id BYTEA NOT NULL REFERENCES source (id),
    path TEXT COLLATE "C" NOT NULL,
    stem TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    modified_at BIGINT NOT NULL,
    content_hash BYTEA,
    state TEXT COLLATE "C" NOT NULL,
    lies_in TEXT COLLATE "C" NOT NULL,
    call_id BYTEA REFERENCES call (id) ON DELETE CASCADE,
    recording_id BYTEA REFERENCES recording (id) ON DELETE CASCADE,
    code TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    attempts INTEGER NOT NULL,
    retry_at BIGINT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (source_id, path)
);
CREATE INDEX watched_file_by_state ON watched_file (source_id, state, changed_at, id);
CREATE INDEX watched_file_by_change ON watched_file (source_id, changed_at, id);
CREATE INDEX watched_file_by_stem ON watched_file (source_id, stem);
CREATE INDEX watched_file_by_call ON watched_file (call_id);
CREATE INDEX watched_file_by_recording ON watched_file (recording_id);
CREATE INDEX watched_file_to_forget ON watched_file (changed_at) WHERE lies_in = 'done';

-- A description that came before its audio; `call_id`: the audio belongs to this call.
CREATE TABLE waiting_sidecar (
    id BYTEA NOT NULL PRIMARY KEY,
    source_id BYTEA NOT NULL REFERENCES source (id),
    stem TEXT COLLATE "C" NOT NULL,
    description_json TEXT COLLATE "C" NOT NULL,
    call_id BYTEA REFERENCES call (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    UNIQUE (source_id, stem)
);
CREATE INDEX waiting_sidecar_by_call ON waiting_sidecar (call_id);
CREATE INDEX waiting_sidecar_by_age ON waiting_sidecar (created_at, id);

-- Which columns of a source's tables of calls mean what.
CREATE TABLE cdr_columns (
    source_id BYTEA NOT NULL PRIMARY KEY REFERENCES source (id),
    columns_json TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL
);

-- A table of calls on its way in. The file goes when its rows are in.
CREATE TABLE cdr_import (
    id BYTEA NOT NULL PRIMARY KEY,
    source_id BYTEA NOT NULL REFERENCES source (id),
    person_id BYTEA REFERENCES person (id),
    file BYTEA,
    columns_json TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    rows_total INTEGER NOT NULL,
    rows_done INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    same INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    problems_json TEXT COLLATE "C" NOT NULL,
    failure TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX cdr_import_by_source ON cdr_import (source_id, created_at, id);
