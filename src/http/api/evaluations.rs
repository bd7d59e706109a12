//! Evaluations: begun, saved, released, answered, and found.

use super::card_uses::purpose_of;
use super::draft_json::read_draft;
use super::evaluation_body::EvaluationBody;
use super::evaluation_page::EvaluationPageBody;
use super::evaluation_query::EvaluationsQuery;
use super::finding_body::FindingBody;
use super::response_body::{AnswerBody, NoteBody, SavedBody, responses_of};
use crate::db::evaluation::{NoScore, NoScoreReason, Purpose};
use crate::db::evaluation_note::Note;
use crate::http::App;
use crate::http::auth::{AnswerFeedback, MakeEvaluations, ReadEvaluations, Require, RequireAny, ScoreCalls};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{AssignmentId, CallId, ContactId, EvaluationId, ParticipationId, ScorecardId};
use crate::review::{self, Beginning, Draft, ReleaseWay};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What is to be scored: a call in one's own queue, or one found otherwise.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewEvaluation)]
#[serde(deny_unknown_fields)]
pub struct BeginningBody {
    /// The assignment; the rest is left out then.
    #[schema(value_type = Option<String>, format = Uuid)]
    assignment_id: Option<AssignmentId>,
    /// The call, where there is no assignment.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// The chat, letter or e-mail, instead of a call.
    #[schema(value_type = Option<String>, format = Uuid)]
    contact_id: Option<ContactId>,
    /// Whose part in it; missing: the first.
    #[schema(value_type = Option<String>, format = Uuid)]
    participation_id: Option<ParticipationId>,
    /// The card to score it with; missing: the one that is used there.
    #[schema(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
    /// What for, where there is no assignment: `quality` (unless given), or `verification`, which
    /// needs `verify_sales`.
    purpose: Option<String>,
}

/// What a draft holds now.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Draft)]
#[serde(deny_unknown_fields)]
pub struct DraftBody {
    /// The number of the save that this is based on.
    edit: i32,
    /// What was given to each question, by its key.
    answers: BTreeMap<String, AnswerBody>,
    /// The notes, in order; they take the place of the stored ones.
    notes: Vec<NoteBody>,
    /// What verifying the sale found; missing: nothing yet, or it verifies none.
    finding: Option<FindingBody>,
}

/// Whose part of the call is scored.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Part)]
#[serde(deny_unknown_fields)]
pub struct PartBody {
    /// One of the call's parts.
    #[schema(value_type = String, format = Uuid)]
    participation_id: ParticipationId,
}

/// What is released.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Release)]
#[serde(deny_unknown_fields)]
pub struct ReleaseBody {
    /// The number of the save that is to be released.
    edit: i32,
    /// When it goes out; missing: in ten seconds. At most 30 days ahead.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Instant>,
    /// `true`: it goes to the leader of the agent, who talks with them first.
    #[serde(default)]
    through_leader: bool,
}

/// Why a call cannot be scored.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CannotScore)]
#[serde(deny_unknown_fields)]
pub struct CannotScoreBody {
    /// `no_sound`, `one_lane_silent`, `wrong_call`, `not_a_conversation`, `wrong_language`,
    /// `damaged`, or `other`, which needs a note.
    reason: String,
    /// More about it, in words.
    note: Option<String>,
}

/// What the agent says to it.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Acknowledgement)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementBody {
    /// In words; may be missing.
    reply: Option<String>,
}

impl ReleaseBody {
    fn way(&self) -> Result<ReleaseWay, RequestError> {
        match (self.at, self.through_leader) {
            (None, false) => Ok(ReleaseWay::AtOnce),
            (Some(at), false) => Ok(ReleaseWay::At(at)),
            (None, true) => Ok(ReleaseWay::ThroughLeader),
            (Some(_), true) => Err(RequestError::BadBody("give at or through_leader".to_owned())),
        }
    }
}

impl BeginningBody {
    fn read(self) -> Result<Beginning, ApiError> {
        match (self.assignment_id, self.call_id, self.contact_id) {
            (None, None, Some(contact_id)) => {
                Ok(Beginning::Contact { contact_id, scorecard_id: self.scorecard_id })
            }
            (Some(assignment_id), None, None) => Ok(Beginning::Assignment(assignment_id)),
            (None, Some(call_id), None) => Ok(Beginning::Call {
                call_id,
                participation_id: self.participation_id,
                scorecard_id: self.scorecard_id,
                purpose: self.purpose.as_deref().map_or(Ok(Purpose::Quality), purpose_of)?,
            }),
            _ => Err(RequestError::BadBody("give assignment_id, call_id or contact_id".to_owned()).into()),
        }
    }
}

