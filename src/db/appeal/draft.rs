//! An appeal that the agent has begun to write: theirs alone, and gone once it is submitted.

use super::AppealItem;
use crate::db::columns::{from_json, to_json};
use crate::db::schema::appeal_draft;
use crate::db::{DbError, Reading, Writing};
use crate::ids::EvaluationId;
use crate::scoring::Choice;
use crate::time::Instant;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// What is written so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealDraft {
    /// How often it was saved.
    pub edit: i32,
    /// The items; a reason may still be empty.
    pub items: Vec<AppealItem>,
    /// When it was saved last.
    pub changed_at: Instant,
}

#[derive(Serialize, Deserialize)]
struct Item {
    question: String,
    reason: String,
    proposed: Option<Choice>,
    heard: Option<(i64, i64)>,
    #[serde(default)]
    turn: Option<i32>,
}

/// What the agent has written about this evaluation.
pub fn draft_of(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<AppealDraft>, DbError> {
    let row: Option<(i32, String, Instant)> = appeal_draft::table
        .find(id)
        .select((appeal_draft::edit, appeal_draft::items_json, appeal_draft::changed_at))
        .first(reading.connection)
        .optional()?;
    let Some((edit, items_json, changed_at)) = row else { return Ok(None) };
    let items: Vec<Item> = from_json("an appeal that is being written", &items_json)?;
    let item = |one: Item| AppealItem {
        question: one.question,
        reason: one.reason,
        proposed: one.proposed,
        heard: one.heard,
        turn: one.turn,
        outcome: None,
    };
    Ok(Some(AppealDraft { edit, items: items.into_iter().map(item).collect(), changed_at }))
}

/// Saves what is written, on top of the save with this number (0: of none). Where another came between,
/// nothing is stored and the answer is `false`.
pub fn save_draft(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    edit: i32,
    items: &[AppealItem],
) -> Result<bool, DbError> {
    let now = writing.now();
    let stored = |one: &AppealItem| Item {
        question: one.question.clone(),
        reason: one.reason.clone(),
        proposed: one.proposed.clone(),
        heard: one.heard,
        turn: one.turn,
    };
    let items: Vec<Item> = items.iter().map(stored).collect();
    let saved = (
        appeal_draft::edit.eq(edit.saturating_add(1)),
        appeal_draft::items_json.eq(to_json(&items)?),
        appeal_draft::changed_at.eq(now),
    );
    if edit == 0 && draft_of(writing, id)?.is_none() {
        diesel::insert_into(appeal_draft::table)
            .values((appeal_draft::evaluation_id.eq(id), saved))
            .execute(writing.connection)?;
        return Ok(true);
    }
    let standing = appeal_draft::table.find(id).filter(appeal_draft::edit.eq(edit));
    Ok(diesel::update(standing).set(saved).execute(writing.connection)? == 1)
}

/// Throws it away.
pub fn forget_draft(writing: &mut Writing<'_>, id: EvaluationId) -> Result<(), DbError> {
    diesel::delete(appeal_draft::table.find(id)).execute(writing.connection)?;
    Ok(())
}
