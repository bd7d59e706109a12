-- A fair hearing: how the agent answers a released evaluation, and what becomes of an appeal.

-- Until when the agent may answer: fixed at the release, so that a setting changed later moves
-- nothing. What was released before has a week.
ALTER TABLE evaluation ADD COLUMN answer_until INTEGER;
UPDATE evaluation SET answer_until = released_at + 604800000 WHERE released_at IS NOT NULL;
CREATE INDEX evaluation_by_answer_until ON evaluation (answer_until, id);

-- `answer` is where the answer stands now; none: not answered yet.
ALTER TABLE feedback ADD COLUMN answer TEXT;
ALTER TABLE feedback ADD COLUMN answered_at INTEGER;
UPDATE feedback SET answer = 'acknowledged', answered_at = acknowledged_at WHERE acknowledged_at IS NOT NULL;

-- What an evaluation said before it was changed. The evaluation itself holds the current revision.
CREATE TABLE evaluation_revision (
    evaluation_id BLOB NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    answers_json TEXT NOT NULL,
    score_json TEXT NOT NULL,
    replaced_at INTEGER NOT NULL,
    appeal_id BLOB,
    PRIMARY KEY (evaluation_id, revision)
) STRICT;

-- What is known of the evaluation is kept here, so that a list needs no other table: of whom, of
-- which team and project, by whom it was scored, on which card.
CREATE TABLE appeal (
    id BLOB NOT NULL PRIMARY KEY,
    evaluation_id BLOB NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    scorecard_id BLOB NOT NULL REFERENCES scorecard (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    team_id BLOB REFERENCES team (id),
    project_id BLOB REFERENCES project (id),
    evaluator_id BLOB NOT NULL REFERENCES person (id),
    first_reviewer_id BLOB REFERENCES person (id),
    state TEXT NOT NULL,
    outcome TEXT,
    is_unstaffed INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    due_at INTEGER,
    closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX appeal_once ON appeal (evaluation_id) WHERE state <> 'withdrawn';
CREATE INDEX appeal_by_evaluation ON appeal (evaluation_id, submitted_at);
CREATE INDEX appeal_by_state ON appeal (state, due_at, id);
CREATE INDEX appeal_by_submission ON appeal (submitted_at, id);
CREATE INDEX appeal_by_evaluator ON appeal (evaluator_id, state);
CREATE INDEX appeal_by_person ON appeal (person_id, submitted_at);
CREATE INDEX appeal_by_team ON appeal (team_id, state);

-- One item that is appealed. `outcome` is what became of it, once the appeal is over.
CREATE TABLE appeal_item (
    appeal_id BLOB NOT NULL REFERENCES appeal (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    scorecard_id BLOB NOT NULL REFERENCES scorecard (id),
    reason TEXT NOT NULL,
    proposed_json TEXT,
    start_ms INTEGER,
    end_ms INTEGER,
    outcome TEXT,
    PRIMARY KEY (appeal_id, number)
) STRICT;
CREATE UNIQUE INDEX appeal_item_once ON appeal_item (appeal_id, question);
CREATE INDEX appeal_item_by_question ON appeal_item (scorecard_id, question);

-- What was said at a step: by a person, or that it was skipped and why.
CREATE TABLE appeal_ruling (
    appeal_id BLOB NOT NULL REFERENCES appeal (id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    judge_id BLOB REFERENCES person (id),
    verdict TEXT NOT NULL,
    skipped_because TEXT,
    reason TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (appeal_id, step)
) STRICT;

-- What was said at a step about one item: kept (no choice), or changed to the choice.
CREATE TABLE appeal_item_ruling (
    appeal_id BLOB NOT NULL REFERENCES appeal (id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    question TEXT NOT NULL,
    choice_json TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (appeal_id, step, question)
) STRICT;
