//! An evaluation that is out is revised (修订) by whoever scored it: with a reason, answer by answer. What it
//! said before stays readable, with what the agent had done with it; the agent is told, reads both, and has
//! the time to answer anew. While an appeal is open, and once one is decided, the appeal says what changes.

use super::appeals::{AppealError, Choices, Foreseen, foresee, score_of};
use super::desk::DeskError;
use super::draft::check_text;
use super::evaluation_view::{EvaluationView, find, find_to_read, own_view, version_of};
use super::hearing::{AnswerEvent, AnswerState, Forbidden, answer_step, hearing_for};
use super::release::out_at;
use super::{ReviewError, person_of};
use crate::access::{By, Who};
use crate::db::evaluation::{Evaluation, EvaluationState, Revision};
use crate::db::feedback::Feedback;
use crate::db::named::{self, Named};
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, Reading, evaluation, feedback};
use crate::ids::{EvaluationId, PersonId};
use crate::scoring::{Change, Choice, amend};
use jiff::tz::TimeZone;
use serde_json::json;
use std::collections::BTreeMap;

/// A revision to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRevision {
    /// The revision that it is based on.
    pub revision: i32,
    /// Why: the agent reads it.
    pub reason: String,
    /// What is chosen now, by question, with what is said of it; none: the reason of the whole.
    pub changes: BTreeMap<String, (Choice, Option<String>)>,
}

/// What an evaluation said before it was changed, with who changed it.
#[derive(Debug, Clone, PartialEq)]
pub struct RevisionLine {
    /// What is stored.
    pub revision: Revision,
    /// Who revised it, where no appeal did.
    pub revised_by: Option<Named<PersonId>>,
}

/// Revises one's own evaluation that is out.
pub async fn revise(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    by: By,
    id: EvaluationId,
    new: NewRevision,
) -> Result<EvaluationView, ReviewError> {
    let own = person_of(who)?;
    let reason = new.reason.trim().to_owned();
    check_text("reason", Some(&reason))?;
    for (_, comment) in new.changes.values() {
        check_text("comment", comment.as_deref())?;
    }
    if reason.is_empty() {
        return Err(DeskError::ReasonNeeded.into());
    }
    let zone = zone.clone();
    db.write(move |writing| {
        let (found, known) = revisable(writing, own, id)?;
        let card = version_of(writing, &found)?.definition;
        let changes = changes_of(&new, &reason);
        let responses = amend(&card, &found.responses, &changes);
        if responses.answers() == found.responses.answers() {
            return Err(DeskError::NothingRevised.into());
        }
        let score = score_of(&card, &responses)?;
        if !evaluation::revise(writing, id, new.revision, &responses, &score, None)? {
            return Err(AppealError::EvaluationChanged.into());
        }
        evaluation::note_revision(writing, id, new.revision, &reason, own, &known)?;
        feedback::begin_anew(writing, id)?;
        let now = writing.now();
        let anew = out_at(writing, &found, now, &zone)?;
        evaluation::renew_answer(writing, id, anew.answer_until, anew.hear_until)?;
        let news =
            News::new(EventKind::FeedbackRevised, id.as_bytes(), found.subject.person_id).by(Some(own));
        outbox::tell(writing, &news)?;
        let detail = json!({ "revision": new.revision + 1 });
        by.note(writing, "evaluation.revised", "evaluation", id, detail)?;
        own_view(writing, own, id)
    })
    .await
}

fn changes_of(new: &NewRevision, reason: &str) -> BTreeMap<String, Change> {
    let change = |(question, (choice, comment)): (&String, &(Choice, Option<String>))| {
        let said = comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty());
        let reason = Some(said.unwrap_or(reason).to_owned());
        (question.clone(), Change { choice: choice.clone(), reason })
    };
    new.changes.iter().map(change).collect()
}

/// What one's own evaluation would come to with other answers.
pub async fn foresee_revision(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    choices: Choices,
) -> Result<Foreseen, ReviewError> {
    let own = person_of(who)?;
    let (found, card) = db
        .read(move |reading| {
            let (found, _) = revisable(reading, own, id)?;
            let card = version_of(reading, &found)?.definition;
            Ok::<_, ReviewError>((found, card))
        })
        .await?;
    foresee(&card, &found, &found.responses, choices)
}

/// One's own evaluation, if it can be revised now, and what the agent did with it.
fn revisable(
    reading: &mut Reading<'_>,
    own: PersonId,
    id: EvaluationId,
) -> Result<(Evaluation, Feedback), ReviewError> {
    let found = find(reading, Some(own), None, id)?;
    if found.state != EvaluationState::Released || !found.is_out(reading.now()) {
        return Err(ReviewError::NotReleased);
    }
    let known = feedback::of_evaluation(reading, id)?;
    match may_revise(&found, &known) {
        Ok(()) => Ok((found, known)),
        Err(Forbidden::ForThisPurpose) => Err(AppealError::NotForThisPurpose.into()),
        Err(Forbidden::FromHere) => Err(DeskError::AppealDecides.into()),
    }
}

/// Whether an evaluation that is out can be revised where its answer stands.
pub(super) fn may_revise(evaluation: &Evaluation, known: &Feedback) -> Result<(), Forbidden> {
    let hearing = hearing_for(evaluation.purpose);
    answer_step(hearing, AnswerState::of(known), AnswerEvent::Revise).map(|_| ())
}

/// What an evaluation said before it was changed, oldest first; for whoever may read it.
pub async fn revisions_of(db: &Db, who: &Who, id: EvaluationId) -> Result<Vec<RevisionLine>, ReviewError> {
    let who = who.clone();
    db.read(move |reading| {
        find_to_read(reading, &who, id)?;
        let revisions = evaluation::revisions(reading, id)?;
        let people = named::of_people(reading, revisions.iter().filter_map(|one| one.revised_by))?;
        let line = |revision: Revision| RevisionLine {
            revised_by: revision.revised_by.map(|id| people.named(id)),
            revision,
        };
        Ok(revisions.into_iter().map(line).collect())
    })
    .await
}
