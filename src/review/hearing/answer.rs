//! The agent's answer to an evaluation that is out, as a state machine.

use crate::db::evaluation::Purpose;
use crate::db::feedback::{Answer, Feedback};
use crate::time::Instant;

/// What evaluations of a purpose ask of the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearing {
    /// The agent answers, and may appeal.
    Full,
    /// The agent answers. There is no recording that others could hear again, so no appeal.
    AnswerOnly,
    /// It is not about the agent: nothing is asked.
    Nothing,
}

/// What evaluations of this purpose ask of the agent.
#[must_use]
pub fn hearing_for(purpose: Purpose) -> Hearing {
    match purpose {
        Purpose::Quality | Purpose::Verification | Purpose::Text => Hearing::Full,
        Purpose::Beside | Purpose::Live => Hearing::AnswerOnly,
        Purpose::Calibration | Purpose::SelfAssessment | Purpose::Training => Hearing::Nothing,
    }
}

/// Where the agent's answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnswerState {
    /// It is out, and the agent has not opened it.
    Released,
    /// The agent has opened it.
    Opened,
    /// The agent, or the end of the time, has given this answer.
    Answered(Answer),
}

/// What happens to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnswerEvent {
    /// The agent opens it.
    Open,
    /// The agent says that they have read it (签收).
    Acknowledge,
    /// The agent finds it right (无异议).
    NoObjection,
    /// The agent appeals (申诉).
    Appeal,
    /// The agent takes the appeal back.
    Withdraw,
    /// The appeal is decided.
    Decide,
    /// The time to answer is over.
    TimeOver,
    /// Whoever scored revises it (修订): the agent reads and answers it anew.
    Revise,
}

/// Why something cannot happen to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forbidden {
    /// Evaluations of this purpose ask for no such answer.
    ForThisPurpose,
    /// Not from where the answer stands.
    FromHere,
}

impl AnswerState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Released,
        Self::Opened,
        Self::Answered(Answer::Acknowledged),
        Self::Answered(Answer::NoObjection),
        Self::Answered(Answer::Lapsed),
        Self::Answered(Answer::Appealed),
        Self::Answered(Answer::Decided),
    ];

    /// Where the stored answer stands.
    #[must_use]
    pub fn of(feedback: &Feedback) -> Self {
        match (feedback.answer, feedback.opened_at) {
            (Some(answer), _) => Self::Answered(answer),
            (None, Some(_)) => Self::Opened,
            (None, None) => Self::Released,
        }
    }

    /// The answer that is stored for it; none: no answer yet.
    #[must_use]
    pub fn answer(self) -> Option<Answer> {
        match self {
            Self::Released | Self::Opened => None,
            Self::Answered(answer) => Some(answer),
        }
    }

    /// Its name, as the diagram has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Opened => "opened",
            Self::Answered(answer) => answer.as_str(),
        }
    }
}

impl AnswerEvent {
    /// Every event.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::Acknowledge,
        Self::NoObjection,
        Self::Appeal,
        Self::Withdraw,
        Self::Decide,
        Self::TimeOver,
        Self::Revise,
    ];

    /// Its name, as the diagram has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Acknowledge => "acknowledge",
            Self::NoObjection => "no objection",
            Self::Appeal => "appeal",
            Self::Withdraw => "withdraw",
            Self::Decide => "decide",
            Self::TimeOver => "time over",
            Self::Revise => "revise",
        }
    }
}

/// Where the answer stands after the event.
///
/// Who has only acknowledged may still say that they find it right, or appeal; who has found it right
/// may not appeal any more. A withdrawn appeal leaves the evaluation acknowledged: whoever appealed has
/// read it. What has lapsed stays so; it may be opened, and that is noted beside it. A revision lets everything
/// begin anew, whatever was answered; but for an appeal, which decides by itself, and what it has decided.
///
/// # Errors
///
/// Why it cannot happen.
pub fn answer_step(
    hearing: Hearing,
    from: AnswerState,
    event: AnswerEvent,
) -> Result<AnswerState, Forbidden> {
    use AnswerState::{Answered, Opened, Released};
    let appeals = matches!(event, AnswerEvent::Appeal | AnswerEvent::Withdraw | AnswerEvent::Decide);
    match hearing {
        Hearing::Nothing => return Err(Forbidden::ForThisPurpose),
        Hearing::AnswerOnly if appeals => return Err(Forbidden::ForThisPurpose),
        Hearing::Full | Hearing::AnswerOnly => {}
    }
    match (from, event) {
        (Released, AnswerEvent::Open) => Ok(Opened),
        (Released | Opened, AnswerEvent::Acknowledge)
        | (Answered(Answer::Appealed), AnswerEvent::Withdraw) => Ok(Answered(Answer::Acknowledged)),
        (Released | Opened | Answered(Answer::Acknowledged), AnswerEvent::NoObjection) => {
            Ok(Answered(Answer::NoObjection))
        }
        (Released | Opened | Answered(Answer::Acknowledged), AnswerEvent::Appeal) => {
            Ok(Answered(Answer::Appealed))
        }
        (Answered(Answer::Appealed), AnswerEvent::Decide) => Ok(Answered(Answer::Decided)),
        (Released | Opened, AnswerEvent::TimeOver) => Ok(Answered(Answer::Lapsed)),
        (
            Released | Opened | Answered(Answer::Acknowledged | Answer::NoObjection | Answer::Lapsed),
            AnswerEvent::Revise,
        ) => Ok(Released),
        _ => Err(Forbidden::FromHere),
    }
}

