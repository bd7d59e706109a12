-- Keeping: who heard which call, what goes when, what must stay, and what a customer asks to have erased.

-- Listening --------------------------------------------------------------------------------------

-- One record per person and call. Ranges are JSON lists of [start_ms, end_ms] on the call's timeline,
-- merged; `heard_ms` is how much of the call was heard at all.
CREATE TABLE listening (
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES person (id),
    heard_json TEXT NOT NULL,
    sped_json TEXT NOT NULL,
    skipped_json TEXT NOT NULL,
    places_json TEXT NOT NULL,
    heard_ms INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (call_id, person_id)
) STRICT;
CREATE INDEX listening_by_person ON listening (person_id, last_at);

-- Retention --------------------------------------------------------------------------------------

CREATE TABLE retention_rule (
    id BLOB NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

-- Made once, never changed: a removal says by which version it was.
CREATE TABLE retention_rule_version (
    id BLOB NOT NULL PRIMARY KEY,
    rule_id BLOB NOT NULL REFERENCES retention_rule (id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    definition_json TEXT NOT NULL,
    made_by BLOB REFERENCES person (id),
    made_at INTEGER NOT NULL,
    UNIQUE (rule_id, number)
) STRICT;

-- One walk over what is due; its counts move with every step.
CREATE TABLE retention_run (
    id BLOB NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    started_by BLOB REFERENCES person (id),
    stopped_by BLOB REFERENCES person (id),
    due INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE UNIQUE INDEX retention_run_one_runs ON retention_run (state) WHERE state = 'running';
CREATE INDEX retention_run_by_start ON retention_run (started_at, id);

-- Holds ------------------------------------------------------------------------------------------

-- `origin` says what placed it (a person, a library's clip); one open hold for each origin's id.
CREATE TABLE hold (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    origin_id BLOB,
    owner_id BLOB REFERENCES person (id),
    calls INTEGER NOT NULL,
    placed_at INTEGER NOT NULL,
    lifted_at INTEGER,
    lifted_by BLOB REFERENCES person (id),
    lift_reason TEXT
) STRICT;
CREATE UNIQUE INDEX hold_open_once ON hold (origin, origin_id) WHERE lifted_at IS NULL AND origin_id IS NOT NULL;
CREATE INDEX hold_by_time ON hold (placed_at, id);

-- What an open hold keeps; a lifted one keeps nothing, and its rows are gone.
CREATE TABLE held_call (
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    hold_id BLOB NOT NULL REFERENCES hold (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (call_id, hold_id)
) STRICT;
CREATE INDEX held_call_by_hold ON held_call (hold_id);

-- Erasure ----------------------------------------------------------------------------------------

-- A customer's request. The number itself is looked up once and never stored.
CREATE TABLE erasure (
    id BLOB NOT NULL PRIMARY KEY,
    masked_number TEXT NOT NULL,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    requested_by BLOB REFERENCES person (id),
    found INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    requested_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX erasure_by_time ON erasure (requested_at, id);

-- The calls that an open request is still to erase.
CREATE TABLE erasure_call (
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    erasure_id BLOB NOT NULL REFERENCES erasure (id),
    PRIMARY KEY (call_id, erasure_id)
) STRICT;
CREATE INDEX erasure_call_by_erasure ON erasure_call (erasure_id);

-- Removal ----------------------------------------------------------------------------------------

-- What became of a call that is gone: why, and by which rule or request. `call_id` is the id it had.
CREATE TABLE removal (
    id BLOB NOT NULL PRIMARY KEY,
    call_id BLOB NOT NULL UNIQUE,
    source_id BLOB NOT NULL REFERENCES source (id),
    project_id BLOB REFERENCES project (id),
    cause TEXT NOT NULL,
    rule_version_id BLOB REFERENCES retention_rule_version (id),
    run_id BLOB REFERENCES retention_run (id),
    erasure_id BLOB REFERENCES erasure (id),
    keep_days INTEGER,
    recordings INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    removed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX removal_by_run ON removal (run_id);
CREATE INDEX removal_by_erasure ON removal (erasure_id);

-- An evaluation outlives its call, and says what became of it.
ALTER TABLE evaluation ADD COLUMN removal_id BLOB REFERENCES removal (id);

-- Retention walks the calls by their day.
CREATE INDEX call_by_local_date ON call (local_date, id);
