//! How scores go from week to week.

use super::card_body::{WordingBody, words_of};
use crate::db::evaluation::Purpose;
use crate::http::App;
use crate::http::auth::{Require, ViewResults};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{PersonId, ProjectId, ScorecardId, TeamId};
use crate::review::{self, Trend, TrendItem, TrendQuery, TrendWeek};
use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How many weeks are told unless the reader says.
const WEEKS_DEFAULT: u32 = 8;

/// Of whom the trend is wanted; nobody named: of everybody that the reader's results reach.
#[derive(Debug, Deserialize, IntoParams)]
pub struct TrendParams {
    /// Of this person.
    #[param(value_type = Option<String>, format = Uuid)]
    person: Option<PersonId>,
    /// Of this team.
    #[param(value_type = Option<String>, format = Uuid)]
    team: Option<TeamId>,
    /// Of this project.
    #[param(value_type = Option<String>, format = Uuid)]
    project: Option<ProjectId>,
    /// On this scorecard alone.
    #[param(value_type = Option<String>, format = Uuid)]
    scorecard: Option<ScorecardId>,
    /// What the evaluations are for: `quality`, `verification`, `beside` or `live`.
    purpose: String,
    /// How many weeks, this one included: 1 to 26; 8 unless given.
    weeks: Option<u32>,
}

/// How the scores go.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Trend)]
pub struct TrendBody {
    /// Week after week; the last is this one.
    weeks: Vec<TrendWeekBody>,
    /// The questions that lose most over all these weeks, at most five, the worst first.
    items: Vec<TrendItemBody>,
}

/// One week.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrendWeek)]
pub struct TrendWeekBody {
    /// Its Monday in the workspace's zone.
    #[schema(format = Date)]
    week_start: String,
    /// How many evaluations with a total came out.
    evaluations: usize,
    /// The mean of their totals.
    average: Option<f64>,
    /// The lower end of the 95 % interval of the mean; none below two evaluations.
    low: Option<f64>,
    /// Its upper end.
    high: Option<f64>,
    /// How many of those that can pass did, 0 to 1.
    pass_rate: Option<f64>,
}

/// A question that loses points.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrendItem)]
pub struct TrendItemBody {
    /// Its key.
    question: String,
    /// Its wording by language.
    title: WordingBody,
    /// The key of the scorecard.
    scorecard_key: String,
    /// How many points it loses in the mean where it counts.
    lost_average: f64,
    /// In how many evaluations it counted.
    evaluations: usize,
    /// In how many of them it lost points.
    missed: usize,
}

impl From<Trend> for TrendBody {
    fn from(trend: Trend) -> Self {
        Self {
            weeks: trend.weeks.into_iter().map(TrendWeekBody::from).collect(),
            items: trend.items.into_iter().map(TrendItemBody::from).collect(),
        }
    }
}

impl From<TrendWeek> for TrendWeekBody {
    fn from(week: TrendWeek) -> Self {
        let (low, high) = week.mean.and_then(|mean| mean.interval).unzip();
        Self {
            week_start: week.week_start.to_string(),
            evaluations: week.evaluations,
            average: week.mean.map(|mean| two_decimals(mean.average)),
            low: low.map(two_decimals),
            high: high.map(two_decimals),
            pass_rate: week.pass_rate,
        }
    }
}

impl From<TrendItem> for TrendItemBody {
    fn from(item: TrendItem) -> Self {
        Self {
            question: item.question,
            title: words_of(&item.title),
            scorecard_key: item.scorecard_key,
            lost_average: two_decimals(item.lost_average),
            evaluations: item.evaluations,
            missed: item.missed,
        }
    }
}

fn two_decimals(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// How the scores go from week to week, and what loses most.
///
/// Needs `view_results`.
#[utoipa::path(get, path = "/api/v1/trend", operation_id = "show_trend", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(TrendParams),
    responses((status = 200, description = "The trend", body = TrendBody),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn show(
    required: Require<ViewResults>,
    app: web::Data<App>,
    params: web::Query<TrendParams>,
) -> Result<web::Json<TrendBody>, ApiError> {
    let purpose = Purpose::parse(&params.purpose)
        .ok_or_else(|| RequestError::BadQuery("purpose is quality".to_owned()))?;
    let query = TrendQuery {
        purpose,
        person_id: params.person,
        team_id: params.team,
        project_id: params.project,
        scorecard_id: params.scorecard,
        weeks: params.weeks.unwrap_or(WEEKS_DEFAULT),
    };
    let trend = review::trend(&app.db, &app.intake.zone, &required.who, query).await?;
    Ok(web::Json(trend.into()))
}
