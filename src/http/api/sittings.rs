//! Sitting beside an agent, and live: evaluations without a recording, tied to a call later.

use super::call_rows::CallRowBody;
use super::card_uses::purpose_of;
use super::evaluation_body::EvaluationBody;
use super::page::NamedBody;
use crate::db::sitting::Reminder;
use crate::http::App;
use crate::http::auth::{Require, ScoreCalls};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{AgentId, CallId, EvaluationId, QueueId, ReminderId, ScorecardId};
use crate::review::{self, NewSitting, SittingView};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// For how many minutes before and after a sitting calls are proposed, unless the reader says.
const MINUTES_DEFAULT: u32 = 10;

/// The sitting in which an evaluation was begun.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sitting)]
pub struct SittingBody {
    /// The queue whose calls were heard.
    queue: Option<NamedBody>,
    /// When it began. Until it is tied to a call, positions count from here.
    #[schema(value_type = String, format = DateTime)]
    began_at: Instant,
    /// When it ended; none: it goes on.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Instant>,
    /// When it was tied to its call; none: it is not.
    #[schema(value_type = Option<String>, format = DateTime)]
    tied_at: Option<Instant>,
    /// What the agent was reminded of on the spot, in order of time.
    reminders: Vec<ReminderBody>,
}

/// Something that an agent was reminded of on the spot.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reminder)]
pub struct ReminderBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ReminderId,
    /// When it was given.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// Of what.
    text: String,
}

impl From<SittingView> for SittingBody {
    fn from(view: SittingView) -> Self {
        Self {
            queue: view.queue.map(NamedBody::from),
            began_at: view.sitting.began_at,
            ended_at: view.sitting.ended_at,
            tied_at: view.sitting.tied_at,
            reminders: view.reminders.into_iter().map(ReminderBody::from).collect(),
        }
    }
}

impl From<Reminder> for ReminderBody {
    fn from(reminder: Reminder) -> Self {
        Self { id: reminder.id, at: reminder.given_at, text: reminder.text }
    }
}

/// A sitting to be begun.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewSitting)]
#[serde(deny_unknown_fields)]
pub struct NewSittingBody {
    /// Beside whom.
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    /// `beside` the agent, or `live` from elsewhere.
    #[schema(example = "beside")]
    purpose: String,
    /// The queue whose calls are heard.
    #[schema(value_type = Option<String>, format = Uuid)]
    queue_id: Option<QueueId>,
    /// The card to score with; missing: the one that is used there.
    #[schema(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
    /// Since when, within the last seven days; missing: from now on.
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Instant>,
}

/// What an agent was reminded of.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewReminder)]
#[serde(deny_unknown_fields)]
pub struct NewReminderBody {
    /// When, between the beginning of the sitting and now; missing: now.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Instant>,
    /// Of what.
    text: String,
}

/// The call that a sitting is tied to.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Tie)]
#[serde(deny_unknown_fields)]
pub struct TieBody {
    /// A call of the agent.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
}

/// How far from the sitting calls are looked for.
#[derive(Debug, Deserialize, IntoParams)]
pub struct NearbyQuery {
    /// Minutes before its beginning and after its end, 1,440 at most; 10 unless given.
    minutes: Option<u32>,
}

/// Calls that a sitting may have been about.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearbyCalls {
    /// In the order in which they began; 50 at most.
    items: Vec<CallRowBody>,
}

/// Begins an evaluation of an agent without a call: sitting beside them, or live.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/sittings", operation_id = "begin_sitting", tag = "evaluations",
    security(("token" = []), ("session" = [])), request_body = NewSittingBody,
    responses((status = 201, description = "A new draft", body = EvaluationBody),
        (status = 403, description = "It is the caller themselves", body = ErrorBody),
        (status = 404, description = "No such agent, queue or scorecard for this caller", body = ErrorBody),
        (status = 422, description = "The body is wrong, or there is no scorecard", body = ErrorBody)))]
pub async fn begin(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewSittingBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let NewSittingBody { agent_id, purpose, queue_id, scorecard_id, since } = body.into_inner();
    let purpose = purpose_of(&purpose)?;
    let new = NewSitting { agent_id, purpose, queue_id, scorecard_id, since };
    let begun = review::begin_sitting(&app.db, &required.who, by, new).await?;
    Ok(HttpResponse::Created().json(EvaluationBody::from(begun)))
}

