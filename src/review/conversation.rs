//! What agent and inspector say to each other about an evaluation that is out: replies to notes, and
//! whether it helped.

use super::draft::check_text;
use super::evaluation_view::{EvaluationView, find, view};
use super::feedback::found;
use super::{ReviewError, person_of};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::evaluation::{Evaluation, EvaluationState};
use crate::db::feedback_rating::{self, FeedbackRating};
use crate::db::note_reply::{self, NoteReply};
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, Page, Window, evaluation_note};
use crate::ids::{EvaluationId, NoteId, NoteReplyId, PersonId};
use serde_json::json;

/// The most replies that an evaluation has.
pub(super) const REPLIES_MOST: i64 = 200;

/// What agents said of an inspector's feedback. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratings {
    /// How often it was rated.
    pub rated: i64,
    /// How often it helped.
    pub helpful: i64,
    /// What was said in words, the youngest first.
    pub words: Page<FeedbackRating>,
}

/// Replies to a note: the agent whom the evaluation is about, or the inspector who made it. The other of
/// the two is told.
pub async fn reply_to_note(
    db: &Db,
    who: &Who,
    by: By,
    id: EvaluationId,
    note_id: NoteId,
    text: String,
) -> Result<EvaluationView, ReviewError> {
    let person_id = person_of(who)?;
    let own = who.scope(Permission::AnswerFeedback);
    check_text("reply", Some(&text))?;
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(ReviewError::WordsNeeded);
    }
    db.write(move |writing| {
        let evaluation = find(writing, Some(person_id), own.as_ref(), id)?;
        let other = other_of(&evaluation, person_id)?;
        if !evaluation.is_out(writing.now()) || evaluation.state != EvaluationState::Released {
            return Err(ReviewError::NotReleased);
        }
        let notes = evaluation_note::of_evaluation(writing, id)?;
        if !notes.iter().any(|note| note.id == note_id) {
            return Err(ReviewError::NotFound { what: "note" });
        }
        if note_reply::count(writing, id)? >= REPLIES_MOST {
            return Err(ReviewError::TooManyReplies { most: REPLIES_MOST });
        }
        let at = writing.now();
        let text = text.clone();
        let reply = NoteReply { id: NoteReplyId::new(), evaluation_id: id, note_id, person_id, text, at };
        note_reply::insert(writing, &reply)?;
        let kind =
            if other == evaluation.evaluator_id { EventKind::NoteReplied } else { EventKind::NoteAnswered };
        outbox::tell(writing, &News::new(kind, id.as_bytes(), [other]).by(Some(person_id)))?;
        by.note(writing, "evaluation.note_replied", "evaluation", id, json!({ "note": note_id }))?;
        view(writing, evaluation)
    })
    .await
}

/// With whom this person talks about the evaluation: nobody but the two has a part in it.
fn other_of(evaluation: &Evaluation, person_id: PersonId) -> Result<PersonId, ReviewError> {
    let agent = evaluation.subject.person_id;
    if evaluation.evaluator_id == person_id {
        return agent.ok_or(ReviewError::NotFound { what: "agent" });
    }
    if agent == Some(person_id) { Ok(evaluation.evaluator_id) } else { Err(AccessError::NotPermitted.into()) }
}

/// Says whether the feedback on one's own call helped. It may be said otherwise later.
pub async fn rate_feedback(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    is_helpful: bool,
    words: Option<String>,
) -> Result<EvaluationView, ReviewError> {
    let scope = who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let person_id = person_of(who)?;
    check_text("words", words.as_deref())?;
    let words = words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
    db.write(move |writing| {
        let evaluation = found(writing, &scope, id)?;
        if evaluation.subject.person_id != Some(person_id) {
            return Err(ReviewError::NotFound { what: "evaluation" });
        }
        let rating = FeedbackRating {
            evaluation_id: id,
            evaluator_id: evaluation.evaluator_id,
            is_helpful,
            words: words.clone(),
            rated_at: writing.now(),
        };
        feedback_rating::put(writing, &rating)?;
        view(writing, evaluation)
    })
    .await
}

/// What agents said of the caller's feedback.
pub async fn own_ratings(db: &Db, who: &Who, window: Window) -> Result<Ratings, ReviewError> {
    who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?;
    let own = person_of(who)?;
    db.read(move |reading| {
        let (rated, helpful) = feedback_rating::totals(reading, own)?;
        Ok(Ratings { rated, helpful, words: feedback_rating::words_to(reading, own, window)? })
    })
    .await
}
