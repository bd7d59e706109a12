-- Sale verification (成功单复核): which calls are sales, which of them wait, what was found.

-- Calls that were closed with this disposition, in one queue, one project or everywhere, are sales to
-- be verified from `since` on. `place` names where, so that there is one rule in force for each; a
-- rule for a queue has no project: the queue has one.
CREATE TABLE sale_rule (
    id BYTEA NOT NULL PRIMARY KEY,
    disposition TEXT COLLATE "C" NOT NULL,
    project_id BYTEA REFERENCES project (id),
    queue_id BYTEA REFERENCES queue (id),
    place TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    made_by BYTEA REFERENCES person (id),
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    CHECK (project_id IS NULL OR queue_id IS NULL)
);
CREATE UNIQUE INDEX sale_rule_in_force ON sale_rule (disposition, place) WHERE ended_at IS NULL;

-- A call that a rule says is a sale. It waits for as long as no assignment stands for it.
CREATE TABLE sale (
    call_id BYTEA NOT NULL PRIMARY KEY REFERENCES call (id) ON DELETE CASCADE,
    rule_id BYTEA NOT NULL REFERENCES sale_rule (id),
    call_started_at BIGINT NOT NULL,
    assignment_id BYTEA REFERENCES assignment (id) ON DELETE SET NULL,
    joined_at BIGINT NOT NULL
);
CREATE INDEX sale_waiting ON sale (call_started_at, call_id) WHERE assignment_id IS NULL;
CREATE INDEX sale_by_assignment ON sale (assignment_id);
CREATE INDEX sale_by_rule ON sale (rule_id, call_id) WHERE assignment_id IS NULL;
CREATE INDEX call_by_disposition ON call (disposition, started_at, id);

-- What a verification found: beside every evaluation of that purpose, with what the call was closed
-- with then, which outlives the call. `detail` says what is right instead, or why it is no sale.
CREATE TABLE verification (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    person_id BYTEA REFERENCES person (id),
    agent_id BYTEA REFERENCES agent (id),
    queue_id BYTEA REFERENCES queue (id),
    disposition TEXT COLLATE "C",
    outcome TEXT COLLATE "C",
    detail TEXT COLLATE "C"
);
CREATE INDEX verification_by_outcome ON verification (outcome, evaluation_id);
