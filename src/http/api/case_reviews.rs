//! Case reviews: prepared, sent, held, attended by code, decided.

use super::case_review_body::{
    AttendanceBody, CandidateBody, DecisionBody, EntryInput, ReviewBody, ReviewDetailBody,
};
use super::evaluation_query::{day, word};
use super::page::{PageBody, window};
use crate::access::By;
use crate::db::case_review::{CaseReviewState, ReviewFilter};
use crate::http::App;
use crate::http::auth::{LearnFromCases, Require, RequireAny, RunCaseReviews, SeeCaseReviews};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{CaseReviewId, PersonId, TeamId};
use crate::library::reviews::{self, NewDecision, NewReview, ReviewSearch};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which case reviews are wanted; everything that is given must hold.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ReviewsQuery {
    /// Beginnings of words: of the title, of the notes of its entries, of what was decided; of each what the
    /// caller is told.
    q: Option<String>,
    /// In one of these states, parted by commas: `planned`, `sent`, `open` or `closed`.
    state: Option<String>,
    /// Held on this day of the workspace or later.
    #[param(format = Date)]
    from: Option<String>,
    /// On this day or earlier.
    #[param(format = Date)]
    to: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

impl ReviewsQuery {
    fn search(&self, zone: &TimeZone) -> Result<ReviewSearch, RequestError> {
        let given = self.state.as_deref().unwrap_or_default().split(',').filter(|text| !text.is_empty());
        let states = given.filter_map(|text| word("state", Some(text), CaseReviewState::parse).transpose());
        let filter = ReviewFilter {
            states: states.collect::<Result<_, _>>()?,
            from: day("from", self.from.as_deref())?.map(|day| midnight(zone, day)).transpose()?,
            until: day("to", self.to.as_deref())?.map(|day| midnight_after(zone, day)).transpose()?,
        };
        Ok(ReviewSearch { words: self.q.clone().unwrap_or_default(), filter })
    }
}

/// When a day of the workspace begins.
fn midnight(zone: &TimeZone, day: Date) -> Result<Instant, RequestError> {
    let far = || RequestError::BadQuery("from and to are days such as 2026-11-21".to_owned());
    let at = day.to_zoned(zone.clone()).map_err(|_| far())?;
    Ok(Instant::from_millis(at.timestamp().as_millisecond()))
}

/// When it ends.
fn midnight_after(zone: &TimeZone, day: Date) -> Result<Instant, RequestError> {
    midnight(zone, day.tomorrow().unwrap_or(day))
}

/// Of which days flags are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct CandidatesQuery {
    /// From this day of the workspace on.
    #[param(format = Date)]
    from: String,
    /// To this day, itself included.
    #[param(format = Date)]
    to: String,
}

/// What is offered for a running order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseReviewCandidates)]
pub struct CandidatesBody {
    /// The youngest first; 200 at most.
    items: Vec<CandidateBody>,
}

/// What somebody is still to do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseReviewTasks)]
pub struct TasksBody {
    /// What is due first first; 50 at most.
    items: Vec<DecisionBody>,
}

/// A case review to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCaseReview)]
#[serde(deny_unknown_fields)]
pub struct NewReviewBody {
    /// What it is called.
    title: String,
    /// When it is held.
    #[schema(value_type = String, format = DateTime)]
    held_at: Instant,
    /// The teams that are invited.
    #[schema(value_type = Vec<String>)]
    team_ids: Vec<TeamId>,
    /// The running order.
    entries: Vec<EntryInput>,
}

/// What a case review is changed to.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CaseReviewChange)]
#[serde(deny_unknown_fields)]
pub struct ReviewChangeBody {
    /// How often it was changed before.
    edit: i32,
    /// What it is called.
    title: String,
    /// When it is held.
    #[schema(value_type = String, format = DateTime)]
    held_at: Instant,
    /// The teams that are invited.
    #[schema(value_type = Vec<String>)]
    team_ids: Vec<TeamId>,
    /// The running order.
    entries: Vec<EntryInput>,
}

