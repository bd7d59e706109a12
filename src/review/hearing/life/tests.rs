use super::super::answer::{AnswerEvent, AnswerState, answer_step};
use super::super::appeal::tests::diagram;
use super::*;
use crate::db::evaluation::Subject;
use crate::db::feedback::Answer;
use crate::ids::{EvaluationId, PersonId, ScorecardVersionId};
use crate::scoring::Responses;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of every state by every event, for purposes that are about the agent: the state after it, or
/// why not. What stands in capitals is refused.
const EVERYTHING: &str = "
                 | begin | discard   | release   | set a time | hold for the talk | cannot score     | take back    | time comes   | let out | recall       | open         | revise
[*]              | draft | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | UNRELEASED   | UNRELEASED   | UNHELD  | UNRELEASED   | UNRELEASED   | UNRELEASED
draft            | BEGUN | discarded | closing   | set        | held              | closing_unscored | UNRELEASED   | UNRELEASED   | UNHELD  | UNRELEASED   | UNRELEASED   | UNRELEASED
closing          | BEGUN | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | draft        | out          | UNHELD  | UNRELEASED   | UNRELEASED   | UNRELEASED
set              | BEGUN | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | draft        | out          | UNHELD  | UNRELEASED   | UNRELEASED   | UNRELEASED
held             | BEGUN | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | draft        | UNRELEASED   | out     | UNRELEASED   | UNRELEASED   | UNRELEASED
out              | BEGUN | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | OUT          | OUT          | UNHELD  | draft        | opened       | revised
opened           | BEGUN | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | OUT          | OUT          | UNHELD  | OPENED       | OPENED       | revised
revised          | BEGUN | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | OUT          | OUT          | UNHELD  | OPENED       | opened       | revised
closing_unscored | BEGUN | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | draft        | not_scored   | UNHELD  | UNRELEASED   | UNRELEASED   | UNRELEASED
not_scored       | BEGUN | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | OUT          | OUT          | UNHELD  | draft        | UNRELEASED   | UNRELEASED
discarded        | BEGUN | DRAFT     | DRAFT     | DRAFT      | DRAFT             | DRAFT            | UNRELEASED   | UNRELEASED   | UNHELD  | UNRELEASED   | UNRELEASED   | UNRELEASED
";

/// What never happens to what is made to learn scoring.
const NOT_WHILE_TRAINING: [&str; 7] =
    ["set a time", "hold for the talk", "cannot score", "let out", "recall", "open", "revise"];

fn told(outcome: Result<LifeState, Refused>) -> &'static str {
    match outcome {
        Ok(state) => state.as_str(),
        Err(Refused::Begun) => "BEGUN",
        Err(Refused::NotADraft) => "DRAFT",
        Err(Refused::NotReleased) => "UNRELEASED",
        Err(Refused::NotHeld) => "UNHELD",
        Err(Refused::AlreadyOut) => "OUT",
        Err(Refused::OpenedAlready) => "OPENED",
        Err(Refused::NotWhileTraining) => "TRAINING",
        Err(Refused::NobodyToTalk) => "NOBODY",
        Err(Refused::ForThisPurpose) => "PURPOSE",
    }
}

/// The table by state and event.
fn table() -> BTreeMap<(&'static str, &'static str), &'static str> {
    let mut lines = EVERYTHING.trim_matches('\n').lines();
    let cells = |line: &'static str| line.split('|').map(str::trim).collect::<Vec<_>>();
    let events = cells(lines.next().unwrap());
    let rows = lines.flat_map(|line| {
        let row = cells(line);
        let state = row[0];
        events.clone().into_iter().zip(row).skip(1).map(move |(event, cell)| ((state, event), cell))
    });
    rows.collect()
}

#[test]
fn every_event_in_every_state_for_every_purpose_is_as_written() {
    let table = table();
    assert_eq!(table.len(), LifeState::ALL.len() * LifeEvent::ALL.len());
    for purpose in Purpose::ALL.iter().copied() {
        for from in LifeState::ALL {
            for event in LifeEvent::ALL {
                let written = table[&(from.as_str(), event.as_str())];
                let expected = match (purpose, event.as_str()) {
                    (Purpose::Training, event) if NOT_WHILE_TRAINING.contains(&event) => "TRAINING",
                    (Purpose::Calibration | Purpose::SelfAssessment, "hold for the talk" | "let out") => {
                        "NOBODY"
                    }
                    (Purpose::Calibration | Purpose::SelfAssessment, "open" | "revise") => "PURPOSE",
                    _ => written,
                };
                let found = told(life_step(purpose, from, event));
                assert_eq!(found, expected, "{purpose:?} {from:?} {event:?}");
            }
        }
    }
}

