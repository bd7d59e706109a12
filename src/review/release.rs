//! Evaluations are released (at once, at a set time, through the team leader), or closed without a score;
//! both can be taken back until they are out.

use super::calendar::{calendar_for, days};
use super::clocks::hear_until;
use super::desk::{coverage_at_release, note_faults};
use super::draft::check_text;
use super::evaluation_view::{
    EvaluationView, READ_BY_ALL, duration_for, find, must_allow, must_be_draft, own_view, version_of,
};
use super::evaluations::move_assignment;
use super::hearing::{LifeEvent, UNDO, answer_until};
use super::progress::must_be_ready;
use super::sittings::end_with;
use super::talk::hold_for_leader;
use super::trail::{Step, record};
use super::training::{finish_attempt, outcome_of, resume_attempt};
use super::{ReviewError, person_of};
use crate::access::Who;
use crate::db::assignment::AssignmentState;
use crate::db::evaluation::{Coverage, Evaluation, EvaluationState, NoScore, NoScoreReason, Release};
use crate::db::outbox::{self, EventKind, News};
use crate::db::reference_attempt::AttemptOutcome;
use crate::db::verification;
use crate::db::{
    Db, Reading, Writing, contact, evaluation, hearing_rule, improvement, listening, release_talk,
};
use crate::ids::{EvaluationId, PersonId, RequestId, ScorecardId};
use crate::scoring::{Score, ScoreRecord, ScoringError, open_points, score};
use crate::time::Instant;
use jiff::tz::TimeZone;
use std::time::Duration;

/// How far ahead a release can be set.
const LATEST: Duration = Duration::from_hours(30 * 24);

/// How a release goes out (下发方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseWay {
    /// In ten seconds.
    AtOnce,
    /// At this moment; it can be taken back until then.
    At(Instant),
    /// To the leader of the agent, who talks with them first.
    ThroughLeader,
}

impl ReleaseWay {
    /// What it is in the life of an evaluation.
    fn event(self) -> LifeEvent {
        match self {
            Self::AtOnce => LifeEvent::Release,
            Self::At(_) => LifeEvent::SetTime,
            Self::ThroughLeader => LifeEvent::HoldForTalk,
        }
    }
}

/// Releases a draft whose last save was `edit`. It is out ten seconds later.
pub async fn release_draft(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    id: EvaluationId,
    edit: i32,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    release_draft_as(db, zone, who, id, edit, ReleaseWay::AtOnce, request_id).await
}

/// Releases a draft whose last save was `edit`, in this way.
pub async fn release_draft_as(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    id: EvaluationId,
    edit: i32,
    way: ReleaseWay,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    let person_id = person_of(who)?;
    let actor = who.actor();
    let zone = zone.clone();
    // Before the transaction that writes: nobody else waits for the arithmetic, and the score is
    // stored only if the draft is still the one that was scored.
    let scored = db.read(move |reading| score_of_draft(reading, person_id, id, edit)).await?;
    db.write(move |writing| {
        let draft = find(writing, Some(person_id), None, id)?;
        must_allow(writing, &draft, way.event())?;
        let in_a_moment = writing.now().plus(UNDO);
        let at = match way {
            ReleaseWay::At(at) if at < in_a_moment || at > in_a_moment.plus(LATEST) => {
                return Err(ReviewError::BadReleaseTime);
            }
            ReleaseWay::At(at) => at,
            ReleaseWay::AtOnce | ReleaseWay::ThroughLeader => in_a_moment,
        };
        let release = out_at(writing, &draft, at, &zone)?;
        if !evaluation::release(writing, id, edit, &scored.score, &release)? {
            return Err(ReviewError::EditedElsewhere);
        }
        if let Some(coverage) = &scored.coverage {
            evaluation::store_coverage(writing, id, coverage)?;
        }
        match &scored.outcome {
            // An attempt to learn from; nothing that was found is put right because of it.
            Some(outcome) => finish_attempt(writing, &draft, outcome)?,
            None => note_faults(writing, &draft, scored.scorecard_id, &draft.responses, &scored.record)?,
        }
        move_assignment(writing, draft.assignment_id, AssignmentState::Started, AssignmentState::Done)?;
        end_with(writing, id)?;
        if way == ReleaseWay::ThroughLeader {
            hold_for_leader(writing, &draft, &zone, at)?;
        } else {
            tell_agent(writing, &draft, at)?;
        }
        record(writing, actor, request_id, id, Step::Released)?;
        own_view(writing, person_id, id)
    })
    .await
}

/// A draft that is ready to be released.
struct Scored {
    score: Score,
    record: ScoreRecord,
    /// How much of the call was heard; none: there is no call.
    coverage: Option<Coverage>,
    scorecard_id: ScorecardId,
    /// How far it agrees with the reference call that it is an attempt at; none: it is no attempt.
    outcome: Option<AttemptOutcome>,
}

