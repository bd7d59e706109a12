//! Assignments: calls are put into inspectors' queues, taken, listed and withdrawn.

use crate::db::assignment::Shown;
use crate::http::App;
use crate::http::api::call_rows::CallRowBody;
use crate::http::api::page::{NamedBody, PageBody, window};
use crate::http::auth::{AssignCalls, Require, RequireAny, ScoreCalls, SeeQueues};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{AssignmentId, CallId, EvaluationId, PersonId, ScorecardId};
use crate::review::{self, AssignmentLine, HandedOut, Handout, Sharing};
use crate::scoring::Wording;
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A call in an inspector's queue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Assignment)]
pub struct AssignmentBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: AssignmentId,
    /// Its call.
    call: CallRowBody,
    /// In whose queue it stands.
    inspector: NamedBody,
    /// The card to score it with.
    scorecard: CardTitleBody,
    /// What the evaluation is for, such as `quality`.
    purpose: &'static str,
    /// `assigned`, `taken_at_random`, `own_choice`, or `oldest_sale`.
    reason: &'static str,
    /// Drawn at random: from the calls that this query of the calls page found.
    filter: Option<String>,
    /// Drawn at random: out of how many.
    pool_size: Option<i64>,
    /// Who put it there, where that was not the inspector.
    assigned_by: Option<NamedBody>,
    /// Until when it should be done.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// It should have been done by now.
    is_overdue: bool,
    /// `waiting`, `started`, `done` or `withdrawn`.
    state: &'static str,
    /// The evaluation that was begun.
    #[schema(value_type = Option<String>, format = Uuid)]
    evaluation_id: Option<EvaluationId>,
    /// When it came into the queue.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
}

/// A scorecard by name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardTitle)]
pub struct CardTitleBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ScorecardId,
    /// Its key.
    key: String,
    /// Its title in each language, as last published.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    title: Wording,
}

impl From<AssignmentLine> for AssignmentBody {
    fn from(line: AssignmentLine) -> Self {
        let assignment = line.assignment;
        Self {
            id: assignment.id,
            call: line.call.into(),
            inspector: line.inspector.into(),
            scorecard: CardTitleBody { id: line.card.id, key: line.card.key, title: line.card.title },
            purpose: assignment.purpose.as_str(),
            reason: assignment.reason.as_str(),
            filter: assignment.filter,
            pool_size: assignment.pool_size,
            assigned_by: line.assigned_by.map(NamedBody::from),
            due_at: assignment.due_at,
            is_overdue: line.is_overdue,
            state: assignment.state.as_str(),
            evaluation_id: line.evaluation_id,
            created_at: assignment.created_at,
        }
    }
}

/// Calls to be put into an inspector's queue.
#[derive(Deserialize, ToSchema)]
#[schema(as = Handout)]
pub struct HandoutForm {
    /// Which calls, at most 200.
    #[schema(value_type = Vec<String>)]
    call_ids: Vec<CallId>,
    /// Into whose queue.
    #[schema(value_type = String, format = Uuid)]
    inspector_id: PersonId,
    /// The card to score them with; none: the one of each call's project.
    #[schema(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
    /// Until when they should be done.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// `true`: also those that somebody else has, in their queue or as a draft: this inspector scores them
    /// too, and neither sees what the other finds. Otherwise they are refused (`with_another`).
    #[serde(default)]
    shared: bool,
}

/// What became of a handout, call by call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandedOut)]
pub struct HandedOutBody {
    /// What was put into the queue.
    assigned: Vec<AssignmentBody>,
    /// What was not.
    refused: Vec<RefusedBody>,
}

/// A call that was not put into the queue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RefusedCall)]
pub struct RefusedBody {
    /// The call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// `not_found`, `already_assigned` (to this inspector), `with_another` (send it again as `shared`),
    /// `already_scored` (by this inspector), `scorecard_needed` or `not_for_inspector`.
    code: &'static str,
}

impl From<HandedOut> for HandedOutBody {
    fn from(handed_out: HandedOut) -> Self {
        let refused = handed_out.refused.into_iter();
        Self {
            assigned: handed_out.assigned.into_iter().map(AssignmentBody::from).collect(),
            refused: refused.map(|(call_id, why)| RefusedBody { call_id, code: why.as_str() }).collect(),
        }
    }
}

/// Puts calls into an inspector's queue.
///
/// Needs `assign_calls`.
#[utoipa::path(post, path = "/api/v1/assignments", operation_id = "hand_out_calls", tag = "assignments",
    security(("token" = []), ("session" = [])), request_body = HandoutForm,
    responses((status = 200, description = "What was put there and what was not", body = HandedOutBody),
        (status = 404, description = "There is no such inspector or scorecard", body = ErrorBody),
        (status = 422, description = "More calls than are taken at once", body = ErrorBody)))]
pub async fn hand_out(
    required: Require<AssignCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<HandoutForm>,
) -> Result<web::Json<HandedOutBody>, ApiError> {
    let HandoutForm { call_ids, inspector_id, scorecard_id, due_at, shared } = body.into_inner();
    let sharing = if shared { Sharing::Wanted } else { Sharing::Refused };
    let handout = Handout { call_ids, inspector_id, scorecard_id, due_at, sharing };
    let handed_out = review::hand_out(&app.db, &required.who, handout, request_id(&request)).await?;
    Ok(web::Json(handed_out.into()))
}

