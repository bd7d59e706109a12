-- The working calendar, the clocks that follow it, and what a scorecard says about answers to it.

-- Days that are otherwise than the week says: off, or worked in place of another. The week itself is a
-- setting.
CREATE TABLE calendar_day (
    date TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    is_working BOOLEAN NOT NULL,
    name TEXT COLLATE "C"
);

-- The clock of an evaluation: when it should be released, then when it should be heard. `running_until`
-- is the one of the two that runs; none: it was stopped in time or too late, and nothing is due.
CREATE TABLE evaluation_clock (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    release_due_at BIGINT NOT NULL,
    hear_due_at BIGINT,
    running_until BIGINT,
    told_at BIGINT
);
CREATE INDEX evaluation_clock_running ON evaluation_clock (running_until, evaluation_id)
    WHERE running_until IS NOT NULL;

-- What holds for answers and appeals on a scorecard; a card without a row has the usual rules.
CREATE TABLE hearing_rule (
    scorecard_id BYTEA NOT NULL PRIMARY KEY REFERENCES scorecard (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,
    answer_days INTEGER NOT NULL,
    appeals_a_month INTEGER,
    has_first_review BOOLEAN NOT NULL,
    has_recheck BOOLEAN NOT NULL,
    has_arbitration BOOLEAN NOT NULL,
    listen_first TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL
);

-- An appeal that the agent has begun to write. It is gone once it is submitted.
CREATE TABLE appeal_draft (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,
    items_json TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL
);
