//! Whom a step of an appeal concerns. This is the one place where notices about appeals begin: every
//! step calls [`tell`] inside its own transaction.

use crate::db::Writing;
use crate::db::appeal::{Appeal, AppealState};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// The agent has appealed; it waits at its first step.
    Submitted,
    /// It waits at this step now.
    WaitsFor(AppealState),
    /// It waits for an arbitrator, and nobody may be one: for whoever gives roles.
    NobodyMayArbitrate,
    /// It is decided: for the agent, and for those who took part.
    Decided,
    /// The agent took it back: for whoever it waited for.
    Withdrawn,
}

/// Tells those concerned. Until there is an outbox for notices, the log hears of it.
pub(super) fn tell(_writing: &mut Writing<'_>, appeal: &Appeal, news: News) {
    tracing::debug!(appeal = %appeal.id, ?news, "those concerned would be told");
}
