DROP TABLE correction;
