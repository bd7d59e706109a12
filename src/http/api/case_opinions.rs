//! Stars and comments on cases.

use super::case_body::RatingBody;
use super::page::{NamedBody, PageBody, window};
use crate::http::App;
use crate::http::auth::{LearnFromCases, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{CaseCommentId, CaseId};
use crate::library::{self, CommentLine};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Stars to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCaseRating)]
#[serde(deny_unknown_fields)]
pub struct StarsBody {
    /// 1 to 5.
    stars: i32,
}

/// A comment to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCaseComment)]
#[serde(deny_unknown_fields)]
pub struct NewCommentBody {
    /// At most 2,000 characters.
    text: String,
}

/// What somebody says of a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseComment)]
pub struct CommentBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CaseCommentId,
    /// Who says it.
    written_by: NamedBody,
    /// What.
    text: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    written_at: Instant,
    /// Whether the reader may take it away.
    is_removable: bool,
}

impl From<CommentLine> for CommentBody {
    fn from(line: CommentLine) -> Self {
        Self {
            id: line.comment.id,
            written_by: line.written_by.into(),
            text: line.comment.text,
            written_at: line.comment.written_at,
            is_removable: line.is_removable,
        }
    }
}

/// A page of a list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct CommentsQuery {
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// Gives a case stars, in place of those that the caller gave before.
///
/// Needs `learn_from_cases`.
#[utoipa::path(put, path = "/api/v1/cases/{case_id}/rating", operation_id = "rate_case", tag = "learning",
    security(("token" = []), ("session" = [])), params(("case_id" = String, Path, format = Uuid)),
    request_body = StarsBody,
    responses((status = 200, description = "Its stars", body = RatingBody),
        (status = 404, description = "Not there, or not for this learner", body = ErrorBody),
        (status = 422, description = "Not 1 to 5", body = ErrorBody)))]
pub async fn rate(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
    body: web::Json<StarsBody>,
) -> Result<web::Json<RatingBody>, ApiError> {
    let (stars, mine) = library::rate_case(&app.db, &required.who, case_id.into_inner(), body.stars).await?;
    Ok(web::Json(RatingBody::of(stars, Some(mine))))
}

/// The comments on a case, the oldest first.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/comments", operation_id = "list_case_comments",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid), CommentsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<CommentBody>),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn comments(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
    query: web::Query<CommentsQuery>,
) -> Result<web::Json<PageBody<CommentBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = library::list_comments(&app.db, &required.who, case_id.into_inner(), window).await?;
    Ok(web::Json(PageBody::of(page, CommentBody::from)))
}

/// Says something of a case.
///
/// Needs `learn_from_cases`.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/comments", operation_id = "write_case_comment",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid)), request_body = NewCommentBody,
    responses((status = 201, description = "The comment", body = CommentBody),
        (status = 404, description = "Not there, or not for this learner", body = ErrorBody),
        (status = 422, description = "No text, or there are more than anybody reads", body = ErrorBody)))]
pub async fn comment(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
    body: web::Json<NewCommentBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let line = library::write_comment(&app.db, &required.who, by, case_id.into_inner(), &body.text).await?;
    Ok(HttpResponse::Created().json(CommentBody::from(line)))
}

/// Takes a comment away.
///
/// Needs `learn_from_cases`; for a comment that somebody else wrote, also `edit_libraries`.
#[utoipa::path(delete, path = "/api/v1/cases/{case_id}/comments/{comment_id}", operation_id = "delete_case_comment",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid), ("comment_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 403, description = "Somebody else wrote it", body = ErrorBody),
        (status = 404, description = "Not there, or not for this learner", body = ErrorBody)))]
pub async fn delete_comment(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    request: HttpRequest,
    ids: web::Path<(CaseId, CaseCommentId)>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let (case_id, comment_id) = ids.into_inner();
    library::delete_comment(&app.db, &required.who, by, case_id, comment_id).await?;
    Ok(HttpResponse::NoContent().finish())
}
