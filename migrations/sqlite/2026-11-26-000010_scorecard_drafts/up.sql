-- Scorecards are edited here: one draft a scorecard, saved whole.

-- `edit` counts the saves, so that two windows never overwrite each other unseen. The definition is
-- kept as it was typed, also while it is no scorecard yet; `based_on` is the version that was the
-- latest when the draft was begun. A scorecard that was never published has a draft alone.
CREATE TABLE scorecard_draft (
    scorecard_id BLOB NOT NULL PRIMARY KEY REFERENCES scorecard (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,
    definition_json TEXT NOT NULL,
    based_on BLOB REFERENCES scorecard_version (id),
    changed_by BLOB REFERENCES person (id),
    changed_at INTEGER NOT NULL
) STRICT;
