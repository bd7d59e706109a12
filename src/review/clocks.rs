//! The clocks of an evaluation: released within so many hours of its beginning, heard within so many of
//! its release, days off not counted. Whose clock ran out is told, and when as much time has passed again,
//! told once more and higher up.

use super::ReviewError;
use super::calendar::{calendar_for, calendar_of, hours};
use super::hearing::{Hearing, WorkingCalendar, hearing_for};
use crate::access::bell::who_may;
use crate::access::{Permission, Who};
use crate::db::evaluation::{Evaluation, Purpose};
use crate::db::evaluation_clock::{self, RunOut};
use crate::db::listening::{self, Place};
use crate::db::outbox::{self, EventKind, News};
use crate::db::recording::RecordingState;
use crate::db::{Db, Reading, Writing, evaluation, recording, setting, working_calendar};
use crate::ids::{CallId, EvaluationId, PersonId};
use crate::time::Instant;

/// How many rows one transaction takes.
const PAGE: i64 = 500;

/// How much of a call must have been played for it to be heard, in milliseconds; a short moment that a note
/// cites is not longer.
const HEARD_MS: i64 = 2_000;

/// Lets the clock of a new draft run. It counts from the beginning of the draft, which the review page
/// makes before the first second is heard; who threw a draft of the call away and begins another is
/// counted from what they heard then.
pub(super) fn begin_clock(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    evaluator_id: PersonId,
    call_id: Option<CallId>,
) -> Result<(), ReviewError> {
    let mut since = writing.now();
    if let Some(call_id) = call_id
        && !evaluation::is_closed_by(writing, call_id, evaluator_id)?
        && let Some(heard) = listening::find(writing, call_id, evaluator_id)?
        && heard.places.contains(&Place::Review)
    {
        since = since.min(heard.first_at);
    }
    let stored = working_calendar::get(writing)?;
    let until = calendar_of(writing)?.after(since, hours(stored.release_hours));
    Ok(evaluation_clock::start(writing, id, until)?)
}

/// Until when an evaluation for this purpose that is out from this moment on should be heard, by the calendar
/// of its agent; none: nobody is asked to hear it.
pub(super) fn hear_until(
    reading: &mut Reading<'_>,
    purpose: Purpose,
    released_at: Instant,
    calendar: &WorkingCalendar,
) -> Result<Option<Instant>, ReviewError> {
    if hearing_for(purpose) == Hearing::Nothing {
        return Ok(None);
    }
    let stored = working_calendar::get(reading)?;
    Ok(Some(calendar.after(released_at, hours(stored.hear_hours))))
}

/// The agent has played something of the call: the clocks of what they have opened about it stop.
pub async fn hear_feedback(db: &Db, who: &Who, call_id: CallId) -> Result<(), ReviewError> {
    // Players report every few seconds, most of them of people whom no feedback is about.
    let Some(person_id) = who.person_id().filter(|_| who.may(Permission::AnswerFeedback)) else {
        return Ok(());
    };
    let opened =
        db.read(move |reading| evaluation_clock::opened_unheard(reading, call_id, person_id)).await?;
    if opened.is_empty() {
        return Ok(());
    }
    db.write(move |writing| {
        for id in &opened {
            if let Some(evaluation) = evaluation::by_id(writing, *id)? {
                stop_when_heard(writing, &evaluation)?;
            }
        }
        Ok(())
    })
    .await
}

/// Stops the clock of what the agent has opened, once it is heard: where the call has sound, some of it was
/// played since it came out; a text or a sitting has none. An answer stops it too.
pub(super) fn stop_when_heard(writing: &mut Writing<'_>, evaluation: &Evaluation) -> Result<(), ReviewError> {
    if is_heard(writing, evaluation)? {
        evaluation_clock::stop(writing, evaluation.id)?;
    }
    Ok(())
}

