//! PURE: who sees a case, and how much of it. The lists ask the same of the database
//! (`db::library_case::SeenBy`); a contract of the database compares the two.

use crate::audio::Voice;
use crate::db::library::{InsteadOfConsent, LibraryKind};
use crate::db::library_case::CaseState;

/// How somebody stands to a case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Viewer {
    /// They score its call blind just now.
    pub scores_blind: bool,
    /// They edit libraries, and the call lies within their reach.
    pub edits: bool,
    /// They learn from cases, and the library is for them.
    pub learns: bool,
    /// They are heard in it and were asked whether others may learn from it.
    pub is_asked: bool,
    /// They proposed it.
    pub is_proposer: bool,
    /// Everybody who is heard in it is known to be of a site that is not theirs.
    pub is_of_another_site: bool,
}

/// What of a case decides who sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Where it stands.
    pub state: CaseState,
    /// What its library holds.
    pub kind: LibraryKind,
    /// Whether the library is open.
    pub is_open: bool,
    /// Whether everybody who is heard in it is known and agrees.
    pub is_consented: bool,
    /// What its library allows instead.
    pub instead_of_consent: InsteadOfConsent,
}

/// How much of a case somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it.
    Editor,
    /// It as learners see it or would, to decide whether they may.
    Asked,
    /// What there is to learn; not who is heard, where names are hidden.
    Learner,
    /// As learners see it, without consent, because its library allows that instead: never who is heard.
    Allowed(Voice),
    /// What became of the proposal, and no more.
    Proposal,
}

impl Sight {
    /// Its name in the interface.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Asked => "asked",
            Self::Learner | Self::Allowed(_) => "learner",
            Self::Proposal => "proposal",
        }
    }

    /// With which voices it is heard.
    #[must_use]
    pub fn voice(self) -> Voice {
        match self {
            Self::Allowed(voice) => voice,
            Self::Editor | Self::Asked | Self::Learner | Self::Proposal => Voice::Own,
        }
    }

    /// Whether it tells who is heard, where the case (`hides_names`) does not hide that from learners.
    #[must_use]
    pub fn shows_names(self, hides_names: bool) -> bool {
        match self {
            Self::Editor => true,
            Self::Asked | Self::Learner => !hides_names,
            Self::Allowed(_) | Self::Proposal => false,
        }
    }

    /// Whether the case can be heard and read.
    #[must_use]
    pub fn hears(self) -> bool {
        self != Self::Proposal
    }
}

/// How much of a case somebody sees; none: it is not there for them. Whoever scores its call blind sees nothing
/// of it until that is done, whoever they are.
#[must_use]
pub fn sight(viewer: Viewer, shown: Shown) -> Option<Sight> {
    if viewer.scores_blind {
        None
    } else if viewer.edits {
        Some(Sight::Editor)
    } else if viewer.is_asked && shown.state.keeps() {
        Some(Sight::Asked)
    } else if let Some(sight) = as_learner(viewer, shown) {
        Some(sight)
    } else if viewer.is_proposer {
        Some(Sight::Proposal)
    } else {
        None
    }
}

