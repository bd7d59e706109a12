-- The object store: which one is in force, looked through, moved to another.

-- Until now there was only the folder in the data folder.
INSERT INTO setting (name, value, changed_at)
SELECT 'object_store', 'data-folder', MAX(created_at) FROM stored_object HAVING COUNT(*) > 0;

-- One walk through everything that is stored. Whoever goes on with it holds it for a while.
CREATE TABLE storage_check (
    id BLOB NOT NULL PRIMARY KEY,
    store TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    ended_at INTEGER,
    held_by BLOB,
    held_until INTEGER NOT NULL,
    seen_to BLOB,
    expected INTEGER NOT NULL,
    objects INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    damaged INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    strays INTEGER NOT NULL
) STRICT;
CREATE INDEX storage_check_by_start ON storage_check (began_at, id);
CREATE UNIQUE INDEX storage_check_one_open ON storage_check ((ended_at IS NULL)) WHERE ended_at IS NULL;

-- What was found; the first thousand of a walk, which counts them all.
CREATE TABLE storage_finding (
    id INTEGER PRIMARY KEY,
    check_id BLOB NOT NULL REFERENCES storage_check (id) ON DELETE CASCADE,
    key BLOB NOT NULL,
    problem TEXT NOT NULL,
    purpose TEXT,
    recording_id BLOB,
    call_id BLOB
) STRICT;
CREATE INDEX storage_finding_by_check ON storage_finding (check_id, id);

-- What a move has copied to its target so far, byte by byte compared.
CREATE TABLE object_copy (
    key BLOB NOT NULL PRIMARY KEY REFERENCES stored_object (key) ON DELETE CASCADE
) STRICT;
