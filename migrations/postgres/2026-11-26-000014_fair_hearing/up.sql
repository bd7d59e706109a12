-- A fair hearing: how the agent answers a released evaluation, and what becomes of an appeal.

-- Until when the agent may answer: fixed at the release, so that a setting changed later moves
-- nothing. What was released before has a week.
ALTER TABLE evaluation ADD COLUMN answer_until BIGINT;
UPDATE evaluation SET answer_until = released_at + 604800000 WHERE released_at IS NOT NULL;
CREATE INDEX evaluation_by_answer_until ON evaluation (answer_until, id);

-- `answer` is where the answer stands now; none: not answered yet.
ALTER TABLE feedback ADD COLUMN answer TEXT COLLATE "C";
ALTER TABLE feedback ADD COLUMN answered_at BIGINT;
UPDATE feedback SET answer = 'acknowledged', answered_at = acknowledged_at WHERE acknowledged_at IS NOT NULL;

-- What an evaluation said before it was changed. The evaluation itself holds the current revision.
CREATE TABLE evaluation_revision (
    evaluation_id BYTEA NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    answers_json TEXT COLLATE "C" NOT NULL,
    score_json TEXT COLLATE "C" NOT NULL,
    replaced_at BIGINT NOT NULL,
    appeal_id BYTEA,
    PRIMARY KEY (evaluation_id, revision)
);

-- What is known of the evaluation is kept here, so that a list needs no other table: of whom, of
-- which team and project, by whom it was scored, on which card.
CREATE TABLE appeal (
    id BYTEA NOT NULL PRIMARY KEY,
    evaluation_id BYTEA NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    scorecard_id BYTEA NOT NULL REFERENCES scorecard (id),
    person_id BYTEA NOT NULL REFERENCES person (id),
    team_id BYTEA REFERENCES team (id),
    project_id BYTEA REFERENCES project (id),
    evaluator_id BYTEA NOT NULL REFERENCES person (id),
    first_reviewer_id BYTEA REFERENCES person (id),
    state TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C",
    is_unstaffed BOOLEAN NOT NULL,
    submitted_at BIGINT NOT NULL,
    due_at BIGINT,
    closed_at BIGINT
);
CREATE UNIQUE INDEX appeal_once ON appeal (evaluation_id) WHERE state <> 'withdrawn';
CREATE INDEX appeal_by_evaluation ON appeal (evaluation_id, submitted_at);
CREATE INDEX appeal_by_state ON appeal (state, due_at, id);
CREATE INDEX appeal_by_submission ON appeal (submitted_at, id);
CREATE INDEX appeal_by_evaluator ON appeal (evaluator_id, state);
CREATE INDEX appeal_by_person ON appeal (person_id, submitted_at);
CREATE INDEX appeal_by_team ON appeal (team_id, state);

-- One item that is appealed. `outcome` is what became of it, once the appeal is over.
CREATE TABLE appeal_item (
    appeal_id BYTEA NOT NULL REFERENCES appeal (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    scorecard_id BYTEA NOT NULL REFERENCES scorecard (id),
    reason TEXT COLLATE "C" NOT NULL,
    proposed_json TEXT COLLATE "C",
    start_ms BIGINT,
    end_ms BIGINT,
    outcome TEXT COLLATE "C",
    PRIMARY KEY (appeal_id, number)
);
CREATE UNIQUE INDEX appeal_item_once ON appeal_item (appeal_id, question);
CREATE INDEX appeal_item_by_question ON appeal_item (scorecard_id, question);

-- What was said at a step: by a person, or that it was skipped and why.
CREATE TABLE appeal_ruling (
    appeal_id BYTEA NOT NULL REFERENCES appeal (id) ON DELETE CASCADE,
    step TEXT COLLATE "C" NOT NULL,
    judge_id BYTEA REFERENCES person (id),
    verdict TEXT COLLATE "C" NOT NULL,
    skipped_because TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    at BIGINT NOT NULL,
    PRIMARY KEY (appeal_id, step)
);

-- What was said at a step about one item: kept (no choice), or changed to the choice.
CREATE TABLE appeal_item_ruling (
    appeal_id BYTEA NOT NULL REFERENCES appeal (id) ON DELETE CASCADE,
    step TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    choice_json TEXT COLLATE "C",
    reason TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (appeal_id, step, question)
);
