-- Text contacts (文字联络): chats, letters and e-mail, evaluated on what was written.

-- One exchange with a customer: whom it is about, with what was known of them on that day. Once it is
-- removed its words and its customer are gone; the row says why, for the evaluations that were made of it.
CREATE TABLE contact (
    id BYTEA NOT NULL PRIMARY KEY,
    channel TEXT COLLATE "C" NOT NULL,
    project_id BYTEA REFERENCES project (id),
    queue_id BYTEA REFERENCES queue (id),
    agent_id BYTEA NOT NULL REFERENCES agent (id),
    person_id BYTEA REFERENCES person (id),
    team_id BYTEA REFERENCES team (id),
    began_at BIGINT NOT NULL,
    local_date TEXT COLLATE "C" NOT NULL,
    customer TEXT COLLATE "C",
    turns INTEGER NOT NULL,
    added_by BYTEA NOT NULL REFERENCES person (id),
    added_at BIGINT NOT NULL,
    removed_at BIGINT,
    removal_cause TEXT COLLATE "C",
    removal_rule_version_id BYTEA REFERENCES retention_rule_version (id),
    removal_keep_days INTEGER
);
CREATE INDEX contact_by_beginning ON contact (began_at, id) WHERE removed_at IS NULL;
CREATE INDEX contact_by_person ON contact (person_id, began_at, id) WHERE removed_at IS NULL;
CREATE INDEX contact_by_project ON contact (project_id, began_at, id) WHERE removed_at IS NULL;

-- What was written, message by message or paragraph by paragraph, numbered from 1.
CREATE TABLE contact_turn (
    contact_id BYTEA NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    speaker TEXT COLLATE "C" NOT NULL,
    written_at BIGINT,
    text TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (contact_id, number)
);

-- Beside every evaluation that is made of a contact instead of a call.
CREATE TABLE contact_evaluation (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    contact_id BYTEA NOT NULL REFERENCES contact (id)
);
CREATE INDEX contact_evaluation_by_contact ON contact_evaluation (contact_id);

-- A note of a text is pinned to turns, where one of a call is pinned to milliseconds.
ALTER TABLE evaluation_note ADD COLUMN first_turn INTEGER;
ALTER TABLE evaluation_note ADD COLUMN last_turn INTEGER;

-- What went beside calls.
ALTER TABLE erasure ADD COLUMN contacts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE retention_run ADD COLUMN contacts BIGINT NOT NULL DEFAULT 0;
