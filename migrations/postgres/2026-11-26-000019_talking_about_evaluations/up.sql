-- What agents and inspectors say to each other about an evaluation, and what agents ask for.

-- A reply to one note of an evaluation, by the agent or by the inspector. Notes are written anew at
-- every save of a draft, so a reply names its note and does not hang on it.
CREATE TABLE note_reply (
    id BYTEA NOT NULL PRIMARY KEY,
    evaluation_id BYTEA NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    note_id BYTEA NOT NULL,
    person_id BYTEA NOT NULL REFERENCES person (id),
    text TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX note_reply_by_evaluation ON note_reply (evaluation_id, at);

-- Whether the feedback helped the agent. Shown to whoever scored, without a name.
CREATE TABLE feedback_rating (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    evaluator_id BYTEA NOT NULL REFERENCES person (id),
    is_helpful BOOLEAN NOT NULL,
    words TEXT COLLATE "C",
    rated_at BIGINT NOT NULL
);
CREATE INDEX feedback_rating_by_evaluator ON feedback_rating (evaluator_id, rated_at);

-- What an agent asks for about a call of their own: that it is scored, that somebody else listens.
CREATE TABLE call_request (
    id BYTEA NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    call_id BYTEA NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    person_id BYTEA NOT NULL REFERENCES person (id),
    team_id BYTEA REFERENCES team (id),
    project_id BYTEA REFERENCES project (id),
    reason TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BYTEA REFERENCES person (id),
    answer TEXT COLLATE "C",
    assignment_id BYTEA
);
CREATE UNIQUE INDEX call_request_once ON call_request (call_id, person_id, kind) WHERE state = 'open';
CREATE INDEX call_request_by_call ON call_request (call_id);
CREATE INDEX call_request_by_state ON call_request (state, asked_at, id);
CREATE INDEX call_request_by_person ON call_request (person_id, asked_at);

-- An evaluation that is released through the team leader: they talk with the agent first. It is out once
-- the talk is logged, or its time is over.
CREATE TABLE release_talk (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    closed_at BIGINT,
    talked_by BYTEA REFERENCES person (id),
    note TEXT COLLATE "C"
);
CREATE INDEX release_talk_open ON release_talk (due_at, evaluation_id) WHERE closed_at IS NULL;

-- What the agent found by themselves, listening before they saw what the inspector found.
CREATE TABLE self_listening (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    marks_json TEXT COLLATE "C" NOT NULL,
    was_skipped BOOLEAN NOT NULL,
    found INTEGER NOT NULL,
    of_all INTEGER NOT NULL,
    finished_at BIGINT NOT NULL
);