/// Ends a sitting; its draft is scored on.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/end", operation_id = "end_sitting", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Ended", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is no draft", body = ErrorBody),
        (status = 422, description = "It was begun from a call", body = ErrorBody)))]
pub async fn end(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let by = required.by(&request);
    let view = review::end_sitting(&app.db, &required.who, by, evaluation_id.into_inner()).await?;
    Ok(web::Json(view.into()))
}

/// Notes what the agent was reminded of on the spot.
///
/// Needs `score_calls`. 200 in a sitting at most.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/reminders", operation_id = "remind", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    request_body = NewReminderBody,
    responses((status = 201, description = "Noted", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is no draft", body = ErrorBody),
        (status = 422, description = "No text, another time, too many, or no sitting", body = ErrorBody)))]
pub async fn remind(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<NewReminderBody>,
) -> Result<HttpResponse, ApiError> {
    let NewReminderBody { at, text } = body.into_inner();
    let view = review::remind(&app.db, &required.who, evaluation_id.into_inner(), at, text).await?;
    Ok(HttpResponse::Created().json(EvaluationBody::from(view)))
}

/// Takes a reminder back that was noted by mistake.
///
/// Needs `score_calls`.
#[utoipa::path(delete, path = "/api/v1/evaluations/{evaluation_id}/reminders/{reminder_id}",
    operation_id = "take_reminder_back", tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid), ("reminder_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is no draft", body = ErrorBody)))]
pub async fn take_reminder_back(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    ids: web::Path<(EvaluationId, ReminderId)>,
) -> Result<HttpResponse, ApiError> {
    let (evaluation_id, reminder_id) = ids.into_inner();
    review::take_reminder_back(&app.db, &required.who, evaluation_id, reminder_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The calls of the agent that a sitting may have been about.
///
/// Needs `score_calls`.
#[utoipa::path(get, path = "/api/v1/evaluations/{evaluation_id}/nearby-calls", operation_id = "list_nearby_calls",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid), NearbyQuery),
    responses((status = 200, description = "The calls", body = NearbyCalls),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 422, description = "It was begun from a call", body = ErrorBody)))]
pub async fn nearby(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
    query: web::Query<NearbyQuery>,
) -> Result<web::Json<NearbyCalls>, ApiError> {
    let minutes = query.minutes.unwrap_or(MINUTES_DEFAULT);
    let calls = review::nearby_calls(&app.db, &required.who, evaluation_id.into_inner(), minutes).await?;
    Ok(web::Json(NearbyCalls { items: calls.into_iter().map(CallRowBody::from).collect() }))
}

/// Ties a sitting to a call of its agent: notes and evidence come to lie on the call's timeline.
///
/// Needs `score_calls`. A note outside the call loses its time; evidence outside it becomes a record.
#[utoipa::path(put, path = "/api/v1/evaluations/{evaluation_id}/call", operation_id = "tie_sitting", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    request_body = TieBody,
    responses((status = 200, description = "Tied", body = EvaluationBody),
        (status = 403, description = "The caller took part in it", body = ErrorBody),
        (status = 404, description = "Not there, not one's own, or no such call", body = ErrorBody),
        (status = 409, description = "Another draft is about this call", body = ErrorBody),
        (status = 422, description = "The agent took no part in it, or it is no sitting", body = ErrorBody)))]
pub async fn tie(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<TieBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let (by, id) = (required.by(&request), evaluation_id.into_inner());
    let view = review::tie_sitting(&app.db, &required.who, by, id, body.call_id).await?;
    Ok(web::Json(view.into()))
}

/// Unties a sitting from its call.
///
/// Needs `score_calls`.
#[utoipa::path(delete, path = "/api/v1/evaluations/{evaluation_id}/call", operation_id = "untie_sitting",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "It is tied to no call", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 422, description = "It was begun from a call", body = ErrorBody)))]
pub async fn untie(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let by = required.by(&request);
    let view = review::untie_sitting(&app.db, &required.who, by, evaluation_id.into_inner()).await?;
    Ok(web::Json(view.into()))
}
