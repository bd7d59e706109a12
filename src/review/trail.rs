//! What the audit trail says of an evaluation's life.

use super::ReviewError;
use crate::db::audit::{Actor, Line};
use crate::db::{Writing, audit};
use crate::ids::{EvaluationId, RequestId};
use serde_json::json;

/// A step in an evaluation's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Begun,
    Turned,
    Discarded,
    Released,
    NotScored,
    TakenBack,
    Recalled,
    Opened,
    Acknowledged,
    NoObjection,
    Lapsed,
    Talked,
    OutWithoutTalk,
}

impl Step {
    fn action(self) -> &'static str {
        match self {
            Self::Begun => "evaluation.begun",
            Self::Turned => "evaluation.turned",
            Self::Discarded => "evaluation.discarded",
            Self::Released => "evaluation.released",
            Self::NotScored => "evaluation.not_scored",
            Self::TakenBack => "evaluation.taken_back",
            Self::Recalled => "evaluation.recalled",
            Self::Opened => "evaluation.opened",
            Self::Acknowledged => "evaluation.acknowledged",
            Self::NoObjection => "evaluation.no_objection",
            Self::Lapsed => "evaluation.lapsed",
            Self::Talked => "evaluation.talked",
            Self::OutWithoutTalk => "evaluation.out_without_talk",
        }
    }
}

/// Appends the line of a step.
pub(super) fn record(
    writing: &mut Writing<'_>,
    actor: Actor,
    request_id: Option<RequestId>,
    id: EvaluationId,
    step: Step,
) -> Result<(), ReviewError> {
    let line = Line {
        actor,
        action: step.action(),
        noun: "evaluation",
        noun_id: &id.to_string(),
        detail: json!({}),
        request_id,
    };
    Ok(audit::append(writing, &line)?)
}
