//! What learners did with a case.

use super::page::{NamedBody, PageBody, window};
use crate::db::case_learning::Learning;
use crate::http::App;
use crate::http::auth::{EditLibraries, LearnFromCases, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{CaseId, LibraryId};
use crate::library::{self, LearnerLine, LearningProgress};
use crate::time::Instant;
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// What somebody learned from a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseLearning)]
pub struct LearningBody {
    /// The case; none: it is gone.
    #[schema(value_type = Option<String>, format = Uuid)]
    case_id: Option<CaseId>,
    /// Its library.
    #[schema(value_type = String, format = Uuid)]
    library_id: LibraryId,
    /// By which edition of the commentary.
    edition: i32,
    /// The number of the last point that they reached; 0: none.
    reached: i32,
    /// What they wrote, by the number of the point.
    #[schema(value_type = Object)]
    words: BTreeMap<i32, String>,
    /// What they chose at each question, from 0.
    answers: Vec<usize>,
    /// How many of them are right; none before the end.
    right_answers: Option<i32>,
    /// Of how many; none before the end.
    questions: Option<i32>,
    /// What they promise.
    pledge: Option<String>,
    /// When they began.
    #[schema(value_type = String, format = DateTime)]
    begun_at: Instant,
    /// When they came to the end.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Instant>,
}

impl From<Learning> for LearningBody {
    fn from(learning: Learning) -> Self {
        Self {
            case_id: learning.case_id,
            library_id: learning.library_id,
            edition: learning.edition,
            reached: learning.reached,
            words: learning.words,
            answers: learning.answers,
            right_answers: learning.right_answers,
            questions: learning.questions,
            pledge: learning.pledge,
            begun_at: learning.begun_at,
            finished_at: learning.finished_at,
        }
    }
}

/// The reader's own learning.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnCaseLearning)]
pub struct OwnLearningBody {
    /// What they learned from the case; none: they have not begun.
    learning: Option<LearningBody>,
}

/// How far a learner is.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CaseLearningProgress)]
#[serde(deny_unknown_fields)]
pub struct ProgressBody {
    /// The number of the last point that they reached; it never goes back.
    reached: i32,
    /// What they wrote, by the number of the point; what was written before stays.
    #[serde(default)]
    #[schema(value_type = Object)]
    words: BTreeMap<i32, String>,
    /// What they chose at each question, from 0.
    #[serde(default)]
    answers: Vec<usize>,
    /// What they promise.
    pledge: Option<String>,
    /// Whether they came to the end, with every question answered. Answers stay as they were then.
    #[serde(default)]
    finished: bool,
}

/// Somebody who learned from a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseLearner)]
pub struct LearnerBody {
    /// Who.
    person: NamedBody,
    /// What.
    learning: LearningBody,
}

impl From<LearnerLine> for LearnerBody {
    fn from(line: LearnerLine) -> Self {
        Self { person: line.person.into(), learning: line.learning.into() }
    }
}

/// A page of a list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct LearnersQuery {
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// What the caller learned from a case.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/learning", operation_id = "show_own_learning",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "What they learned", body = OwnLearningBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn own(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
) -> Result<web::Json<OwnLearningBody>, ApiError> {
    let learning = library::own_learning(&app.db, &required.who, case_id.into_inner()).await?;
    Ok(web::Json(OwnLearningBody { learning: learning.map(LearningBody::from) }))
}

/// Notes how far the caller is. How many answers are right is counted here; a finished task is done.
///
/// Needs `learn_from_cases`.
#[utoipa::path(put, path = "/api/v1/cases/{case_id}/learning", operation_id = "keep_learning",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid)), request_body = ProgressBody,
    responses((status = 200, description = "What they learned", body = LearningBody),
        (status = 404, description = "Not there, or not for this learner", body = ErrorBody),
        (status = 422, description = "It does not fit the case", body = ErrorBody)))]
pub async fn keep(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
    body: web::Json<ProgressBody>,
) -> Result<web::Json<LearningBody>, ApiError> {
    let by = required.by(&request);
    let ProgressBody { reached, words, answers, pledge, finished } = body.into_inner();
    let progress = LearningProgress { reached, words, answers, pledge, finished };
    let learning = library::keep_learning(&app.db, &required.who, by, case_id.into_inner(), progress).await?;
    Ok(web::Json(learning.into()))
}

/// Who learned from a case: when, how many answers were right, what they promise.
///
/// Needs `edit_libraries`.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/learners", operation_id = "list_case_learners",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid), LearnersQuery),
    responses((status = 200, description = "A page of them", body = PageBody<LearnerBody>),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn learners(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
    query: web::Query<LearnersQuery>,
) -> Result<web::Json<PageBody<LearnerBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = library::learners_of_case(&app.db, &required.who, case_id.into_inner(), window).await?;
    Ok(web::Json(PageBody::of(page, LearnerBody::from)))
}