/// When a second series is held.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CaseReviewAgain)]
#[serde(deny_unknown_fields)]
pub struct AgainBody {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    held_at: Instant,
}

/// The code that the presenter shows.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = AttendanceCode)]
#[serde(deny_unknown_fields)]
pub struct CodeBody {
    /// Six digits.
    code: String,
}

/// A decision to be written down.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewDecision)]
#[serde(deny_unknown_fields)]
pub struct NewDecisionBody {
    /// What is to be done.
    text: String,
    /// By whom.
    #[schema(value_type = String, format = Uuid)]
    owner_id: PersonId,
    /// Until which day of the workspace.
    #[schema(format = Date)]
    due_date: String,
}

/// Whether a decision is done.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DecisionDone)]
#[serde(deny_unknown_fields)]
pub struct DoneBody {
    /// `false`: it is open again.
    done: bool,
}

/// The case reviews that the caller runs, or else is invited to, the last held first.
///
/// Needs `run_case_reviews` or `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/case-reviews", operation_id = "list_case_reviews", tag = "learning",
    security(("token" = []), ("session" = [])), params(ReviewsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<ReviewBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    caller: RequireAny<SeeCaseReviews>,
    app: web::Data<App>,
    query: web::Query<ReviewsQuery>,
) -> Result<web::Json<PageBody<ReviewBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let search = query.search(&app.intake.zone)?;
    let page = reviews::list_reviews(&app.db, &caller.who, search, window).await?;
    Ok(web::Json(PageBody::of(page, ReviewBody::from)))
}

/// Makes a case review; nobody is told until its agenda is sent.
///
/// Needs `run_case_reviews`.
#[utoipa::path(post, path = "/api/v1/case-reviews", operation_id = "make_case_review", tag = "learning",
    security(("token" = []), ("session" = [])), request_body = NewReviewBody,
    responses((status = 201, description = "It is made", body = ReviewDetailBody),
        (status = 404, description = "A call, case or team is not there", body = ErrorBody),
        (status = 422, description = "Something in it cannot be", body = ErrorBody)))]
pub async fn make(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewReviewBody>,
) -> Result<HttpResponse, ApiError> {
    let NewReviewBody { title, held_at, team_ids, entries } = body.into_inner();
    let entries = entries.into_iter().map(EntryInput::read).collect::<Result<_, _>>()?;
    let new = NewReview { title, held_at, teams: team_ids, entries };
    let made = reviews::make_review(&app.db, &required.who, required.by(&request), new).await?;
    Ok(HttpResponse::Created().json(ReviewDetailBody::from(made)))
}

/// The good cases, warnings and risks that were flagged on these days, on calls that the caller hears.
///
/// Needs `run_case_reviews`.
#[utoipa::path(get, path = "/api/v1/case-reviews/candidates", operation_id = "list_case_review_candidates",
    tag = "learning", security(("token" = []), ("session" = [])), params(CandidatesQuery),
    responses((status = 200, description = "The flags", body = CandidatesBody),
        (status = 422, description = "It is no day", body = ErrorBody)))]
pub async fn candidates(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    query: web::Query<CandidatesQuery>,
) -> Result<web::Json<CandidatesBody>, ApiError> {
    let parsed = |text: &str| -> Result<Date, RequestError> {
        text.parse().map_err(|_| RequestError::BadQuery("from and to are days such as 2026-11-21".to_owned()))
    };
    let zone = &app.intake.zone;
    let from = midnight(zone, parsed(&query.from)?)?;
    let until = midnight_after(zone, parsed(&query.to)?)?;
    let found = reviews::candidates(&app.db, &required.who, from, until).await?;
    Ok(web::Json(CandidatesBody { items: found.into_iter().map(CandidateBody::from).collect() }))
}

