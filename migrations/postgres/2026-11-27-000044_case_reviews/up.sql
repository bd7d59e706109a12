-- Case reviews (听评会): a room hears calls together, with a running order, attendance and decisions.

CREATE TABLE case_review (
    id BYTEA NOT NULL PRIMARY KEY,
    title TEXT COLLATE "C" NOT NULL,
    held_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    -- What whoever sits in the room types; only while it is held.
    code TEXT COLLATE "C",
    -- The review that this one repeats for those who missed it.
    repeats BYTEA REFERENCES case_review (id),
    edit INTEGER NOT NULL,
    made_by BYTEA NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    sent_at BIGINT,
    started_at BIGINT,
    closed_at BIGINT
);
CREATE INDEX case_review_by_time ON case_review (held_at, id);

-- The teams that are invited.
CREATE TABLE case_review_team (
    case_review_id BYTEA NOT NULL REFERENCES case_review (id) ON DELETE CASCADE,
    team_id BYTEA NOT NULL REFERENCES team (id),
    PRIMARY KEY (case_review_id, team_id)
);
CREATE INDEX case_review_team_by_team ON case_review_team (team_id);

-- The running order. What is heard, and what is written about it, dies with its call; that there was something
-- stays.
CREATE TABLE case_review_entry (
    id BYTEA NOT NULL PRIMARY KEY,
    case_review_id BYTEA NOT NULL REFERENCES case_review (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    minutes INTEGER NOT NULL
);
CREATE INDEX case_review_entry_by_review ON case_review_entry (case_review_id, number);
CREATE TABLE case_review_range (
    entry_id BYTEA NOT NULL PRIMARY KEY REFERENCES case_review_entry (id) ON DELETE CASCADE,
    call_id BYTEA NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    start_ms BIGINT NOT NULL,
    end_ms BIGINT NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    points_json TEXT COLLATE "C" NOT NULL
);
CREATE INDEX case_review_range_by_call ON case_review_range (call_id);

-- Who was there, and who typed wrong codes.
CREATE TABLE case_review_attendance (
    case_review_id BYTEA NOT NULL REFERENCES case_review (id) ON DELETE CASCADE,
    person_id BYTEA NOT NULL REFERENCES person (id),
    attended_at BIGINT NOT NULL,
    PRIMARY KEY (case_review_id, person_id)
);
CREATE TABLE case_review_wrong_code (
    case_review_id BYTEA NOT NULL REFERENCES case_review (id) ON DELETE CASCADE,
    person_id BYTEA NOT NULL REFERENCES person (id),
    count INTEGER NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (case_review_id, person_id)
);

-- What was decided: somebody does it until a day.
CREATE TABLE case_review_decision (
    case_review_id BYTEA NOT NULL REFERENCES case_review (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    owner_id BYTEA NOT NULL REFERENCES person (id),
    due_date TEXT COLLATE "C" NOT NULL,
    made_by BYTEA NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (case_review_id, number)
);
CREATE INDEX case_review_decision_by_owner ON case_review_decision (owner_id, done_at, due_date);
