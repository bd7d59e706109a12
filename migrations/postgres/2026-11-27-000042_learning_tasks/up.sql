-- Playlists and learning tasks: cases in an order, and who is to learn what until when.

CREATE TABLE playlist (
    id BYTEA NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    made_by BYTEA NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX playlist_by_change ON playlist (changed_at, id);

CREATE TABLE playlist_case (
    playlist_id BYTEA NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
    case_id BYTEA NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    PRIMARY KEY (playlist_id, case_id)
);
CREATE INDEX playlist_case_by_case ON playlist_case (case_id);

-- One row for each person; those of one giving share `giving_id`. One of `case_id`, `playlist_id` and
-- `reference_call_id` says what is to be learned. `due_day` is `due_on` counted in days since 1970.
CREATE TABLE learning_task (
    id BYTEA NOT NULL PRIMARY KEY,
    giving_id BYTEA NOT NULL,
    case_id BYTEA REFERENCES library_case (id) ON DELETE CASCADE,
    playlist_id BYTEA REFERENCES playlist (id) ON DELETE CASCADE,
    reference_call_id BYTEA,
    person_id BYTEA NOT NULL REFERENCES person (id),
    team_id BYTEA REFERENCES team (id),
    due_on TEXT COLLATE "C" NOT NULL,
    due_day BIGINT NOT NULL,
    note TEXT COLLATE "C",
    given_by BYTEA NOT NULL REFERENCES person (id),
    given_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX learning_task_by_person ON learning_task (person_id, due_day, id);
CREATE INDEX learning_task_by_due ON learning_task (due_day, id);
CREATE INDEX learning_task_by_giving ON learning_task (giving_id);
CREATE INDEX learning_task_by_case ON learning_task (case_id);
CREATE INDEX learning_task_by_playlist ON learning_task (playlist_id);
CREATE INDEX learning_task_by_reference ON learning_task (reference_call_id);
