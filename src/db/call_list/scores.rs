//! What calls came to, as a condition. Whoever filters by scores could read them off what is found: so no call
//! is found by an evaluation that its reader finds in no list.

use super::{CallFilter, Sight};
use crate::db::call::{Condition, Edges, either};
use crate::db::evaluation::{EvaluationState, Purpose, Withheld, lies_within};
use crate::db::schema::{call, evaluation};
use crate::db::{DbError, Reading, Scope, appeal};
use crate::time::Instant;
use diesel::prelude::*;

/// Between which scores, in hundredths: from the first on, and below the second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    from: Option<i64>,
    below: Option<i64>,
}

impl Range {
    /// What the filter asks for; none: scores do not matter.
    pub(super) fn of(filter: &CallFilter) -> Option<Self> {
        let range = Self { from: filter.score_from, below: filter.score_below };
        (range.from.is_some() || range.below.is_some()).then_some(range)
    }
}

/// What is withheld from this reader, though their permission reaches it: what a list of results leaves out
/// for them.
pub(super) fn withheld(reading: &mut Reading<'_>, sight: &Sight) -> Result<Withheld, DbError> {
    let evaluations = appeal::with_hidden_names(reading, sight.reader, &sight.arbitrates, &sight.reviews)?;
    match sight.reader {
        Some(reader) => Withheld::from_results(reading, reader, evaluations),
        None => Ok(Withheld { evaluations, ..Withheld::default() }),
    }
}

/// A quality evaluation of the call that is out lies in the range, and the caller may know it: they made it,
/// or it lies where they read results and is not withheld. Of two agents in one call, each is known by the
/// evaluation of their own part.
pub(super) fn came_to(range: Range, sight: &Sight, withheld: &Withheld, now: Instant) -> Condition {
    // Beyond every total there is.
    let (from, below) = (range.from.unwrap_or(i64::MIN), range.below.unwrap_or(i64::MAX));
    let in_range = || {
        evaluation::table
            .filter(evaluation::purpose.eq(Purpose::Quality))
            .filter(evaluation::state.eq(EvaluationState::Released))
            .filter(evaluation::released_at.le(now))
            .filter(evaluation::total_hundredths.ge(from))
            .filter(evaluation::total_hundredths.lt(below))
            .filter(evaluation::call_id.is_not_null())
            .select(evaluation::call_id.assume_not_null())
    };
    let others = || {
        let other_people = evaluation::person_id.assume_not_null().ne_all(withheld.people.clone());
        in_range()
            .filter(evaluation::call_id.assume_not_null().ne_all(withheld.calls.clone()))
            .filter(evaluation::person_id.is_null().or(other_people))
            .filter(evaluation::id.ne_all(withheld.evaluations.clone()))
    };
    let read: Condition = match &sight.scores {
        Scope::Everything => Box::new(call::id.eq_any(others())),
        Scope::Within(bounds) => {
            let Edges { people, teams, projects, .. } = Edges::of(bounds);
            Box::new(call::id.eq_any(others().filter(lies_within(people, teams, projects))))
        }
    };
    match sight.reader {
        Some(reader) => {
            let own = in_range().filter(evaluation::evaluator_id.eq(reader));
            either(Box::new(call::id.eq_any(own)), read)
        }
        None => read,
    }
}
