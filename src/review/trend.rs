//! How the scores of a person, a team or a project go from week to week, and what loses most.

use super::ReviewError;
use super::evaluation_view::READ_BY_ALL;
use crate::access::{AccessError, Permission, Who};
use crate::db::evaluation::{self, EvaluationFilter, Purpose, Scored, TrendRow};
use crate::db::{Db, Reading, scorecard};
use crate::ids::{EvaluationId, PersonId, ProjectId, ScorecardId, ScorecardVersionId, TeamId};
use crate::scoring::{Mean, Response, Wording};
use crate::time::Instant;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};

/// The most weeks that are looked back.
const WEEKS_MOST: u32 = 26;
/// The most totals that are averaged; far more than a team has in half a year.
const TOTALS_MOST: i64 = 100_000;
/// From how many evaluations, the youngest, it is told what loses most.
const LOOKED_INTO: usize = 1_000;
/// How many questions are named.
const ITEMS: usize = 5;

/// Of whom the trend is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendQuery {
    /// Over evaluations for this purpose.
    pub purpose: Purpose,
    /// Of this person.
    pub person_id: Option<PersonId>,
    /// Of this team.
    pub team_id: Option<TeamId>,
    /// Of this project.
    pub project_id: Option<ProjectId>,
    /// On this scorecard alone.
    pub scorecard_id: Option<ScorecardId>,
    /// How many weeks, this one included; held within 1 and 26.
    pub weeks: u32,
}

/// How the scores go.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Week after week, also those without an evaluation; the last is this one.
    pub weeks: Vec<TrendWeek>,
    /// The questions that lose most over all these weeks, the worst first.
    pub items: Vec<TrendItem>,
}

/// One week.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendWeek {
    /// Its Monday in the workspace's zone.
    pub week_start: Date,
    /// How many evaluations with a total came out.
    pub evaluations: usize,
    /// Their mean.
    pub mean: Option<Mean>,
    /// How many of those that can pass did, 0 to 1.
    pub pass_rate: Option<f64>,
}

/// A question that loses points.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendItem {
    /// The key of the scorecard.
    pub scorecard_key: String,
    /// Its key.
    pub question: String,
    /// Its words, of the youngest version looked into.
    pub title: Wording,
    /// How many points it loses in the mean where it counts.
    pub lost_average: f64,
    /// In how many evaluations it counted.
    pub evaluations: usize,
    /// In how many of them it lost points.
    pub missed: usize,
}

/// The trend, as far as the caller reads results; of an agent of whom they make a draft, nothing.
pub async fn trend(db: &Db, zone: &TimeZone, who: &Who, query: TrendQuery) -> Result<Trend, ReviewError> {
    let scope = who.scope(Permission::ViewResults).ok_or(AccessError::NotPermitted)?;
    let reader = who.person_id();
    if !READ_BY_ALL.contains(&query.purpose) {
        let (field, problem) = ("purpose".to_owned(), "is one that agents read".to_owned());
        return Err(ReviewError::BadQuery { field, problem });
    }
    let zone = zone.clone();
    db.read(move |reading| {
        let mondays = mondays_until(reading.now(), &zone, query.weeks.clamp(1, WEEKS_MOST));
        let mut filter = EvaluationFilter {
            person_id: query.person_id,
            team_id: query.team_id,
            project_id: query.project_id,
            scorecard_id: query.scorecard_id,
            from: mondays.first().map(ToString::to_string),
            ..EvaluationFilter::default()
        };
        // Of one agent alone it would tell a scorer what to expect; a team's says nothing of one of them.
        if let (Some(agent), Some(reader)) = (query.person_id, reader) {
            let in_hand = evaluation::people_in_hand(reading, reader)?;
            filter.withheld.people.extend(in_hand.into_iter().filter(|one| *one == agent));
        }
        let rows = evaluation::totals(reading, &scope, &[query.purpose], &filter, TOTALS_MOST)?;
        let ids: Vec<EvaluationId> = rows.iter().take(LOOKED_INTO).map(|row| row.id).collect();
        let scores = evaluation::scores(reading, &ids)?;
        Ok(Trend { weeks: weeks_of(&mondays, &rows), items: items_of(reading, &scores)? })
    })
    .await
}

/// The Mondays of this week and the ones before it, oldest first.
fn mondays_until(now: Instant, zone: &TimeZone, weeks: u32) -> Vec<Date> {
    let monday = monday_of(now.local_date(zone));
    let back = |weeks: u32| monday.checked_sub(i64::from(weeks).weeks()).unwrap_or(monday);
    (0..weeks).rev().map(back).collect()
}

fn monday_of(date: Date) -> Date {
    let days = date.weekday().since(Weekday::Monday);
    date.checked_sub(i64::from(days).days()).unwrap_or(date)
}

