//! Learning by scoring: reference calls (标准评分), attempts at them, and who is certified.
//!
//! A reference call is a call with an agreed evaluation. Whoever learns scores it blind, as any call is
//! scored, and then sees item by item how far they agree and why. Nothing of an attempt counts
//! (`review::COUNTED`).
//!
//! | file | what happens there |
//! | --- | --- |
//! | `making` | made out of an evaluation that is out; its words; retired |
//! | `shown` | lists and pages, with what the reader may know yet |
//! | `attempts` | begun blind; compared once finished |
//! | `results` | how attempts went over time; who is certified |
//! | `rules` | what makes somebody certified |
//! | `standing` | PURE: certified, or how far from it |

mod attempts;
mod error;
mod making;
mod results;
mod rules;
mod shown;
mod standing;

pub use attempts::{AttemptView, BegunAttempt, ItemLine, begin_attempt, find_attempt};
pub use error::ReferenceError;
pub use making::{NewReference, make_reference, retire_reference, rewrite_reference};
pub use results::{CertificationLine, ResultLine, certifications, list_results};
pub use rules::{RuleLine, certification_rule, put_certification_rule};
pub use shown::{
    Agreed, Own, OwnAttempt, ReferenceLine, ReferenceView, find_reference, list_references, look_at_agreed,
};
pub use standing::{Certificate, Counted, Standing, standing};

use crate::access::{AccessError, Permission, Who};
use crate::db::Scope;
use crate::ids::PersonId;

/// The person who is calling: only people learn.
fn person_of(who: &Who) -> Result<PersonId, ReferenceError> {
    Ok(who.person_id().ok_or(AccessError::NotPermitted)?)
}

/// How far the caller prepares reference calls.
fn prepares(who: &Who) -> Result<Scope, ReferenceError> {
    Ok(who.scope(Permission::PrepareReferences).ok_or(AccessError::NotPermitted)?)
}

/// How far the caller sees reference calls: those that they score, and those that they prepare.
fn sees(who: &Who) -> Result<Scope, ReferenceError> {
    let both = [Permission::ScoreReferences, Permission::PrepareReferences];
    let scope = both.into_iter().filter_map(|one| who.scope(one)).reduce(Scope::or);
    Ok(scope.ok_or(AccessError::NotPermitted)?)
}
