//! What happened in the eight weeks, in the order in which it happened.
//!
//! Nothing is dated back: the workspace is made by letting a clock run through this list, and every
//! step goes through the same functions as on a working day.

use super::calendar::Calendar;
use super::cast::{AGENTS, Agent, INSPECTORS, Language};
use super::dice::Dice;
use super::judgement::Ear;
use super::past_calls::PastCall;
use super::phrases::replies;
use super::scenes::Scene;
use crate::time::Instant;
use std::time::Duration;

/// Of a hundred released evaluations, so many are opened.
const OPENED: u32 = 90;
/// Of a hundred opened ones, so many are acknowledged.
const ACKNOWLEDGED: u32 = 86;
/// Of a hundred acknowledged ones, so many with a reply.
const REPLIED: u32 = 18;

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
    /// An inspector begins to score a call.
    Begun { native_id: String, inspector: &'static str },
    /// They release what they made of it.
    Released { native_id: String, inspector: &'static str, verdict: Verdict },
    /// The agent opens the feedback on this call.
    Opened { native_id: String, agent: &'static Agent },
    /// The agent acknowledges it.
    Acknowledged { native_id: String, agent: &'static Agent, reply: Option<String> },
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
    /// Of the scene with this number: what was written about it.
    OfScene(usize),
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

fn follow_call(steps: &mut Vec<Step>, calendar: &Calendar, call: PastCall) {
    let mut dice = Dice::of(&format!("{} afterwards", call.native_id));
    let released_at = calendar.within_a_working_day(call.ended_at(), &mut dice);
    let (inspector, ear) = inspector(call.agent, &mut dice);
    let (native_id, agent) = (call.native_id.clone(), call.agent);
    let heard = Heard { native_id: native_id.clone(), inspector, verdict: Verdict::OfCall(call, ear) };
    heard.score(steps, calendar, released_at, &mut dice);
    if !dice.happens(OPENED) {
        return;
    }
    let opened_at = calendar.within_a_working_day(released_at, &mut dice);
    steps.push(Step { at: opened_at, event: Event::Opened { native_id: native_id.clone(), agent } });
    if dice.happens(ACKNOWLEDGED) {
        let reply = if dice.happens(REPLIED) { dice.one_of(replies(agent.team.language)) } else { None };
        let reply = reply.map(|reply| (*reply).to_owned());
        let at = opened_at.plus(Duration::from_secs(u64::from(dice.between(90, 560))));
        steps.push(Step { at, event: Event::Acknowledged { native_id, agent, reply } });
    }
}

fn follow_scene(steps: &mut Vec<Step>, calendar: &Calendar, number: usize, scene: &Scene) {
    let Some(evaluation) = &scene.evaluation else { return };
    let (native_id, agent) = (scene.native_id.clone(), scene.agent);
    let mut dice = Dice::of(&native_id);
    let released_at = calendar.within_a_working_day(scene.ended_at, &mut dice);
    let inspector = evaluation.inspector;
    let heard = Heard { native_id: native_id.clone(), inspector, verdict: Verdict::OfScene(number) };
    heard.score(steps, calendar, released_at, &mut dice);
    let Some(answer) = &evaluation.answer else { return };
    let opened_at = released_at.plus(Duration::from_hours(u64::from(answer.after_hours)));
    steps.push(Step { at: opened_at, event: Event::Opened { native_id: native_id.clone(), agent } });
    if let Some(reply) = answer.reply.clone() {
        let at = opened_at.plus(Duration::from_mins(6));
        steps.push(Step { at, event: Event::Acknowledged { native_id, agent, reply: Some(reply) } });
    }
}

/// A call that an inspector hears and scores.
struct Heard {
    native_id: String,
    inspector: &'static str,
    verdict: Verdict,
}

impl Heard {
    /// Scoring takes some minutes and ends with the release; what would end later has not begun.
    fn score(self, steps: &mut Vec<Step>, calendar: &Calendar, released_at: Instant, dice: &mut Dice) {
        if released_at >= calendar.now() {
            return;
        }
        let Self { native_id, inspector, verdict } = self;
        let begun_at = released_at.minus(Duration::from_secs(u64::from(dice.between(280, 980))));
        let begun = Event::Begun { native_id: native_id.clone(), inspector };
        steps.push(Step { at: begun_at, event: begun });
        steps.push(Step { at: released_at, event: Event::Released { native_id, inspector, verdict } });
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
    use std::path::Path;

    fn steps() -> (Calendar, Vec<Step>) {
        let now = "2026-11-22T20:00:00+08:00".parse().unwrap();
        let calendar = Calendar::new(now, TimeZone::get("Asia/Shanghai").unwrap());
        let scenes = scenes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &calendar).unwrap();
        let steps = timeline(&calendar, &scenes, past_calls(&calendar));
        (calendar, steps)
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
    fn most_feedback_is_opened_and_acknowledged_some_with_a_reply_and_some_waits() {
        let (_, steps) = steps();
        let scored = count(&steps, |event| matches!(event, Event::Released { .. }));
        let opened = count(&steps, |event| matches!(event, Event::Opened { .. }));
        let acknowledged = count(&steps, |event| matches!(event, Event::Acknowledged { .. }));
        let replied = count(&steps, |event| matches!(event, Event::Acknowledged { reply: Some(_), .. }));
        assert!((190..=260).contains(&scored), "{scored}");
        assert!(opened < scored - 10 && opened * 10 > scored * 8, "{opened} of {scored}");
        assert!(
            acknowledged < opened && replied > 10 && replied < acknowledged / 3,
            "{replied} of {acknowledged}"
        );
    }

    #[test]
    fn nobody_answers_what_was_not_released_before() {
        let (_, steps) = steps();
        for (number, step) in steps.iter().enumerate() {
            let Event::Opened { native_id: opened, .. } = &step.event else { continue };
            let released = steps[..number].iter().any(
                |before| matches!(&before.event, Event::Released { native_id, .. } if native_id == opened),
            );
            assert!(released, "{opened}");
        }
    }
}