/// From what a call is drawn.
#[derive(Deserialize, ToSchema)]
#[schema(as = Draw)]
pub struct DrawForm {
    /// The query string of the calls page; its order and page do not matter.
    query: String,
    /// The card to score it with; none: the one of the call's project.
    #[schema(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
}

/// Draws one call at random into the caller's own queue: from those that the filter finds, that
/// can be heard, and that nobody has scored or is about to.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/assignments/take", operation_id = "draw_call", tag = "assignments",
    security(("token" = []), ("session" = [])), request_body = DrawForm,
    responses((status = 201, description = "The call that was drawn", body = AssignmentBody),
        (status = 404, description = "There is none to draw (`nothing_to_take`)", body = ErrorBody),
        (status = 422, description = "A field of the query is wrong; the message names it", body = ErrorBody)))]
pub async fn draw(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<DrawForm>,
) -> Result<HttpResponse, ApiError> {
    let DrawForm { query, scorecard_id } = body.into_inner();
    let id = request_id(&request);
    let drawn = review::take_at_random(&app.db, &required.who, query, scorecard_id, id).await?;
    Ok(HttpResponse::Created().json(AssignmentBody::from(drawn)))
}

/// Which call is taken.
#[derive(Deserialize, ToSchema)]
#[schema(as = Taking)]
pub struct TakingForm {
    /// The call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// The card to score it with; none: the one of its project.
    #[schema(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
}

/// Takes one call into the caller's own queue.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/assignments/self", operation_id = "take_call", tag = "assignments",
    security(("token" = []), ("session" = [])), request_body = TakingForm,
    responses((status = 201, description = "Taken", body = AssignmentBody),
        (status = 403, description = "The caller took part in it", body = ErrorBody),
        (status = 404, description = "Not there, or not for this inspector", body = ErrorBody),
        (status = 409, description = "It stands in a queue already", body = ErrorBody)))]
pub async fn take(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<TakingForm>,
) -> Result<HttpResponse, ApiError> {
    let TakingForm { call_id, scorecard_id } = body.into_inner();
    let taken = review::take(&app.db, &required.who, call_id, scorecard_id, request_id(&request)).await?;
    Ok(HttpResponse::Created().json(AssignmentBody::from(taken)))
}

/// Which queue is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct QueueQuery {
    /// `me` (unless given), or the id of an inspector.
    inspector: Option<String>,
    /// `open` (unless given) or `done`.
    state: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

impl QueueQuery {
    /// Whose queue; none: the caller's own.
    fn inspector(&self) -> Result<Option<PersonId>, RequestError> {
        match self.inspector.as_deref() {
            None | Some("me") => Ok(None),
            Some(id) => id
                .parse()
                .map(Some)
                .map_err(|_| RequestError::BadQuery("inspector is \"me\" or an id".to_owned())),
        }
    }

    fn shown(&self) -> Result<Shown, RequestError> {
        match self.state.as_deref() {
            None | Some("open") => Ok(Shown::Open),
            Some("done") => Ok(Shown::Done),
            Some(_) => Err(RequestError::BadQuery("state is open or done".to_owned())),
        }
    }
}

/// An inspector's queue: what is to do, in the order to work in, or what was done, latest first.
///
/// Needs `score_calls`, for somebody else's queue `assign_calls`.
#[utoipa::path(get, path = "/api/v1/assignments", operation_id = "list_assignments", tag = "assignments",
    security(("token" = []), ("session" = [])), params(QueueQuery),
    responses((status = 200, description = "A page of it", body = PageBody<AssignmentBody>),
        (status = 422, description = "A field of the query is wrong; the message names it", body = ErrorBody)))]
pub async fn list(
    caller: RequireAny<SeeQueues>,
    app: web::Data<App>,
    query: web::Query<QueueQuery>,
) -> Result<web::Json<PageBody<AssignmentBody>>, ApiError> {
    let (shown, window) = (query.shown()?, window(query.cursor.as_deref(), query.limit)?);
    let page = review::list_assignments(&app.db, &caller.who, query.inspector()?, shown, window).await?;
    Ok(web::Json(PageBody::of(page, AssignmentBody::from)))
}

/// Takes a call out of a queue.
///
/// Needs `assign_calls`; an inspector takes out of their own what they took themselves and have
/// not begun.
#[utoipa::path(delete, path = "/api/v1/assignments/{assignment_id}", operation_id = "withdraw_assignment",
    tag = "assignments", security(("token" = []), ("session" = [])),
    params(("assignment_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "Taken out"),
        (status = 403, description = "Somebody else put it there", body = ErrorBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It is begun, done or withdrawn already", body = ErrorBody)))]
pub async fn withdraw(
    caller: RequireAny<SeeQueues>,
    app: web::Data<App>,
    request: HttpRequest,
    assignment_id: web::Path<AssignmentId>,
) -> Result<HttpResponse, ApiError> {
    review::withdraw(&app.db, &caller.who, assignment_id.into_inner(), request_id(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}
