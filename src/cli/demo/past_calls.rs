//! Calls of the weeks behind us, as the rows of a telephone system leave them: no recording, only
//! who spoke when, for how long and with which outcome. All of them carry the tag `generated`.

use super::calendar::{Calendar, WEEKS};
use super::cast::{AGENTS, Agent, Line, SALES};
use super::dice::Dice;
use crate::db::call::Direction;
use crate::recorder::{AgentPart, CallMetadata};
use crate::time::{Instant, Stamp};
use std::time::Duration;

/// The source that every call of the demonstration comes from; the recorded scenes name it too.
pub(super) const SOURCE: &str = "demo";
/// What says that nobody ever spoke this call.
pub(super) const GENERATED: &str = "generated";

/// A call of the past.
#[derive(Debug, Clone)]
pub(super) struct PastCall {
    pub(super) agent: &'static Agent,
    /// Its week, counted from 0.
    pub(super) week: u32,
    /// Unique within the source; what follows from the call falls by it.
    pub(super) native_id: String,
    pub(super) started_at: Instant,
    pub(super) duration: Duration,
    pub(super) client: &'static str,
    pub(super) queue: &'static str,
    pub(super) disposition: &'static str,
    /// Whether an inspector scored it.
    pub(super) is_scored: bool,
}

impl PastCall {
    pub(super) fn ended_at(&self) -> Instant {
        self.started_at.plus(self.duration)
    }

    /// As a telephone system would describe it.
    pub(super) fn metadata(&self) -> CallMetadata {
        let is_sale = self.agent.team.project == &SALES;
        CallMetadata {
            source: Some(SOURCE.to_owned()),
            native_id: Some(self.native_id.clone()),
            agents: vec![AgentPart {
                external_id: self.agent.external_id.to_owned(),
                name: Some(self.agent.name.to_owned()),
                channel: None,
                start_ms: None,
                end_ms: None,
            }],
            direction: Some(if is_sale { Direction::Outbound } else { Direction::Inbound }),
            project: Some(self.agent.team.project.name.to_owned()),
            queue: Some(self.queue.to_owned()),
            started_at: Some(Stamp::Exact(self.started_at)),
            duration_ms: i64::try_from(self.duration.as_millis()).ok(),
            disposition: Some(self.disposition.to_owned()),
            tags: vec![GENERATED.to_owned(), self.client.to_owned()],
            ..CallMetadata::default()
        }
    }
}

/// Every call of the past, agent by agent.
pub(super) fn past_calls(calendar: &Calendar) -> Vec<PastCall> {
    let mut calls = Vec::new();
    for agent in &AGENTS {
        for week in agent.since_week..=WEEKS {
            let name = format!("{} {week}", agent.external_id);
            let mut dice = Dice::of(&name);
            // Two a week, and a third where there is more to hear.
            let scored = 2 + u32::from(agent.habit.slips >= 16);
            let unscored = u32::from(dice.happens(25));
            for number in 0..scored + unscored {
                calls.extend(call(calendar, agent, week, number, number < scored));
            }
        }
    }
    calls
}

/// One call; none where its day is not past yet.
fn call(
    calendar: &Calendar,
    agent: &'static Agent,
    week: u32,
    number: u32,
    is_scored: bool,
) -> Option<PastCall> {
    let native_id = format!("cdr-{}-{week}{number}", agent.external_id);
    let mut dice = Dice::of(&native_id);
    // Spread over the week: the first call early in it, the next ones later.
    let weekday = (number * 2 + dice.between(0, 1)).min(4);
    let day = calendar.day(week, weekday)?;
    let line: &Line = dice.one_of(agent.lines)?;
    Some(PastCall {
        agent,
        week,
        started_at: calendar
            .at(day, 9, dice.between(5, 520))
            .plus(Duration::from_secs(u64::from(dice.between(0, 59)))),
        duration: duration(&mut dice, is_scored),
        client: line.client,
        queue: line.queue,
        disposition: dice.one_of(line.dispositions)?,
        is_scored,
        native_id,
    })
}

/// Mostly three to eight minutes, some much longer; what nobody scored may be over in seconds.
fn duration(dice: &mut Dice, is_scored: bool) -> Duration {
    let seconds = if !is_scored && dice.happens(60) {
        dice.between(4, 18)
    } else if dice.happens(9) {
        dice.between(660, 1500)
    } else {
        dice.between(95, 480)
    };
    Duration::from_millis(u64::from(seconds * 1000 + dice.between(0, 999)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;
    use std::collections::BTreeSet;

    fn calls() -> Vec<PastCall> {
        let now = "2026-11-22T20:00:00+08:00".parse().unwrap();
        past_calls(&Calendar::new(now, TimeZone::get("Asia/Shanghai").unwrap()))
    }

    #[test]
    fn there_are_about_two_hundred_to_be_scored_each_under_a_name_of_its_own() {
        let calls = calls();
        let scored = calls.iter().filter(|call| call.is_scored).count();
        assert!((190..=260).contains(&scored), "{scored}");
        let names: BTreeSet<&str> = calls.iter().map(|call| call.native_id.as_str()).collect();
        assert_eq!(names.len(), calls.len());
    }

    #[test]
    fn some_are_too_long_and_some_too_short_to_be_worth_scoring() {
        let calls = calls();
        let short = calls.iter().filter(|call| call.duration < Duration::from_secs(20));
        assert!(short.clone().count() >= 5 && short.clone().all(|call| !call.is_scored));
        assert!(calls.iter().filter(|call| call.duration > Duration::from_mins(10)).count() >= 8);
    }

    #[test]
    fn all_of_them_lie_in_the_past_and_the_newcomer_has_none_before_she_began() {
        let calls = calls();
        let now: Instant = "2026-11-22T20:00:00+08:00".parse().unwrap();
        assert!(calls.iter().all(|call| call.ended_at() < now));
        assert!(calls.iter().filter(|call| call.agent.since_week > 0).all(|call| call.week >= 3));
    }
}
