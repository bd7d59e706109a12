//! Appeals that agents are writing.

use super::appeal_body::{ChoiceBody, NewItemBody};
use crate::db::appeal::{AppealDraft, AppealItem};
use crate::http::App;
use crate::http::auth::{AnswerFeedback, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::EvaluationId;
use crate::review;
use crate::time::Instant;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the agent has written.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewAppealDraft)]
#[serde(deny_unknown_fields)]
pub struct NewDraftBody {
    /// The number of the save that this is based on; 0: nothing was saved.
    edit: i32,
    /// The items so far; a reason may be empty.
    items: Vec<NewItemBody>,
}

/// What the agent has written so far.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppealDraft)]
pub struct DraftBody {
    /// The number of the last save; 0: nothing was saved.
    edit: i32,
    /// The items.
    items: Vec<DraftItemBody>,
    /// When it was saved last.
    #[schema(value_type = Option<String>, format = DateTime)]
    changed_at: Option<Instant>,
}

/// An item of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppealDraftItem)]
pub struct DraftItemBody {
    /// The key of the question.
    question: String,
    /// Why it is wrong; may be empty.
    reason: String,
    /// What would be right.
    proposed: Option<ChoiceBody>,
    /// Where it is heard.
    start_ms: Option<i64>,
    /// To where.
    end_ms: Option<i64>,
    /// Which turn of a text is meant, from 1.
    turn: Option<i32>,
}

impl From<AppealItem> for DraftItemBody {
    fn from(item: AppealItem) -> Self {
        Self {
            question: item.question,
            reason: item.reason,
            proposed: item.proposed.map(ChoiceBody::from),
            start_ms: item.heard.map(|(start_ms, _)| start_ms),
            end_ms: item.heard.map(|(_, end_ms)| end_ms),
            turn: item.turn,
        }
    }
}

impl DraftBody {
    fn of(draft: Option<AppealDraft>) -> Self {
        let Some(draft) = draft else { return Self { edit: 0, items: Vec::new(), changed_at: None } };
        let items = draft.items.into_iter().map(DraftItemBody::from).collect();
        Self { edit: draft.edit, items, changed_at: Some(draft.changed_at) }
    }
}

/// What the caller has written so far of an appeal against the score of their own call.
///
/// Needs `answer_feedback`. Nobody else reads it.
#[utoipa::path(get, path = "/api/v1/evaluations/{evaluation_id}/appeal/draft", operation_id = "show_appeal_draft",
    tag = "appeals", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "What is written; nothing yet is empty", body = DraftBody),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody)))]
pub async fn show(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<DraftBody>, ApiError> {
    let draft = review::appeal_draft(&app.db, &required.who, evaluation_id.into_inner()).await?;
    Ok(web::Json(DraftBody::of(draft)))
}

/// Saves what is written so far.
///
/// Needs `answer_feedback`. What it holds is looked at when it is submitted.
#[utoipa::path(put, path = "/api/v1/evaluations/{evaluation_id}/appeal/draft", operation_id = "save_appeal_draft",
    tag = "appeals", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = NewDraftBody,
    responses((status = 200, description = "Saved", body = DraftBody),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody),
        (status = 409, description = "It was saved elsewhere meanwhile, or there is no appeal any more", body = ErrorBody),
        (status = 422, description = "It is too long", body = ErrorBody)))]
pub async fn save(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<NewDraftBody>,
) -> Result<web::Json<DraftBody>, ApiError> {
    let NewDraftBody { edit, items } = body.into_inner();
    let items = items.into_iter().map(NewItemBody::read).collect();
    let id = evaluation_id.into_inner();
    let saved = review::save_appeal_draft(&app.db, &required.who, id, edit, items).await?;
    Ok(web::Json(DraftBody::of(Some(saved))))
}

/// Throws away what is written.
///
/// Needs `answer_feedback`.
#[utoipa::path(delete, path = "/api/v1/evaluations/{evaluation_id}/appeal/draft", operation_id = "forget_appeal_draft",
    tag = "appeals", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody)))]
pub async fn forget(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<HttpResponse, ApiError> {
    review::forget_appeal_draft(&app.db, &required.who, evaluation_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
