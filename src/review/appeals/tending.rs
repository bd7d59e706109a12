//! What nobody did in time: answers lapse, steps of appeals are passed over, and whoever may arbitrate
//! now is found. In small steps, each a transaction of its own; interrupted anywhere, the next run
//! finds what is left.

use super::course::{go_on, passed_over};
use super::staffing::is_staffed;
use super::told::{News, tell};
use crate::access::By;
use crate::db::appeal::{Appeal, AppealState, SkippedBecause};
use crate::db::audit::Actor;
use crate::db::evaluation::Purpose;
use crate::db::feedback::Answer;
use crate::db::{Db, Writing, appeal, evaluation, feedback};
use crate::ids::AppealId;
use crate::review::ReviewError;
use crate::review::clocks::tend_clocks;
use crate::review::hearing::{AppealEvent, Hearing, appeal_step, hearing_for};
use crate::review::talk::tend_talks;
use crate::review::trail::{Step, record};
use serde_json::json;

/// How many rows one transaction takes.
const PAGE: i64 = 500;

/// Does what time asks for, until nothing is left.
pub async fn tend_hearings(db: &Db) -> Result<(), ReviewError> {
    let mut lapsed = 0;
    while let count @ 1.. = db.write(lapse).await? {
        lapsed += count;
    }
    let mut passed_over = 0;
    while let count @ 1.. = db.write(pass_over).await? {
        passed_over += count;
    }
    let mut place = None;
    loop {
        let next = db.write(move |writing| look_for_arbitrators(writing, place)).await?;
        if next.is_none() {
            break;
        }
        place = next;
    }
    let untalked = tend_talks(db).await?;
    let late = tend_clocks(db).await?;
    if lapsed + passed_over + untalked + late > 0 {
        tracing::info!(lapsed, passed_over, untalked, late, "what was not done in time is noted and told");
    }
    Ok(())
}

fn lapse(writing: &mut Writing<'_>) -> Result<usize, ReviewError> {
    let is_answered = |purpose: &Purpose| hearing_for(*purpose) != Hearing::Nothing;
    let purposes: Vec<Purpose> = Purpose::ALL.iter().copied().filter(is_answered).collect();
    let lapsing = evaluation::lapsing(writing, &purposes, PAGE)?;
    for id in &lapsing {
        if feedback::settle(writing, *id, None, Answer::Lapsed)? {
            record(writing, Actor::System, None, *id, Step::Lapsed)?;
        }
    }
    Ok(lapsing.len())
}

/// Lets appeals go on whose first review or recheck nobody did in time.
fn pass_over(writing: &mut Writing<'_>) -> Result<usize, ReviewError> {
    let overdue = appeal::to_pass_over(writing, PAGE)?;
    for appeal in &overdue {
        let Some(to) = appeal_step(appeal.state, AppealEvent::PassOver) else { continue };
        let by = By::from(Actor::System);
        let ruling = passed_over(appeal.state, SkippedBecause::Overdue, writing.now());
        let detail = json!({ "step": appeal.state.as_str(), "because": SkippedBecause::Overdue.as_str() });
        by.note(writing, "appeal.passed_over", "appeal", appeal.id, detail)?;
        go_on(writing, by, appeal, to, &ruling)?;
    }
    Ok(overdue.len())
}

/// Looks whether somebody may arbitrate now, or nobody any more; returns where to go on.
fn look_for_arbitrators(
    writing: &mut Writing<'_>,
    after: Option<AppealId>,
) -> Result<Option<AppealId>, ReviewError> {
    let appeals: Vec<Appeal> = appeal::waiting_for_arbitration(writing, after, PAGE)?;
    for appeal in &appeals {
        let is_unstaffed = !is_staffed(writing, appeal, AppealState::Arbitration)?;
        if is_unstaffed == appeal.is_unstaffed {
            continue;
        }
        appeal::note_staffing(writing, appeal.id, AppealState::Arbitration, is_unstaffed)?;
        tell(writing, &Appeal { is_unstaffed, ..appeal.clone() }, News::Waits)?;
    }
    Ok(appeals.last().map(|appeal| appeal.id))
}