fn weeks_of(mondays: &[Date], rows: &[TrendRow]) -> Vec<TrendWeek> {
    let mut by_week: BTreeMap<Date, Vec<&TrendRow>> = BTreeMap::new();
    for row in rows {
        if let Ok(date) = row.released_date.parse::<Date>() {
            by_week.entry(monday_of(date)).or_default().push(row);
        }
    }
    let week = |monday: &Date| {
        let rows = by_week.get(monday).map(Vec::as_slice).unwrap_or_default();
        let totals: Vec<f64> = rows.iter().map(|row| in_points(row.total_hundredths)).collect();
        let judged: Vec<bool> = rows.iter().filter_map(|row| row.passed).collect();
        TrendWeek {
            week_start: *monday,
            evaluations: rows.len(),
            mean: Mean::of(&totals),
            pass_rate: share_of(judged.iter().filter(|passed| **passed).count(), judged.len()),
        }
    };
    mondays.iter().map(week).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a total is far below 2⁵³ hundredths")]
fn in_points(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}

#[expect(clippy::cast_precision_loss, reason = "nobody has 2⁵³ evaluations")]
fn share_of(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// What one question lost over many evaluations.
#[derive(Default)]
struct Losses {
    lost: f64,
    counted: usize,
    missed: usize,
    version: Option<ScorecardVersionId>,
}

#[expect(clippy::cast_precision_loss, reason = "nobody has 2⁵³ evaluations")]
impl Losses {
    fn average(&self) -> f64 {
        self.lost / self.counted.max(1) as f64
    }
}

fn items_of(reading: &mut Reading<'_>, scores: &[Scored]) -> Result<Vec<TrendItem>, ReviewError> {
    let version_ids: Vec<ScorecardVersionId> = scores.iter().map(|(version, ..)| *version).collect();
    let versions = scorecard::versions(reading, &version_ids)?;
    let mut questions: HashMap<(&str, &str), Losses> = HashMap::new();
    for (version_id, responses, score) in scores {
        let Some(version) = versions.get(version_id) else { continue };
        for line in score.questions().filter(|line| line.counted) {
            let losses = questions.entry((&version.definition.key, line.question)).or_default();
            losses.counted += 1;
            // What is not put down to the agent is counted apart: it is no habit of theirs.
            if responses.to(line.question).is_none_or(Response::is_the_agents) {
                losses.lost += line.lost;
                losses.missed += usize::from(line.lost > 0.0);
            }
            losses.version = losses.version.max(Some(*version_id));
        }
    }
    let mut worst: Vec<_> = questions.into_iter().filter(|(_, losses)| losses.missed > 0).collect();
    worst.sort_by(|(one_key, one), (other_key, other)| {
        other.average().total_cmp(&one.average()).then_with(|| one_key.cmp(other_key))
    });
    let items = worst.into_iter().take(ITEMS).map(|((scorecard_key, question), losses)| {
        let version = losses.version.and_then(|id| versions.get(&id));
        let title = version.and_then(|version| version.definition.question(question));
        TrendItem {
            scorecard_key: scorecard_key.to_owned(),
            question: question.to_owned(),
            title: title.map(|question| question.title.clone()).unwrap_or_default(),
            lost_average: losses.average(),
            evaluations: losses.counted,
            missed: losses.missed,
        }
    });
    Ok(items.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(released_date: &str, total_hundredths: i64, passed: Option<bool>) -> TrendRow {
        TrendRow {
            id: EvaluationId::new(),
            released_date: released_date.to_owned(),
            total_hundredths,
            passed,
        }
    }

    #[test]
    fn a_week_begins_on_its_local_monday() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        // Sunday evening in Europe is Monday morning in Shanghai.
        let now: Instant = "2026-11-22T22:00:00Z".parse().unwrap();
        let mondays: Vec<String> = mondays_until(now, &zone, 3).iter().map(ToString::to_string).collect();
        assert_eq!(mondays, ["2026-11-09", "2026-11-16", "2026-11-23"]);
        let of_sunday = mondays_until(now, &TimeZone::UTC, 1);
        assert_eq!(of_sunday[0].to_string(), "2026-11-16");
    }

    #[test]
    fn each_week_has_its_mean_and_its_pass_rate() {
        let mondays = [Date::constant(2026, 11, 9), Date::constant(2026, 11, 16)];
        let rows = [
            row("2026-11-16", 8_000, Some(true)),
            row("2026-11-22", 9_000, Some(false)),
            row("2026-11-18", 7_000, None),
            row("2026-11-08", 100, Some(false)),
        ];
        let weeks = weeks_of(&mondays, &rows);
        assert_eq!((weeks[0].evaluations, weeks[0].mean, weeks[0].pass_rate), (0, None, None));
        assert_eq!((weeks[1].evaluations, weeks[1].pass_rate), (3, Some(0.5)));
        assert_eq!(weeks[1].mean.map(|mean| mean.average), Some(80.0));
    }
}
