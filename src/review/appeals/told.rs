//! Whom a step of an appeal concerns. This is the one place where notices about appeals begin: every
//! step calls [`tell`] inside its own transaction. No notice names who took the step: whoever
//! arbitrates later knows nobody in it.

use super::staffing::candidates;
use crate::access::{Permission, roles_with};
use crate::db::appeal::{Appeal, AppealState};
use crate::db::outbox::{self, EventKind};
use crate::db::{DbError, Reading, Writing, person};
use crate::ids::PersonId;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// It waits at its step now: for whoever may take it, and where nobody may, for whoever gives roles.
    Waits,
    /// It is decided: for the agent, and for those who took part.
    Decided,
    /// The agent took it back at this step: for whoever it waited for.
    Withdrawn(AppealState),
}

/// Tells those concerned.
pub(super) fn tell(writing: &mut Writing<'_>, appeal: &Appeal, news: News) -> Result<(), DbError> {
    let recipients = concerned(writing, appeal, news)?;
    let kind = match news {
        News::Waits if appeal.is_unstaffed => EventKind::AppealUnstaffed,
        News::Waits => EventKind::AppealWaits,
        News::Decided => EventKind::AppealDecided,
        News::Withdrawn(_) => EventKind::AppealWithdrawn,
    };
    outbox::tell(writing, &outbox::News::new(kind, appeal.id.as_bytes(), recipients))
}

fn concerned(reading: &mut Reading<'_>, appeal: &Appeal, news: News) -> Result<Vec<PersonId>, DbError> {
    match news {
        News::Waits if appeal.is_unstaffed => {
            person::holders_of(reading, &roles_with(Permission::ManagePeople))
        }
        News::Waits => candidates(reading, appeal, appeal.state),
        News::Withdrawn(step) => candidates(reading, appeal, step),
        News::Decided => {
            let took_part = [Some(appeal.person_id), Some(appeal.evaluator_id), appeal.first_reviewer_id];
            Ok(took_part.into_iter().flatten().collect())
        }
    }
}