/// The evaluations that a filter finds, page by page.
///
/// `mine` needs `score_calls`, `results` needs `view_results`, `feedback` needs `answer_feedback`. What a
/// reader of results has in hand, or may have to arbitrate, is left out, and counted in `withheld`.
#[utoipa::path(get, path = "/api/v1/evaluations", operation_id = "list_evaluations", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(EvaluationsQuery),
    responses((status = 200, description = "A page of them", body = EvaluationPageBody),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    caller: RequireAny<ReadEvaluations>,
    app: web::Data<App>,
    query: web::Query<EvaluationsQuery>,
) -> Result<web::Json<EvaluationPageBody>, ApiError> {
    let (list, filter, sort, window) = (query.list()?, query.filter()?, query.sort()?, query.window()?);
    let purposes = query.purposes()?;
    let page = review::list_evaluations(&app.db, &caller.who, list, &purposes, filter, sort, window).await?;
    Ok(web::Json(page.into()))
}

/// Begins an evaluation, or finds the draft that the caller has begun of this call or contact.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/evaluations", operation_id = "begin_evaluation", tag = "evaluations",
    security(("token" = []), ("session" = [])), request_body = BeginningBody,
    responses((status = 201, description = "A new draft", body = EvaluationBody),
        (status = 200, description = "The draft was there", body = EvaluationBody),
        (status = 404, description = "No such call or assignment, or not for this caller", body = ErrorBody),
        (status = 409, description = "The assignment is done or was withdrawn", body = ErrorBody),
        (status = 422, description = "The body is wrong, or there is no scorecard", body = ErrorBody)))]
pub async fn begin(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<BeginningBody>,
) -> Result<HttpResponse, ApiError> {
    let beginning = body.into_inner().read()?;
    let begun = review::begin_evaluation(&app.db, &required.who, beginning, request_id(&request)).await?;
    let mut answer = if begun.is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(answer.json(EvaluationBody::from(begun.view)))
}

/// An evaluation: one's own in any state, anybody else's once it is out.
///
/// Needs `score_calls` for one's own, `view_results` for others'.
#[utoipa::path(get, path = "/api/v1/evaluations/{evaluation_id}", operation_id = "show_evaluation", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The evaluation", body = EvaluationBody),
        (status = 404, description = "Not there, not out, or not for this reader", body = ErrorBody),
        (status = 409, description = "The reader has its call in hand (`own_score_first`), or an appeal against it may come before them (`names_hidden`)", body = ErrorBody)))]
pub async fn show(
    caller: RequireAny<ReadEvaluations>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let view = review::find_evaluation(&app.db, &caller.who, evaluation_id.into_inner()).await?;
    Ok(web::Json(EvaluationBody::seen_by(&caller.who, view)))
}

/// Throws one's own draft away; its assignment waits again.
///
/// Needs `score_calls`.
#[utoipa::path(delete, path = "/api/v1/evaluations/{evaluation_id}", operation_id = "discard_draft", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is no draft", body = ErrorBody)))]
pub async fn discard(
    required: RequireAny<MakeEvaluations>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<HttpResponse, ApiError> {
    let id = evaluation_id.into_inner();
    review::discard_draft(&app.db, &required.who, id, request_id(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Stores what one's own draft holds now.
///
/// Needs `score_calls`. A draft may hold what does not fit; the answer says what is open.
#[utoipa::path(put, path = "/api/v1/evaluations/{evaluation_id}/draft", operation_id = "save_draft", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    request_body = DraftBody,
    responses((status = 200, description = "Saved", body = SavedBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It was saved elsewhere meanwhile, or is no draft", body = ErrorBody),
        (status = 422, description = "It is too large, or a note is none", body = ErrorBody)))]
pub async fn save(
    required: RequireAny<MakeEvaluations>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    payload: web::Payload,
) -> Result<web::Json<SavedBody>, ApiError> {
    let body: DraftBody = read_draft(&app, &request, payload).await?;
    let notes: Result<Vec<Note>, RequestError> = body.notes.into_iter().map(NoteBody::read).collect();
    let finding = body.finding.map(FindingBody::read).transpose()?;
    let draft = Draft { edit: body.edit, responses: responses_of(body.answers), notes: notes?, finding };
    let saved = review::save_draft(&app.db, &required.who, evaluation_id.into_inner(), draft).await?;
    Ok(web::Json(saved.into()))
}

/// Turns one's own draft to another agent's part of its call, where several spoke; what it holds stays.
///
/// Needs `score_calls`.
#[utoipa::path(put, path = "/api/v1/evaluations/{evaluation_id}/part", operation_id = "turn_to_part", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    request_body = PartBody,
    responses((status = 200, description = "It is about that part now", body = EvaluationBody),
        (status = 404, description = "Not there, not one's own, or no part of its call", body = ErrorBody),
        (status = 409, description = "It is no draft, or whose part is scored was given", body = ErrorBody)))]
pub async fn turn(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<PartBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let (id, part) = (evaluation_id.into_inner(), body.into_inner().participation_id);
    let view = review::turn_to_part(&app.db, &required.who, id, part, request_id(&request)).await?;
    Ok(web::Json(view.into()))
}

/// Releases one's own draft: it is out ten seconds later, at a set time, or once the leader has talked with
/// the agent.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/release", operation_id = "release_draft", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    request_body = ReleaseBody,
    responses((status = 200, description = "Released", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It was saved elsewhere meanwhile, or is no draft", body = ErrorBody),
        (status = 422, description = "Something is still open; the draft says what", body = ErrorBody)))]
