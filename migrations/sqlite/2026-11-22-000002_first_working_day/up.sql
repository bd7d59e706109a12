-- The first working day: calls are found, put into queues, scored, released and answered.

-- People are found by name in the order of their language, and by the number their employer gave them.
ALTER TABLE person ADD COLUMN staff_number TEXT;
ALTER TABLE person ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX person_by_staff_number ON person (staff_number) WHERE staff_number IS NOT NULL;
CREATE INDEX person_by_sort_key ON person (sort_key, id);
CREATE INDEX agent_by_external_id ON agent (external_id, id);

-- Where the call's last recording ends on its timeline, or what the source said; 0 until known.
ALTER TABLE call ADD COLUMN duration_ms INTEGER NOT NULL DEFAULT 0;
UPDATE call SET duration_ms = COALESCE(
    (SELECT MAX(recording.offset_ms + recording.duration_ms) FROM recording WHERE recording.call_id = call.id), 0);
CREATE INDEX call_by_duration ON call (duration_ms, id);
CREATE INDEX call_by_queue ON call (queue_id, started_at);

-- Scorecards -------------------------------------------------------------------------------------

CREATE TABLE scorecard (
    id BLOB NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

-- Published once, never changed.
CREATE TABLE scorecard_version (
    id BLOB NOT NULL PRIMARY KEY,
    scorecard_id BLOB NOT NULL REFERENCES scorecard (id),
    number INTEGER NOT NULL,
    definition_json TEXT NOT NULL,
    published_by BLOB REFERENCES person (id),
    published_at INTEGER NOT NULL,
    UNIQUE (scorecard_id, number)
) STRICT;

-- The card that calls of this project are scored with, unless somebody chooses another.
ALTER TABLE project ADD COLUMN scorecard_id BLOB REFERENCES scorecard (id);

-- The queue of an inspector ----------------------------------------------------------------------

-- `filter` and `pool_size` say how a call was drawn at random: from what, and out of how many.
CREATE TABLE assignment (
    id BLOB NOT NULL PRIMARY KEY,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    participation_id BLOB REFERENCES participation (id) ON DELETE CASCADE,
    inspector_id BLOB NOT NULL REFERENCES person (id),
    scorecard_id BLOB NOT NULL REFERENCES scorecard (id),
    purpose TEXT NOT NULL,
    reason TEXT NOT NULL,
    filter TEXT,
    pool_size INTEGER,
    assigned_by BLOB REFERENCES person (id),
    due_at INTEGER,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
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
    id BLOB NOT NULL PRIMARY KEY,
    call_id BLOB REFERENCES call (id) ON DELETE SET NULL,
    participation_id BLOB REFERENCES participation (id) ON DELETE SET NULL,
    agent_id BLOB REFERENCES agent (id),
    person_id BLOB REFERENCES person (id),
    team_id BLOB REFERENCES team (id),
    project_id BLOB REFERENCES project (id),
    call_started_at INTEGER,
    scorecard_version_id BLOB NOT NULL REFERENCES scorecard_version (id),
    evaluator_id BLOB NOT NULL REFERENCES person (id),
    assignment_id BLOB REFERENCES assignment (id) ON DELETE SET NULL,
    purpose TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    edit INTEGER NOT NULL,
    answers_json TEXT NOT NULL,
    score_json TEXT,
    total_hundredths INTEGER,
    critical_hundredths INTEGER,
    before_fatal_hundredths INTEGER,
    passed INTEGER,
    band TEXT,
    is_fatal INTEGER NOT NULL,
    no_score_reason TEXT,
    no_score_note TEXT,
    is_generated INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    released_at INTEGER,
    released_date TEXT
) STRICT;
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
    id BLOB NOT NULL PRIMARY KEY,
    evaluation_id BLOB NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    is_one_change INTEGER NOT NULL,
    text TEXT NOT NULL,
    say_instead TEXT,
    start_ms INTEGER,
    end_ms INTEGER,
    channel INTEGER,
    UNIQUE (evaluation_id, number)
) STRICT;
CREATE UNIQUE INDEX evaluation_note_one_change ON evaluation_note (evaluation_id) WHERE is_one_change = 1;

-- What the agent did with a released evaluation.
CREATE TABLE feedback (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    opened_at INTEGER,
    acknowledged_at INTEGER,
    reply TEXT
) STRICT;

-- A page's filter under a name: for its owner, or for everybody of a team.
CREATE TABLE saved_filter (
    id BLOB NOT NULL PRIMARY KEY,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    owner_id BLOB NOT NULL REFERENCES person (id),
    team_id BLOB REFERENCES team (id),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX saved_filter_name ON saved_filter (owner_id, page, name);
CREATE INDEX saved_filter_by_team ON saved_filter (team_id, page);
