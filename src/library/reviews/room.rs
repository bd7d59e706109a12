//! What a room may hear: a case as learners may hear it who sit there, and a stretch of a call no more than the
//! warnings that are made of it.

use super::CaseReviewError;
use super::shown::invited_people;
use crate::audio::Voice;
use crate::db::case_review::{CaseReview, Heard};
use crate::db::library::{self, LibraryKind};
use crate::db::library_case::{self, Case, CaseState};
use crate::db::{Reading, team};
use crate::ids::TeamId;
use crate::library::eyes;
use crate::library::visibility::{Shown, Sight, Viewer, sight};
use std::collections::BTreeSet;

/// Who sits in the room of a case review.
pub(super) struct Room {
    /// Every team of their sites.
    sites: BTreeSet<TeamId>,
}

impl Room {
    /// The room of this review: whoever is invited.
    pub(super) fn of(reading: &mut Reading<'_>, review: &CaseReview) -> Result<Self, CaseReviewError> {
        let people = Vec::from_iter(invited_people(reading, review)?);
        let now = reading.now();
        Ok(Self { sites: team::sites_of_all(reading, &people, now)? })
    }

    /// With which voices it may hear this; none: somebody who is heard has not agreed, and the library allows
    /// nothing instead, or the case is off the shelf.
    pub(super) fn voice(
        &self,
        reading: &mut Reading<'_>,
        heard: &Heard,
    ) -> Result<Option<Voice>, CaseReviewError> {
        let mut voice = if heard.altered_voice { Voice::Altered } else { Voice::Own };
        for case in library_case::of_call(reading, heard.call_id)? {
            let is_it = heard.case_id == Some(case.id);
            if is_it && case.state != CaseState::Shelved {
                return Ok(None);
            }
            if is_it || (case.state.keeps() && overlaps(&case, heard)) {
                match self.voice_of(reading, &case)? {
                    None => return Ok(None),
                    Some(Voice::Altered) => voice = Voice::Altered,
                    Some(Voice::Own) => {}
                }
            }
        }
        Ok(Some(voice))
    }

    /// With which voices learners would hear this case who sit here. A draft is asked for as if it stood on the
    /// shelf: whoever has not agreed to it has not agreed.
    fn voice_of(&self, reading: &mut Reading<'_>, case: &Case) -> Result<Option<Voice>, CaseReviewError> {
        let Some(library) = library::by_id(reading, case.library_id)? else { return Ok(None) };
        if library.kind != LibraryKind::Warning {
            return Ok(Some(Voice::Own));
        }
        let shown = Shown {
            state: CaseState::Shelved,
            kind: library.kind,
            is_open: true,
            is_consented: eyes::heard_in(reading, case)?.is_consented,
            instead_of_consent: library.instead_of_consent,
        };
        let is_of_another_site = eyes::is_of_other_sites(reading, &self.sites, case)?;
        let viewer = Viewer { learns: true, is_of_another_site, ..Viewer::default() };
        Ok(sight(viewer, shown).map(Sight::voice))
    }
}

/// Whether something of the case is heard there; one without a range is the whole recording.
fn overlaps(case: &Case, heard: &Heard) -> bool {
    case.start_ms.is_none_or(|start| start < heard.end_ms)
        && case.end_ms.is_none_or(|end| end > heard.start_ms)
}
