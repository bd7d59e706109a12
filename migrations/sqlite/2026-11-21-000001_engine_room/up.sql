-- The engine room: who may do what, what was recorded, what was made of it, what is still to do.
-- Instants are milliseconds since 1970 UTC; ids are UUIDv7 in sixteen bytes; *_json holds JSON text.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- People -----------------------------------------------------------------------------------------

CREATE TABLE person (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sign_in TEXT UNIQUE,
    password_hash TEXT,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE team (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB REFERENCES team (id),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;
CREATE UNIQUE INDEX team_name_below_parent ON team (parent_id, name) WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX team_name_at_top ON team (name) WHERE parent_id IS NULL;

CREATE TABLE team_member (
    id INTEGER PRIMARY KEY,
    team_id BLOB NOT NULL REFERENCES team (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE INDEX team_member_by_person ON team_member (person_id, from_at);
CREATE INDEX team_member_by_team ON team_member (team_id, from_at);

CREATE TABLE team_leader (
    id INTEGER PRIMARY KEY,
    team_id BLOB NOT NULL REFERENCES team (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE INDEX team_leader_by_person ON team_leader (person_id, from_at);

CREATE TABLE project (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE queue (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB REFERENCES project (id),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;
CREATE UNIQUE INDEX queue_name_in_project ON queue (project_id, name) WHERE project_id IS NOT NULL;
CREATE UNIQUE INDEX queue_name_without_project ON queue (name) WHERE project_id IS NULL;

-- A role holds everywhere, or (project_id) in one project.
CREATE TABLE person_role (
    id INTEGER PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    project_id BLOB REFERENCES project (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE INDEX person_role_by_person ON person_role (person_id, from_at);

-- Getting in -------------------------------------------------------------------------------------

CREATE TABLE source (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    time_zone TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES person (id),
    secret_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- A token belongs to a source or to a person, never to both.
CREATE TABLE token (
    id BLOB NOT NULL PRIMARY KEY,
    source_id BLOB REFERENCES source (id),
    person_id BLOB REFERENCES person (id),
    secret_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    CHECK ((source_id IS NULL) <> (person_id IS NULL))
) STRICT;

CREATE TABLE setup_link (
    secret_hash BLOB NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
-- A later link takes the place of an earlier one: never two that wait.
CREATE UNIQUE INDEX setup_link_one_waits ON setup_link ((used_at IS NULL)) WHERE used_at IS NULL;

-- Calls ------------------------------------------------------------------------------------------

CREATE TABLE agent (
    id BLOB NOT NULL PRIMARY KEY,
    source_id BLOB NOT NULL REFERENCES source (id),
    external_id TEXT NOT NULL,
    name TEXT,
    created_at INTEGER NOT NULL,
    retired_at INTEGER,
    UNIQUE (source_id, external_id)
) STRICT;

-- Who sat at the line, and when: seats are shared.
CREATE TABLE agent_person (
    id INTEGER PRIMARY KEY,
    agent_id BLOB NOT NULL REFERENCES agent (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE INDEX agent_person_by_agent ON agent_person (agent_id, from_at);
CREATE INDEX agent_person_by_person ON agent_person (person_id);

-- `identity` is the native id, or "sha256:…" of the first recording where the source gave none.
CREATE TABLE call (
    id BLOB NOT NULL PRIMARY KEY,
    source_id BLOB NOT NULL REFERENCES source (id),
    identity TEXT NOT NULL,
    native_id TEXT,
    direction TEXT,
    customer_number TEXT,
    queue_id BLOB REFERENCES queue (id),
    project_id BLOB REFERENCES project (id),
    started_at INTEGER NOT NULL,
    local_date TEXT NOT NULL,
    disposition TEXT,
    wrap_up TEXT,
    ticket TEXT,
    tags_json TEXT NOT NULL,
    metadata_json TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (source_id, identity)
) STRICT;
CREATE INDEX call_by_start ON call (started_at, id);
CREATE INDEX call_by_project ON call (project_id, started_at);

CREATE TABLE recording (
    id BLOB NOT NULL PRIMARY KEY,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    content_hash BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    file_name TEXT,
    offset_ms INTEGER NOT NULL,
    channel_roles_json TEXT NOT NULL,
    state TEXT NOT NULL,
    failure_code TEXT,
    failure_message TEXT,
    container TEXT,
    codec TEXT,
    sample_rate INTEGER,
    channel_count INTEGER,
    duration_ms INTEGER,
    truncated INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (call_id, content_hash)
) STRICT;
CREATE INDEX recording_by_hash ON recording (content_hash);

-- person_id and team_id are those of the call's day.
CREATE TABLE participation (
    id BLOB NOT NULL PRIMARY KEY,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    agent_id BLOB NOT NULL REFERENCES agent (id),
    recording_id BLOB REFERENCES recording (id) ON DELETE CASCADE,
    channel INTEGER,
    start_ms INTEGER,
    end_ms INTEGER,
    person_id BLOB REFERENCES person (id),
    team_id BLOB REFERENCES team (id)
) STRICT;
CREATE INDEX participation_by_call ON participation (call_id);
CREATE INDEX participation_by_recording ON participation (recording_id);
CREATE INDEX participation_by_agent ON participation (agent_id);
CREATE INDEX participation_by_person ON participation (person_id);
CREATE INDEX participation_by_team ON participation (team_id);

-- Every object made from a call; what dies with the call dies by this row.
CREATE TABLE stored_object (
    key BLOB NOT NULL PRIMARY KEY,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    recording_id BLOB REFERENCES recording (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stored_object_by_call ON stored_object (call_id);
CREATE INDEX stored_object_by_recording ON stored_object (recording_id, purpose);

-- What a deleted call leaves, so that the same file is not taken in again.
CREATE TABLE tombstone (
    id BLOB NOT NULL PRIMARY KEY,
    source_id BLOB NOT NULL REFERENCES source (id),
    native_id TEXT,
    content_hash BLOB,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tombstone_by_native_id ON tombstone (source_id, native_id);
CREATE INDEX tombstone_by_hash ON tombstone (source_id, content_hash);

CREATE TABLE transcript (
    id BLOB NOT NULL PRIMARY KEY,
    recording_id BLOB NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    engine TEXT NOT NULL,
    model TEXT NOT NULL,
    settings_json TEXT NOT NULL,
    language TEXT,
    is_current INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX transcript_by_recording ON transcript (recording_id);
CREATE UNIQUE INDEX transcript_current ON transcript (recording_id) WHERE is_current = 1;

CREATE TABLE utterance (
    id INTEGER PRIMARY KEY,
    transcript_id BLOB NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    confidence REAL NOT NULL,
    UNIQUE (transcript_id, number)
) STRICT;

-- Work and memory --------------------------------------------------------------------------------

CREATE TABLE job (
    id BLOB NOT NULL PRIMARY KEY,
    lane TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload_json TEXT NOT NULL,
    deduplication_key TEXT,
    call_id BLOB REFERENCES call (id) ON DELETE CASCADE,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    worker_id BLOB,
    lease_until INTEGER,
    failure TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE UNIQUE INDEX job_waiting_once ON job (deduplication_key) WHERE state = 'waiting';
CREATE INDEX job_to_claim ON job (lane, state, priority DESC, run_at, id);
CREATE INDEX job_by_worker ON job (worker_id, state);
CREATE INDEX job_by_lease ON job (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX job_by_call ON job (call_id);
CREATE INDEX job_by_end ON job (state, finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE audit (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BLOB,
    action TEXT NOT NULL,
    noun TEXT NOT NULL,
    noun_id TEXT NOT NULL,
    detail_json TEXT NOT NULL,
    request_id BLOB
) STRICT;
CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_noun ON audit (noun, noun_id, at, id);
