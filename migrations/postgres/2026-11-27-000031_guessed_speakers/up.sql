-- Who says an utterance, `agent` or `customer`, as guessed from the voice where both sides are on one channel.
ALTER TABLE utterance ADD COLUMN speaker TEXT COLLATE "C";
