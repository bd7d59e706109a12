//! Words that somebody wants: what a source's policy has transcribed by itself, what stands in an inspector's
//! hands, and what somebody waits for.

use super::{Job, of_call};
use super::{
    JobRow, JobState, NewJob, PAIR_LEGS, PREPARE_RECORDING, REDACT_SOUND, STOPPED, TRANSCRIBE_RECORDING,
    enqueue, set_aside,
};
use crate::db::assignment::AssignmentState;
use crate::db::evaluation::EvaluationState;
use crate::db::recording::{self, Recording, RecordingState};
use crate::db::schema::{assignment, call, evaluation, job};
use crate::db::source::{self, Transcribing};
use crate::db::{DbError, Reading, Writing, transcript};
use crate::ids::{CallId, JobId, RecordingId};
use diesel::dsl::{exists, max};
use diesel::prelude::*;

/// What has to be done before everybody may hear and read a call.
const OPENING: [&str; 4] = [PREPARE_RECORDING, PAIR_LEGS, TRANSCRIBE_RECORDING, REDACT_SOUND];

/// How many transcriptions of a call are looked through, the youngest; a call has a handful.
const LOOKED_AT: i64 = 200;

/// Why words are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// The call came into an inspector's hands.
    Assigned,
    /// Somebody was turned away until they are there.
    Awaited,
    /// Somebody asked for them, even where a person had stopped the work.
    Asked,
}

impl Wish {
    /// The priority of its work; 0 is ordinary, and what is put first by hand comes before all of these.
    fn priority(self) -> i32 {
        match self {
            Self::Assigned => 5,
            Self::Awaited | Self::Asked => 10,
        }
    }
}

/// Enters what follows from work on a call that is just being done, as far ahead as that was: what somebody
/// waits for does not fall back behind others at each step.
pub fn enter_next(writing: &mut Writing<'_>, next: NewJob) -> Result<Option<JobId>, DbError> {
    let ahead = match next.call_id {
        Some(call_id) => at_work_ahead(writing, call_id)?,
        None => 0,
    };
    enqueue(writing, &NewJob { priority: next.priority.max(ahead), ..next })
}

/// Enters the transcription of a recording that was just prepared, where its source's policy, somebody's work
/// on its call or somebody who waits for it wants it.
pub fn enter_transcription(
    writing: &mut Writing<'_>,
    call_id: CallId,
    recording_id: RecordingId,
    audio_ms: Option<i64>,
) -> Result<(), DbError> {
    let policy = policy_of(writing, call_id)?;
    let in_hand = policy.prefers_assigned() && is_in_hand(writing, call_id)?;
    let is_awaited = at_work_ahead(writing, call_id)? >= Wish::Awaited.priority();
    if policy.takes(call_id) || in_hand || is_awaited {
        let priority = if in_hand { Wish::Assigned.priority() } else { 0 };
        let work = NewJob::transcribe(call_id, recording_id, audio_ms);
        enter_next(writing, NewJob { priority, ..work })?;
    }
    Ok(())
}

/// Whether that wish would change anything for this call: work that is behind other work, or words that
/// nobody has asked for yet.
pub fn is_news(reading: &mut Reading<'_>, call_id: CallId, wish: Wish) -> Result<bool, DbError> {
    let behind = behind(call_id, wish);
    let waits: bool = diesel::select(exists(behind)).get_result(reading.connection)?;
    Ok(waits || !unasked(reading, call_id, wish)?.is_empty())
}

/// Has the words of this call made before others: enters what nobody had asked for, and moves what waits
/// ahead, and with what is at work whatever follows from it. A call that came into an inspector's hands stays
/// where it is if its source takes all in turn.
pub fn want_words(writing: &mut Writing<'_>, call_id: CallId, wish: Wish) -> Result<(), DbError> {
    if wish == Wish::Assigned && !policy_of(writing, call_id)?.prefers_assigned() {
        return Ok(());
    }
    for (recording_id, audio_ms) in unasked(writing, call_id, wish)? {
        enqueue(writing, &NewJob::transcribe(call_id, recording_id, audio_ms))?;
    }
    let ahead = wish.priority();
    diesel::update(behind(call_id, wish)).set(job::priority.eq(ahead)).execute(writing.connection)?;
    Ok(())
}

/// Has the words of a recording made once more, before others that wait, although there are some; what was
/// given up of that makes room. `false`: that waits or is at work already.
pub fn want_again(writing: &mut Writing<'_>, recording: &Recording) -> Result<bool, DbError> {
    let last = last_transcription(writing, recording)?;
    if last.as_ref().is_some_and(|job| matches!(job.state, JobState::Waiting | JobState::Running)) {
        return Ok(false);
    }
    if let Some(dead) = last.filter(|job| job.state == JobState::Dead) {
        set_aside(writing, dead.id)?;
    }
    let again = NewJob::transcribe(recording.call_id, recording.id, plays_ms(recording));
    Ok(enqueue(writing, &NewJob { priority: Wish::Asked.priority(), ..again })?.is_some())
}

