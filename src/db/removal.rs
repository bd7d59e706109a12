//! What became of calls that are gone: why, by which rule or at whose request, and when. It holds ids
//! and counts, nothing of what was said.

use super::columns::words;
use super::schema::removal;
use super::{DbError, Reading, Scope, Writing, dialect};
use crate::ids::{CallId, ErasureId, ProjectId, RemovalId, RetentionRuleVersionId, RetentionRunId, SourceId};
use crate::time::Instant;
use diesel::prelude::*;

words! {
    /// Why a call was removed.
    RemovalCause {
        /// Its time was over, by a rule.
        Retention = "retention",
        /// The customer asked for it.
        Erasure = "erasure",
    }
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = removal)]
pub struct Removal {
    /// Its id.
    pub id: RemovalId,
    /// The id that the call had.
    pub call_id: CallId,
    /// The source of the call.
    pub source_id: SourceId,
    /// The project of the call.
    pub project_id: Option<ProjectId>,
    /// Why.
    pub cause: RemovalCause,
    /// By which version of which rule; none: by the default of its source, or not by a rule.
    pub rule_version_id: Option<RetentionRuleVersionId>,
    /// In which run.
    pub run_id: Option<RetentionRunId>,
    /// At whose request.
    pub erasure_id: Option<ErasureId>,
    /// For how many days the rule kept it.
    pub keep_days: Option<i32>,
    /// How many recordings it had.
    pub recordings: i64,
    /// How many bytes of objects went with it.
    pub bytes: i64,
    /// When.
    pub removed_at: Instant,
}

/// Enters what became of a call.
pub fn insert(writing: &mut Writing<'_>, new: &Removal) -> Result<(), DbError> {
    diesel::insert_into(removal::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// What became of this call, if it lay in this scope. Who took part in it is forgotten with it, so
/// only a scope of everything, of its project or of its source reaches it.
pub fn of_call(
    reading: &mut Reading<'_>,
    scope: &Scope,
    call_id: CallId,
) -> Result<Option<Removal>, DbError> {
    let found: Option<Removal> =
        removal::table.filter(removal::call_id.eq(call_id)).first(reading.connection).optional()?;
    Ok(found.filter(|removal| match scope {
        Scope::Everything => true,
        Scope::Within(bounds) => {
            bounds.sources.contains(&removal.source_id)
                || removal.project_id.is_some_and(|project| bounds.projects.contains(&project))
        }
    }))
}

/// The removal with this id.
pub fn find(reading: &mut Reading<'_>, id: RemovalId) -> Result<Option<Removal>, DbError> {
    Ok(removal::table.find(id).first(reading.connection).optional()?)
}

/// Keeps these calls from being changed, added to or referred to until the end of the transaction,
/// which removes them. Read them afterwards.
pub fn lock_calls(writing: &mut Writing<'_>, ids: &[CallId]) -> Result<(), DbError> {
    Ok(dialect::lock_calls_to_remove(writing.connection, ids)?)
}
