ALTER TABLE source DROP COLUMN transcribes;
