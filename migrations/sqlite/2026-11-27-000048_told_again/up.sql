-- A clock that ran out is told of twice: when it runs out, and once more to those above. When that is.
ALTER TABLE evaluation_clock ADD COLUMN tell_again_at INTEGER;
