-- How often a lease of the job ran out: the whole server died, or its machine. The first times that
-- costs no attempt.
ALTER TABLE job ADD COLUMN interruptions INTEGER NOT NULL DEFAULT 0;
