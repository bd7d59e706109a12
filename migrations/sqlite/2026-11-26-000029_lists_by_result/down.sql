DROP INDEX evaluation_by_result;
