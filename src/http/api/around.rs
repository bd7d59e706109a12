//! What is around a call that is scored: the customer's other calls, and what the agent scored before.

use super::call_rows::CallRowBody;
use super::evaluation_body::{EvaluationBody, EvaluationRowBody};
use crate::http::App;
use crate::http::auth::{Require, ScoreCalls, ViewCalls};
use crate::http::errors::{ApiError, ErrorBody, request_id};
use crate::ids::{CallId, EvaluationId};
use crate::review;
use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

/// The customer's other calls.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OtherCalls)]
pub struct OthersBody {
    /// The youngest first; 20 at most.
    items: Vec<CallRowBody>,
}

/// What the agent scored before.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EarlierScores)]
pub struct EarlierBody {
    /// The last one first; 20 at most.
    items: Vec<EvaluationRowBody>,
}

/// The customer's other calls, as far as the caller finds them; the number is masked as ever.
///
/// Needs `view_calls`.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/others", operation_id = "list_other_calls", tag = "calls",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The other calls; none where nobody knows the customer", body = OthersBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn others(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
) -> Result<web::Json<OthersBody>, ApiError> {
    let lines = review::other_calls(&app.db, &required.who, required.scope, call_id.into_inner()).await?;
    Ok(web::Json(OthersBody { items: lines.into_iter().map(CallRowBody::from).collect() }))
}

/// What the agent of one's own evaluation scored before; of a draft once every item is answered.
///
/// Needs `score_calls`.
#[utoipa::path(get, path = "/api/v1/evaluations/{evaluation_id}/earlier", operation_id = "list_earlier_scores",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The earlier scores", body = EarlierBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "Not every item is answered", body = ErrorBody)))]
pub async fn earlier(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<EarlierBody>, ApiError> {
    let lines = review::earlier_scores(&app.db, &required.who, evaluation_id.into_inner()).await?;
    Ok(web::Json(EarlierBody { items: lines.into_iter().map(EvaluationRowBody::from).collect() }))
}

/// Recalls one's own evaluation that is out, as long as the agent has not opened it.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/recall", operation_id = "recall_evaluation",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "It is a draft again", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "The agent has opened it, or it is not out", body = ErrorBody)))]
pub async fn recall(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let id = evaluation_id.into_inner();
    Ok(web::Json(review::recall(&app.db, &required.who, id, request_id(&request)).await?.into()))
}
