-- The words of an utterance with their times and how sure the engine was of each: a JSON list of
-- [characters, milliseconds since the end of the one before, milliseconds long, percent]. The first counts
-- from the start of the recording; -1 percent: not heard but put there. None: not known.
ALTER TABLE utterance ADD COLUMN words TEXT COLLATE "C";
-- The same of what everybody may read; none also where somebody corrected the text.
ALTER TABLE wording ADD COLUMN words TEXT COLLATE "C";

-- How far the words of a recording can be trusted: how many there are and how many of them are doubtful, with
-- corrections laid over; how many windows were heard, heard again and given up while they were made.
CREATE TABLE transcript_quality (
    recording_id BYTEA NOT NULL PRIMARY KEY REFERENCES recording (id) ON DELETE CASCADE,
    call_id BYTEA NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    words INTEGER NOT NULL,
    doubtful INTEGER NOT NULL,
    windows INTEGER NOT NULL,
    repeated INTEGER NOT NULL,
    discarded INTEGER NOT NULL,
    is_poor BOOLEAN NOT NULL
);
CREATE INDEX transcript_quality_by_call ON transcript_quality (call_id, is_poor);
CREATE INDEX transcript_quality_poor ON transcript_quality (is_poor, call_id);
