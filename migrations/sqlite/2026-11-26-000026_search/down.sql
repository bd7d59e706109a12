DROP TRIGGER search_side_forgotten;
DROP TRIGGER wording_forgotten;
DROP TABLE search_word;
DROP TABLE search_side;
DROP TABLE search_utterance;