/// What case reviews decided that the caller is still to do.
///
/// For people who are signed in.
#[utoipa::path(get, path = "/api/v1/case-reviews/tasks", operation_id = "list_case_review_tasks", tag = "learning",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The tasks", body = TasksBody)))]
pub async fn tasks(
    caller: RequireAny<SeeCaseReviews>,
    app: web::Data<App>,
) -> Result<web::Json<TasksBody>, ApiError> {
    let tasks = reviews::own_tasks(&app.db, &caller.who).await?;
    Ok(web::Json(TasksBody { items: tasks.into_iter().map(DecisionBody::from).collect() }))
}

/// One case review: whole for whoever runs it, its agenda for whoever is invited.
///
/// Needs `run_case_reviews` or `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/case-reviews/{review_id}", operation_id = "show_case_review", tag = "learning",
    security(("token" = []), ("session" = [])), params(("review_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The case review", body = ReviewDetailBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn show(
    caller: RequireAny<SeeCaseReviews>,
    app: web::Data<App>,
    id: web::Path<CaseReviewId>,
) -> Result<web::Json<ReviewDetailBody>, ApiError> {
    Ok(web::Json(reviews::find_review(&app.db, &caller.who, id.into_inner()).await?.into()))
}

/// Changes a case review that is not closed.
///
/// Needs `run_case_reviews`.
#[utoipa::path(put, path = "/api/v1/case-reviews/{review_id}", operation_id = "change_case_review", tag = "learning",
    security(("token" = []), ("session" = [])), params(("review_id" = String, Path, format = Uuid)),
    request_body = ReviewChangeBody,
    responses((status = 200, description = "The case review", body = ReviewDetailBody),
        (status = 404, description = "It, a call, a case or a team is not there", body = ErrorBody),
        (status = 409, description = "It was changed elsewhere, or is closed", body = ErrorBody),
        (status = 422, description = "Something in it cannot be", body = ErrorBody)))]
pub async fn change(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<CaseReviewId>,
    body: web::Json<ReviewChangeBody>,
) -> Result<web::Json<ReviewDetailBody>, ApiError> {
    let ReviewChangeBody { edit, title, held_at, team_ids, entries } = body.into_inner();
    let entries = entries.into_iter().map(EntryInput::read).collect::<Result<_, _>>()?;
    let new = NewReview { title, held_at, teams: team_ids, entries };
    let (id, by) = (id.into_inner(), required.by(&request));
    Ok(web::Json(reviews::change_review(&app.db, &required.who, by, id, edit, new).await?.into()))
}

/// Sends the agenda to the people of the invited teams.
///
/// Needs `run_case_reviews`.
#[utoipa::path(post, path = "/api/v1/case-reviews/{review_id}/send", operation_id = "send_case_review",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The case review", body = ReviewDetailBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It was begun", body = ErrorBody),
        (status = 422, description = "Nobody is invited", body = ErrorBody)))]
pub async fn send(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<CaseReviewId>,
) -> Result<web::Json<ReviewDetailBody>, ApiError> {
    let by = required.by(&request);
    Ok(web::Json(reviews::send_review(&app.db, &required.who, by, id.into_inner()).await?.into()))
}

/// Begins a case review, or goes on with it: the answer holds the code for attendance.
///
/// Needs `run_case_reviews`.
#[utoipa::path(post, path = "/api/v1/case-reviews/{review_id}/start", operation_id = "start_case_review",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The case review", body = ReviewDetailBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It is closed", body = ErrorBody)))]
pub async fn start(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<CaseReviewId>,
) -> Result<web::Json<ReviewDetailBody>, ApiError> {
    let by = required.by(&request);
    Ok(web::Json(reviews::start_review(&app.db, &required.who, by, id.into_inner()).await?.into()))
}

/// Closes a case review; before it was begun, that calls it off. Its calls are kept for its sake no more.
///
/// Needs `run_case_reviews`.
#[utoipa::path(post, path = "/api/v1/case-reviews/{review_id}/close", operation_id = "close_case_review",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The case review", body = ReviewDetailBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It is closed already", body = ErrorBody)))]
pub async fn close(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<CaseReviewId>,
) -> Result<web::Json<ReviewDetailBody>, ApiError> {
    let by = required.by(&request);
    Ok(web::Json(reviews::close_review(&app.db, &required.who, by, id.into_inner()).await?.into()))
}

