-- What a job is about, in milliseconds of sound; when its attempt began; how far it is, of a thousand.
ALTER TABLE job ADD COLUMN audio_ms BIGINT;
ALTER TABLE job ADD COLUMN begun_at BIGINT;
ALTER TABLE job ADD COLUMN progress INTEGER;
