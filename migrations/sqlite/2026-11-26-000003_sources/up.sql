-- Sources are configured: what their files and metadata look like, where their calls belong.

-- What a query asks for is a column; what only the interpretation of an arrival reads is settings_json.
ALTER TABLE source ADD COLUMN kind TEXT NOT NULL DEFAULT 'upload';
ALTER TABLE source ADD COLUMN settings_json TEXT NOT NULL DEFAULT '{}';
ALTER TABLE source ADD COLUMN project_id BLOB REFERENCES project (id);
ALTER TABLE source ADD COLUMN queue_id BLOB REFERENCES queue (id);
-- For how many days its calls are kept, where no rule says otherwise; none: nothing is said.
ALTER TABLE source ADD COLUMN retention_days INTEGER;
-- The last arrival that the watch over sources has counted, and, where by the source's own habit more
-- should have come since, the moment it fell silent.
ALTER TABLE source ADD COLUMN last_arrival_at INTEGER;
ALTER TABLE source ADD COLUMN silent_since INTEGER;

-- Which agent sat at an extension, and when; `agent` is the external id that calls are entered with.
CREATE TABLE source_extension (
    id INTEGER PRIMARY KEY,
    source_id BLOB NOT NULL REFERENCES source (id),
    extension TEXT NOT NULL,
    agent TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE INDEX source_extension_at ON source_extension (source_id, extension, from_at);

-- How much came in each hour that is over, counted once; an hour without arrivals has no row.
CREATE TABLE source_hour (
    source_id BLOB NOT NULL REFERENCES source (id),
    hour_at INTEGER NOT NULL,
    arrivals INTEGER NOT NULL,
    PRIMARY KEY (source_id, hour_at)
) STRICT;

ALTER TABLE token ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN used_at INTEGER;
CREATE INDEX token_by_source ON token (source_id);

CREATE INDEX recording_by_arrival ON recording (created_at);
CREATE INDEX call_by_arrival ON call (source_id, created_at);
