-- What a recording tells before anybody listens: for choosing calls, and for a hint to who listens.

CREATE TABLE recording_signal (
    recording_id BYTEA NOT NULL PRIMARY KEY REFERENCES recording (id) ON DELETE CASCADE,
    silence_ms BIGINT NOT NULL,
    longest_silence_ms BIGINT NOT NULL,
    overtalk_ms BIGINT NOT NULL,
    one_sided BOOLEAN NOT NULL
);

-- Levels are hundredths of dBFS, clipping is of a million samples that are heard. How long somebody
-- speaks and how fast, in words or characters a minute, is known once there is a transcript.
CREATE TABLE channel_signal (
    recording_id BYTEA NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    channel INTEGER NOT NULL,
    heard_ms BIGINT NOT NULL,
    level_dbfs_hundredths INTEGER NOT NULL,
    peak_dbfs_hundredths INTEGER NOT NULL,
    clipped_ppm INTEGER NOT NULL,
    speech_ms BIGINT,
    pace_per_minute INTEGER,
    PRIMARY KEY (recording_id, channel)
);