/// Makes a second series of a closed case review, for those who missed it.
///
/// Needs `run_case_reviews`.
#[utoipa::path(post, path = "/api/v1/case-reviews/{review_id}/again", operation_id = "repeat_case_review",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid)), request_body = AgainBody,
    responses((status = 201, description = "The second series", body = ReviewDetailBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It is not closed", body = ErrorBody)))]
pub async fn again(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<CaseReviewId>,
    body: web::Json<AgainBody>,
) -> Result<HttpResponse, ApiError> {
    let (id, by, held_at) = (id.into_inner(), required.by(&request), body.held_at);
    let made = reviews::repeat_review(&app.db, &required.who, by, id, held_at).await?;
    Ok(HttpResponse::Created().json(ReviewDetailBody::from(made)))
}

/// Who was there, and who was not.
///
/// Needs `run_case_reviews`.
#[utoipa::path(get, path = "/api/v1/case-reviews/{review_id}/attendance", operation_id = "list_attendance",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Who was there", body = AttendanceBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody)))]
pub async fn attendance(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    id: web::Path<CaseReviewId>,
) -> Result<web::Json<AttendanceBody>, ApiError> {
    Ok(web::Json(reviews::attendance(&app.db, &required.who, id.into_inner()).await?.into()))
}

/// Notes that the caller sits in the room: they know the code that the presenter shows.
///
/// Needs `learn_from_cases`, and an invitation. Ten wrong codes close it for ten minutes.
#[utoipa::path(post, path = "/api/v1/case-reviews/{review_id}/attendance", operation_id = "attend_case_review",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid)), request_body = CodeBody,
    responses((status = 204, description = "Noted"),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It is closed already", body = ErrorBody),
        (status = 422, description = "It is not the code", body = ErrorBody),
        (status = 429, description = "Too many wrong codes", body = ErrorBody)))]
pub async fn attend(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<CaseReviewId>,
    body: web::Json<CodeBody>,
) -> Result<HttpResponse, ApiError> {
    let (id, by) = (id.into_inner(), required.by(&request));
    reviews::attend(&app.db, &required.who, by, id, body.into_inner().code).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Writes down what a case review decided; its owner is told.
///
/// Needs `run_case_reviews`.
#[utoipa::path(post, path = "/api/v1/case-reviews/{review_id}/decisions", operation_id = "make_decision",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid)), request_body = NewDecisionBody,
    responses((status = 201, description = "It is written down", body = DecisionBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It was not begun", body = ErrorBody),
        (status = 422, description = "No text, no owner, no day", body = ErrorBody)))]
pub async fn decide(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<CaseReviewId>,
    body: web::Json<NewDecisionBody>,
) -> Result<HttpResponse, ApiError> {
    let NewDecisionBody { text, owner_id, due_date } = body.into_inner();
    let (id, by) = (id.into_inner(), required.by(&request));
    let new = NewDecision { text, owner_id, due_date };
    let line = reviews::decide(&app.db, &required.who, by, id, new).await?;
    Ok(HttpResponse::Created().json(DecisionBody::from(line)))
}

/// Says that a decision is done, or open again.
///
/// For its owner, and for whoever runs the review.
#[utoipa::path(put, path = "/api/v1/case-reviews/{review_id}/decisions/{number}", operation_id = "finish_decision",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid), ("number" = i32, Path)), request_body = DoneBody,
    responses((status = 200, description = "The decision", body = DecisionBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody)))]
pub async fn finish(
    caller: RequireAny<SeeCaseReviews>,
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(CaseReviewId, i32)>,
    body: web::Json<DoneBody>,
) -> Result<web::Json<DecisionBody>, ApiError> {
    let (id, number) = path.into_inner();
    let by = By { actor: caller.who.actor(), request_id: request_id(&request) };
    Ok(web::Json(reviews::set_done(&app.db, &caller.who, by, id, number, body.done).await?.into()))
}
