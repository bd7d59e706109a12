//! The clocks of an evaluation: released within so many hours of its beginning, heard within so many of
//! its release, days off not counted. Whose clock ran out is told once.

use super::ReviewError;
use super::calendar::{calendar_in, calendar_of, hours};
use super::hearing::{Hearing, hearing_for};
use crate::access::bell::who_may;
use crate::access::{Permission, Who};
use crate::db::evaluation::{Evaluation, Purpose};
use crate::db::evaluation_clock::{self, RunOut};
use crate::db::listening::{self, Place};
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, Reading, Writing, evaluation, working_calendar};
use crate::ids::{CallId, EvaluationId, PersonId};
use crate::time::Instant;
use jiff::tz::TimeZone;

/// How many rows one transaction takes.
const PAGE: i64 = 500;

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

/// Until when an evaluation for this purpose that is out from this moment on should be heard; none:
/// nobody is asked to hear it.
pub(super) fn hear_until(
    reading: &mut Reading<'_>,
    purpose: Purpose,
    released_at: Instant,
    zone: &TimeZone,
) -> Result<Option<Instant>, ReviewError> {
    if hearing_for(purpose) == Hearing::Nothing {
        return Ok(None);
    }
    let stored = working_calendar::get(reading)?;
    Ok(Some(calendar_in(reading, zone.clone())?.after(released_at, hours(stored.hear_hours))))
}

/// Tells of every clock that ran out: a release that is late tells its inspector and whoever hands calls
/// out there, feedback that was not heard tells those who lead the agent. Each once.
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
    for RunOut { id, is_draft } in &late {
        if let Some(evaluation) = evaluation::by_id(writing, *id)? {
            let mut tell =
                |kind, concerned| outbox::tell(writing, &News::new(kind, id.as_bytes(), concerned));
            if *is_draft {
                let mut above = reaching(&managers, Permission::AssignCalls, &evaluation);
                above.retain(|person_id| *person_id != evaluation.evaluator_id);
                tell(EventKind::ReleaseOverdue, vec![evaluation.evaluator_id])?;
                tell(EventKind::ReleaseLate, above)?;
            } else {
                let leading = reaching(&leaders, Permission::ReviewAppeals, &evaluation);
                tell(EventKind::FeedbackUnheard, leading)?;
            }
        }
        evaluation_clock::note_told(writing, *id)?;
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
