-- Keeping: who heard which call, what goes when, what must stay, and what a customer asks to have erased.

-- Listening --------------------------------------------------------------------------------------

-- One record per person and call. Ranges are JSON lists of [start_ms, end_ms] on the call's timeline,
-- merged; `heard_ms` is how much of the call was heard at all.
CREATE TABLE listening (
    call_id BYTEA NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    person_id BYTEA NOT NULL REFERENCES person (id),
    heard_json TEXT COLLATE "C" NOT NULL,
    sped_json TEXT COLLATE "C" NOT NULL,
    skipped_json TEXT COLLATE "C" NOT NULL,
    places_json TEXT COLLATE "C" NOT NULL,
    heard_ms BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (call_id, person_id)
);
CREATE INDEX listening_by_person ON listening (person_id, last_at);

-- Retention --------------------------------------------------------------------------------------

CREATE TABLE retention_rule (
    id BYTEA NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);

-- Made once, never changed: a removal says by which version it was.
CREATE TABLE retention_rule_version (
    id BYTEA NOT NULL PRIMARY KEY,
    rule_id BYTEA NOT NULL REFERENCES retention_rule (id),
    number INTEGER NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    definition_json TEXT COLLATE "C" NOT NULL,
    made_by BYTEA REFERENCES person (id),
    made_at BIGINT NOT NULL,
    UNIQUE (rule_id, number)
);

-- One walk over what is due; its counts move with every step.
CREATE TABLE retention_run (
    id BYTEA NOT NULL PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL,
    started_by BYTEA REFERENCES person (id),
    stopped_by BYTEA REFERENCES person (id),
    due BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE UNIQUE INDEX retention_run_one_runs ON retention_run (state) WHERE state = 'running';
CREATE INDEX retention_run_by_start ON retention_run (started_at, id);

-- Holds ------------------------------------------------------------------------------------------

-- `origin` says what placed it (a person, a library's clip); one open hold for each origin's id.
CREATE TABLE hold (
    id BYTEA NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    origin TEXT COLLATE "C" NOT NULL,
    origin_id BYTEA,
    owner_id BYTEA REFERENCES person (id),
    calls BIGINT NOT NULL,
    placed_at BIGINT NOT NULL,
    lifted_at BIGINT,
    lifted_by BYTEA REFERENCES person (id),
    lift_reason TEXT COLLATE "C"
);
CREATE UNIQUE INDEX hold_open_once ON hold (origin, origin_id) WHERE lifted_at IS NULL AND origin_id IS NOT NULL;
CREATE INDEX hold_by_time ON hold (placed_at, id);

-- What an open hold keeps; a lifted one keeps nothing, and its rows are gone.
CREATE TABLE held_call (
    call_id BYTEA NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    hold_id BYTEA NOT NULL REFERENCES hold (id),
    kind TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (call_id, hold_id)
);
CREATE INDEX held_call_by_hold ON held_call (hold_id);

-- Erasure ----------------------------------------------------------------------------------------

-- A customer's request. The number itself is looked up once and never stored.
CREATE TABLE erasure (
    id BYTEA NOT NULL PRIMARY KEY,
    masked_number TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    requested_by BYTEA REFERENCES person (id),
    found BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    requested_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX erasure_by_time ON erasure (requested_at, id);

-- The calls that an open request is still to erase.
CREATE TABLE erasure_call (
    call_id BYTEA NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    erasure_id BYTEA NOT NULL REFERENCES erasure (id),
    PRIMARY KEY (call_id, erasure_id)
);
CREATE INDEX erasure_call_by_erasure ON erasure_call (erasure_id);

-- Removal ----------------------------------------------------------------------------------------

-- What became of a call that is gone: why, and by which rule or request. `call_id` is the id it had.
CREATE TABLE removal (
    id BYTEA NOT NULL PRIMARY KEY,
    call_id BYTEA NOT NULL UNIQUE,
    source_id BYTEA NOT NULL REFERENCES source (id),
    project_id BYTEA REFERENCES project (id),
    cause TEXT COLLATE "C" NOT NULL,
    rule_version_id BYTEA REFERENCES retention_rule_version (id),
    run_id BYTEA REFERENCES retention_run (id),
    erasure_id BYTEA REFERENCES erasure (id),
    keep_days INTEGER,
    recordings BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    removed_at BIGINT NOT NULL
);
CREATE INDEX removal_by_run ON removal (run_id);
CREATE INDEX removal_by_erasure ON removal (erasure_id);

-- An evaluation outlives its call, and says what became of it.
ALTER TABLE evaluation ADD COLUMN removal_id BYTEA REFERENCES removal (id);

-- Retention walks the calls by their day.
CREATE INDEX call_by_local_date ON call (local_date, id);