pub async fn release(
    required: RequireAny<MakeEvaluations>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<ReleaseBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let (id, zone) = (evaluation_id.into_inner(), &app.intake.zone);
    let (way, request_id) = (body.way()?, request_id(&request));
    let view = review::release_draft_as(&app.db, zone, &required.who, id, body.edit, way, request_id).await?;
    Ok(web::Json(view.into()))
}

/// Takes a release, or the closing without a score, back within ten seconds.
///
/// Needs `score_calls`.
#[utoipa::path(delete, path = "/api/v1/evaluations/{evaluation_id}/release", operation_id = "take_release_back", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "It is a draft again", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is out, or was not released", body = ErrorBody)))]
pub async fn take_back(
    required: RequireAny<MakeEvaluations>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let id = evaluation_id.into_inner();
    let view = review::take_release_back(&app.db, &required.who, id, request_id(&request)).await?;
    Ok(web::Json(view.into()))
}

/// Closes one's own draft without a score, because the call cannot be scored.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/cannot-score", operation_id = "close_without_score",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = CannotScoreBody,
    responses((status = 200, description = "Closed", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is no draft", body = ErrorBody),
        (status = 422, description = "There is no such reason, or it needs a note", body = ErrorBody)))]
pub async fn cannot_score(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<CannotScoreBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let CannotScoreBody { reason, note } = body.into_inner();
    let reason = NoScoreReason::parse(&reason)
        .ok_or_else(|| RequestError::BadBody("reason is not one of its words".to_owned()))?;
    let (id, zone, no_score) = (evaluation_id.into_inner(), &app.intake.zone, NoScore { reason, note });
    let view =
        review::close_without_score(&app.db, zone, &required.who, id, no_score, request_id(&request)).await?;
    Ok(web::Json(view.into()))
}

/// Notes that the agent has opened the score of their own call.
///
/// Needs `answer_feedback`. Only the first time counts.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/open", operation_id = "open_feedback", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "Noted"),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody)))]
pub async fn open(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<HttpResponse, ApiError> {
    let id = evaluation_id.into_inner();
    review::open_feedback(&app.db, &required.who, id, request_id(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Acknowledges the score of one's own call.
///
/// Needs `answer_feedback`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/acknowledge", operation_id = "acknowledge_feedback",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = AcknowledgementBody,
    responses((status = 200, description = "Acknowledged", body = EvaluationBody),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody),
        (status = 409, description = "It was answered before, or the time is over", body = ErrorBody)))]
pub async fn acknowledge(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<AcknowledgementBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let (id, reply) = (evaluation_id.into_inner(), body.into_inner().reply);
    let view = review::acknowledge_feedback(&app.db, &required.who, id, reply, request_id(&request)).await?;
    Ok(web::Json(EvaluationBody::seen_by(&required.who, view)))
}

/// Finds the score of one's own call right. There is no appeal after that.
///
/// Needs `answer_feedback`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/no-objection", operation_id = "find_right",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = AcknowledgementBody,
    responses((status = 200, description = "Noted", body = EvaluationBody),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody),
        (status = 409, description = "It was answered otherwise before, or the time is over", body = ErrorBody)))]
pub async fn no_objection(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<AcknowledgementBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let (id, reply) = (evaluation_id.into_inner(), body.into_inner().reply);
    let view = review::find_right(&app.db, &required.who, id, reply, request_id(&request)).await?;
    Ok(web::Json(EvaluationBody::seen_by(&required.who, view)))
}
