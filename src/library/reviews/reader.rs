//! What of a case review its reader is told: whoever runs it all of it, but for calls that they score blind;
//! whoever is invited what their room may hear, and what they decided to do.

use super::room::Room;
use super::{CaseReviewError, person_of};
use crate::access::Who;
use crate::access::meetings::run_by;
use crate::db::Reading;
use crate::db::case_review::{self, CaseReview, Decision, Heard};
use crate::ids::{CallId, PersonId};
use crate::library::{LibraryError, eyes};

/// Somebody who reads case reviews.
pub(super) struct Reader<'who> {
    pub(super) who: &'who Who,
    pub(super) own: PersonId,
    scores_blind: Vec<CallId>,
}

impl<'who> Reader<'who> {
    /// Whoever is calling.
    pub(super) fn of(reading: &mut Reading<'_>, who: &'who Who) -> Result<Self, CaseReviewError> {
        let (own, scores_blind) = (person_of(who)?, eyes::scored_blind_by(reading, who)?);
        Ok(Self { who, own, scores_blind })
    }

    /// Whether they run this review.
    pub(super) fn runs(
        &self,
        reading: &mut Reading<'_>,
        review: &CaseReview,
    ) -> Result<bool, CaseReviewError> {
        match run_by(self.who) {
            Some(shown) => Ok(case_review::find(reading, &shown, review.id)?.is_some()),
            None => Ok(false),
        }
    }

    /// Whether it is withheld from them what this is, and what it is about: the room may not hear it yet, its
    /// case is not there for them, or they score its call blind.
    pub(super) fn is_denied(
        &self,
        reading: &mut Reading<'_>,
        (review, is_run): (&CaseReview, bool),
        room: &Room,
        heard: &Heard,
    ) -> Result<bool, CaseReviewError> {
        if self.scores_blind.contains(&heard.call_id) {
            // Whoever made it wrote it, and saves it whole.
            return Ok(review.made_by != self.own);
        }
        Ok(!is_run && !self.is_told(reading, room, heard)?)
    }

    /// Whether somebody who is invited is told what this is about: the room may hear it, and its case is there
    /// for them.
    fn is_told(
        &self,
        reading: &mut Reading<'_>,
        room: &Room,
        heard: &Heard,
    ) -> Result<bool, CaseReviewError> {
        if room.voice(reading, heard)?.is_none() {
            return Ok(false);
        }
        let Some(id) = heard.case_id else { return Ok(true) };
        match eyes::find_to_hear(reading, self.who, id) {
            Ok(_) => Ok(true),
            Err(LibraryError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether they read this decision: their own; of a review that they run, all.
    pub(super) fn reads(&self, is_run: bool, decision: &Decision) -> bool {
        is_run || decision.owner_id == self.own
    }
}