#[test]
fn the_diagram_shows_every_transition_and_no_other() {
    let mut allowed = BTreeSet::new();
    for from in LifeState::ALL {
        for event in LifeEvent::ALL {
            if let Ok(to) = life_step(Purpose::Quality, from, event) {
                allowed.insert(format!("{} --> {}: {}", from.as_str(), to.as_str(), event.as_str()));
            }
        }
    }
    assert_eq!(diagram("The evaluation"), allowed);
}

#[test]
fn the_two_machines_agree_on_what_an_agent_opens_and_what_is_revised() {
    for purpose in Purpose::ALL.iter().copied() {
        let hearing = hearing_for(purpose);
        for (life, answer) in
            [(LifeState::Out, AnswerState::Released), (LifeState::Opened, AnswerState::Opened)]
        {
            let revised = life_step(purpose, life, LifeEvent::Revise).is_ok();
            assert_eq!(revised, answer_step(hearing, answer, AnswerEvent::Revise).is_ok(), "{purpose:?}");
            let opened = life_step(purpose, life, LifeEvent::Open).is_ok();
            assert_eq!(opened, answer_step(hearing, answer, AnswerEvent::Open).is_ok(), "{purpose:?}");
        }
    }
}

fn stored(state: EvaluationState, released_at: Option<i64>, revision: i32) -> Evaluation {
    Evaluation {
        id: EvaluationId::new(),
        subject: Subject::default(),
        scorecard_version_id: ScorecardVersionId::new(),
        evaluator_id: PersonId::new(),
        assignment_id: None,
        purpose: Purpose::Quality,
        revision,
        state,
        edit: 1,
        responses: Responses::default(),
        score: None,
        no_score: None,
        is_generated: false,
        started_at: Instant::from_millis(0),
        changed_at: Instant::from_millis(0),
        released_at: released_at.map(Instant::from_millis),
        released_date: None,
        removal_id: None,
        answer_until: None,
    }
}

#[test]
fn what_is_stored_says_how_far_it_is() {
    use EvaluationState::{Draft, NotScored, Released};
    let untouched = Feedback::default();
    let opened = Feedback { opened_at: Some(Instant::from_millis(20_000)), ..Feedback::default() };
    let lapsed = Feedback { answer: Some(Answer::Lapsed), ..Feedback::default() };
    let at = |evaluation: &Evaluation, feedback: &Feedback, now: i64| {
        LifeState::of(evaluation, feedback, Instant::from_millis(now))
    };
    assert_eq!(at(&stored(Draft, None, 1), &untouched, 5), LifeState::Draft);
    let at_once = stored(Released, Some(10_000), 1);
    assert_eq!(at(&at_once, &untouched, 9_999), LifeState::Closing);
    assert_eq!(at(&at_once, &untouched, 10_000), LifeState::Out);
    assert_eq!(at(&at_once, &opened, 30_000), LifeState::Opened);
    assert_eq!(at(&at_once, &lapsed, 30_000), LifeState::Opened);
    let set = stored(Released, Some(60_000), 1);
    assert_eq!(at(&set, &untouched, 0), LifeState::Set);
    assert_eq!(at(&set, &untouched, 59_999), LifeState::Set, "also in its last seconds");
    assert_eq!(at(&set, &untouched, 60_000), LifeState::Out);
    assert_eq!(at(&stored(Released, None, 1), &untouched, 5), LifeState::Held);
    assert_eq!(at(&stored(Released, Some(10_000), 2), &untouched, 30_000), LifeState::Revised);
    assert_eq!(at(&stored(Released, Some(10_000), 2), &opened, 30_000), LifeState::Opened);
    let unscored = stored(NotScored, Some(10_000), 1);
    assert_eq!(at(&unscored, &untouched, 0), LifeState::ClosingUnscored);
    assert_eq!(at(&unscored, &untouched, 10_000), LifeState::NotScored);
}
