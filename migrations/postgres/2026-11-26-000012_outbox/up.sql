-- The outbox: what people are told of, written in the transaction that makes it so.

-- `number` is the place of an event in the order in which readers find it. It is given once the
-- event is committed and due, to one batch after the other, so that a reader who has seen a number
-- has seen every smaller one.
CREATE TABLE outbox (
    id BYTEA NOT NULL PRIMARY KEY,
    number BIGINT,
    kind TEXT COLLATE "C" NOT NULL,
    subject_id BYTEA NOT NULL,
    actor_id BYTEA REFERENCES person (id),
    count BIGINT NOT NULL,
    due_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX outbox_by_number ON outbox (number);
CREATE INDEX outbox_to_number ON outbox (due_at, id) WHERE number IS NULL;
CREATE INDEX outbox_by_subject ON outbox (subject_id, kind);

-- The last number that was given; it outlives the events.
CREATE TABLE outbox_head (
    id BIGINT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO outbox_head (id, number) VALUES (1, 0);

-- Whom an event is for, and whether they have read it.
CREATE TABLE notice (
    outbox_id BYTEA NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    person_id BYTEA NOT NULL REFERENCES person (id),
    number BIGINT,
    read_at BIGINT,
    PRIMARY KEY (outbox_id, person_id)
);
CREATE INDEX notice_by_person ON notice (person_id, number);
CREATE INDEX notice_unread ON notice (person_id, number) WHERE read_at IS NULL;