/// The youngest work that turns this recording into words; none: nothing was ever entered, or it is forgotten.
pub fn last_transcription(reading: &mut Reading<'_>, recording: &Recording) -> Result<Option<Job>, DbError> {
    let rows: Vec<JobRow> = job::table
        .filter(job::call_id.eq(recording.call_id))
        .filter(job::kind.eq(TRANSCRIBE_RECORDING))
        .order(job::id.desc())
        .limit(LOOKED_AT)
        .load(reading.connection)?;
    for row in rows {
        let work = row.into_job()?;
        if is_transcription_of(&work, recording.id) {
            return Ok(Some(work));
        }
    }
    Ok(None)
}

/// Whether that work turns this recording into words.
#[must_use]
pub fn is_transcription_of(work: &Job, id: RecordingId) -> bool {
    work.kind == TRANSCRIBE_RECORDING && work.recording_id() == Some(id)
}

/// How far ahead the work is that is being done to open this call; 0: as ordinary work is.
fn at_work_ahead(reading: &mut Reading<'_>, call_id: CallId) -> Result<i32, DbError> {
    let ahead: Option<i32> = job::table
        .filter(job::call_id.eq(call_id))
        .filter(job::state.eq(JobState::Running))
        .filter(job::kind.eq_any(OPENING))
        .select(max(job::priority))
        .first(reading.connection)?;
    Ok(ahead.unwrap_or(0))
}

/// What opens this call to everybody and waits, or is done, behind what is wanted so.
#[diesel::dsl::auto_type(no_type_alias)]
fn behind(call_id: CallId, wish: Wish) -> _ {
    let ahead: i32 = wish.priority();
    let unfinished: [JobState; 2] = [JobState::Waiting, JobState::Running];
    let opening: [&'static str; 4] = OPENING;
    job::table
        .filter(job::call_id.eq(call_id))
        .filter(job::state.eq_any(unfinished))
        .filter(job::kind.eq_any(opening))
        .filter(job::priority.lt(ahead))
}

/// The prepared recordings of this call that have no words and no work that leads to some, with how long they
/// play. What was given up waits for an administrator; what a person stopped, for somebody who asks.
fn unasked(
    reading: &mut Reading<'_>,
    call_id: CallId,
    wish: Wish,
) -> Result<Vec<(RecordingId, Option<i64>)>, DbError> {
    let work = of_call(reading, call_id)?;
    let stands = |one: &Job| match one.state {
        JobState::Waiting | JobState::Running | JobState::Dead => true,
        JobState::Cancelled => wish != Wish::Asked && one.failure.as_deref() == Some(STOPPED),
        JobState::Done => false,
    };
    let mut unasked = Vec::new();
    for one in recording::of_call(reading, call_id)? {
        let is_heard = one.state == RecordingState::Prepared && one.paired_into.is_none();
        let is_asked = work.iter().any(|job| is_transcription_of(job, one.id) && stands(job));
        if is_heard && !is_asked && transcript::current(reading, one.id)?.is_none() {
            unasked.push((one.id, plays_ms(&one)));
        }
    }
    Ok(unasked)
}

/// How long a recording plays, where that is known.
fn plays_ms(recording: &Recording) -> Option<i64> {
    recording.audio.as_ref().and_then(|facts| i64::try_from(facts.duration_ms).ok())
}

fn policy_of(reading: &mut Reading<'_>, call_id: CallId) -> Result<Transcribing, DbError> {
    let source_id = call::table.find(call_id).select(call::source_id).first(reading.connection).optional()?;
    let source = source_id.map(|id| source::by_id(reading, id)).transpose()?.flatten();
    Ok(source.map(|source| source.transcribing).unwrap_or_default())
}

/// Whether a call stands in an inspector's queue, or somebody scores it.
fn is_in_hand(reading: &mut Reading<'_>, call_id: CallId) -> Result<bool, DbError> {
    let queued = assignment::table
        .filter(assignment::call_id.eq(call_id))
        .filter(assignment::state.eq_any(AssignmentState::OPEN));
    let scored = evaluation::table
        .filter(evaluation::call_id.eq(call_id))
        .filter(evaluation::state.eq(EvaluationState::Draft));
    Ok(diesel::select(exists(queued).or(exists(scored))).get_result(reading.connection)?)
}
