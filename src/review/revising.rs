//! An evaluation that is out is revised (修订) by whoever scored it: with a reason, answer by answer, and in
//! what it says of the sale and of the call's disposition. What it said before stays readable, with what the agent had done with it; the agent is told, reads both, and has
//! the time to answer anew. While an appeal is open, and once one is decided, the appeal says what changes.

use super::appeals::{AppealError, Choices, Foreseen, foresee, score_of};
use super::desk::{DeskError, note_faults, tidied};
use super::draft::check_text;
use super::evaluation_view::{EvaluationView, duration_for, find, find_to_read, own_view, version_of};
use super::hearing::{AnswerEvent, AnswerState, Forbidden, answer_step, hearing_for};
use super::progress::must_stand;
use super::release::out_at;
use super::{ReviewError, person_of};
use crate::access::{By, Who};
use crate::db::evaluation::{Disposition, Evaluation, EvaluationState, Revision};
use crate::db::feedback::Feedback;
use crate::db::named::{self, Named};
use crate::db::outbox::{self, EventKind, News};
use crate::db::scorecard::ScorecardVersion;
use crate::db::verification::{self, Finding};
use crate::db::{Db, Reading, evaluation, feedback};
use crate::ids::{EvaluationId, PersonId};
use crate::scoring::{Change, Choice, Responses, ScoreRecord, amend};
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
    /// What is answered now, by question. A changed answer of which nothing is said has the reason of the
    /// whole as its comment.
    pub changes: BTreeMap<String, Change>,
    /// What became of the sale; none: what was found.
    pub finding: Option<Finding>,
    /// What is said of the call's disposition; none: what was said.
    pub disposition: Option<Disposition>,
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
    for change in new.changes.values() {
        check_text("comment", change.comment.as_deref())?;
    }
    check_text("detail", new.finding.as_ref().and_then(|finding| finding.detail.as_deref()))?;
    let disposition = new.disposition.clone().map(tidied).transpose()?;
    if reason.is_empty() {
        return Err(DeskError::ReasonNeeded.into());
    }
    let zone = zone.clone();
    db.write(move |writing| {
        let (found, known) = revisable(writing, own, id)?;
        let ScorecardVersion { scorecard_id, definition: card, .. } = version_of(writing, &found)?;
        let responses = amend(&card, &found.responses, &changes_of(&new, &found.responses, &reason));
        let finding = other_finding(writing, id, new.finding.as_ref())?;
        let stood = evaluation::disposition_of(writing, id)?;
        let said = disposition.as_ref().filter(|said| stood.as_ref() != Some(said));
        if responses == found.responses && finding.is_none() && said.is_none() {
            return Err(DeskError::NothingRevised.into());
        }
        let score = score_of(&card, &responses)?;
        must_stand(&card, &found.responses, &responses, duration_for(writing, &found)?)?;
        if !evaluation::revise(writing, id, new.revision, &responses, &score, None)? {
            return Err(AppealError::EvaluationChanged.into());
        }
        evaluation::note_revision(writing, id, new.revision, &reason, own, &known)?;
        note_faults(writing, &found, scorecard_id, &responses, &ScoreRecord::of(&score)?)?;
        if finding.is_some() {
            verification::find(writing, id, finding)?;
        }
        if said.is_some() {
            evaluation::say_disposition(writing, id, said)?;
        }
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

/// What became of the sale after all; none: what was found before.
fn other_finding<'f>(
    reading: &mut Reading<'_>,
    id: EvaluationId,
    said: Option<&'f Finding>,
) -> Result<Option<&'f Finding>, ReviewError> {
    let Some(said) = said else { return Ok(None) };
    let stood = verification::of_evaluation(reading, id)?.ok_or(ReviewError::NotAVerification)?;
    if !said.is_whole() {
        return Err(ReviewError::OutcomeNeeded);
    }
    Ok(Some(said).filter(|said| stood.finding().as_ref() != Some(said)))
}

fn changes_of(new: &NewRevision, before: &Responses, reason: &str) -> BTreeMap<String, Change> {
    let change = |(question, change): (&String, &Change)| {
        let said = change.comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty());
        let is_same = change.choice.is_same_as(&Choice::of(before.to(question)));
        let comment = said.or_else(|| (!is_same).then_some(reason)).map(str::to_owned);
        (question.clone(), Change { comment, ..change.clone() })
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
