-- What was said, to be found. Both indexes hold tokens that are made outside, separated by blanks; the
-- tokenizer `ascii` cuts at the blanks and changes nothing. What is deleted is taken out of the pages too.

-- With positions, one row an utterance: for phrases. The row's number is that of `wording`.
CREATE VIRTUAL TABLE search_utterance USING fts5(tokens, tokenize = 'ascii', columnsize = 0);
INSERT INTO search_utterance (search_utterance, rank) VALUES ('secure-delete', 1);

-- What one side says in a recording: for words, which would be looked up once an utterance otherwise.
CREATE TABLE search_side (
    id INTEGER PRIMARY KEY,
    recording_id BLOB NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    call_id BLOB NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    role TEXT
) STRICT;

CREATE INDEX search_side_recording ON search_side (recording_id);
CREATE INDEX search_side_call ON search_side (call_id);

-- Without positions, one row a side: its number is that of `search_side`.
CREATE VIRTUAL TABLE search_word USING fts5(words, tokenize = 'ascii', detail = none, columnsize = 0);
INSERT INTO search_word (search_word, rank) VALUES ('secure-delete', 1);

-- Full-text tables know no references.
CREATE TRIGGER wording_forgotten AFTER DELETE ON wording BEGIN
    DELETE FROM search_utterance WHERE rowid = old.id;
END;

CREATE TRIGGER search_side_forgotten AFTER DELETE ON search_side BEGIN
    DELETE FROM search_word WHERE rowid = old.id;
END;
