-- Days on which an agent is away, both with them, counted since 1970. Why is not asked, and so not kept.
CREATE TABLE days_away (
    id BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA NOT NULL REFERENCES person (id),
    first_day BIGINT NOT NULL,
    last_day BIGINT NOT NULL,
    entered_by BYTEA NOT NULL REFERENCES person (id),
    entered_at BIGINT NOT NULL
);
CREATE INDEX days_away_by_person ON days_away (person_id, last_day, id);
CREATE INDEX days_away_by_day ON days_away (last_day, id);
