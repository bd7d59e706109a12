-- An appeal against the score of a text names the message that it means, as one of a call names seconds.
ALTER TABLE appeal_item ADD COLUMN turn INTEGER;
