//! What an evaluation says beside its score: how much was heard, and whether the disposition is right.

use crate::db::evaluation::{Coverage, Disposition, Unheard};
use crate::review::ApartLine;
use crate::scoring::Attribution;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much of the call an evaluator had heard at the release.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Coverage)]
pub struct CoverageBody {
    /// The share of the call in whole per cent, rounded down; silence that was passed over counts as
    /// heard. None: nobody knows how long the call is.
    percent: Option<i64>,
    /// How long the call is.
    duration_ms: i64,
    /// How much was heard, at whatever speed; what was heard twice counts once.
    heard_ms: i64,
    /// How much of it was heard only faster than it was said.
    sped_ms: i64,
    /// Silence that the player passed over and that was not heard otherwise.
    skipped_ms: i64,
    /// What deductions cite that was not heard, in card order.
    unheard: Vec<UnheardBody>,
}

/// A range of the call that a deduction cites and the evaluator had not heard.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unheard)]
pub struct UnheardBody {
    /// The key of the question that lost something.
    question: String,
    /// Where the evidence begins.
    start_ms: i64,
    /// Where it ends.
    end_ms: i64,
}

/// What an evaluator says of the call's disposition.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = DispositionCheck)]
#[serde(deny_unknown_fields)]
pub struct DispositionBody {
    /// Whether it is right.
    right: bool,
    /// What would be right, where it is wrong and somebody knows.
    corrected: Option<String>,
}

impl From<Coverage> for CoverageBody {
    fn from(coverage: Coverage) -> Self {
        Self {
            percent: coverage.percent(),
            duration_ms: coverage.duration_ms,
            heard_ms: coverage.heard_ms,
            sped_ms: coverage.sped_ms,
            skipped_ms: coverage.skipped_ms,
            unheard: coverage.unheard.into_iter().map(UnheardBody::from).collect(),
        }
    }
}

impl From<Unheard> for UnheardBody {
    fn from(unheard: Unheard) -> Self {
        Self { question: unheard.question, start_ms: unheard.start_ms, end_ms: unheard.end_ms }
    }
}

impl From<Disposition> for DispositionBody {
    fn from(said: Disposition) -> Self {
        Self { right: said.is_right, corrected: said.corrected }
    }
}

impl From<DispositionBody> for Disposition {
    fn from(body: DispositionBody) -> Self {
        Self { is_right: body.right, corrected: body.corrected }
    }
}

/// A deduction that is not put down to the agent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApartDeduction)]
pub struct ApartBody {
    /// The key of the question.
    question: String,
    /// `rule`, `script` or `system`.
    #[schema(value_type = String)]
    attribution: Attribution,
    /// How many points of the total it lost.
    points: f64,
}

impl From<ApartLine> for ApartBody {
    fn from(line: ApartLine) -> Self {
        Self { question: line.question, attribution: line.attribution, points: line.points }
    }
}
