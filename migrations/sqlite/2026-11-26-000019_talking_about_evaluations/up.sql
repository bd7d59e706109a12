-- What agents and inspectors say to each other about an evaluation, and what agents ask for.

-- A reply to one note of an evaluation, by the agent or by the inspector. Notes are written anew at
-- every save of a draft, so a reply names its note and does not hang on it.
CREATE TABLE note_reply (
    id BLOB NOT NULL PRIMARY KEY,
    evaluation_id BLOB NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    note_id BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    text TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX note_reply_by_evaluation ON note_reply (evaluation_id, at);

-- Whether the feedback helped the agent. Shown to whoever scored, without a name.
CREATE TABLE feedback_rating (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    evaluator_id BLOB NOT NULL REFERENCES person (id),
    is_helpful INTEGER NOT NULL,
    words TEXT,
    rated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feedback_rating_by_evaluator ON feedback_rating (evaluator_id, rated_at);

-- What an agent asks for about a call of their own: that it is scored, that somebody else listens.
CREATE TABLE call_request (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES person (id),
    team_id BLOB REFERENCES team (id),
    project_id BLOB REFERENCES project (id),
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by BLOB REFERENCES person (id),
    answer TEXT,
    assignment_id BLOB
) STRICT;
CREATE UNIQUE INDEX call_request_once ON call_request (call_id, person_id, kind) WHERE state = 'open';
CREATE INDEX call_request_by_call ON call_request (call_id);
CREATE INDEX call_request_by_state ON call_request (state, asked_at, id);
CREATE INDEX call_request_by_person ON call_request (person_id, asked_at);

-- An evaluation that is released through the team leader: they talk with the agent first. It is out once
-- the talk is logged, or its time is over.
CREATE TABLE release_talk (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    asked_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    closed_at INTEGER,
    talked_by BLOB REFERENCES person (id),
    note TEXT
) STRICT;
CREATE INDEX release_talk_open ON release_talk (due_at, evaluation_id) WHERE closed_at IS NULL;

-- What the agent found by themselves, listening before they saw what the inspector found.
CREATE TABLE self_listening (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    marks_json TEXT NOT NULL,
    was_skipped INTEGER NOT NULL,
    found INTEGER NOT NULL,
    of_all INTEGER NOT NULL,
    finished_at INTEGER NOT NULL
) STRICT;
