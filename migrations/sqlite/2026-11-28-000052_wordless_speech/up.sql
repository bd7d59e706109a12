-- Stretches in which somebody speaks and no word could be believed: what is said there is not known, and may be
-- a number that is to be hidden.
CREATE TABLE wordless_speech (
    id INTEGER PRIMARY KEY,
    transcript_id BLOB NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    channel INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX wordless_speech_of_transcript ON wordless_speech (transcript_id, start_ms);
