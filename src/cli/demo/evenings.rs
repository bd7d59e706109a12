//! What is done at the end of which day: the library is laid out, reference calls are made and scored,
//! learners learn, sales are verified.

use super::cast::QA_MANAGER;
use super::history::Workspace;
use super::ways::{self, INSPECTOR, People};
use crate::cli::Failure;

/// So many days ago the first reference calls were made.
const REFERENCES_SINCE: u32 = 28;
/// So many days ago the flags of the scenes were gone through, the old standard answer was put right, and the
/// library was laid out. Every scene but the last was over by then.
pub(super) const LIBRARY_SINCE: u32 = 3;
/// So many days ago the sales of that week were verified.
const VERIFIED: u32 = 1;

impl Workspace<'_> {
    /// A day of work is over; it lies so many days back.
    pub(super) async fn spend_evening(&mut self, days_ago: u32) -> Result<(), Failure> {
        if days_ago == REFERENCES_SINCE {
            self.begin_to_certify().await?;
        }
        if days_ago == LIBRARY_SINCE {
            self.lay_out_desk().await?;
            self.lay_out_library().await?;
        }
        self.make_references(days_ago).await?;
        self.score_to_learn(days_ago).await?;
        self.learn_from_cases(days_ago).await?;
        if days_ago == VERIFIED {
            let people =
                People { manager: self.who(QA_MANAGER).await?, inspector: self.who(INSPECTOR).await? };
            let card = self.card(ways::VERIFIED_WITH);
            let rejected = self.call(ways::REJECTED);
            self.verified = ways::verify_sales(&self.db, self.zone(), &people, card, rejected).await?;
        }
        Ok(())
    }
}
