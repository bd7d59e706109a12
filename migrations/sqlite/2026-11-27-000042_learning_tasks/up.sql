-- Playlists and learning tasks: cases in an order, and who is to learn what until when.

CREATE TABLE playlist (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    made_by BLOB NOT NULL REFERENCES person (id),
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX playlist_by_change ON playlist (changed_at, id);

CREATE TABLE playlist_case (
    playlist_id BLOB NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
    case_id BLOB NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    PRIMARY KEY (playlist_id, case_id)
) STRICT;
CREATE INDEX playlist_case_by_case ON playlist_case (case_id);

-- One row for each person; those of one giving share `giving_id`. One of `case_id`, `playlist_id` and
-- `reference_call_id` says what is to be learned. `due_day` is `due_on` counted in days since 1970.
CREATE TABLE learning_task (
    id BLOB NOT NULL PRIMARY KEY,
    giving_id BLOB NOT NULL,
    case_id BLOB REFERENCES library_case (id) ON DELETE CASCADE,
    playlist_id BLOB REFERENCES playlist (id) ON DELETE CASCADE,
    reference_call_id BLOB,
    person_id BLOB NOT NULL REFERENCES person (id),
    team_id BLOB REFERENCES team (id),
    due_on TEXT NOT NULL,
    due_day INTEGER NOT NULL,
    note TEXT,
    given_by BLOB NOT NULL REFERENCES person (id),
    given_at INTEGER NOT NULL,
    done_at INTEGER
) STRICT;
CREATE INDEX learning_task_by_person ON learning_task (person_id, due_day, id);
CREATE INDEX learning_task_by_due ON learning_task (due_day, id);
CREATE INDEX learning_task_by_giving ON learning_task (giving_id);
CREATE INDEX learning_task_by_case ON learning_task (case_id);
CREATE INDEX learning_task_by_playlist ON learning_task (playlist_id);
CREATE INDEX learning_task_by_reference ON learning_task (reference_call_id);
