-- Lists that show only what passed, or only what did not, by when it was released.
CREATE INDEX evaluation_by_result ON evaluation (passed, released_at, id);
