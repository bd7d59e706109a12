//! Case reviews (听评会): a room hears calls together. A trainer makes the running order out of the week's
//! flags, sends the agenda ahead, presents; whoever sits in the room types a code; what is decided becomes
//! somebody's task; a second series repeats it for those who missed it.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `preparing` | made, changed, sent, repeated |
//! | `holding` | begun, attended by code, closed |
//! | `decisions` | decided, done |
//! | `shown` | lists and pages |
//! | `reader` | what of a review its reader is told |
//! | `finding` | reviews found by what their reader is told of them |
//! | `room` | with which voices a room may hear an entry, if at all |
//! | `checks` | PURE: what a running order may hold |

mod checks;
mod decisions;
mod error;
mod finding;
mod holding;
mod preparing;
mod reader;
mod room;
mod shown;

pub use decisions::{NewDecision, decide, own_tasks, set_done};
pub use error::CaseReviewError;
pub use finding::ReviewSearch;
pub use holding::{attend, close_review, start_review};
pub use preparing::{
    Candidate, EntrySource, NewEntry, NewReview, candidates, change_review, make_review, repeat_review,
    send_review,
};
pub use shown::{
    Attendance, DecisionLine, EntryLine, HeardLine, Present, ReviewLine, ReviewView, attendance,
    entry_stretch, find_review, list_reviews,
};

use crate::access::meetings::run_by;
use crate::access::{AccessError, By, Who};
use crate::db::Writing;
use crate::db::case_review::{self, CaseReview, CaseReviewState, ShownReviews};
use crate::db::hold::{self, Hand, HoldOrigin};
use crate::ids::{CallId, PersonId};
use std::collections::BTreeSet;

/// The person who is calling: only people meet.
fn person_of(who: &Who) -> Result<PersonId, CaseReviewError> {
    Ok(who.person_id().ok_or(AccessError::NotPermitted)?)
}

/// The reviews that the caller runs.
fn runs(who: &Who) -> Result<ShownReviews, CaseReviewError> {
    Ok(run_by(who).ok_or(AccessError::NotPermitted)?)
}

/// What a review that is still to be held, or being held, plays stays: retention leaves it. Once it is over,
/// nothing is kept for its sake.
fn keep_or_let_go(writing: &mut Writing<'_>, by: By, review: &CaseReview) -> Result<(), CaseReviewError> {
    let (hand, origin_id) = (Hand { actor: by.actor, request_id: by.request_id }, *review.id.as_bytes());
    let owner_id = Some(review.made_by);
    if review.state == CaseReviewState::Closed {
        let reason = "the case review is over";
        hold::let_go(writing, hand, HoldOrigin::CaseReview, origin_id, owner_id, reason)?;
    } else {
        let entries = case_review::entries_of(writing, review.id)?;
        let calls: BTreeSet<CallId> =
            entries.into_iter().filter_map(|entry| entry.range).map(|heard| heard.call_id).collect();
        let reason = "a case review is to hear it";
        hold::keep_all(writing, hand, HoldOrigin::CaseReview, origin_id, owner_id, reason, &calls)?;
    }
    Ok(())
}
