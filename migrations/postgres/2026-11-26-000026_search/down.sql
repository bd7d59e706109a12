DROP TABLE search_word;
DROP TABLE search_side;
DROP TABLE search_utterance;
