//! An appeal as a state machine, and who may take which step.

use crate::db::appeal::AppealState;
use crate::ids::PersonId;
use crate::scoring::Choice;

/// What happens to an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AppealEvent {
    /// The team leader finds the score right.
    Uphold,
    /// The team leader wants the inspector to look again.
    PassOn,
    /// The inspector gives the agent everything that was asked.
    Grant,
    /// The inspector keeps something, or changes it to something else than was asked.
    Contest,
    /// The inspector does, and the card has no arbitration: what they say is final.
    Conclude,
    /// The arbitrator decides.
    Arbitrate,
    /// Nobody may take the step, or nobody took it in time.
    PassOver,
    /// The agent takes the appeal back.
    Withdraw,
}

impl AppealEvent {
    /// Every event.
    pub const ALL: [Self; 8] = [
        Self::Uphold,
        Self::PassOn,
        Self::Grant,
        Self::Contest,
        Self::Conclude,
        Self::Arbitrate,
        Self::PassOver,
        Self::Withdraw,
    ];

    /// Its name, as the diagram has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uphold => "uphold",
            Self::PassOn => "pass on",
            Self::Grant => "grant",
            Self::Contest => "contest",
            Self::Conclude => "conclude",
            Self::Arbitrate => "arbitrate",
            Self::PassOver => "pass over",
            Self::Withdraw => "withdraw",
        }
    }
}

/// Where the appeal stands after the event; none: it cannot happen there. An arbitration is never
/// passed over: somebody decides.
#[must_use]
pub fn appeal_step(from: AppealState, event: AppealEvent) -> Option<AppealState> {
    match (from, event) {
        (AppealState::FirstReview, AppealEvent::Uphold)
        | (AppealState::Recheck, AppealEvent::Grant | AppealEvent::Conclude)
        | (AppealState::Arbitration, AppealEvent::Arbitrate) => Some(AppealState::Decided),
        (AppealState::FirstReview, AppealEvent::PassOn | AppealEvent::PassOver) => Some(AppealState::Recheck),
        (AppealState::Recheck, AppealEvent::Contest | AppealEvent::PassOver) => {
            Some(AppealState::Arbitration)
        }
        (
            AppealState::FirstReview | AppealState::Recheck | AppealState::Arbitration,
            AppealEvent::Withdraw,
        ) => Some(AppealState::Withdrawn),
        _ => None,
    }
}

/// Whether a step can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Staffing {
    /// The card does not have it.
    NotOnCard,
    /// Nobody may take it.
    Nobody,
    /// Somebody may take it.
    Somebody,
}

/// The step that an appeal comes to at `from`, with those that were passed over because nobody may
/// take them; a step that the card does not have is left out in silence. An arbitration that nobody may
/// take is waited for, and said to be so: it is what remains where nothing else was done, also on a card
/// that has none.
#[must_use]
pub fn next_step(
    from: AppealState,
    mut staffing: impl FnMut(AppealState) -> Staffing,
) -> (AppealState, Vec<AppealState>, bool) {
    let (mut state, mut passed_over) = (from, Vec::new());
    loop {
        let standing = staffing(state);
        match appeal_step(state, AppealEvent::PassOver) {
            _ if standing == Staffing::Somebody => return (state, passed_over, false),
            None => return (state, passed_over, true),
            Some(next) => {
                if standing == Staffing::Nobody {
                    passed_over.push(state);
                }
                state = next;
            }
        }
    }
}

/// Whom an appeal concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parties {
    /// The agent who appeals.
    pub agent: PersonId,
    /// Who scored.
    pub evaluator: PersonId,
    /// Who did the first review.
    pub first_reviewer: Option<PersonId>,
}

/// What somebody may do where the appeal lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// They do first reviews there.
    pub reviews: bool,
    /// They score calls.
    pub scores: bool,
    /// They arbitrate there.
    pub arbitrates: bool,
}

/// Whether this person may take the step at which the appeal stands. Nobody judges their own call,
/// only the inspector who scored rechecks, and an arbitrator was none of those before.
#[must_use]
pub fn may_judge(state: AppealState, person: PersonId, parties: &Parties, standing: Standing) -> bool {
    let Parties { agent, evaluator, first_reviewer } = *parties;
    if person == agent {
        return false;
    }
    match state {
        AppealState::FirstReview => standing.reviews && person != evaluator,
        AppealState::Recheck => standing.scores && person == evaluator,
        AppealState::Arbitration => {
            standing.arbitrates && person != evaluator && first_reviewer != Some(person)
        }
        AppealState::Decided | AppealState::Withdrawn => false,
    }
}

/// Whether the inspector gave the agent what was asked at an item: any change, where nothing was
/// proposed.
#[must_use]
pub fn is_granted(proposed: Option<&Choice>, change: Option<&Choice>) -> bool {
    match (proposed, change) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(proposed), Some(change)) => proposed.is_same_as(change),
    }
}

