-- Case libraries (案例库): clips, cases with their commentary, the consent of those who are heard, and what
-- learners did with them.

-- Clips ------------------------------------------------------------------------------------------

-- A range of one recording, on the timeline of its call. Its sound is cut when it is asked for.
CREATE TABLE clip (
    id BLOB NOT NULL PRIMARY KEY,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    recording_id BLOB NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    title TEXT NOT NULL,
    note TEXT,
    search_text TEXT NOT NULL,
    made_by BLOB NOT NULL REFERENCES person (id),
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX clip_by_call ON clip (call_id, start_ms);
CREATE INDEX clip_by_recording ON clip (recording_id);
CREATE INDEX clip_by_time ON clip (made_at, id);
CREATE INDEX clip_by_person ON clip (made_by, made_at);

CREATE TABLE clip_tag (
    clip_id BLOB NOT NULL REFERENCES clip (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (clip_id, tag)
) STRICT;
CREATE INDEX clip_tag_by_tag ON clip_tag (tag, clip_id);

-- Libraries --------------------------------------------------------------------------------------

-- There is one of good cases, one of warning cases, and any number by topic.
CREATE TABLE library (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name_json TEXT NOT NULL,
    project_id BLOB REFERENCES project (id),
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;
CREATE UNIQUE INDEX library_one_of_a_kind ON library (kind) WHERE kind <> 'topic';
INSERT INTO library (id, kind, name_json, project_id, created_at, retired_at) VALUES
    (X'019abc00000070008000000000000001', 'good', '{"en":"Good calls","zh-CN":"优秀录音"}', NULL, 1795737600000, NULL),
    (X'019abc00000070008000000000000002', 'warning', '{"en":"Warnings","zh-CN":"警示录音"}', NULL, 1795737600000, NULL);

-- Cases ------------------------------------------------------------------------------------------

-- Without `start_ms` and `end_ms` it is the whole recording. `archive_cause` says why it left the shelf.
CREATE TABLE library_case (
    id BLOB NOT NULL PRIMARY KEY,
    library_id BLOB NOT NULL REFERENCES library (id),
    state TEXT NOT NULL,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    recording_id BLOB NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    clip_id BLOB REFERENCES clip (id) ON DELETE CASCADE,
    start_ms INTEGER,
    end_ms INTEGER,
    teaching_line TEXT NOT NULL,
    language TEXT NOT NULL,
    level TEXT NOT NULL,
    hides_names INTEGER NOT NULL,
    review_on TEXT,
    edition INTEGER NOT NULL,
    search_text TEXT NOT NULL,
    proposed_by BLOB NOT NULL REFERENCES person (id),
    proposed_at INTEGER NOT NULL,
    flag_id BLOB REFERENCES flag (id) ON DELETE SET NULL,
    decided_by BLOB REFERENCES person (id),
    decided_at INTEGER,
    reason TEXT,
    shelved_at INTEGER,
    archive_cause TEXT,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX library_case_by_change ON library_case (state, changed_at, id);
CREATE INDEX library_case_by_library ON library_case (library_id, state);
CREATE INDEX library_case_by_call ON library_case (call_id);
CREATE INDEX library_case_by_recording ON library_case (recording_id);
CREATE INDEX library_case_by_clip ON library_case (clip_id);
CREATE INDEX library_case_by_flag ON library_case (flag_id);
CREATE INDEX library_case_by_proposer ON library_case (proposed_by, proposed_at);

-- The commentary, version by version; none is ever changed.
CREATE TABLE case_edition (
    case_id BLOB NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content_json TEXT NOT NULL,
    written_by BLOB NOT NULL REFERENCES person (id),
    written_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, number)
) STRICT;

-- The items of scorecards that it illustrates.
CREATE TABLE case_item (
    case_id BLOB NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    scorecard_id BLOB NOT NULL REFERENCES scorecard (id),
    question TEXT NOT NULL,
    PRIMARY KEY (case_id, scorecard_id, question)
) STRICT;
CREATE INDEX case_item_by_item ON case_item (scorecard_id, question);

-- The standard answers that it illustrates, in the wording that was in force then.
CREATE TABLE case_answer (
    case_id BLOB NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    standard_answer_id BLOB NOT NULL REFERENCES standard_answer (id),
    version INTEGER NOT NULL,
    PRIMARY KEY (case_id, standard_answer_id)
) STRICT;
CREATE INDEX case_answer_by_answer ON case_answer (standard_answer_id);

CREATE TABLE case_tag (
    case_id BLOB NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (case_id, tag)
) STRICT;
CREATE INDEX case_tag_by_tag ON case_tag (tag, case_id);

-- Whether those who are heard agree that others learn from it; no answer: asked.
CREATE TABLE case_consent (
    case_id BLOB NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES person (id),
    message TEXT,
    asked_by BLOB NOT NULL REFERENCES person (id),
    asked_at INTEGER NOT NULL,
    answer TEXT,
    answered_at INTEGER,
    PRIMARY KEY (case_id, person_id)
) STRICT;
CREATE INDEX case_consent_by_person ON case_consent (person_id, asked_at);

-- Learning ---------------------------------------------------------------------------------------

-- It outlives its case: what somebody learned stays known, what they wrote about the call does not.
CREATE TABLE case_learning (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB REFERENCES library_case (id) ON DELETE SET NULL,
    library_id BLOB NOT NULL REFERENCES library (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    edition INTEGER NOT NULL,
    reached INTEGER NOT NULL,
    answers_json TEXT NOT NULL,
    right_answers INTEGER,
    questions INTEGER,
    begun_at INTEGER NOT NULL,
    finished_at INTEGER,
    UNIQUE (case_id, person_id)
) STRICT;
CREATE INDEX case_learning_by_person ON case_learning (person_id, finished_at);

-- What a learner wrote: at a point, or (at 0) the pledge at the end.
CREATE TABLE case_learning_word (
    learning_id BLOB NOT NULL REFERENCES case_learning (id) ON DELETE CASCADE,
    case_id BLOB NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    point INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (learning_id, point)
) STRICT;
CREATE INDEX case_learning_word_by_case ON case_learning_word (case_id);

CREATE TABLE case_rating (
    case_id BLOB NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES person (id),
    stars INTEGER NOT NULL,
    rated_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, person_id)
) STRICT;

CREATE TABLE case_comment (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES library_case (id) ON DELETE CASCADE,
    written_by BLOB NOT NULL REFERENCES person (id),
    text TEXT NOT NULL,
    written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_comment_by_case ON case_comment (case_id, written_at, id);
