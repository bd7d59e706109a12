-- Reference calls (标准评分): a call with an agreed evaluation, scored blind to learn scoring.

-- What was agreed is copied when it is made, and never changes; only its words do. The evaluation says whose
-- part in which call it is.
CREATE TABLE reference_call (
    id BYTEA NOT NULL PRIMARY KEY,
    evaluation_id BYTEA NOT NULL UNIQUE REFERENCES evaluation (id),
    revision INTEGER NOT NULL,
    scorecard_id BYTEA NOT NULL REFERENCES scorecard (id),
    scorecard_version_id BYTEA NOT NULL REFERENCES scorecard_version (id),
    answers_json TEXT COLLATE "C" NOT NULL,
    score_json TEXT COLLATE "C" NOT NULL,
    title_json TEXT COLLATE "C" NOT NULL,
    why_json TEXT COLLATE "C" NOT NULL,
    reasons_json TEXT COLLATE "C" NOT NULL,
    edit INTEGER NOT NULL,
    made_by BYTEA NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX reference_call_by_time ON reference_call (made_at, id);

-- An attempt is an evaluation like any other; how far it agrees is written with its release, and counts once
-- it is out.
CREATE TABLE reference_attempt (
    evaluation_id BYTEA NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    reference_call_id BYTEA NOT NULL REFERENCES reference_call (id),
    person_id BYTEA NOT NULL REFERENCES person (id),
    items INTEGER NOT NULL,
    alike INTEGER NOT NULL,
    apart_hundredths BIGINT,
    verdicts_json TEXT COLLATE "C" NOT NULL
);
CREATE INDEX reference_attempt_by_call ON reference_attempt (reference_call_id, person_id);
CREATE INDEX reference_attempt_by_person ON reference_attempt (person_id);

-- Who has read what was agreed without having scored it: they cannot score it blind any more.
CREATE TABLE reference_look (
    reference_call_id BYTEA NOT NULL REFERENCES reference_call (id),
    person_id BYTEA NOT NULL REFERENCES person (id),
    looked_at BIGINT NOT NULL,
    PRIMARY KEY (reference_call_id, person_id)
);

-- Who is certified for a scorecard: whoever scored so many reference calls, agreeing so far, within so many days.
CREATE TABLE certification_rule (
    scorecard_id BYTEA NOT NULL PRIMARY KEY REFERENCES scorecard (id),
    calls INTEGER NOT NULL,
    agreement INTEGER NOT NULL,
    days INTEGER NOT NULL,
    edit INTEGER NOT NULL,
    changed_by BYTEA REFERENCES person (id),
    changed_at BIGINT NOT NULL
);
