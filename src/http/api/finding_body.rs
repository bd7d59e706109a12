//! What verifying a sale found, on the wire.

use super::page::NamedBody;
use crate::db::verification::{Finding, Outcome};
use crate::http::errors::RequestError;
use crate::review::Verified;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What became of a sale that was verified.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = SaleFinding)]
#[serde(deny_unknown_fields)]
pub struct FindingBody {
    /// `confirmed`, `corrected` or `rejected`.
    #[schema(example = "confirmed")]
    outcome: String,
    /// What is right instead (`corrected`), or why it is no sale (`rejected`); both need it.
    detail: Option<String>,
}

impl FindingBody {
    pub(super) fn read(self) -> Result<Finding, RequestError> {
        let outcome = Outcome::parse(&self.outcome)
            .ok_or_else(|| RequestError::BadBody("outcome is confirmed, corrected or rejected".to_owned()))?;
        Ok(Finding { outcome, detail: self.detail })
    }
}

impl From<Finding> for FindingBody {
    fn from(finding: Finding) -> Self {
        Self { outcome: finding.outcome.as_str().to_owned(), detail: finding.detail }
    }
}

/// The verification of a sale.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Verification)]
pub struct VerificationBody {
    /// How the call was closed.
    disposition: Option<String>,
    /// The queue of the call.
    queue: Option<NamedBody>,
    /// What was found; none: nothing was said yet.
    finding: Option<FindingBody>,
}

impl From<Verified> for VerificationBody {
    fn from(verified: Verified) -> Self {
        Self {
            finding: verified.verification.finding().map(FindingBody::from),
            queue: verified.queue.map(NamedBody::from),
            disposition: verified.verification.disposition,
        }
    }
}
