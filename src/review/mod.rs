//! Evaluations and their life: scorecards are published, calls are put into queues, scored,
//! released, and answered by the agent.
//!
//! Nobody but its evaluator sees an evaluation before it is out: not while it is a draft, and not
//! in the seconds after the release in which it can still be taken back.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `scorecards` | published, listed, chosen for a call |
//! | `evaluations`, `draft`, `release` | begun, saved, released or closed without a score |
//! | `progress`, `evaluation_view` | what is open and what it comes to; what a page shows |
//! | `feedback` | opened and acknowledged by the agent |
//! | `trail` | what the audit trail says of it |

mod draft;
mod error;
mod evaluation_view;
mod evaluations;
mod feedback;
mod progress;
mod release;
mod scorecards;
mod trail;

pub use draft::{Draft, Saved, save};
pub use error::ReviewError;
pub use evaluation_view::{EvaluationView, OneChange};
pub use evaluations::{Beginning, Begun, begin, discard, evaluation};
pub use feedback::{acknowledge, open};
pub use progress::Progress;
pub use release::{cannot_score, release, take_back};
pub use scorecards::{
    Published, ScorecardView, card_for, publish, publish_shipped, scorecard_version, scorecards,
};

use crate::access::{AccessError, Who};
use crate::ids::PersonId;

/// The person who is calling: only people score and answer.
fn person_of(who: &Who) -> Result<PersonId, ReviewError> {
    Ok(who.person_id().ok_or(AccessError::NotPermitted)?)
}
