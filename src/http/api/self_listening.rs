//! What agents find by themselves, before they see what the inspector found.

use super::evaluation_body::EvaluationBody;
use crate::http::App;
use crate::http::auth::{AnswerFeedback, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::EvaluationId;
use crate::review::{self, ListeningFirst};
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the agent found by themselves, or that they are asked to listen first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListeningFirst)]
pub struct ListeningFirstBody {
    /// Whether they are asked to, and have not done it.
    is_due: bool,
    /// Where they would act otherwise, in milliseconds of the call's timeline.
    marks: Vec<i64>,
    /// Whether they chose to see the inspector's at once.
    was_skipped: bool,
    /// How many of the inspector's moments they found.
    found: i32,
    /// How many there were.
    of_all: i32,
}

/// What the agent marked.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewSelfListening)]
#[serde(deny_unknown_fields)]
pub struct NewListeningBody {
    /// Where they would act otherwise, in milliseconds of the call's timeline; 200 at most count.
    marks: Vec<i64>,
    /// Whether they want to see the inspector's at once.
    skipped: bool,
}

impl From<ListeningFirst> for ListeningFirstBody {
    fn from(first: ListeningFirst) -> Self {
        let ListeningFirst { is_due, done } = first;
        let Some(done) = done else {
            return Self { is_due, marks: Vec::new(), was_skipped: false, found: 0, of_all: 0 };
        };
        Self {
            is_due,
            marks: done.marks,
            was_skipped: done.was_skipped,
            found: done.found,
            of_all: done.of_all,
        }
    }
}

/// The agent is done listening first: what they marked is kept, and they see what the inspector found.
///
/// Needs `answer_feedback`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/self-listening",
    operation_id = "finish_listening_first", tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = NewListeningBody,
    responses((status = 200, description = "The evaluation, whole", body = EvaluationBody),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody),
        (status = 409, description = "Nobody asks for it, or it is done", body = ErrorBody)))]
pub async fn finish(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<NewListeningBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let NewListeningBody { marks, skipped } = body.into_inner();
    let (id, by) = (evaluation_id.into_inner(), required.by(&request));
    let view = review::finish_listening_first(&app.db, &required.who, by, id, marks, skipped).await?;
    Ok(web::Json(EvaluationBody::seen_by(&required.who, view)))
}
