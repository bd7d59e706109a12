DROP TABLE transcript_quality;
ALTER TABLE wording DROP COLUMN words;
ALTER TABLE utterance DROP COLUMN words;
