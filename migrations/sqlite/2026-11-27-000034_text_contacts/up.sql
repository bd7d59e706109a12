-- Text contacts (文字联络): chats, letters and e-mail, evaluated on what was written.

-- One exchange with a customer: whom it is about, with what was known of them on that day. Once it is
-- removed its words and its customer are gone; the row says why, for the evaluations that were made of it.
CREATE TABLE contact (
    id BLOB NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    project_id BLOB REFERENCES project (id),
    queue_id BLOB REFERENCES queue (id),
    agent_id BLOB NOT NULL REFERENCES agent (id),
    person_id BLOB REFERENCES person (id),
    team_id BLOB REFERENCES team (id),
    began_at INTEGER NOT NULL,
    local_date TEXT NOT NULL,
    customer TEXT,
    turns INTEGER NOT NULL,
    added_by BLOB NOT NULL REFERENCES person (id),
    added_at INTEGER NOT NULL,
    removed_at INTEGER,
    removal_cause TEXT,
    removal_rule_version_id BLOB REFERENCES retention_rule_version (id),
    removal_keep_days INTEGER
) STRICT;
CREATE INDEX contact_by_beginning ON contact (began_at, id) WHERE removed_at IS NULL;
CREATE INDEX contact_by_person ON contact (person_id, began_at, id) WHERE removed_at IS NULL;
CREATE INDEX contact_by_project ON contact (project_id, began_at, id) WHERE removed_at IS NULL;

-- What was written, message by message or paragraph by paragraph, numbered from 1.
CREATE TABLE contact_turn (
    contact_id BLOB NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    speaker TEXT NOT NULL,
    written_at INTEGER,
    text TEXT NOT NULL,
    PRIMARY KEY (contact_id, number)
) STRICT;

-- Beside every evaluation that is made of a contact instead of a call.
CREATE TABLE contact_evaluation (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    contact_id BLOB NOT NULL REFERENCES contact (id)
) STRICT;
CREATE INDEX contact_evaluation_by_contact ON contact_evaluation (contact_id);

-- A note of a text is pinned to turns, where one of a call is pinned to milliseconds.
ALTER TABLE evaluation_note ADD COLUMN first_turn INTEGER;
ALTER TABLE evaluation_note ADD COLUMN last_turn INTEGER;

-- What went beside calls.
ALTER TABLE erasure ADD COLUMN contacts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE retention_run ADD COLUMN contacts INTEGER NOT NULL DEFAULT 0;