fn as_learner(viewer: Viewer, shown: Shown) -> Option<Sight> {
    let instead = shown.instead_of_consent;
    if !viewer.learns || shown.state != CaseState::Shelved || !shown.is_open {
        None
    } else if shown.kind != LibraryKind::Warning || shown.is_consented {
        Some(Sight::Learner)
    } else if instead.other_sites && viewer.is_of_another_site {
        Some(Sight::Allowed(Voice::Own))
    } else if instead.altered_voice {
        Some(Sight::Allowed(Voice::Altered))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CaseState::{Archived, Declined, Draft, Proposed, Shelved, Withdrawn};
    use LibraryKind::{Good, Topic, Warning};

    const NOBODY: Viewer = Viewer {
        scores_blind: false,
        edits: false,
        learns: false,
        is_asked: false,
        is_proposer: false,
        is_of_another_site: false,
    };
    const LEARNER: Viewer = Viewer { learns: true, ..NOBODY };
    const ASKED: Viewer = Viewer { learns: true, is_asked: true, ..NOBODY };
    const PROPOSER: Viewer = Viewer { learns: true, is_proposer: true, ..NOBODY };
    const EDITOR: Viewer = Viewer { edits: true, learns: true, ..NOBODY };

    fn shown(state: CaseState, kind: LibraryKind, is_open: bool, is_consented: bool) -> Shown {
        Shown { state, kind, is_open, is_consented, instead_of_consent: InsteadOfConsent::default() }
    }

    #[test]
    fn what_a_library_allows_instead_of_consent() {
        let [own, altered] = [Some(Sight::Allowed(Voice::Own)), Some(Sight::Allowed(Voice::Altered))];
        // Altered voice allowed, other sites allowed → a colleague, somebody of another site.
        let table = [
            ((false, false), None, None),
            ((true, false), altered, altered),
            ((false, true), None, own),
            ((true, true), altered, own),
        ];
        let elsewhere = Viewer { is_of_another_site: true, ..LEARNER };
        for ((altered_voice, other_sites), by_colleague, by_elsewhere) in table {
            let instead_of_consent = InsteadOfConsent { altered_voice, other_sites };
            let warning = Shown { instead_of_consent, ..shown(Shelved, Warning, true, false) };
            assert_eq!(sight(LEARNER, warning), by_colleague, "{instead_of_consent:?}");
            assert_eq!(sight(elsewhere, warning), by_elsewhere, "{instead_of_consent:?}");
            // It opens what is on an open shelf, and stands in the way of nothing.
            for (state, is_open) in [(Draft, true), (Archived, true), (Shelved, false)] {
                assert_eq!(sight(elsewhere, Shown { state, is_open, ..warning }), None);
            }
            let consented = Shown { is_consented: true, ..warning };
            assert_eq!(sight(elsewhere, consented), Some(Sight::Learner));
            assert_eq!(sight(ASKED, warning), Some(Sight::Asked));
            assert_eq!(sight(Viewer { learns: false, ..elsewhere }, warning), None);
        }
    }

    #[test]
    fn whoever_sees_it_without_consent_never_sees_who_is_heard() {
        for hides_names in [true, false] {
            assert!(Sight::Editor.shows_names(hides_names));
            assert_eq!(Sight::Learner.shows_names(hides_names), !hides_names);
            assert!(!Sight::Allowed(Voice::Own).shows_names(hides_names));
            assert!(!Sight::Proposal.shows_names(hides_names));
        }
    }

    #[test]
    fn the_table_of_who_sees_what() {
        // State, kind, open, consented → learner, asked, proposer, stranger without the permission.
        let (learner, asked, proposal) = (Some(Sight::Learner), Some(Sight::Asked), Some(Sight::Proposal));
        let table = [
            ((Proposed, Good, true, true), None, None, proposal),
            ((Proposed, Warning, true, true), None, None, proposal),
            ((Draft, Good, true, true), None, asked, proposal),
            ((Draft, Warning, true, false), None, asked, proposal),
            ((Shelved, Good, true, false), learner, asked, learner),
            ((Shelved, Topic, true, false), learner, asked, learner),
            ((Shelved, Good, false, true), None, asked, proposal),
            ((Shelved, Warning, true, false), None, asked, proposal),
            ((Shelved, Warning, true, true), learner, asked, learner),
            ((Shelved, Warning, false, true), None, asked, proposal),
            ((Archived, Good, true, true), None, None, proposal),
            ((Declined, Good, true, true), None, None, proposal),
            ((Withdrawn, Good, true, true), None, None, proposal),
        ];
        for ((state, kind, is_open, is_consented), by_learner, by_asked, by_proposer) in table {
            let one = shown(state, kind, is_open, is_consented);
            assert_eq!(sight(LEARNER, one), by_learner, "a learner: {one:?}");
            assert_eq!(sight(ASKED, one), by_asked, "who is asked: {one:?}");
            assert_eq!(sight(PROPOSER, one), by_proposer, "who proposed: {one:?}");
            assert_eq!(sight(NOBODY, one), None, "a stranger: {one:?}");
            assert_eq!(sight(EDITOR, one), Some(Sight::Editor), "an editor: {one:?}");
            for viewer in [LEARNER, ASKED, PROPOSER, EDITOR] {
                assert_eq!(sight(Viewer { scores_blind: true, ..viewer }, one), None, "blind: {one:?}");
            }
        }
    }

    #[test]
    fn whoever_only_proposed_hears_nothing_by_it() {
        assert!(!Sight::Proposal.hears());
        assert!(Sight::Learner.hears() && Sight::Asked.hears() && Sight::Editor.hears());
    }
}
