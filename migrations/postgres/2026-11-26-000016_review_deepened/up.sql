-- The review page, deepened: what an evaluator had heard when they released, standard answers,
-- stock phrases, keys of one's own, and whether the call was disposed of under the right word.

-- How much of the call the evaluator had heard at the release. `unheard_json`: what deductions cite
-- of it that was not.
CREATE TABLE evaluation_coverage (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    duration_ms BIGINT NOT NULL,
    heard_ms BIGINT NOT NULL,
    sped_ms BIGINT NOT NULL,
    skipped_ms BIGINT NOT NULL,
    unheard_json TEXT COLLATE "C" NOT NULL
);

-- What an evaluator says of the call's disposition; without `corrected` it is right, or nobody knows
-- what would be.
CREATE TABLE evaluation_disposition (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    is_right BOOLEAN NOT NULL,
    corrected TEXT COLLATE "C",
    said_at BIGINT NOT NULL
);
CREATE INDEX evaluation_disposition_by_verdict ON evaluation_disposition (is_right, evaluation_id);

-- A standard answer (标准口径) to one item of a scorecard, by the item's key. From `retired_from` on,
-- a day of the workspace, it holds no more; it is never deleted.
CREATE TABLE standard_answer (
    id BYTEA NOT NULL PRIMARY KEY,
    scorecard_id BYTEA NOT NULL REFERENCES scorecard (id),
    question TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    retired_from TEXT COLLATE "C"
);
CREATE INDEX standard_answer_by_item ON standard_answer (scorecard_id, question);
CREATE INDEX standard_answer_by_change ON standard_answer (changed_at, id);

-- Its wordings, each in force from a day on. None is ever changed.
CREATE TABLE standard_answer_version (
    standard_answer_id BYTEA NOT NULL REFERENCES standard_answer (id),
    number INTEGER NOT NULL,
    title_json TEXT COLLATE "C" NOT NULL,
    text_json TEXT COLLATE "C" NOT NULL,
    valid_from TEXT COLLATE "C" NOT NULL,
    written_by BYTEA NOT NULL REFERENCES person (id),
    written_at BIGINT NOT NULL,
    PRIMARY KEY (standard_answer_id, number)
);

-- A phrase for the comment of an item; without an owner it is everybody's, without an option it
-- fits every answer.
CREATE TABLE stock_phrase (
    id BYTEA NOT NULL PRIMARY KEY,
    owner_id BYTEA REFERENCES person (id) ON DELETE CASCADE,
    scorecard_id BYTEA NOT NULL REFERENCES scorecard (id),
    question TEXT COLLATE "C" NOT NULL,
    option TEXT COLLATE "C",
    text TEXT COLLATE "C" NOT NULL,
    changed_by BYTEA NOT NULL REFERENCES person (id),
    changed_at BIGINT NOT NULL
);
CREATE INDEX stock_phrase_by_item ON stock_phrase (scorecard_id, question);
CREATE INDEX stock_phrase_by_owner ON stock_phrase (owner_id);

-- The keys of the review page that somebody moved: by command, the place of the key.
CREATE TABLE review_keys (
    person_id BYTEA NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    keys_json TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL
);
