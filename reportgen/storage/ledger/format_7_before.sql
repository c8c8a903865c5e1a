-- From format 7 to 8, before the new tables are made: SQLite cannot change the check of a column.

CREATE TABLE answer_before AS SELECT * FROM answer;
DROP TABLE answer;
ALTER TABLE original RENAME TO original_before;
