//! What agents ask for about calls of their own.

use super::page::{NamedBody, PageBody, window};
use crate::db::call_request::{RequestKind, RequestState};
use crate::http::App;
use crate::http::auth::{AnswerFeedback, AssignCalls, Require, RequireAny, SeeRequests};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, CallRequestId, PersonId};
use crate::review::{self, RequestLine, RequestList, RequestVerdict};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What an agent asks for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallRequest)]
pub struct RequestBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CallRequestId,
    /// `nomination` (that the call is scored) or `another_listener` (that somebody else listens to it).
    kind: &'static str,
    /// The call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// When it began.
    #[schema(value_type = Option<String>, format = DateTime)]
    call_started_at: Option<Instant>,
    /// Who asks.
    person: NamedBody,
    /// Their team on the call's day.
    team: Option<NamedBody>,
    /// Why.
    reason: String,
    /// `open`, `accepted`, `declined` or `withdrawn`.
    state: &'static str,
    /// When it was asked.
    #[schema(value_type = String, format = DateTime)]
    asked_at: Instant,
    /// When it was decided or taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Instant>,
    /// Who decided.
    decided_by: Option<NamedBody>,
    /// What was said to it.
    answer: Option<String>,
    /// Who has scored the call, for whoever decides.
    scored_by: Vec<NamedBody>,
}

/// Something to be asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCallRequest)]
#[serde(deny_unknown_fields)]
pub struct NewRequestBody {
    /// `nomination` or `another_listener`.
    kind: String,
    /// Why.
    reason: String,
}

/// What is decided.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CallRequestDecision)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// `true`: the call goes into the inspector's queue.
    accepts: bool,
    /// What is said to the agent; declining needs it.
    answer: Option<String>,
    /// Whose queue; accepting needs it.
    #[schema(value_type = Option<String>, format = Uuid)]
    inspector_id: Option<PersonId>,
}

/// Which requests are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct RequestsQuery {
    /// `mine` (the caller's own), or `all` (those that the caller may decide).
    view: String,
    /// In `all`: `open` (unless given), `accepted`, `declined` or `withdrawn`.
    state: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

impl RequestsQuery {
    fn list(&self) -> Result<RequestList, RequestError> {
        let state = match self.state.as_deref() {
            None => RequestState::Open,
            Some(word) => RequestState::parse(word)
                .ok_or_else(|| RequestError::BadQuery("state is not one of its words".to_owned()))?,
        };
        match self.view.as_str() {
            "mine" => Ok(RequestList::Mine),
            "all" => Ok(RequestList::In(state)),
            _ => Err(RequestError::BadQuery("view is mine or all".to_owned())),
        }
    }
}

impl NewRequestBody {
    fn read(self) -> Result<(RequestKind, String), RequestError> {
        let kind = RequestKind::parse(&self.kind);
        let kind =
            kind.ok_or_else(|| RequestError::BadBody("kind is nomination or another_listener".to_owned()))?;
        Ok((kind, self.reason))
    }
}

impl DecisionBody {
    fn read(self) -> Result<RequestVerdict, RequestError> {
        match (self.accepts, self.inspector_id) {
            (true, Some(inspector_id)) => Ok(RequestVerdict::Accept { inspector_id, answer: self.answer }),
            (true, None) => Err(RequestError::BadBody("inspector_id says whose queue".to_owned())),
            (false, _) => Ok(RequestVerdict::Decline { answer: self.answer.unwrap_or_default() }),
        }
    }
}

impl From<RequestLine> for RequestBody {
    fn from(line: RequestLine) -> Self {
        let request = line.request;
        Self {
            id: request.id,
            kind: request.kind.as_str(),
            call_id: request.call_id,
            call_started_at: line.call_started_at,
            person: line.person.into(),
            team: line.team.map(NamedBody::from),
            reason: request.reason,
            state: request.state.as_str(),
            asked_at: request.asked_at,
            decided_at: request.decided_at,
            decided_by: line.decided_by.map(NamedBody::from),
            answer: request.answer,
            scored_by: line.scored_by.into_iter().map(NamedBody::from).collect(),
        }
    }
}

/// Asks for something about a call of one's own.
///
/// Needs `answer_feedback`. Whoever hands calls out is told.
#[utoipa::path(post, path = "/api/v1/calls/{call_id}/requests", operation_id = "ask_about_call", tag = "calls",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    request_body = NewRequestBody,
    responses((status = 201, description = "The request", body = RequestBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It was asked for already, or nobody has scored the call", body = ErrorBody),
        (status = 422, description = "There is no reason, or no such kind", body = ErrorBody)))]
pub async fn ask(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    request: HttpRequest,
    call_id: web::Path<CallId>,
    body: web::Json<NewRequestBody>,
) -> Result<HttpResponse, ApiError> {
    let ((kind, reason), by) = (body.into_inner().read()?, required.by(&request));
    let line = review::ask_about_call(&app.db, &required.who, by, call_id.into_inner(), kind, reason).await?;
    Ok(HttpResponse::Created().json(RequestBody::from(line)))
}

/// What agents asked for.
///
/// `mine` needs `answer_feedback`, `all` needs `assign_calls`.
#[utoipa::path(get, path = "/api/v1/call-requests", operation_id = "list_call_requests", tag = "calls",
    security(("token" = []), ("session" = [])), params(RequestsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<RequestBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    caller: RequireAny<SeeRequests>,
    app: web::Data<App>,
    query: web::Query<RequestsQuery>,
) -> Result<web::Json<PageBody<RequestBody>>, ApiError> {
    let (list, window) = (query.list()?, window(query.cursor.as_deref(), query.limit)?);
    let page = review::list_requests(&app.db, &caller.who, list, window).await?;
    Ok(web::Json(PageBody::of(page, RequestBody::from)))
}

/// Accepts what an agent asks for, into an inspector's queue, or declines it and says why.
///
/// Needs `assign_calls`. The agent is told.
#[utoipa::path(post, path = "/api/v1/call-requests/{request_id}/decision", operation_id = "decide_call_request",
    tag = "calls", security(("token" = []), ("session" = [])),
    params(("request_id" = String, Path, format = Uuid)), request_body = DecisionBody,
    responses((status = 200, description = "The request", body = RequestBody),
        (status = 404, description = "There is no such request, or no such inspector", body = ErrorBody),
        (status = 409, description = "It was decided, or the call is in a queue already", body = ErrorBody),
        (status = 422, description = "There is no reason, or the inspector has scored the call", body = ErrorBody)))]
pub async fn decide(
    required: Require<AssignCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<CallRequestId>,
    body: web::Json<DecisionBody>,
) -> Result<web::Json<RequestBody>, ApiError> {
    let (verdict, by) = (body.into_inner().read()?, required.by(&request));
    let line = review::decide_request(&app.db, &required.who, by, id.into_inner(), verdict).await?;
    Ok(web::Json(line.into()))
}

/// Takes one's own request back.
///
/// Needs `answer_feedback`.
#[utoipa::path(post, path = "/api/v1/call-requests/{request_id}/withdraw", operation_id = "withdraw_call_request",
    tag = "calls", security(("token" = []), ("session" = [])),
    params(("request_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The request", body = RequestBody),
        (status = 404, description = "There is no such request of the caller's", body = ErrorBody),
        (status = 409, description = "It was decided meanwhile", body = ErrorBody)))]
pub async fn withdraw(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<CallRequestId>,
) -> Result<web::Json<RequestBody>, ApiError> {
    let by = required.by(&request);
    let line = review::withdraw_request(&app.db, &required.who, by, id.into_inner()).await?;
    Ok(web::Json(line.into()))
}
