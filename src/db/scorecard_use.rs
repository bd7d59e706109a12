//! Where scorecards are used: rules for a queue, a project or everything, for one purpose or all.
//!
//! The card of a whole project for every purpose stands with the project
//! ([`project::scorecard_of`](super::project::scorecard_of)), not here.

use super::evaluation::Purpose;
use super::schema::scorecard_use;
use super::{DbError, Reading, Writing};
use crate::ids::{ProjectId, QueueId, ScorecardId, ScorecardUseId};
use crate::time::Instant;
use diesel::prelude::*;

/// The most rules that there may be.
pub const USES_MOST: i64 = 1_000;

/// What a rule is for. A queue stands alone: it has its project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct UsePlace {
    /// The calls of this project; none: of every project, or of the queue.
    pub project_id: Option<ProjectId>,
    /// The calls of this queue.
    pub queue_id: Option<QueueId>,
    /// Evaluations for this purpose; none: for any.
    pub purpose: Option<Purpose>,
}

impl UsePlace {
    /// The place as one text, so that there is one rule for each.
    fn to_text(self) -> String {
        let any = || "*".to_owned();
        let project = self.project_id.map_or_else(any, |id| id.to_string());
        let queue = self.queue_id.map_or_else(any, |id| id.to_string());
        format!("{project} {queue} {}", self.purpose.map_or("*", Purpose::as_str))
    }
}

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScorecardUse {
    /// Its id.
    pub id: ScorecardUseId,
    /// The card to score with.
    pub scorecard_id: ScorecardId,
    /// What it is for.
    pub place: UsePlace,
    /// When it was made.
    pub created_at: Instant,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = scorecard_use)]
struct UseRow {
    id: ScorecardUseId,
    scorecard_id: ScorecardId,
    project_id: Option<ProjectId>,
    queue_id: Option<QueueId>,
    purpose: Option<Purpose>,
    place: String,
    created_at: Instant,
}

impl From<UseRow> for ScorecardUse {
    fn from(row: UseRow) -> Self {
        let place = UsePlace { project_id: row.project_id, queue_id: row.queue_id, purpose: row.purpose };
        Self { id: row.id, scorecard_id: row.scorecard_id, place, created_at: row.created_at }
    }
}

/// Every rule, the oldest first.
pub fn all(reading: &mut Reading<'_>) -> Result<Vec<ScorecardUse>, DbError> {
    let rows: Vec<UseRow> = scorecard_use::table
        .order((scorecard_use::created_at, scorecard_use::id))
        .limit(USES_MOST)
        .load(reading.connection)?;
    Ok(rows.into_iter().map(ScorecardUse::from).collect())
}

/// The rule with this id.
pub fn by_id(reading: &mut Reading<'_>, id: ScorecardUseId) -> Result<Option<ScorecardUse>, DbError> {
    let row: Option<UseRow> = scorecard_use::table.find(id).first(reading.connection).optional()?;
    Ok(row.map(ScorecardUse::from))
}

/// The rule for exactly one of these places; unsorted.
pub fn of_places(reading: &mut Reading<'_>, places: &[UsePlace]) -> Result<Vec<ScorecardUse>, DbError> {
    let texts: Vec<String> = places.iter().map(|place| place.to_text()).collect();
    let rows: Vec<UseRow> =
        scorecard_use::table.filter(scorecard_use::place.eq_any(texts)).load(reading.connection)?;
    Ok(rows.into_iter().map(ScorecardUse::from).collect())
}

/// Makes the rule for a place, in the stead of the one that is there.
pub fn put(
    writing: &mut Writing<'_>,
    place: UsePlace,
    scorecard_id: ScorecardId,
) -> Result<ScorecardUse, DbError> {
    let text = place.to_text();
    diesel::delete(scorecard_use::table.filter(scorecard_use::place.eq(&text)))
        .execute(writing.connection)?;
    let row = UseRow {
        id: ScorecardUseId::new(),
        scorecard_id,
        project_id: place.project_id,
        queue_id: place.queue_id,
        purpose: place.purpose,
        place: text,
        created_at: writing.now(),
    };
    diesel::insert_into(scorecard_use::table).values(&row).execute(writing.connection)?;
    Ok(row.into())
}

/// How many rules there are.
pub fn count(reading: &mut Reading<'_>) -> Result<i64, DbError> {
    Ok(scorecard_use::table.count().get_result(reading.connection)?)
}

/// Takes a rule away.
pub fn delete(writing: &mut Writing<'_>, id: ScorecardUseId) -> Result<(), DbError> {
    diesel::delete(scorecard_use::table.find(id)).execute(writing.connection)?;
    Ok(())
}
