//! What an evaluator says of the call's disposition (业务分类): right, or wrong and what would be right.

use super::list::Evaluations;
use crate::db::columns::words;
use crate::db::schema::{evaluation, evaluation_disposition};
use crate::db::{DbError, Reading, Writing};
use crate::ids::EvaluationId;
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

words! {
    /// What an evaluation says of the call's disposition.
    DispositionVerdict {
        /// It is right.
        Right = "right",
        /// It is wrong.
        Wrong = "wrong",
        /// Nothing was said of it.
        Unsaid = "unsaid",
    }
}

/// What an evaluator says of the disposition of the call.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Disposition {
    /// Whether it is right.
    pub is_right: bool,
    /// What would be right, where it is wrong and somebody knows.
    pub corrected: Option<String>,
}

/// What this evaluation says of it; none: nothing.
pub fn disposition_of(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<Disposition>, DbError> {
    Ok(evaluation_disposition::table
        .find(id)
        .select((evaluation_disposition::is_right, evaluation_disposition::corrected))
        .first(reading.connection)
        .optional()?)
}

/// Stores what is said of it, in place of what stood there; `None`: nothing is said any more.
pub fn say_disposition(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    said: Option<&Disposition>,
) -> Result<(), DbError> {
    let now: Instant = writing.now();
    diesel::delete(evaluation_disposition::table.find(id)).execute(writing.connection)?;
    if let Some(said) = said {
        diesel::insert_into(evaluation_disposition::table)
            .values((
                evaluation_disposition::evaluation_id.eq(id),
                evaluation_disposition::is_right.eq(said.is_right),
                evaluation_disposition::corrected.eq(&said.corrected),
                evaluation_disposition::said_at.eq(now),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// Those of which this was said.
pub(super) fn filtered(found: Evaluations, verdict: DispositionVerdict) -> Evaluations {
    let of_this =
        || evaluation_disposition::table.filter(evaluation_disposition::evaluation_id.eq(evaluation::id));
    match verdict {
        DispositionVerdict::Unsaid => found.filter(not(exists(of_this()))),
        DispositionVerdict::Right | DispositionVerdict::Wrong => {
            let is_right = verdict == DispositionVerdict::Right;
            found.filter(exists(of_this().filter(evaluation_disposition::is_right.eq(is_right))))
        }
    }
}
