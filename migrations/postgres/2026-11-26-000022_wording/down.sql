DROP TABLE wording;
