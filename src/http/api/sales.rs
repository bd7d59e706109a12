//! Sales to be verified: which calls are some, those that wait, what became of them.

use super::assignments::AssignmentBody;
use super::call_rows::CallRowBody;
use super::evaluation_query::date;
use super::page::{NamedBody, PageBody, window};
use crate::db::sale::SalePlace;
use crate::db::verification::CountFilter;
use crate::http::App;
use crate::http::auth::{AssignCalls, Require, VerifySales, ViewResults};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{CallId, ProjectId, QueueId, SaleRuleId};
use crate::review::{self, NewSaleRule, OutcomeRate, SaleChoice, SaleLine, SaleRates, SaleRuleLine, Tally};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use utoipa::{IntoParams, ToSchema};

/// A sale that waits to be verified.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitingSale)]
pub struct SaleBody {
    /// Its call.
    call: CallRowBody,
    /// When it was seen to be a sale.
    #[schema(value_type = String, format = DateTime)]
    joined_at: Instant,
}

impl From<SaleLine> for SaleBody {
    fn from(line: SaleLine) -> Self {
        Self { call: line.call.into(), joined_at: line.sale.joined_at }
    }
}

/// Which of them are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct SalesQuery {
    /// Through this queue.
    #[param(value_type = Option<String>, format = Uuid)]
    queue: Option<QueueId>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// The sales that wait to be verified, the oldest call first.
///
/// Needs `verify_sales`.
#[utoipa::path(get, path = "/api/v1/sales", operation_id = "list_waiting_sales", tag = "sales",
    security(("token" = []), ("session" = [])), params(SalesQuery),
    responses((status = 200, description = "A page of them", body = PageBody<SaleBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn waiting(
    required: Require<VerifySales>,
    app: web::Data<App>,
    query: web::Query<SalesQuery>,
) -> Result<web::Json<PageBody<SaleBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = review::waiting_sales(&app.db, &required.who, query.queue, window).await?;
    Ok(web::Json(PageBody::of(page, SaleBody::from)))
}

/// Which sale is taken: with neither, the oldest that the caller may verify.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SaleTaking)]
#[serde(deny_unknown_fields)]
pub struct SaleTakingBody {
    /// This one.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// The oldest of this queue.
    #[schema(value_type = Option<String>, format = Uuid)]
    queue_id: Option<QueueId>,
}

/// Takes a sale into the caller's own queue.
///
/// Needs `verify_sales`.
#[utoipa::path(post, path = "/api/v1/sales/take", operation_id = "take_sale", tag = "sales",
    security(("token" = []), ("session" = [])), request_body = SaleTakingBody,
    responses((status = 201, description = "Taken", body = AssignmentBody),
        (status = 403, description = "The caller took part in it", body = ErrorBody),
        (status = 404, description = "None waits (`no_sale_waits`), or it is no sale for this caller", body = ErrorBody),
        (status = 409, description = "Somebody has it already", body = ErrorBody)))]
pub async fn take(
    required: Require<VerifySales>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<SaleTakingBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let choice = body.call_id.map_or(SaleChoice::Oldest(body.queue_id), SaleChoice::Call);
    let taken = review::take_next_sale(&app.db, &required.who, by, choice).await?;
    Ok(HttpResponse::Created().json(AssignmentBody::from(taken)))
}

/// A rule: calls that were closed like this, there, are sales to be verified.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SaleRule)]
pub struct SaleRuleBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: SaleRuleId,
    /// How the call was closed.
    disposition: String,
    /// For the calls of this project; none: of every project, or of the queue.
    project: Option<NamedBody>,
    /// For the calls of this queue.
    queue: Option<NamedBody>,
    /// For calls that began at this moment or later.
    #[schema(value_type = String, format = DateTime)]
    since: Instant,
    /// Who made it.
    made_by: Option<NamedBody>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
}

impl From<SaleRuleLine> for SaleRuleBody {
    fn from(line: SaleRuleLine) -> Self {
        Self {
            id: line.rule.id,
            disposition: line.rule.disposition,
            project: line.project.map(NamedBody::from),
            queue: line.queue.map(NamedBody::from),
            since: line.rule.since,
            made_by: line.made_by.map(NamedBody::from),
            made_at: line.rule.made_at,
        }
    }
}

/// The rules in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaleRuleList {
    /// All that the caller reaches, the oldest first.
    items: Vec<SaleRuleBody>,
}

/// A rule to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewSaleRule)]
#[serde(deny_unknown_fields)]
pub struct NewSaleRuleBody {
    /// How calls are closed that are sales, exactly as their source says it; 200 characters at most.
    #[schema(example = "成交")]
    disposition: String,
    /// In this project.
    #[schema(value_type = Option<String>, format = Uuid)]
    project_id: Option<ProjectId>,
    /// In this queue; then without a project.
    #[schema(value_type = Option<String>, format = Uuid)]
    queue_id: Option<QueueId>,
    /// For calls that began at this moment or later; missing: from now on.
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Instant>,
}

/// What a new rule brought at once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SaleRuleMade)]
pub struct SaleRuleMadeBody {
    /// How many calls that were there already wait to be verified now.
    joined: i64,
}

