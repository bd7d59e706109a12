//! An inspector's day: what is to do and in which order, what was begun, what is done.

use super::calls::sight;
use super::evaluation_list::{EvaluationLine, evaluation_lines};
use super::queue_view::{AssignmentLine, page_of};
use super::training::COUNTED;
use super::{ReviewError, person_of};
use crate::access::{AccessError, Permission, Who};
use crate::db::assignment::{self, Shown as Queue};
use crate::db::evaluation::{self, EvaluationFilter, EvaluationSort, EvaluationState, Shown};
use crate::db::{Db, Page, Reading, Window};
use crate::ids::PersonId;
use jiff::tz::TimeZone;

/// The most assignments that the day shows.
const DUE_MOST: i64 = 50;
/// The most evaluations of each kind.
const EVALUATIONS_MOST: i64 = 20;

/// An inspector's day.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// What is due by the end of the day or has no date, in the order to work in.
    pub due: Vec<AssignmentLine>,
    /// How many calls stand in the queue.
    pub waiting: i64,
    /// How many of them should have been done by now.
    pub overdue: i64,
    /// What was begun and not released, what was changed last first.
    pub drafts: Vec<EvaluationLine>,
    /// How many calls were scored today, or found to be impossible to score.
    pub done_today: i64,
    /// What was scored today, latest first.
    pub released_today: Vec<EvaluationLine>,
    /// What to do next; it may be due later than today.
    pub next: Option<AssignmentLine>,
}

/// The day of the inspector who asks, in the workspace's zone.
pub async fn today(db: &Db, who: &Who, zone: TimeZone) -> Result<Today, ReviewError> {
    let sight = sight(who, who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?);
    let own = person_of(who)?;
    db.read(move |reading| {
        let now = reading.now();
        let due_by = Queue::DueBefore(now.end_of_day(&zone));
        let due = page_of(reading, &sight, own, due_by, Window::new(None, DUE_MOST))?.items;
        let first = page_of(reading, &sight, own, Queue::Open, Window::new(None, 1))?.items;
        let (waiting, overdue) = assignment::count_open(reading, &sight.calls, own)?;
        let day = now.local_date(&zone).to_string();
        let released = made_today(reading, own, EvaluationState::Released, &day)?;
        let not_scored = made_today(reading, own, EvaluationState::NotScored, &day)?;
        Ok(Today {
            next: due.first().or(first.first()).cloned(),
            due,
            waiting,
            overdue,
            drafts: drafts_of(reading, own)?.items,
            done_today: released.total + not_scored.total,
            released_today: released.items,
        })
    })
    .await
}

/// The drafts of an inspector, what was changed last first.
pub(super) fn drafts_of(
    reading: &mut Reading<'_>,
    inspector_id: PersonId,
) -> Result<Page<EvaluationLine>, ReviewError> {
    let drafts = EvaluationFilter { state: Some(EvaluationState::Draft), ..EvaluationFilter::default() };
    made_by(reading, inspector_id, &drafts, EvaluationSort::LastChanged)
}

fn made_today(
    reading: &mut Reading<'_>,
    inspector_id: PersonId,
    state: EvaluationState,
    day: &str,
) -> Result<Page<EvaluationLine>, ReviewError> {
    let filter = EvaluationFilter {
        state: Some(state),
        from: Some(day.to_owned()),
        to: Some(day.to_owned()),
        ..EvaluationFilter::default()
    };
    made_by(reading, inspector_id, &filter, EvaluationSort::NewestRelease)
}

fn made_by(
    reading: &mut Reading<'_>,
    inspector_id: PersonId,
    filter: &EvaluationFilter,
    sort: EvaluationSort,
) -> Result<Page<EvaluationLine>, ReviewError> {
    let window = Window::new(None, EVALUATIONS_MOST);
    let shown = Shown::MadeBy { person_id: inspector_id, purposes: COUNTED.to_vec() };
    let page = evaluation::list(reading, &shown, filter, sort, window)?;
    let Page { items, next, total, total_is_exact } = page;
    Ok(Page { items: evaluation_lines(reading, items)?, next, total, total_is_exact })
}