/// The score of a draft that is ready, and how much of its call was heard.
fn score_of_draft(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    id: EvaluationId,
    edit: i32,
) -> Result<Scored, ReviewError> {
    let draft = find(reading, Some(person_id), None, id)?;
    must_be_draft(&draft)?;
    if draft.edit != edit {
        return Err(ReviewError::EditedElsewhere);
    }
    must_say_outcome(reading, &draft)?;
    let version = version_of(reading, &draft)?;
    let (card, scorecard_id) = (version.definition, version.scorecard_id);
    let duration_ms = duration_for(reading, &draft)?;
    must_be_ready(&card, open_points(&card, &draft.responses, duration_ms))?;
    let score = score(&card, &draft.responses.answers()).map_err(ScoringError::from)?;
    let record = ScoreRecord::of(&score)?;
    let coverage = match draft.subject.call_id {
        Some(call_id) => {
            let heard = listening::find(reading, call_id, person_id)?;
            let duration_ms = duration_ms.unwrap_or_default();
            Some(coverage_at_release(duration_ms, heard.as_ref(), &draft.responses, &record))
        }
        None => None,
    };
    let outcome = outcome_of(reading, &draft, &card, &record)?;
    Ok(Scored { score, record, coverage, scorecard_id, outcome })
}

/// A verification says what became of the sale: a corrected one with what is right, a rejected one
/// with why.
fn must_say_outcome(reading: &mut Reading<'_>, draft: &Evaluation) -> Result<(), ReviewError> {
    let Some(stored) = verification::of_evaluation(reading, draft.id)? else { return Ok(()) };
    let is_said = stored.finding().is_some_and(|finding| finding.is_whole());
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
        must_allow(writing, &draft, LifeEvent::CannotScore)?;
        let at = writing.now().plus(UNDO);
        let release = out_at(writing, &draft, at, &zone)?;
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
        must_allow(writing, &closed, LifeEvent::TakeBack)?;
        must_not_be_replaced(writing, &closed)?;
        if !evaluation::reopen(writing, id)? {
            return Err(ReviewError::AlreadyOut);
        }
        forget_release(writing, id)?;
        if let Some(out_at) = closed.released_at {
            resume_attempt(writing, &closed, out_at.minus(UNDO))?;
        }
        move_assignment(writing, closed.assignment_id, AssignmentState::Done, AssignmentState::Started)?;
        outbox::take_back(writing, EventKind::FeedbackReleased, id.as_bytes())?;
        outbox::take_back(writing, EventKind::TalkWaits, id.as_bytes())?;
        record(writing, actor, request_id, id, Step::TakenBack)?;
        own_view(writing, person_id, id)
    })
    .await
}

/// Recalls (撤回) an evaluation that is out, as long as the agent has not opened it: it is the same
/// draft again. After that it can only be revised.
pub async fn recall(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    let person_id = person_of(who)?;
    let actor = who.actor();
    db.write(move |writing| {
        let out = find(writing, Some(person_id), None, id)?;
        must_allow(writing, &out, LifeEvent::Recall)?;
        must_not_be_replaced(writing, &out)?;
        if !evaluation::recall(writing, id)? {
            return Err(ReviewError::NotReleased);
        }
        forget_release(writing, id)?;
        move_assignment(writing, out.assignment_id, AssignmentState::Done, AssignmentState::Started)?;
        outbox::withdraw(writing, EventKind::FeedbackReleased, id.as_bytes())?;
        record(writing, actor, request_id, id, Step::Recalled)?;
        own_view(writing, person_id, id)
    })
    .await
}

/// What was kept with a release goes with it.
fn forget_release(writing: &mut Writing<'_>, id: EvaluationId) -> Result<(), ReviewError> {
    evaluation::forget_coverage(writing, id)?;
    improvement::take_back(writing, id)?;
    release_talk::forget(writing, id)?;
    Ok(())
}

/// The agent is told when it is out, and not before: until then it can be taken back.
fn tell_agent(writing: &mut Writing<'_>, draft: &Evaluation, out_at: Instant) -> Result<(), ReviewError> {
    let agent = draft.subject.person_id.filter(|_| READ_BY_ALL.contains(&draft.purpose));
    let news = News::new(EventKind::FeedbackReleased, draft.id.as_bytes(), agent).due(out_at);
    Ok(outbox::tell(writing, &news)?)
}

/// What has a newer draft in its place is not made a draft again.
fn must_not_be_replaced(reading: &mut Reading<'_>, closed: &Evaluation) -> Result<(), ReviewError> {
    if let Some(call_id) = closed.subject.call_id
        && evaluation::draft_of(reading, call_id, closed.evaluator_id, closed.purpose)?.is_some()
    {
        return Err(ReviewError::BegunAgain);
    }
    if let Some(of) = contact::of_evaluation(reading, closed.id)? {
        let own = contact::evaluations_by(reading, &[of.id], closed.evaluator_id)?.remove(&of.id);
        let begun_again =
            own.unwrap_or_default().into_iter().any(|(_, state)| state == EvaluationState::Draft);
        if begun_again {
            return Err(ReviewError::BegunAgain);
        }
    }
    Ok(())
}

/// Out at this moment: the days to answer are those of the card, counted by the calendar of the agent.
pub(super) fn out_at(
    reading: &mut Reading<'_>,
    draft: &Evaluation,
    at: Instant,
    zone: &TimeZone,
) -> Result<Release, ReviewError> {
    let card = version_of(reading, draft)?.scorecard_id;
    let answer_days = days(hearing_rule::of_card(reading, card)?.answer_days);
    let calendar = calendar_for(reading, draft.subject.person_id, zone.clone())?;
    Ok(Release {
        at,
        date: at.local_date(zone).to_string(),
        answer_until: answer_until(at, answer_days, &calendar),
        hear_until: hear_until(reading, draft.purpose, at, &calendar)?,
    })
}
