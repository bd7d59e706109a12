-- The working calendar, the clocks that follow it, and what a scorecard says about answers to it.

-- Days that are otherwise than the week says: off, or worked in place of another. The week itself is a
-- setting.
CREATE TABLE calendar_day (
    date TEXT NOT NULL PRIMARY KEY,
    is_working INTEGER NOT NULL,
    name TEXT
) STRICT;

-- The clock of an evaluation: when it should be released, then when it should be heard. `running_until`
-- is the one of the two that runs; none: it was stopped in time or too late, and nothing is due.
CREATE TABLE evaluation_clock (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    release_due_at INTEGER NOT NULL,
    hear_due_at INTEGER,
    running_until INTEGER,
    told_at INTEGER
) STRICT;
CREATE INDEX evaluation_clock_running ON evaluation_clock (running_until, evaluation_id)
    WHERE running_until IS NOT NULL;

-- What holds for answers and appeals on a scorecard; a card without a row has the usual rules.
CREATE TABLE hearing_rule (
    scorecard_id BLOB NOT NULL PRIMARY KEY REFERENCES scorecard (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,
    answer_days INTEGER NOT NULL,
    appeals_a_month INTEGER,
    has_first_review INTEGER NOT NULL,
    has_recheck INTEGER NOT NULL,
    has_arbitration INTEGER NOT NULL,
    listen_first TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- An appeal that the agent has begun to write. It is gone once it is submitted.
CREATE TABLE appeal_draft (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,
    items_json TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