/// Which calls are sales to be verified.
///
/// Needs `assign_calls`.
#[utoipa::path(get, path = "/api/v1/sale-rules", operation_id = "list_sale_rules", tag = "sales",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The rules in force", body = SaleRuleList)))]
pub async fn rules(
    required: Require<AssignCalls>,
    app: web::Data<App>,
) -> Result<web::Json<SaleRuleList>, ApiError> {
    let items = review::sale_rules(&app.db, &required.who).await?;
    Ok(web::Json(SaleRuleList { items: items.into_iter().map(SaleRuleBody::from).collect() }))
}

/// Says that calls which were closed like this are sales to be verified.
///
/// Needs `assign_calls`. 20,000 calls that are there already join at once at most.
#[utoipa::path(post, path = "/api/v1/sale-rules", operation_id = "make_sale_rule", tag = "sales",
    security(("token" = []), ("session" = [])), request_body = NewSaleRuleBody,
    responses((status = 201, description = "It is in force", body = SaleRuleMadeBody),
        (status = 404, description = "There is no such place for this caller", body = ErrorBody),
        (status = 409, description = "There is this rule already", body = ErrorBody),
        (status = 422, description = "No disposition, too many rules, or too many calls at once", body = ErrorBody)))]
pub async fn make_rule(
    required: Require<AssignCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewSaleRuleBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let NewSaleRuleBody { disposition, project_id, queue_id, since } = body.into_inner();
    let new = NewSaleRule { disposition, place: SalePlace { project_id, queue_id }, since };
    let joined = review::make_sale_rule(&app.db, &required.who, by, new).await?;
    Ok(HttpResponse::Created().json(SaleRuleMadeBody { joined }))
}

/// Ends a rule: what waits by it alone leaves the queue.
///
/// Needs `assign_calls`.
#[utoipa::path(delete, path = "/api/v1/sale-rules/{rule_id}", operation_id = "end_sale_rule", tag = "sales",
    security(("token" = []), ("session" = [])), params(("rule_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is ended"),
        (status = 404, description = "There is no such rule", body = ErrorBody)))]
pub async fn end_rule(
    required: Require<AssignCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    rule_id: web::Path<SaleRuleId>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    review::end_sale_rule(&app.db, &required.who, by, rule_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Of which sales the outcomes are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct SaleRatesQuery {
    /// Of this project.
    #[param(value_type = Option<String>, format = Uuid)]
    project: Option<ProjectId>,
    /// Verified, and out, on this day of the workspace or later.
    #[param(format = Date)]
    from: Option<String>,
    /// On this day or earlier.
    #[param(format = Date)]
    to: Option<String>,
}

/// How many sales became what.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SaleTally)]
pub struct TallyBody {
    /// Sales, as they were entered.
    confirmed: i64,
    /// Sales with something entered wrong.
    corrected: i64,
    /// No sales.
    rejected: i64,
    /// All of them.
    total: i64,
    /// The part that was confirmed, 0 to 1; none where there is nothing.
    confirmed_rate: Option<f64>,
}

impl From<Tally> for TallyBody {
    fn from(tally: Tally) -> Self {
        Self {
            confirmed: tally.confirmed,
            corrected: tally.corrected,
            rejected: tally.rejected,
            total: tally.total(),
            confirmed_rate: tally.confirmed_rate(),
        }
    }
}

/// What became of the sales of one agent, or of one queue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SaleRate)]
pub struct SaleRateBody {
    /// Whose; none: nobody knows.
    of: Option<NamedBody>,
    /// What the source calls the agent, where nobody knows who they are.
    agent_name: Option<String>,
    /// How many became what.
    #[serde(flatten)]
    tally: TallyBody,
}

impl<Id: Display> From<OutcomeRate<Id>> for SaleRateBody {
    fn from(rate: OutcomeRate<Id>) -> Self {
        Self { of: rate.of.map(NamedBody::from), agent_name: rate.agent_name, tally: rate.tally.into() }
    }
}

/// What became of sales.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SaleRates)]
pub struct SaleRatesBody {
    /// Of all of them.
    all: TallyBody,
    /// Of each agent, those with most sales first; 500 at most.
    agents: Vec<SaleRateBody>,
    /// Of each queue, those with most sales first; 500 at most.
    queues: Vec<SaleRateBody>,
}

impl From<SaleRates> for SaleRatesBody {
    fn from(rates: SaleRates) -> Self {
        Self {
            all: rates.all.into(),
            agents: rates.agents.into_iter().map(SaleRateBody::from).collect(),
            queues: rates.queues.into_iter().map(SaleRateBody::from).collect(),
        }
    }
}

/// What became of the sales whose verification is out, by agent and by queue.
///
/// Needs `view_results`.
#[utoipa::path(get, path = "/api/v1/sales/outcomes", operation_id = "show_sale_outcomes", tag = "sales",
    security(("token" = []), ("session" = [])), params(SaleRatesQuery),
    responses((status = 200, description = "How many became what", body = SaleRatesBody),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn outcomes(
    required: Require<ViewResults>,
    app: web::Data<App>,
    query: web::Query<SaleRatesQuery>,
) -> Result<web::Json<SaleRatesBody>, ApiError> {
    let query = CountFilter {
        project_id: query.project,
        from: date("from", query.from.as_deref())?,
        to: date("to", query.to.as_deref())?,
    };
    Ok(web::Json(review::sale_rates(&app.db, &required.who, query).await?.into()))
}
