//! What an evaluation said before it was changed.

use super::response_body::{AnswerBody, ScoreBody, answers_of};
use crate::db::evaluation::Revision;
use crate::http::App;
use crate::http::auth::{ReadEvaluations, RequireAny};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{AppealId, EvaluationId};
use crate::review;
use crate::time::Instant;
use actix_web::web;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The earlier revisions of an evaluation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Revisions)]
pub struct RevisionsBody {
    /// All of them, oldest first; the current one is the evaluation itself.
    items: Vec<RevisionBody>,
}

/// What an evaluation said before it was changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Revision)]
pub struct RevisionBody {
    /// Counted from 1.
    revision: i32,
    /// What was given to each question, by its key.
    answers: BTreeMap<String, AnswerBody>,
    /// What it came to.
    score: ScoreBody,
    /// When the next revision took its place.
    #[schema(value_type = String, format = DateTime)]
    replaced_at: Instant,
    /// The appeal that changed it.
    #[schema(value_type = Option<String>, format = Uuid)]
    appeal_id: Option<AppealId>,
}

impl From<Revision> for RevisionBody {
    fn from(revision: Revision) -> Self {
        Self {
            revision: revision.number,
            answers: answers_of(revision.responses),
            score: revision.score.into(),
            replaced_at: revision.replaced_at,
            appeal_id: revision.appeal_id,
        }
    }
}

/// What an evaluation said before it was changed.
///
/// Needs `score_calls` for one's own, `view_results` for others'.
#[utoipa::path(get, path = "/api/v1/evaluations/{evaluation_id}/revisions", operation_id = "list_revisions", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Its earlier revisions", body = RevisionsBody),
        (status = 404, description = "Not there, not out, or not for this reader", body = ErrorBody)))]
pub async fn list(
    caller: RequireAny<ReadEvaluations>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<RevisionsBody>, ApiError> {
    let revisions = review::revisions_of(&app.db, &caller.who, evaluation_id.into_inner()).await?;
    Ok(web::Json(RevisionsBody { items: revisions.into_iter().map(RevisionBody::from).collect() }))
}