/// What the answer to an item is changed to in the end: the last step that changed it counts.
#[must_use]
pub fn final_change<'c>(recheck: Option<&'c Choice>, arbitration: Option<&'c Choice>) -> Option<&'c Choice> {
    arbitration.or(recheck)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The transitions of the diagram below this heading of `docs/HEARING.md`.
    pub(in crate::review::hearing) fn diagram(heading: &str) -> BTreeSet<String> {
        let text = include_str!("../../../docs/HEARING.md");
        let (_, below) = text.split_once(&format!("## {heading}\n")).unwrap();
        let (_, block) = below.split_once("```mermaid\n").unwrap();
        let (block, _) = block.split_once("```").unwrap();
        let transitions =
            block.lines().map(str::trim).filter(|line| line.contains("-->") && line.contains(": "));
        transitions.map(str::to_owned).collect()
    }

    fn allowed() -> BTreeSet<String> {
        let mut lines = BTreeSet::new();
        for from in AppealState::ALL {
            for event in AppealEvent::ALL {
                if let Some(to) = appeal_step(*from, event) {
                    lines.insert(format!("{} --> {}: {}", from.as_str(), to.as_str(), event.as_str()));
                }
            }
        }
        lines
    }

    #[test]
    fn the_diagram_shows_every_transition_and_no_other() {
        assert_eq!(diagram("The appeal"), allowed());
    }

    #[test]
    fn every_transition_is_allowed_or_forbidden_as_written() {
        let expected: BTreeSet<String> = [
            "first_review --> decided: uphold",
            "first_review --> recheck: pass on",
            "first_review --> recheck: pass over",
            "first_review --> withdrawn: withdraw",
            "recheck --> decided: grant",
            "recheck --> arbitration: contest",
            "recheck --> decided: conclude",
            "recheck --> arbitration: pass over",
            "recheck --> withdrawn: withdraw",
            "arbitration --> decided: arbitrate",
            "arbitration --> withdrawn: withdraw",
        ]
        .map(str::to_owned)
        .into();
        assert_eq!(allowed(), expected);
    }

    #[test]
    fn steps_that_nobody_may_take_are_passed_over_but_never_the_last() {
        use AppealState::{Arbitration, FirstReview, Recheck};
        let among = |staffed: &'static [AppealState]| {
            move |state| if staffed.contains(&state) { Staffing::Somebody } else { Staffing::Nobody }
        };
        let all = among(&[FirstReview, Recheck, Arbitration]);
        assert_eq!(next_step(FirstReview, all), (FirstReview, vec![], false));
        let no_leader = among(&[Recheck, Arbitration]);
        assert_eq!(next_step(FirstReview, no_leader), (Recheck, vec![FirstReview], false));
        let manager = among(&[Arbitration]);
        assert_eq!(next_step(FirstReview, manager), (Arbitration, vec![FirstReview, Recheck], false));
        let nobody = among(&[]);
        assert_eq!(next_step(FirstReview, nobody), (Arbitration, vec![FirstReview, Recheck], true));
        assert_eq!(next_step(Arbitration, nobody), (Arbitration, vec![], true));
    }

    #[test]
    fn a_step_that_the_card_does_not_have_is_left_out_in_silence() {
        use AppealState::{Arbitration, FirstReview, Recheck};
        let without = |missing: &'static [AppealState]| {
            move |state| if missing.contains(&state) { Staffing::NotOnCard } else { Staffing::Somebody }
        };
        assert_eq!(next_step(FirstReview, without(&[FirstReview])), (Recheck, vec![], false));
        assert_eq!(next_step(Recheck, without(&[Recheck])), (Arbitration, vec![], false));
        assert_eq!(next_step(FirstReview, without(&[FirstReview, Recheck])), (Arbitration, vec![], false));
        // The inspector is gone and the card has no arbitration: somebody decides all the same.
        let stuck = |state| if state == Recheck { Staffing::Nobody } else { Staffing::Somebody };
        assert_eq!(next_step(Recheck, stuck), (Arbitration, vec![Recheck], false));
    }

    #[test]
    fn nobody_judges_their_own_and_an_arbitrator_was_none_of_the_others() {
        let [agent, evaluator, leader, manager] =
            [PersonId::new(), PersonId::new(), PersonId::new(), PersonId::new()];
        let parties = Parties { agent, evaluator, first_reviewer: Some(leader) };
        let everything = Standing { reviews: true, scores: true, arbitrates: true };
        let judges = |state| {
            [agent, evaluator, leader, manager].map(|person| may_judge(state, person, &parties, everything))
        };
        assert_eq!(judges(AppealState::FirstReview), [false, false, true, true]);
        assert_eq!(judges(AppealState::Recheck), [false, true, false, false]);
        assert_eq!(judges(AppealState::Arbitration), [false, false, false, true]);
        assert_eq!(judges(AppealState::Decided), [false; 4]);
        assert_eq!(judges(AppealState::Withdrawn), [false; 4]);
    }

    #[test]
    fn each_step_wants_its_own_permission() {
        let [agent, evaluator, other] = [PersonId::new(), PersonId::new(), PersonId::new()];
        let parties = Parties { agent, evaluator, first_reviewer: None };
        let reviews = Standing { reviews: true, ..Standing::default() };
        let scores = Standing { scores: true, ..Standing::default() };
        let arbitrates = Standing { arbitrates: true, ..Standing::default() };
        let may = |state, person| {
            [reviews, scores, arbitrates].map(|standing| may_judge(state, person, &parties, standing))
        };
        assert_eq!(may(AppealState::FirstReview, other), [true, false, false]);
        assert_eq!(may(AppealState::Recheck, evaluator), [false, true, false]);
        assert_eq!(may(AppealState::Arbitration, other), [false, false, true]);
    }

    #[test]
    fn what_was_asked_is_granted_and_anything_else_is_contested() {
        let choice = |key: &str| Choice { options: vec![key.to_owned()], not_applicable: false };
        let (full, partly) = (choice("full"), choice("partly"));
        assert!(!is_granted(None, None) && !is_granted(Some(&full), None));
        assert!(is_granted(None, Some(&partly)) && is_granted(Some(&full), Some(&full)));
        assert!(!is_granted(Some(&full), Some(&partly)));
        assert_eq!(final_change(Some(&partly), None), Some(&partly));
        assert_eq!(final_change(Some(&partly), Some(&full)), Some(&full));
        assert_eq!(final_change(None, None), None);
    }
}
