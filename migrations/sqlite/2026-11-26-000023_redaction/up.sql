-- Redaction (脱敏): what is hidden of a recording, in its words and in its sound.

-- Whether a source's recordings are redacted, and what is heard in place of what is hidden.
ALTER TABLE source ADD COLUMN redacts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE source ADD COLUMN redaction_cover TEXT NOT NULL DEFAULT 'silence';

-- That the words of a recording were looked through, by the rules of this number. `edition` counts how
-- often the spans changed, `sound_edition` is the one that the redacted sound was made from.
CREATE TABLE redaction (
    recording_id BLOB NOT NULL PRIMARY KEY REFERENCES recording (id) ON DELETE CASCADE,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    rules INTEGER NOT NULL,
    spans INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    sound_edition INTEGER,
    worked_out_at INTEGER NOT NULL
) STRICT;
CREATE INDEX redaction_by_call ON redaction (call_id);

CREATE TABLE redaction_span (
    id INTEGER PRIMARY KEY,
    recording_id BLOB NOT NULL REFERENCES redaction (recording_id) ON DELETE CASCADE,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    kind TEXT NOT NULL
) STRICT;
CREATE INDEX redaction_span_by_recording ON redaction_span (recording_id, start_ms);
