-- Process faults: what an inspector puts down to a rule, a script or a system, and not to the agent,
-- becomes an improvement ticket. And the customer's other calls are found by their number.

-- One ticket for an item, what it is put down to and a project, until it is closed. `due_date`: a day
-- of the workspace.
CREATE TABLE improvement (
    id BLOB NOT NULL PRIMARY KEY,
    scorecard_id BLOB NOT NULL REFERENCES scorecard (id),
    question TEXT NOT NULL,
    fault TEXT NOT NULL,
    project_id BLOB REFERENCES project (id),
    state TEXT NOT NULL,
    owner_id BLOB REFERENCES person (id),
    due_date TEXT,
    reply TEXT,
    opened_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX improvement_by_item ON improvement (scorecard_id, question, fault);
CREATE INDEX improvement_by_change ON improvement (changed_at, id);

-- The evaluations in which it was found.
CREATE TABLE improvement_finding (
    improvement_id BLOB NOT NULL REFERENCES improvement (id) ON DELETE CASCADE,
    evaluation_id BLOB NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    found_by BLOB NOT NULL REFERENCES person (id),
    found_at INTEGER NOT NULL,
    PRIMARY KEY (improvement_id, evaluation_id)
) STRICT;
CREATE INDEX improvement_finding_by_evaluation ON improvement_finding (evaluation_id);
CREATE INDEX improvement_finding_by_finder ON improvement_finding (found_by);

CREATE INDEX call_by_customer ON call (customer_number, started_at);
