-- Process faults: what an inspector puts down to a rule, a script or a system, and not to the agent,
-- becomes an improvement ticket. And the customer's other calls are found by their number.

-- One ticket for an item, what it is put down to and a project, until it is closed. `due_date`: a day
-- of the workspace.
CREATE TABLE improvement (
    id BYTEA NOT NULL PRIMARY KEY,
    scorecard_id BYTEA NOT NULL REFERENCES scorecard (id),
    question TEXT COLLATE "C" NOT NULL,
    fault TEXT COLLATE "C" NOT NULL,
    project_id BYTEA REFERENCES project (id),
    state TEXT COLLATE "C" NOT NULL,
    owner_id BYTEA REFERENCES person (id),
    due_date TEXT COLLATE "C",
    reply TEXT COLLATE "C",
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX improvement_by_item ON improvement (scorecard_id, question, fault);
CREATE INDEX improvement_by_change ON improvement (changed_at, id);

-- The evaluations in which it was found.
CREATE TABLE improvement_finding (
    improvement_id BYTEA NOT NULL REFERENCES improvement (id) ON DELETE CASCADE,
    evaluation_id BYTEA NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    found_by BYTEA NOT NULL REFERENCES person (id),
    found_at BIGINT NOT NULL,
    PRIMARY KEY (improvement_id, evaluation_id)
);
CREATE INDEX improvement_finding_by_evaluation ON improvement_finding (evaluation_id);
CREATE INDEX improvement_finding_by_finder ON improvement_finding (found_by);

CREATE INDEX call_by_customer ON call (customer_number, started_at);
