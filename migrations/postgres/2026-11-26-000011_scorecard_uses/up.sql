-- Which scorecard calls are scored with, by queue and by purpose. The card of a whole project, for
-- every purpose, stays in `project.scorecard_id`; here stand the rules that are narrower or wider.

-- `place` names what the rule is for, so that there is one rule for each: project, queue and purpose
-- with `*` for "any". A rule for a queue has no project: the queue has one.
CREATE TABLE scorecard_use (
    id BYTEA NOT NULL PRIMARY KEY,
    scorecard_id BYTEA NOT NULL REFERENCES scorecard (id),
    project_id BYTEA REFERENCES project (id),
    queue_id BYTEA REFERENCES queue (id),
    purpose TEXT COLLATE "C",
    place TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    CHECK (project_id IS NULL OR queue_id IS NULL)
);
CREATE INDEX scorecard_use_by_card ON scorecard_use (scorecard_id);
