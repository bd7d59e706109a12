//! Who may take a step of an appeal, and for whom an appeal exists.

use crate::access::bell::who_may;
use crate::access::{Permission, Who};
use crate::db::appeal::{Appeal, AppealState, Judge, Seen};
use crate::db::{DbError, Reading, Scope, appeal};
use crate::ids::{EvaluationId, PersonId};
use crate::review::hearing::{Parties, Standing, may_judge};

/// Whom the appeal concerns.
pub(super) fn parties(appeal: &Appeal) -> Parties {
    Parties {
        agent: appeal.person_id,
        evaluator: appeal.evaluator_id,
        first_reviewer: appeal.first_reviewer_id,
    }
}

/// What the caller may do where the appeal lies.
pub(super) fn standing(who: &Who, appeal: &Appeal) -> Standing {
    let reaches = |permission| who.scope(permission).is_some_and(|scope| appeal.lies_within(&scope));
    Standing {
        reviews: reaches(Permission::ReviewAppeals),
        scores: who.may(Permission::ScoreCalls),
        arbitrates: reaches(Permission::ArbitrateAppeals),
    }
}

/// Whether the caller may take the step at which the appeal stands.
pub(super) fn may_take(who: &Who, appeal: &Appeal) -> bool {
    who.person_id()
        .is_some_and(|person_id| may_judge(appeal.state, person_id, &parties(appeal), standing(who, appeal)))
}

/// Whether names are hidden from the caller: they might be asked to arbitrate, and know nobody in it
/// otherwise.
pub(super) fn hides_names(who: &Who, appeal: &Appeal) -> bool {
    let [arbitrates, reviews] = reach_of_judges(who);
    appeal.hides_names_from(who.person_id(), &arbitrates, &reviews)
}

/// The evaluations whose names are hidden from the caller.
pub(in crate::review) fn with_hidden_names(
    reading: &mut Reading<'_>,
    who: &Who,
) -> Result<Vec<EvaluationId>, DbError> {
    let [arbitrates, reviews] = reach_of_judges(who);
    appeal::with_hidden_names(reading, who.person_id(), &arbitrates, &reviews)
}

/// Where the caller arbitrates, and where they do the first review.
fn reach_of_judges(who: &Who) -> [Scope; 2] {
    [Permission::ArbitrateAppeals, Permission::ReviewAppeals]
        .map(|permission| who.scope(permission).unwrap_or_else(Scope::nothing))
}

/// Whether the names of this evaluation are hidden from the caller.
pub(in crate::review) fn hides_names_of(
    reading: &mut Reading<'_>,
    who: &Who,
    id: EvaluationId,
) -> Result<bool, DbError> {
    let last = appeal::last_of(reading, &[id])?.remove(&id);
    Ok(last.is_some_and(|appeal| hides_names(who, &appeal)))
}

/// The appeals that exist for the caller.
pub(super) fn seen(who: &Who) -> Seen {
    let reaches = [Permission::AnswerFeedback, Permission::ReviewAppeals, Permission::ArbitrateAppeals];
    let scopes = reaches.iter().filter_map(|permission| who.scope(*permission));
    Seen {
        scope: scopes.reduce(Scope::or).unwrap_or_else(Scope::nothing),
        evaluator_id: who.person_id().filter(|_| who.may(Permission::ScoreCalls)),
    }
}

/// The caller as a judge; none: a source or the command line judges nothing.
pub(super) fn judge(who: &Who) -> Option<Judge> {
    Some(Judge {
        person_id: who.person_id()?,
        reviews: who.scope(Permission::ReviewAppeals),
        scores: who.may(Permission::ScoreCalls),
        arbitrates: who.scope(Permission::ArbitrateAppeals),
    })
}

/// Whether anybody may take this step of the appeal.
pub(super) fn is_staffed(
    reading: &mut Reading<'_>,
    appeal: &Appeal,
    step: AppealState,
) -> Result<bool, DbError> {
    Ok(!candidates(reading, appeal, step)?.is_empty())
}

/// Everybody who may take this step of the appeal.
pub(super) fn candidates(
    reading: &mut Reading<'_>,
    appeal: &Appeal,
    step: AppealState,
) -> Result<Vec<PersonId>, DbError> {
    let permission = match step {
        AppealState::FirstReview => Permission::ReviewAppeals,
        AppealState::Recheck => Permission::ScoreCalls,
        AppealState::Arbitration => Permission::ArbitrateAppeals,
        AppealState::Decided | AppealState::Withdrawn => return Ok(Vec::new()),
    };
    let parties = parties(appeal);
    let may = |who: &Who, id| may_judge(step, id, &parties, standing(who, appeal));
    let holders = who_may(reading, permission)?;
    Ok(holders.iter().filter_map(|who| who.person_id().filter(|id| may(who, *id))).collect())
}
