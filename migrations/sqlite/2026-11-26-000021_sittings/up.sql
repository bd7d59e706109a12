-- Sitting beside an agent (旁听) and listening live (实时监听): evaluations without a recording.

-- Beside every evaluation that was begun so. Until it is tied to a call, positions in it count from
-- `began_at`; from then on they lie on the call's timeline.
CREATE TABLE sitting (
    evaluation_id BLOB NOT NULL PRIMARY KEY REFERENCES evaluation (id) ON DELETE CASCADE,
    queue_id BLOB REFERENCES queue (id),
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    tied_at INTEGER
) STRICT;

-- What the agent was reminded of on the spot (现场提醒).
CREATE TABLE reminder (
    id BLOB NOT NULL PRIMARY KEY,
    evaluation_id BLOB NOT NULL REFERENCES evaluation (id) ON DELETE CASCADE,
    given_at INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX reminder_by_evaluation ON reminder (evaluation_id, given_at);
