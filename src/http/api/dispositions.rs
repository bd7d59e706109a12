//! Whether a call's disposition is right, as its evaluator says.

use super::desk_body::DispositionBody;
use super::evaluation_body::EvaluationBody;
use crate::http::App;
use crate::http::auth::{Require, ScoreCalls};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::EvaluationId;
use crate::review;
use actix_web::web;

/// Says of one's own draft whether the call's disposition is right.
///
/// Needs `score_calls`. It is stored at once, apart from the saves of the draft.
#[utoipa::path(put, path = "/api/v1/evaluations/{evaluation_id}/disposition", operation_id = "say_disposition",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = DispositionBody,
    responses((status = 200, description = "Noted", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is no draft", body = ErrorBody),
        (status = 422, description = "The correction is too long", body = ErrorBody)))]
pub async fn say(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<DispositionBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let (id, said) = (evaluation_id.into_inner(), body.into_inner().into());
    Ok(web::Json(review::say_disposition(&app.db, &required.who, id, Some(said)).await?.into()))
}

/// Says nothing of the call's disposition any more.
///
/// Needs `score_calls`.
#[utoipa::path(delete, path = "/api/v1/evaluations/{evaluation_id}/disposition", operation_id = "unsay_disposition",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Nothing is said of it", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is no draft", body = ErrorBody)))]
pub async fn unsay(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let id = evaluation_id.into_inner();
    Ok(web::Json(review::say_disposition(&app.db, &required.who, id, None).await?.into()))
}