fn is_heard(reading: &mut Reading<'_>, evaluation: &Evaluation) -> Result<bool, ReviewError> {
    let (Some(call_id), Some(agent)) = (evaluation.subject.call_id, evaluation.subject.person_id) else {
        return Ok(true);
    };
    let recordings = recording::heard_of_calls(reading, &[call_id])?;
    if recordings.iter().all(|one| one.state == RecordingState::Failed) {
        return Ok(true);
    }
    let heard = listening::find(reading, call_id, agent)?;
    Ok(heard.is_some_and(|heard| {
        heard.heard_ms >= HEARD_MS && evaluation.released_at.is_some_and(|out| heard.last_at >= out)
    }))
}

/// Tells of every clock that ran out: a release that is late tells its inspector and whoever hands calls
/// out there, feedback that was not heard tells those who lead the agent, and where nothing came of that in
/// as much time again, whoever hands calls out too. Each twice, and no more.
pub(super) async fn tend_clocks(db: &Db) -> Result<usize, ReviewError> {
    let mut told = 0;
    loop {
        let count = db.write(tell_of_page).await?;
        told += count;
        if count == 0 {
            return Ok(told);
        }
    }
}

fn tell_of_page(writing: &mut Writing<'_>) -> Result<usize, ReviewError> {
    let late = evaluation_clock::run_out(writing, PAGE)?;
    if late.is_empty() {
        return Ok(0);
    }
    let leaders = who_may(writing, Permission::ReviewAppeals)?;
    let managers = who_may(writing, Permission::AssignCalls)?;
    let stored = working_calendar::get(writing)?;
    let zone = setting::workspace_zone(writing)?;
    for RunOut { id, is_draft, is_again } in &late {
        let found = evaluation::by_id(writing, *id)?;
        // Nobody is chased for an agent who is away.
        let agent = found.as_ref().and_then(|found| found.subject.person_id).filter(|_| !is_draft);
        if let Some(evaluation) = found {
            let mut tell =
                |kind, concerned| outbox::tell(writing, &News::new(kind, id.as_bytes(), concerned));
            let mut above = reaching(&managers, Permission::AssignCalls, &evaluation);
            if *is_draft {
                above.retain(|person_id| *person_id != evaluation.evaluator_id);
                tell(EventKind::ReleaseOverdue, vec![evaluation.evaluator_id])?;
                tell(EventKind::ReleaseLate, above)?;
            } else {
                let mut leading = reaching(&leaders, Permission::ReviewAppeals, &evaluation);
                if *is_again {
                    above.retain(|person_id| !leading.contains(person_id));
                    leading.append(&mut above);
                }
                tell(EventKind::FeedbackUnheard, leading)?;
            }
        }
        let time = hours(if *is_draft { stored.release_hours } else { stored.hear_hours });
        let calendar = calendar_for(writing, agent, zone.clone())?;
        let again_at = (!is_again).then(|| calendar.after(writing.now(), time));
        evaluation_clock::note_told(writing, *id, again_at)?;
    }
    Ok(late.len())
}

/// Everybody who leads the agent of this evaluation at this moment.
pub(super) fn leaders_of(
    reading: &mut Reading<'_>,
    evaluation: &Evaluation,
) -> Result<Vec<PersonId>, ReviewError> {
    let leaders = who_may(reading, Permission::ReviewAppeals)?;
    Ok(reaching(&leaders, Permission::ReviewAppeals, evaluation))
}

/// Those of these people whose permission reaches the agent of the evaluation; never the agent.
fn reaching(people: &[Who], permission: Permission, evaluation: &Evaluation) -> Vec<PersonId> {
    let subject = evaluation.subject;
    let reaches = |who: &&Who| {
        let scope = who.scope(permission);
        scope.is_some_and(|scope| scope.covers(subject.person_id, subject.team_id, subject.project_id))
    };
    let ids = people.iter().filter(reaches).filter_map(Who::person_id);
    ids.filter(|id| Some(*id) != subject.person_id).collect()
}
