-- Which recordings of a source are transcribed by themselves: `all`, `assigned_first`, `on_request`, or a
-- share of its calls such as `20%`.
ALTER TABLE source ADD COLUMN transcribes TEXT COLLATE "C" NOT NULL DEFAULT 'all';
