//! Drafts of scorecards: what the next version is going to be, as it was typed.
//!
//! There is one draft a scorecard at most. It is saved whole, and each save names the one that it
//! is based on, so that two windows never overwrite each other unseen.

use super::columns::{from_json, to_json};
use super::schema::scorecard_draft;
use super::{DbError, Reading, Writing};
use crate::ids::{PersonId, ScorecardId, ScorecardVersionId};
use crate::time::Instant;
use diesel::prelude::*;
use serde_json::{Map, Value};

/// A draft.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorecardDraft {
    /// The scorecard that it will be a version of.
    pub scorecard_id: ScorecardId,
    /// How often it was saved, counted from 1.
    pub edit: i32,
    /// The definition as it was typed; it may have mistakes.
    pub definition: Map<String, Value>,
    /// The latest version when the draft was begun; none: there was none.
    pub based_on: Option<ScorecardVersionId>,
    /// Who saved it last.
    pub changed_by: Option<PersonId>,
    /// When.
    pub changed_at: Instant,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = scorecard_draft)]
struct DraftRow {
    scorecard_id: ScorecardId,
    edit: i32,
    definition_json: String,
    based_on: Option<ScorecardVersionId>,
    changed_by: Option<PersonId>,
    changed_at: Instant,
}

impl DraftRow {
    fn into_draft(self) -> Result<ScorecardDraft, DbError> {
        Ok(ScorecardDraft {
            scorecard_id: self.scorecard_id,
            edit: self.edit,
            definition: from_json("a scorecard's draft", &self.definition_json)?,
            based_on: self.based_on,
            changed_by: self.changed_by,
            changed_at: self.changed_at,
        })
    }
}

/// The draft of this scorecard.
pub fn of_card(reading: &mut Reading<'_>, id: ScorecardId) -> Result<Option<ScorecardDraft>, DbError> {
    let row: Option<DraftRow> = scorecard_draft::table.find(id).first(reading.connection).optional()?;
    row.map(DraftRow::into_draft).transpose()
}

/// Every draft, in no order: one a scorecard, of which there are a handful.
pub fn all(reading: &mut Reading<'_>) -> Result<Vec<ScorecardDraft>, DbError> {
    let rows: Vec<DraftRow> = scorecard_draft::table.load(reading.connection)?;
    rows.into_iter().map(DraftRow::into_draft).collect()
}

/// Begins the draft of a scorecard that has none; its first save has the number 1.
pub fn insert(
    writing: &mut Writing<'_>,
    scorecard_id: ScorecardId,
    definition: &Map<String, Value>,
    based_on: Option<ScorecardVersionId>,
    changed_by: Option<PersonId>,
) -> Result<(), DbError> {
    let row = DraftRow {
        scorecard_id,
        edit: 1,
        definition_json: to_json(definition)?,
        based_on,
        changed_by,
        changed_at: writing.now(),
    };
    diesel::insert_into(scorecard_draft::table).values(&row).execute(writing.connection)?;
    Ok(())
}

/// Stores what the draft holds now. `edit` is the number of the save it is based on; where that is
/// not the last one, nothing is stored and the answer is `false`.
pub fn save(
    writing: &mut Writing<'_>,
    scorecard_id: ScorecardId,
    edit: i32,
    definition: &Map<String, Value>,
    changed_by: Option<PersonId>,
) -> Result<bool, DbError> {
    let now = writing.now();
    let based_on = scorecard_draft::table.find(scorecard_id).filter(scorecard_draft::edit.eq(edit));
    let stored = diesel::update(based_on)
        .set((
            scorecard_draft::edit.eq(edit.saturating_add(1)),
            scorecard_draft::definition_json.eq(to_json(definition)?),
            scorecard_draft::changed_by.eq(changed_by),
            scorecard_draft::changed_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(stored == 1)
}

/// Throws the draft away, if `edit` is its last save; says whether it was.
pub fn delete(writing: &mut Writing<'_>, scorecard_id: ScorecardId, edit: i32) -> Result<bool, DbError> {
    let last = scorecard_draft::table.find(scorecard_id).filter(scorecard_draft::edit.eq(edit));
    Ok(diesel::delete(last).execute(writing.connection)? == 1)
}
