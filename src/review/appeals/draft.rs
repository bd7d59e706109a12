//! An appeal that the agent has begun to write: saved while they write, seen by nobody else.

use super::error::AppealError;
use super::submit::ITEMS_MOST;
use crate::access::{AccessError, Permission, Who};
use crate::db::appeal::{self, AppealDraft, AppealItem};
use crate::db::{Db, Reading, Scope};
use crate::ids::{EvaluationId, PersonId};
use crate::review::draft::check_text;
use crate::review::feedback::{answer_after, found};
use crate::review::hearing::AnswerEvent;
use crate::review::{ReviewError, person_of};

/// What the caller has written about the evaluation of their own call; none: nothing yet.
pub async fn appeal_draft(db: &Db, who: &Who, id: EvaluationId) -> Result<Option<AppealDraft>, ReviewError> {
    let (scope, person_id) = agent_of(who)?;
    db.read(move |reading| {
        own(reading, &scope, person_id, id)?;
        Ok(appeal::draft_of(reading, id)?)
    })
    .await
}

/// Saves what is written, on top of the save with the number `edit`. It may be unfinished; what it holds
/// is looked at when it is submitted.
pub async fn save_appeal_draft(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    edit: i32,
    items: Vec<AppealItem>,
) -> Result<AppealDraft, ReviewError> {
    let (scope, person_id) = agent_of(who)?;
    if items.len() > ITEMS_MOST {
        return Err(AppealError::Bad { problem: "an appeal names a hundred items at most" }.into());
    }
    for item in &items {
        check_text("reason", Some(&item.reason))?;
        check_text("question", Some(&item.question))?;
    }
    db.write(move |writing| {
        let evaluation = own(writing, &scope, person_id, id)?;
        answer_after(writing, &evaluation, AnswerEvent::Appeal)?;
        if !appeal::save_draft(writing, id, edit, &items)? {
            return Err(ReviewError::EditedElsewhere);
        }
        appeal::draft_of(writing, id)?.ok_or(ReviewError::NotFound { what: "appeal" })
    })
    .await
}

/// Throws away what is written.
pub async fn forget_appeal_draft(db: &Db, who: &Who, id: EvaluationId) -> Result<(), ReviewError> {
    let (scope, person_id) = agent_of(who)?;
    db.write(move |writing| {
        own(writing, &scope, person_id, id)?;
        Ok(appeal::forget_draft(writing, id)?)
    })
    .await
}

fn agent_of(who: &Who) -> Result<(Scope, PersonId), ReviewError> {
    let scope = who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    Ok((scope, person_of(who)?))
}

fn own(
    reading: &mut Reading<'_>,
    scope: &Scope,
    person_id: PersonId,
    id: EvaluationId,
) -> Result<crate::db::evaluation::Evaluation, ReviewError> {
    let evaluation = found(reading, scope, id)?;
    if evaluation.subject.person_id == Some(person_id) {
        Ok(evaluation)
    } else {
        Err(ReviewError::NotFound { what: "evaluation" })
    }
}
