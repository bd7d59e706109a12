//! An evaluation that is released through the team leader: they see it first and talk with the agent, log
//! what was said, and it is out. Where nobody talks in time, it goes out by itself.

use super::calendar::calendar_in;
use super::clocks::leaders_of;
use super::draft::check_text;
use super::evaluation_view::{EvaluationView, READ_BY_ALL, must_allow, view};
use super::hearing::LifeEvent;
use super::release::out_at;
use super::trail::{Step, record};
use super::{ReviewError, person_of};
use crate::access::{AccessError, Permission, Who};
use crate::db::audit::Actor;
use crate::db::evaluation::Evaluation;
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, Reading, Scope, Writing, evaluation, release_talk, setting};
use crate::ids::{EvaluationId, PersonId, RequestId};
use crate::time::Instant;
use jiff::tz::TimeZone;

/// Working days in which the leader talks with the agent.
const TALK_DAYS: u32 = 2;
/// How many rows one transaction takes.
const PAGE: i64 = 500;

/// Holds a released evaluation back for the leaders of its agent; they are told from `known_at` on.
pub(super) fn hold_for_leader(
    writing: &mut Writing<'_>,
    evaluation: &Evaluation,
    zone: &TimeZone,
    known_at: Instant,
) -> Result<(), ReviewError> {
    let leaders = leaders_of(writing, evaluation)?;
    if evaluation.subject.person_id.is_none() || leaders.is_empty() {
        return Err(ReviewError::NobodyToTalk);
    }
    let due_at = calendar_in(writing, zone.clone())?.end_of_working_day(writing.now(), TALK_DAYS);
    evaluation::hold_back(writing, evaluation.id)?;
    release_talk::ask(writing, evaluation.id, due_at)?;
    let news = News::new(EventKind::TalkWaits, evaluation.id.as_bytes(), leaders);
    Ok(outbox::tell(writing, &news.due(known_at))?)
}

/// Logs the talk with the agent: the evaluation is out from now on.
pub async fn log_talk(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    id: EvaluationId,
    note: String,
    request_id: Option<RequestId>,
) -> Result<EvaluationView, ReviewError> {
    let scope = who.scope(Permission::ReviewAppeals).ok_or(AccessError::NotPermitted)?;
    let (person_id, actor, zone) = (person_of(who)?, who.actor(), zone.clone());
    check_text("note", Some(&note))?;
    let note = note.trim().to_owned();
    if note.is_empty() {
        return Err(ReviewError::WordsNeeded);
    }
    db.write(move |writing| {
        let held = held_for(writing, &scope, Some(person_id), id)?;
        let held = held.ok_or(ReviewError::NotFound { what: "evaluation" })?;
        must_allow(writing, &held, LifeEvent::LetOut)?;
        if !release_talk::close(writing, id, Some((person_id, &note)))? {
            return Err(ReviewError::NotFound { what: "evaluation" });
        }
        let_out(writing, &held, &zone)?;
        record(writing, actor, request_id, id, Step::Talked)?;
        let out = evaluation::by_id(writing, id)?.ok_or(ReviewError::NotFound { what: "evaluation" })?;
        view(writing, out)
    })
    .await
}

/// The evaluation that waits for a talk, if this person may have it: they lead the agent and are not the
/// agent.
pub(super) fn held_for(
    reading: &mut Reading<'_>,
    scope: &Scope,
    person_id: Option<PersonId>,
    id: EvaluationId,
) -> Result<Option<Evaluation>, ReviewError> {
    let held = evaluation::find_held(reading, scope, READ_BY_ALL, id)?;
    Ok(held.filter(|held| person_id.is_none() || held.subject.person_id != person_id))
}

/// Lets everything out about which nobody talked in time.
pub(super) async fn tend_talks(db: &Db) -> Result<usize, ReviewError> {
    let mut count = 0;
    loop {
        let of_page = db.write(let_out_overdue).await?;
        count += of_page;
        if of_page == 0 {
            return Ok(count);
        }
    }
}

fn let_out_overdue(writing: &mut Writing<'_>) -> Result<usize, ReviewError> {
    let overdue = release_talk::overdue(writing, PAGE)?;
    let zone = setting::workspace_zone(writing)?;
    for id in &overdue {
        release_talk::close(writing, *id, None)?;
        if let Some(held) = evaluation::by_id(writing, *id)?
            && must_allow(writing, &held, LifeEvent::LetOut).is_ok()
        {
            let_out(writing, &held, &zone)?;
            record(writing, Actor::System, None, *id, Step::OutWithoutTalk)?;
        }
    }
    Ok(overdue.len())
}

/// It is out from now on, and the agent is told.
fn let_out(writing: &mut Writing<'_>, held: &Evaluation, zone: &TimeZone) -> Result<(), ReviewError> {
    let now = writing.now();
    let release = out_at(writing, held, now, zone)?;
    if evaluation::let_out(writing, held.id, &release)? {
        let news = News::new(EventKind::FeedbackReleased, held.id.as_bytes(), held.subject.person_id);
        outbox::tell(writing, &news)?;
    }
    Ok(())
}
