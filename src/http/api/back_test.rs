//! What the past would have come to on the draft of a scorecard.

use super::card_uses::purpose_of;
use super::page::NamedBody;
use crate::db::evaluation::Purpose;
use crate::error::Coded;
use crate::http::App;
use crate::http::auth::{ManageScorecards, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::ScorecardId;
use crate::review::{
    self, AgentComparison, BackTest, BackTestQuery, BackTesting, Comparison, ReviewError, UnansweredItem,
};
use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::{self, Bytes};
use futures_util::stream::{self, Stream};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is tested.
#[derive(Debug, Deserialize, IntoParams)]
pub struct BackTestParams {
    /// What the evaluations are for, with commas between: `quality`, `verification`, `beside`,
    /// `live`.
    purpose: String,
    /// Out on this day or later.
    #[param(format = Date)]
    from: Option<String>,
    /// Out on this day or earlier.
    #[param(format = Date)]
    to: Option<String>,
}

/// What the past would have come to on the draft. Items without a past answer stand outside.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BackTest)]
pub struct BackTestBody {
    /// The save of the draft that was tested.
    edit: i32,
    /// Whether there are older evaluations that were not tested; the youngest 5,000 are.
    has_more: bool,
    /// All evaluations together.
    all: ComparisonBody,
    /// Each agent; those whose mean falls most come first.
    agents: Vec<AgentComparisonBody>,
    /// The items that some evaluation has no answer to, in card order.
    unanswered: Vec<UnansweredBody>,
}

/// Before and after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BackTestComparison)]
pub struct ComparisonBody {
    /// How many evaluations there are.
    evaluations: usize,
    /// How many have a total on both cards; the means are theirs.
    compared: usize,
    /// The mean total as it was.
    average_before: Option<f64>,
    /// The mean total on the draft.
    average_after: Option<f64>,
    /// How many of those that could pass did, 0 to 1.
    pass_rate_before: Option<f64>,
    /// How many of those that can pass on the draft would.
    pass_rate_after: Option<f64>,
    /// How many passed and would fail.
    would_fail: usize,
    /// How many failed and would pass.
    would_pass: usize,
    /// In how many a fatal option was chosen.
    fatal_before: usize,
    /// In how many it would be fatal.
    fatal_after: usize,
}

/// One agent, before and after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BackTestAgent)]
pub struct AgentComparisonBody {
    /// Who sat there; none: nobody knows.
    person: Option<NamedBody>,
    /// What the source calls the agent, where nobody knows who sat there.
    external_id: Option<String>,
    /// What their evaluations come to.
    comparison: ComparisonBody,
}

/// An item without a past answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BackTestUnanswered)]
pub struct UnansweredBody {
    /// Its key.
    question: String,
    /// In how many evaluations.
    evaluations: usize,
}

impl From<Comparison> for ComparisonBody {
    fn from(of: Comparison) -> Self {
        Self {
            evaluations: of.evaluations,
            compared: of.compared,
            average_before: of.average_before,
            average_after: of.average_after,
            pass_rate_before: of.pass_rate_before,
            pass_rate_after: of.pass_rate_after,
            would_fail: of.would_fail,
            would_pass: of.would_pass,
            fatal_before: of.fatal_before,
            fatal_after: of.fatal_after,
        }
    }
}

impl From<AgentComparison> for AgentComparisonBody {
    fn from(of: AgentComparison) -> Self {
        let person = of.person.map(NamedBody::from);
        Self { person, external_id: of.external_id, comparison: of.comparison.into() }
    }
}

impl From<UnansweredItem> for UnansweredBody {
    fn from(of: UnansweredItem) -> Self {
        Self { question: of.question, evaluations: of.evaluations }
    }
}

/// In how many steps a back-test will be done.
const STEPS_HEADER: &str = "earmark-steps";

/// Runs past evaluations on this scorecard, the youngest 5,000 at most, through its draft. Nothing
/// is stored; leaving ends it. A line break comes after every step, before the answer; the header
/// `earmark-steps` says how many steps there will be.
///
/// Needs `manage_scorecards` for the whole organisation, and `view_results`.
#[utoipa::path(get, path = "/api/v1/scorecards/{scorecard_id}/back-test", operation_id = "back_test_scorecard",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid), BackTestParams),
    responses((status = 200, description = "What it would come to", body = BackTestBody),
        (status = 404, description = "There is no draft", body = ErrorBody),
        (status = 422, description = "The draft has mistakes, or no purpose that can be tested", body = ErrorBody)))]
pub async fn show(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    scorecard_id: web::Path<ScorecardId>,
    params: web::Query<BackTestParams>,
) -> Result<HttpResponse, ApiError> {
    let params = params.into_inner();
    let purposes: Result<Vec<Purpose>, ApiError> = params.purpose.split(',').map(purpose_of).collect();
    let query = BackTestQuery { purposes: purposes?, from: params.from, to: params.to };
    let id = scorecard_id.into_inner();
    let testing = review::begin_back_test(&app.db, &required.who, id, query).await?;
    let steps = (STEPS_HEADER, testing.steps().to_string());
    let mut answer = HttpResponse::Ok();
    Ok(answer.content_type(ContentType::json()).insert_header(steps).streaming(told_at_the_end(testing)))
}

/// A line break after every step, then the answer: what is written to somebody who left ends the
/// stream, and with it the test. JSON takes any white space before it.
fn told_at_the_end(testing: BackTesting) -> impl Stream<Item = Result<Bytes, ReviewError>> {
    stream::try_unfold(Some(testing), |state: Option<BackTesting>| async move {
        let Some(mut testing) = state else { return Ok(None) };
        if testing.step().await.inspect_err(log)? {
            return Ok(Some((Bytes::from_static(b"\n"), Some(testing))));
        }
        let body = BackTestBody::from(testing.finish().await.inspect_err(log)?);
        Ok(Some((Bytes::from(serde_json::to_vec(&body)?), None)))
    })
}

/// The answer has begun already, so the log alone can tell what went wrong.
fn log(error: &ReviewError) {
    tracing::error!(code = error.code(), "a back-test broke off: {error}");
}

impl From<BackTest> for BackTestBody {
    fn from(tested: BackTest) -> Self {
        Self {
            edit: tested.edit,
            has_more: tested.has_more,
            all: tested.all.into(),
            agents: tested.agents.into_iter().map(AgentComparisonBody::from).collect(),
            unanswered: tested.unanswered.into_iter().map(UnansweredBody::from).collect(),
        }
    }
}
