-- What stands behind an answer that a ruling changes: its causes and what shows it; none: as they stood.
ALTER TABLE appeal_item_ruling ADD COLUMN grounds_json TEXT;

-- A revision may put right what was said of the sale and of the call's disposition; what was said before is
-- kept with it. Until now nothing could change either after the release, so the revisions there are said the
-- same as the evaluation does.
ALTER TABLE evaluation_revision ADD COLUMN outcome TEXT;
ALTER TABLE evaluation_revision ADD COLUMN outcome_detail TEXT;
ALTER TABLE evaluation_revision ADD COLUMN disposition_is_right INTEGER;
ALTER TABLE evaluation_revision ADD COLUMN disposition_corrected TEXT;
UPDATE evaluation_revision SET
    outcome = (SELECT v.outcome FROM verification v
        WHERE v.evaluation_id = evaluation_revision.evaluation_id),
    outcome_detail = (SELECT v.detail FROM verification v
        WHERE v.evaluation_id = evaluation_revision.evaluation_id),
    disposition_is_right = (SELECT d.is_right FROM evaluation_disposition d
        WHERE d.evaluation_id = evaluation_revision.evaluation_id),
    disposition_corrected = (SELECT d.corrected FROM evaluation_disposition d
        WHERE d.evaluation_id = evaluation_revision.evaluation_id);

-- Of the verifications of one sale the last one counts, also once its call is gone.
CREATE INDEX evaluation_by_removal ON evaluation (removal_id) WHERE removal_id IS NOT NULL;
