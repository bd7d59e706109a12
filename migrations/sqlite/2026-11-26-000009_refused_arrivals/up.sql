-- What was refused is remembered as a fact, and an erasure reaches what stands outside calls.

-- Uploads that were refused: nothing of the file is kept but its name with the digits hidden. The same name
-- refused again for the same reason is the same row.
CREATE TABLE refused_arrival (
    id BLOB NOT NULL PRIMARY KEY,
    source_id BLOB NOT NULL REFERENCES source (id),
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    times INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    UNIQUE (source_id, code, name)
) STRICT;
CREATE INDEX refused_arrival_by_source ON refused_arrival (source_id, last_at, id);
CREATE INDEX refused_arrival_by_age ON refused_arrival (last_at);

-- What a request found outside calls, and removed: descriptions that waited, names of watched files; and the
-- tables of calls on their way in that name the number, whose calls come later.
ALTER TABLE erasure ADD COLUMN descriptions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE erasure ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
ALTER TABLE erasure ADD COLUMN imports INTEGER NOT NULL DEFAULT 0;

CREATE INDEX watched_file_by_age ON watched_file (lies_in, changed_at, id);
CREATE INDEX cdr_import_by_age ON cdr_import (created_at);
