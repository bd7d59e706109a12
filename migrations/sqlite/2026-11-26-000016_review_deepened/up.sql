-- The review page, deepened: what an evaluator had heard when they released, standard answers,
-- stock phrases, keys of one's own, and whether the call was disposed of under the right word.

-- How much of the call the evaluator had heard at the release. `unheard_json`: what deductions cite
-- of it that was not.
CREATE TABLE evaluation_coverage (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    duration_ms INTEGER NOT NULL,
    heard_ms INTEGER NOT NULL,
    sped_ms INTEGER NOT NULL,
    skipped_ms INTEGER NOT NULL,
    unheard_json TEXT NOT NULL
) STRICT;

-- What an evaluator says of the call's disposition; without `corrected` it is right, or nobody knows
-- what would be.
CREATE TABLE evaluation_disposition (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    is_right INTEGER NOT NULL,
    corrected TEXT,
    said_at INTEGER NOT NULL
) STRICT;
CREATE INDEX evaluation_disposition_by_verdict ON evaluation_disposition (is_right, evaluation_id);

-- A standard answer (标准口径) to one item of a scorecard, by the item's key. From `retired_from` on,
-- a day of the workspace, it holds no more; it is never deleted.
CREATE TABLE standard_answer (
    id BLOB NOT NULL PRIMARY KEY,
    scorecard_id BLOB NOT NULL REFERENCES scorecard (id),
    question TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    retired_from TEXT
) STRICT;
CREATE INDEX standard_answer_by_item ON standard_answer (scorecard_id, question);
CREATE INDEX standard_answer_by_change ON standard_answer (changed_at, id);

-- Its wordings, each in force from a day on. None is ever changed.
CREATE TABLE standard_answer_version (
    standard_answer_id BLOB NOT NULL REFERENCES standard_answer (id),
    number INTEGER NOT NULL,
    title_json TEXT NOT NULL,
    text_json TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    written_by BLOB NOT NULL REFERENCES person (id),
    written_at INTEGER NOT NULL,
    PRIMARY KEY (standard_answer_id, number)
) STRICT;

-- A phrase for the comment of an item; without an owner it is everybody's, without an option it
-- fits every answer.
CREATE TABLE stock_phrase (
    id BLOB NOT NULL PRIMARY KEY,
    owner_id BLOB REFERENCES person (id) ON DELETE CASCADE,
    scorecard_id BLOB NOT NULL REFERENCES scorecard (id),
    question TEXT NOT NULL,
    option TEXT,
    text TEXT NOT NULL,
    changed_by BLOB NOT NULL REFERENCES person (id),
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_phrase_by_item ON stock_phrase (scorecard_id, question);
CREATE INDEX stock_phrase_by_owner ON stock_phrase (owner_id);

-- The keys of the review page that somebody moved: by command, the place of the key.
CREATE TABLE review_keys (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    keys_json TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