/// Whether the event is in time: the agent answers before `until`; nothing else has a time.
#[must_use]
pub fn is_in_time(event: AnswerEvent, until: Option<Instant>, now: Instant) -> bool {
    match event {
        AnswerEvent::Acknowledge | AnswerEvent::NoObjection | AnswerEvent::Appeal => {
            until.is_none_or(|until| now < until)
        }
        AnswerEvent::Open | AnswerEvent::Withdraw | AnswerEvent::Decide | AnswerEvent::Revise => true,
        AnswerEvent::TimeOver => until.is_some_and(|until| until <= now),
    }
}

#[cfg(test)]
mod tests {
    use super::super::appeal::tests::diagram;
    use super::*;
    use std::collections::BTreeSet;

    fn allowed(hearing: Hearing) -> BTreeSet<String> {
        let mut lines = BTreeSet::new();
        for from in AnswerState::ALL {
            for event in AnswerEvent::ALL {
                if let Ok(to) = answer_step(hearing, from, event) {
                    lines.insert(format!("{} --> {}: {}", from.as_str(), to.as_str(), event.as_str()));
                }
            }
        }
        lines
    }

    #[test]
    fn the_diagram_shows_every_transition_and_no_other() {
        assert_eq!(diagram("The answer"), allowed(Hearing::Full));
    }

    #[test]
    fn every_transition_is_allowed_or_forbidden_as_written() {
        // 7 states × 8 events; what stands here is allowed, everything else is not.
        let expected: BTreeSet<String> = [
            "released --> opened: open",
            "released --> acknowledged: acknowledge",
            "released --> no_objection: no objection",
            "released --> appealed: appeal",
            "released --> lapsed: time over",
            "opened --> acknowledged: acknowledge",
            "opened --> no_objection: no objection",
            "opened --> appealed: appeal",
            "opened --> lapsed: time over",
            "acknowledged --> no_objection: no objection",
            "acknowledged --> appealed: appeal",
            "appealed --> acknowledged: withdraw",
            "appealed --> decided: decide",
            "released --> released: revise",
            "opened --> released: revise",
            "acknowledged --> released: revise",
            "no_objection --> released: revise",
            "lapsed --> released: revise",
        ]
        .map(str::to_owned)
        .into();
        assert_eq!(allowed(Hearing::Full), expected);
    }

    #[test]
    fn without_an_appeal_there_is_only_the_answer() {
        let without: BTreeSet<String> =
            allowed(Hearing::Full).into_iter().filter(|line| !line.contains("appeal")).collect();
        assert_eq!(allowed(Hearing::AnswerOnly), without);
        assert_eq!(without.len(), 13);
        assert!(allowed(Hearing::Nothing).is_empty());
    }

    #[test]
    fn every_purpose_has_its_hearing() {
        let full: Vec<&str> = Purpose::ALL
            .iter()
            .filter(|purpose| hearing_for(**purpose) == Hearing::Full)
            .map(|purpose| purpose.as_str())
            .collect();
        assert_eq!(full, ["quality", "verification", "text"]);
        for purpose in [Purpose::Beside, Purpose::Live] {
            let appeal = answer_step(hearing_for(purpose), AnswerState::Opened, AnswerEvent::Appeal);
            assert_eq!(appeal, Err(Forbidden::ForThisPurpose));
        }
        for purpose in [Purpose::Calibration, Purpose::SelfAssessment, Purpose::Training] {
            assert_eq!(hearing_for(purpose), Hearing::Nothing);
        }
    }

    #[test]
    fn an_answer_comes_before_its_time_is_over_and_a_lapse_after() {
        let until = Some(Instant::from_millis(100));
        let (before, after) = (Instant::from_millis(99), Instant::from_millis(100));
        for event in [AnswerEvent::Acknowledge, AnswerEvent::NoObjection, AnswerEvent::Appeal] {
            assert!(is_in_time(event, until, before) && !is_in_time(event, until, after));
            assert!(is_in_time(event, None, after));
        }
        assert!(!is_in_time(AnswerEvent::TimeOver, until, before));
        assert!(is_in_time(AnswerEvent::TimeOver, until, after));
        assert!(!is_in_time(AnswerEvent::TimeOver, None, after));
        assert!(is_in_time(AnswerEvent::Withdraw, until, after));
    }
}
