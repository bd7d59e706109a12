//! What happened in the eight weeks, in the order in which it happened.
//!
//! Nothing is dated back: the workspace is made by letting a clock run through this list, and every
//! step goes through the same functions as on a working day.

use super::calendar::Calendar;
use super::cast::{AGENTS, Agent, INSPECTORS, Language};
use super::dice::Dice;
use super::hearings::{Appeal, AppealStep};
use super::judgement::Ear;
use super::past_calls::PastCall;
use super::phrases::replies;
use super::scenes::{Evaluation, Scene, Then};
use crate::db::listening::Stretch;
use crate::time::Instant;
use std::time::Duration;

/// Of a hundred acknowledged ones of the past, so many with a reply.
const REPLIED: u32 = 18;
/// How long before now each step of an appeal has happened at the latest, the release the first.
const LATEST_HOURS: u64 = 7;

/// Something that happened.
#[derive(Debug, Clone)]
pub(super) enum Event {
    /// Teams, projects, cards and everybody who is there from the start.
    SetUp,
    /// Somebody begins later.
    Begins(&'static Agent),
    /// A call that was recorded has ended; the number is its scene's.
    SceneEnded(usize),
    /// A call that was not recorded has ended.
    CallEnded(PastCall),
    /// An inspector begins to score a call, or somebody's part in it: the key of its evaluation.
    Begun { key: String, inspector: &'static str },
    /// They release what they made of it.
    Released { key: String, inspector: &'static str, verdict: Verdict },
    /// The agent opens the feedback on this call, and hears so much of it, where there is something to hear.
    Opened { key: String, agent: &'static Agent, heard: Option<Stretch> },
    /// The agent acknowledges it.
    Acknowledged { key: String, agent: &'static Agent, reply: Option<String> },
    /// An appeal about it goes a step further.
    Appealed { key: String, agent: &'static Agent, step: AppealStep, appeal: Appeal },
    /// A day of work is over; it lies so many days back.
    DayEnds { days_ago: u32 },
    /// The QA manager fills the queues of today.
    Today { due_at: Instant },
}

/// What an inspector made of a call.
#[derive(Debug, Clone)]
pub(super) enum Verdict {
    /// Of a call of the past: by the agent's habit and the inspector's ear.
    OfCall(PastCall, Ear),
    /// Of a part of the scene with this number: what was written about it.
    OfScene { scene: usize, evaluation: usize },
}

/// When it happened, and what.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) at: Instant,
    pub(super) event: Event,
}

/// Everything up to now.
pub(super) fn timeline(calendar: &Calendar, scenes: &[Scene], calls: Vec<PastCall>) -> Vec<Step> {
    let mut steps = vec![Step { at: calendar.set_up(), event: Event::SetUp }];
    for agent in AGENTS.iter().filter(|agent| agent.since_week > 0) {
        steps.extend(
            calendar
                .day(agent.since_week, 0)
                .map(|monday| Step { at: calendar.at(monday, 8, 30), event: Event::Begins(agent) }),
        );
    }
    for (number, scene) in scenes.iter().enumerate() {
        steps.push(Step { at: scene.ended_at, event: Event::SceneEnded(number) });
        follow_scene(&mut steps, calendar, number, scene);
    }
    for call in calls {
        steps.push(Step { at: call.ended_at(), event: Event::CallEnded(call.clone()) });
        if call.is_scored {
            follow_call(&mut steps, calendar, call);
        }
    }
    steps.extend(
        calendar.evenings().into_iter().map(|(at, days_ago)| Step { at, event: Event::DayEnds { days_ago } }),
    );
    // What would lie ahead has not happened yet.
    steps.retain(|step| step.at < calendar.now());
    steps.push(Step { at: calendar.now(), event: Event::Today { due_at: calendar.end_of_today() } });
    steps.sort_by_key(|step| step.at);
    steps
}

/// What waits for an answer today is about calls that can be heard: of these, what would not be answered yet
/// is not scored.
fn follow_call(steps: &mut Vec<Step>, calendar: &Calendar, call: PastCall) {
    let mut dice = Dice::of(&format!("{} afterwards", call.native_id));
    let released_at = calendar.within_a_working_day(call.ended_at(), &mut dice);
    let (inspector, ear) = inspector(call.agent, &mut dice);
    let (key, agent) = (call.native_id.clone(), call.agent);
    let opened_at = calendar.within_a_working_day(released_at, &mut dice);
    let reply = if dice.happens(REPLIED) { dice.one_of(replies(agent.team.language)) } else { None };
    let reply = reply.map(|reply| (*reply).to_owned());
    let answered_at = opened_at.plus(Duration::from_secs(u64::from(dice.between(90, 560))));
    if answered_at >= calendar.now() {
        return;
    }
    let heard = Heard { key: key.clone(), inspector, verdict: Verdict::OfCall(call, ear) };
    heard.score(steps, calendar, released_at, &mut dice);
    let opened = Event::Opened { key: key.clone(), agent, heard: None };
    steps.push(Step { at: opened_at, event: opened });
    steps.push(Step { at: answered_at, event: Event::Acknowledged { key, agent, reply } });
}

fn follow_scene(steps: &mut Vec<Step>, calendar: &Calendar, number: usize, scene: &Scene) {
    for (place, evaluation) in scene.evaluations.iter().enumerate() {
        let (key, agent) = (evaluation.key.clone(), evaluation.agent);
        let mut dice = Dice::of(&key);
        let mut released_at = calendar.within_a_working_day(scene.ended_at, &mut dice);
        if matches!(evaluation.then, Then::Appealed(_)) {
            released_at = released_at.min(hours_ago(calendar, LATEST_HOURS));
        }
        let verdict = Verdict::OfScene { scene: number, evaluation: place };
        let heard = Heard { key: key.clone(), inspector: evaluation.inspector, verdict };
        heard.score(steps, calendar, released_at, &mut dice);
        match &evaluation.then {
            Then::Nothing => {}
            Then::Answered(answer) => {
                let at = released_at.plus(Duration::from_hours(u64::from(answer.after_hours)));
                let heard = Some(share_of(evaluation, answer.heard));
                steps.push(Step { at, event: Event::Opened { key: key.clone(), agent, heard } });
                if let Some(reply) = answer.reply.clone() {
                    let at = at.plus(Duration::from_mins(6));
                    let reply = Some(reply);
                    steps.push(Step { at, event: Event::Acknowledged { key, agent, reply } });
                }
            }
            Then::Appealed(appeal) => {
                let heard = Some(share_of(evaluation, 100));
                let at = soon_after(released_at, 1).min(hours_ago(calendar, LATEST_HOURS - 1));
                steps.push(Step { at, event: Event::Opened { key: key.clone(), agent, heard } });
                follow_appeal(steps, calendar, at, evaluation, appeal);
            }
        }
    }
}

/// Each step within a working day of the one before it, and all of them before today's.
fn follow_appeal(
    steps: &mut Vec<Step>,
    calendar: &Calendar,
    opened_at: Instant,
    evaluation: &Evaluation,
    appeal: &Appeal,
) {
    let mut dice = Dice::of(&format!("{} appeals", evaluation.key));
    let mut at = opened_at.plus(Duration::from_mins(20));
    for (number, step) in (2..).zip(appeal.course.steps()) {
        let event = Event::Appealed {
            key: evaluation.key.clone(),
            agent: evaluation.agent,
            step: *step,
            appeal: appeal.clone(),
        };
        at = at.min(hours_ago(calendar, LATEST_HOURS.saturating_sub(number)));
        steps.push(Step { at, event });
        at = calendar.within_a_working_day(at, &mut dice);
    }
}

/// So much of somebody's part, of a hundred, from its beginning on.
fn share_of(evaluation: &Evaluation, of_hundred: u32) -> Stretch {
    let (from, until) = evaluation.part;
    (from, from + (until - from) * i64::from(of_hundred) / 100)
}

fn soon_after(at: Instant, hours: u64) -> Instant {
    at.plus(Duration::from_hours(hours))
}

fn hours_ago(calendar: &Calendar, hours: u64) -> Instant {
    calendar.now().minus(Duration::from_hours(hours))
}

/// A call that an inspector hears and scores.
struct Heard {
    key: String,
    inspector: &'static str,
    verdict: Verdict,
}

impl Heard {
    /// Scoring takes some minutes and ends with the release; what would end later has not begun.
    fn score(self, steps: &mut Vec<Step>, calendar: &Calendar, released_at: Instant, dice: &mut Dice) {
        if released_at >= calendar.now() {
            return;
        }
        let Self { key, inspector, verdict } = self;
        let begun_at = released_at.minus(Duration::from_secs(u64::from(dice.between(280, 980))));
        steps.push(Step { at: begun_at, event: Event::Begun { key: key.clone(), inspector } });
        steps.push(Step { at: released_at, event: Event::Released { key, inspector, verdict } });
    }
}

/// Each has a language they hear more of, and one of them hears a little more strictly.
fn inspector(agent: &Agent, dice: &mut Dice) -> (&'static str, Ear) {
    let [strict, lenient] = INSPECTORS;
    let to_strict = if agent.team.language == Language::Chinese { 65 } else { 35 };
    if dice.happens(to_strict) { (strict, Ear(4)) } else { (lenient, Ear(0)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::past_calls::past_calls;
    use crate::cli::demo::scenes::scenes;
    use jiff::tz::TimeZone;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn steps() -> (Calendar, Vec<Step>) {
        let now = "2026-11-22T20:00:00+08:00".parse().unwrap();
        let calendar = Calendar::new(now, TimeZone::get("Asia/Shanghai").unwrap());
        let steps = timeline(&calendar, &told(&calendar), past_calls(&calendar));
        (calendar, steps)
    }

    fn told(calendar: &Calendar) -> Vec<Scene> {
        scenes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), calendar).unwrap()
    }

    fn count(steps: &[Step], of: impl Fn(&Event) -> bool) -> usize {
        steps.iter().filter(|step| of(&step.event)).count()
    }

    #[test]
    fn time_runs_one_way_from_the_setting_up_to_today() {
        let (calendar, steps) = steps();
        assert!(steps.is_sorted_by_key(|step| step.at));
        assert!(matches!(steps.first().unwrap().event, Event::SetUp));
        assert!(matches!(steps.last().unwrap().event, Event::Today { .. }));
        assert!(steps.iter().all(|step| step.at <= calendar.now()));
    }

    #[test]
    fn some_two_hundred_are_scored_and_what_has_no_recording_is_answered() {
        let (_, steps) = steps();
        let scored = count(&steps, |event| matches!(event, Event::Released { .. }));
        let replied = count(&steps, |event| matches!(event, Event::Acknowledged { reply: Some(_), .. }));
        assert!((190..=260).contains(&scored), "{scored}");
        assert!(replied > 10 && replied < scored / 3, "{replied} of {scored}");
        let keys = |of: fn(&Event) -> Option<&String>| -> BTreeSet<&String> {
            steps.iter().filter_map(|step| of(&step.event)).collect()
        };
        let released = keys(|event| if let Event::Released { key, .. } = event { Some(key) } else { None });
        let answered = keys(|event| match event {
            Event::Acknowledged { key, .. } | Event::Appealed { key, .. } => Some(key),
            _ => None,
        });
        let waiting: Vec<&&String> = released.difference(&answered).collect();
        assert!(waiting.len() >= 5 && waiting.iter().all(|key| key.starts_with("demo-")), "{waiting:?}");
    }

    #[test]
    fn open_appeals_have_come_as_far_as_they_say_on_whatever_day() {
        for day in 0..7_u64 {
            let sunday: Instant = "2026-11-22T09:10:00+08:00".parse().unwrap();
            let now = sunday.plus(Duration::from_hours(24 * day));
            let calendar = Calendar::new(now, TimeZone::get("Asia/Shanghai").unwrap());
            let scenes = told(&calendar);
            let steps = timeline(&calendar, &scenes, Vec::new());
            for evaluation in scenes.iter().flat_map(|scene| &scene.evaluations) {
                let Then::Appealed(appeal) = &evaluation.then else { continue };
                let taken: Vec<AppealStep> = steps
                    .iter()
                    .filter_map(|step| match &step.event {
                        Event::Appealed { key, step, .. } if *key == evaluation.key => Some(*step),
                        _ => None,
                    })
                    .collect();
                assert_eq!(taken, appeal.course.steps(), "{} on day {day}", evaluation.key);
            }
        }
    }

    #[test]
    fn nobody_answers_what_was_not_released_before() {
        let (_, steps) = steps();
        for (number, step) in steps.iter().enumerate() {
            let Event::Opened { key: opened, .. } = &step.event else { continue };
            let released = steps[..number]
                .iter()
                .any(|before| matches!(&before.event, Event::Released { key, .. } if key == opened));
            assert!(released, "{opened}");
        }
    }
}
