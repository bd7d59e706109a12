//! Evaluations are released, or closed without a score; both can be taken back for ten seconds.

use super::draft::check_text;
use super::evaluation_view::{
    EvaluationView, READ_BY_ALL, duration_of, find, must_be_draft, version_of, view,
};
use super::evaluations::move_assignment;
use super::hearing::answer_until;
use super::sittings::end_with;
use super::trail::{Step, record};
use super::{ReviewError, person_of};
use crate::access::Who;
use crate::db::assignment::AssignmentState;
use crate::db::evaluation::{Evaluation, EvaluationState, NoScore, NoScoreReason, Release};
use crate::db::outbox::{self, EventKind, News};
use crate::db::verification::{self, Finding, Outcome};
use crate::db::{Db, Reading, Writing, evaluation};
use crate::ids::{EvaluationId, PersonId, RequestId};
use crate::scoring::{Score, ScoringError, open_points, score};
use crate::time::Instant;
use jiff::tz::TimeZone;
use std::time::Duration;

/// How long a release can be taken back.
const UNDO: Duration = Duration::from_secs(10);

/// Releases a draft whose last save was `edit`. It is out ten seconds later.
pub async fn release_draft(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    id: EvaluationId,
    edit: i32,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    let person_id = person_of(who)?;
    let actor = who.actor();
    let zone = zone.clone();
    // Before the transaction that writes: nobody else waits for the arithmetic, and the score is
    // stored only if the draft is still the one that was scored.
    let score = db.read(move |reading| score_of_draft(reading, person_id, id, edit)).await?;
    db.write(move |writing| {
        let draft = find(writing, Some(person_id), None, id)?;
        let release = in_a_moment(writing.now(), &zone);
        if !evaluation::release(writing, id, edit, &score, &release)? {
            return Err(ReviewError::EditedElsewhere);
        }
        move_assignment(writing, draft.assignment_id, AssignmentState::Started, AssignmentState::Done)?;
        end_with(writing, id)?;
        tell_agent(writing, &draft, release.at)?;
        record(writing, actor, request_id, id, Step::Released)?;
        own_view(writing, person_id, id)
    })
    .await
}

/// The score of a draft that is ready.
fn score_of_draft(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    id: EvaluationId,
    edit: i32,
) -> Result<Score, ReviewError> {
    let draft = find(reading, Some(person_id), None, id)?;
    must_be_draft(&draft)?;
    if draft.edit != edit {
        return Err(ReviewError::EditedElsewhere);
    }
    must_say_outcome(reading, &draft)?;
    let card = version_of(reading, &draft)?.definition;
    let duration_ms = match draft.subject.call_id {
        Some(call_id) => duration_of(reading, call_id)?,
        None => None,
    };
    let open = open_points(&card, &draft.responses, duration_ms);
    if !open.is_empty() {
        return Err(ReviewError::NotReady { open });
    }
    score(&card, &draft.responses.answers()).map_err(|errors| ScoringError::from(errors).into())
}

/// A verification says what became of the sale: a corrected one with what is right, a rejected one
/// with why.
fn must_say_outcome(reading: &mut Reading<'_>, draft: &Evaluation) -> Result<(), ReviewError> {
    let Some(stored) = verification::of_evaluation(reading, draft.id)? else { return Ok(()) };
    let is_said = match stored.finding() {
        None => false,
        Some(Finding { outcome: Outcome::Confirmed, .. }) => true,
        Some(Finding { detail, .. }) => detail.is_some_and(|detail| !detail.trim().is_empty()),
    };
    if is_said { Ok(()) } else { Err(ReviewError::OutcomeNeeded) }
}

/// Closes a draft without a score.
pub async fn close_without_score(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    id: EvaluationId,
    no_score: NoScore,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    let person_id = person_of(who)?;
    let actor = who.actor();
    let zone = zone.clone();
    check_text("note", no_score.note.as_deref())?;
    let says_more = no_score.note.as_deref().is_some_and(|note| !note.trim().is_empty());
    if no_score.reason == NoScoreReason::Other && !says_more {
        return Err(ReviewError::NoteNeeded);
    }
    db.write(move |writing| {
        let draft = find(writing, Some(person_id), None, id)?;
        must_be_draft(&draft)?;
        let release = in_a_moment(writing.now(), &zone);
        if !evaluation::close_without_score(writing, id, &no_score, &release)? {
            return Err(ReviewError::NotADraft);
        }
        move_assignment(writing, draft.assignment_id, AssignmentState::Started, AssignmentState::Done)?;
        record(writing, actor, request_id, id, Step::NotScored)?;
        own_view(writing, person_id, id)
    })
    .await
}

/// Takes a release, or the closing without a score, back: it is the same draft again.
pub async fn take_release_back(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    let person_id = person_of(who)?;
    let actor = who.actor();
    db.write(move |writing| {
        let closed = find(writing, Some(person_id), None, id)?;
        must_not_be_replaced(writing, &closed)?;
        if !evaluation::reopen(writing, id)? {
            return Err(ReviewError::AlreadyOut);
        }
        move_assignment(writing, closed.assignment_id, AssignmentState::Done, AssignmentState::Started)?;
        outbox::take_back(writing, EventKind::FeedbackReleased, id.as_bytes())?;
        record(writing, actor, request_id, id, Step::TakenBack)?;
        own_view(writing, person_id, id)
    })
    .await
}

/// The agent is told when it is out, and not before: until then it can be taken back.
fn tell_agent(writing: &mut Writing<'_>, draft: &Evaluation, out_at: Instant) -> Result<(), ReviewError> {
    let agent = draft.subject.person_id.filter(|_| READ_BY_ALL.contains(&draft.purpose));
    let news = News::new(EventKind::FeedbackReleased, draft.id.as_bytes(), agent).due(out_at);
    Ok(outbox::tell(writing, &news)?)
}

/// A draft cannot be taken back, nor what has a newer draft in its place.
fn must_not_be_replaced(reading: &mut Reading<'_>, closed: &Evaluation) -> Result<(), ReviewError> {
    if closed.state == EvaluationState::Draft {
        return Err(ReviewError::NotReleased);
    }
    if let Some(call_id) = closed.subject.call_id
        && evaluation::draft_of(reading, call_id, closed.evaluator_id, closed.purpose)?.is_some()
    {
        return Err(ReviewError::BegunAgain);
    }
    Ok(())
}

fn in_a_moment(now: Instant, zone: &TimeZone) -> Release {
    let at = now.plus(UNDO);
    Release { at, date: at.local_date(zone).to_string(), answer_until: answer_until(at, zone) }
}

fn own_view(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    id: EvaluationId,
) -> Result<EvaluationView, ReviewError> {
    let own = find(reading, Some(person_id), None, id)?;
    view(reading, own)
}
