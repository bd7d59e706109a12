ALTER TABLE utterance DROP COLUMN speaker;
