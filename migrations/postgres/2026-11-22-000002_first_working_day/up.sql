-- The first working day: calls are found, put into queues, scored, released and answered.

-- People are found by name in the order of their language, and by the number their employer gave them.
ALTER TABLE person ADD COLUMN staff_number TEXT COLLATE "C";
ALTER TABLE person ADD COLUMN sort_key TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE UNIQUE INDEX person_by_staff_number ON person (staff_number) WHERE staff_number IS NOT NULL;
CREATE INDEX person_by_sort_key ON person (sort_key, id);
CREATE INDEX agent_by_external_id ON agent (external_id, id);

-- Where the call's last recording ends on its timeline, or what the source said; 0 until known.
ALTER TABLE call ADD COLUMN duration_ms BIGINT NOT NULL DEFAULT 0;
UPDATE call SET duration_ms = COALESCE(
    (SELECT MAX(recording.offset_ms + recording.duration_ms) FROM recording WHERE recording.call_id = call.id), 0);
CREATE INDEX call_by_duration ON call (duration_ms, id);
CREATE INDEX call_by_queue ON call (queue_id, started_at);

-- Scorecards -------------------------------------------------------------------------------------

CREATE TABLE scorecard (
    id BYTEA NOT NULL PRIMARY KEY,
    key TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);

-- Published once, never changed.
CREATE TABLE scorecard_version (
    id BYTEA NOT NULL PRIMARY KEY,
    scorecard_id BYTEA NOT NULL REFERENCES scorecard (id),
    number INTEGER NOT NULL,
    definition_json TEXT COLLATE "C" NOT NULL,
    published_by BYTEA REFERENCES person (id),
    published_at BIGINT NOT NULL,
    UNIQUE (scorecard_id, number)
);

-- The card that calls of this project are scored with, unless somebody chooses another.
ALTER TABLE project ADD COLUMN scorecard_id BYTEA REFERENCES scorecard (id);

-- The queue of an inspector ----------------------------------------------------------------------

-- `filter` and `pool_size` say how a call was drawn at random: from what, and out of how many.
CREATE TABLE assignment (
    id BYTEA NOT NULL PRIMARY KEY,
    call_id BYTEA NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    participation_id BYTEA REFERENCES participation (id) ON DELETE CASCADE,
    inspector_id BYTEA NOT NULL REFERENCES person (id),
    scorecard_id BYTEA NOT NULL REFERENCES scorecard (id),
    purpose TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    filter TEXT COLLATE "C",
    pool_size BIGINT,
    assigned_by BYTEA REFERENCES person (id),
    due_at BIGINT,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX assignment_open_once ON assignment (call_id, inspector_id, purpose)
    WHERE state IN ('waiting', 'started');
CREATE INDEX assignment_by_inspector ON assignment (inspector_id, state, due_at);
CREATE INDEX assignment_by_participation ON assignment (participation_id);
CREATE INDEX assignment_by_call ON assignment (call_id, state);

-- Evaluations ------------------------------------------------------------------------------------

-- What is known of the call's day is kept here: an evaluation outlives its call. `edit` counts the
-- saves of a draft, so that two windows never overwrite each other unseen. It goes out at
-- `released_at`, which lies a few seconds after the release, so that the release can be taken back.
CREATE TABLE evaluation (
    id BYTEA NOT NULL PRIMARY KEY,
    call_id BYTEA REFERENCES call (id) ON DELETE SET NULL,
    participation_id BYTEA REFERENCES participation (id) ON DELETE SET NULL,
    agent_id BYTEA REFERENCES agent (id),
    person_id BYTEA REFERENCES person (id),
    team_id BYTEA REFERENCES team (id),
    project_id BYTEA REFERENCES project (id),
    call_started_at BIGINT,
    scorecard_version_id BYTEA NOT NULL REFERENCES scorecard_version (id),
    evaluator_id BYTEA NOT NULL REFERENCES person (id),
    assignment_id BYTEA REFERENCES assignment (id) ON DELETE SET NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    edit INTEGER NOT NULL,
    answers_json TEXT COLLATE "C" NOT NULL,
    score_json TEXT COLLATE "C",
    total_hundredths BIGINT,
    critical_hundredths BIGINT,
    before_fatal_hundredths BIGINT,
    passed BOOLEAN,
    band TEXT COLLATE "C",
    is_fatal BOOLEAN NOT NULL,
    no_score_reason TEXT COLLATE "C",
    no_score_note TEXT COLLATE "C",
    is_generated BOOLEAN NOT NULL,
    started_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    released_at BIGINT,
    released_date TEXT COLLATE "C"
);
CREATE UNIQUE INDEX evaluation_draft_once ON evaluation (call_id, evaluator_id, purpose) WHERE state = 'draft';
CREATE INDEX evaluation_by_call ON evaluation (call_id, state);
CREATE INDEX evaluation_by_participation ON evaluation (participation_id);
CREATE INDEX evaluation_by_assignment ON evaluation (assignment_id);
CREATE INDEX evaluation_by_evaluator ON evaluation (evaluator_id, state, changed_at, id);
CREATE INDEX evaluation_by_release ON evaluation (released_at, id);
CREATE INDEX evaluation_by_total ON evaluation (total_hundredths, id);
CREATE INDEX evaluation_by_person ON evaluation (person_id, released_at);
CREATE INDEX evaluation_by_team ON evaluation (team_id, released_at);
CREATE INDEX evaluation_by_project ON evaluation (project_id, released_at);

-- Pinned to a second or a range of the call's timeline, or to nothing.
CREATE TABLE evaluation_note (
    id BYTEA NOT NULL PRIMARY KEY,
    evaluation_id BYTEA NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    is_one_change BOOLEAN NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    say_instead TEXT COLLATE "C",
    start_ms BIGINT,
    end_ms BIGINT,
    channel INTEGER,
    UNIQUE (evaluation_id, number)
);
CREATE UNIQUE INDEX evaluation_note_one_change ON evaluation_note (evaluation_id) WHERE is_one_change;

-- What the agent did with a released evaluation.
CREATE TABLE feedback (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    opened_at BIGINT,
    acknowledged_at BIGINT,
    reply TEXT COLLATE "C"
);

-- A page's filter under a name: for its owner, or for everybody of a team.
CREATE TABLE saved_filter (
    id BYTEA NOT NULL PRIMARY KEY,
    page TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    query TEXT COLLATE "C" NOT NULL,
    owner_id BYTEA NOT NULL REFERENCES person (id),
    team_id BYTEA REFERENCES team (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX saved_filter_name ON saved_filter (owner_id, page, name);
CREATE INDEX saved_filter_by_team ON saved_filter (team_id, page);
