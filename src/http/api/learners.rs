//! Who learned what: by person and by team, and case by case.

use super::case_body::CaseLibraryBody;
use super::case_learning::LearningBody;
use super::evaluation_query::{day, word};
use super::page::{NamedBody, PageBody, window};
use crate::access::AccessError;
use crate::db::learner::LearnerState;
use crate::http::App;
use crate::http::auth::{AssignLearning, LearnFromCases, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CaseId, LibraryId, PersonId, TeamId};
use crate::library::{self, LearnedLine, LearnerQuery, LearnerSummary, LessonQuery};
use crate::time::Instant;
use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which learners are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct LearnersQuery {
    /// This one.
    #[param(value_type = Option<String>, format = Uuid)]
    person_id: Option<PersonId>,
    /// Whoever belongs to this team, or to a team below it.
    #[param(value_type = Option<String>, format = Uuid)]
    team_id: Option<TeamId>,
    /// `learned` or `not_learned` (to the end), `open`, `overdue` or `done` (a task); with what the rest of the
    /// query says.
    state: Option<String>,
    /// Cases of this library, tasks with one.
    #[param(value_type = Option<String>, format = Uuid)]
    library_id: Option<LibraryId>,
    /// This case, tasks with it.
    #[param(value_type = Option<String>, format = Uuid)]
    case_id: Option<CaseId>,
    /// Finished (a task: due) on this day of the workspace or later.
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

/// Which cases of a learner are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct LearnedQuery {
    /// Of this library.
    #[param(value_type = Option<String>, format = Uuid)]
    library_id: Option<LibraryId>,
    /// This one.
    #[param(value_type = Option<String>, format = Uuid)]
    case_id: Option<CaseId>,
    /// Finished on this day of the workspace or later.
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

impl LearnedQuery {
    fn lesson(&self) -> Result<LessonQuery, RequestError> {
        lesson(self.library_id, self.case_id, self.from.as_deref(), self.to.as_deref())
    }
}

fn lesson(
    library_id: Option<LibraryId>,
    case_id: Option<CaseId>,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<LessonQuery, RequestError> {
    Ok(LessonQuery { library_id, case_id, from: day("from", from)?, to: day("to", to)? })
}

/// Somebody who learns, and how far they are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Learner)]
pub struct LearnerBody {
    /// Who.
    person: NamedBody,
    /// The teams that they belong to now.
    teams: Vec<NamedBody>,
    /// From how many cases they learned, to the end.
    cases: i64,
    /// How many of their answers at the end were right.
    right_answers: i64,
    /// Of how many questions.
    questions: i64,
    /// When they last came to an end.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_learned_at: Option<Instant>,
    /// How many of their tasks are open.
    open: i64,
    /// How many are overdue.
    overdue: i64,
    /// How many are done.
    done: i64,
}

impl From<LearnerSummary> for LearnerBody {
    fn from(summary: LearnerSummary) -> Self {
        let LearnerSummary { person, teams, learned, open, overdue, done } = summary;
        Self {
            person: person.into(),
            teams: teams.into_iter().map(NamedBody::from).collect(),
            cases: learned.cases,
            right_answers: learned.right_answers,
            questions: learned.questions,
            last_learned_at: learned.last_at,
            open,
            overdue,
            done,
        }
    }
}

/// What somebody learned from one case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LearnedCase)]
pub struct LearnedBody {
    /// Its teaching line; none: it is not there for the reader.
    title: Option<String>,
    /// Its library.
    library: CaseLibraryBody,
    /// The stars that they gave it.
    stars: Option<i32>,
    /// Whether they promised something; what, is for themselves and for whoever edits libraries.
    is_pledged: bool,
    /// What they did. What others wrote at its points is left out.
    learning: LearningBody,
}

impl From<LearnedLine> for LearnedBody {
    fn from(line: LearnedLine) -> Self {
        let LearnedLine { learning, title, library, stars, is_pledged } = line;
        Self { title, library: library.into(), stars, is_pledged, learning: learning.into() }
    }
}

/// Who learns, by name: what they learned, and how far they are with their tasks.
///
/// Needs `assign_learning`; team leaders see their own teams.
#[utoipa::path(get, path = "/api/v1/learners", operation_id = "list_learners", tag = "learning",
    security(("token" = []), ("session" = [])), params(LearnersQuery),
    responses((status = 200, description = "A page of them", body = PageBody<LearnerBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    required: Require<AssignLearning>,
    app: web::Data<App>,
    query: web::Query<LearnersQuery>,
) -> Result<web::Json<PageBody<LearnerBody>>, ApiError> {
    let asked = LearnerQuery {
        person_id: query.person_id,
        team_id: query.team_id,
        state: word("state", query.state.as_deref(), LearnerState::parse)?,
        lesson: lesson(query.library_id, query.case_id, query.from.as_deref(), query.to.as_deref())?,
    };
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = library::list_learners(&app.db, &required.who, asked, window).await?;
    Ok(web::Json(PageBody::of(page, LearnerBody::from)))
}

/// What somebody learned, case by case, what was begun last first.
///
/// Needs `assign_learning`; team leaders see their own teams.
#[utoipa::path(get, path = "/api/v1/learners/{person_id}/learning", operation_id = "list_learning_of", tag = "learning",
    security(("token" = []), ("session" = [])),
    params(("person_id" = String, Path, format = Uuid), LearnedQuery),
    responses((status = 200, description = "A page of it", body = PageBody<LearnedBody>),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn learned(
    required: Require<AssignLearning>,
    app: web::Data<App>,
    person_id: web::Path<PersonId>,
    query: web::Query<LearnedQuery>,
) -> Result<web::Json<PageBody<LearnedBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let id = person_id.into_inner();
    let page = library::learned_by(&app.db, &required.who, id, query.lesson()?, window).await?;
    Ok(web::Json(PageBody::of(page, LearnedBody::from)))
}

/// Everything that the caller learned, what was begun last first; also from cases that are gone.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/me/learning", operation_id = "list_own_learning", tag = "learning",
    security(("token" = []), ("session" = [])), params(LearnedQuery),
    responses((status = 200, description = "A page of it", body = PageBody<LearnedBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn own(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    query: web::Query<LearnedQuery>,
) -> Result<web::Json<PageBody<LearnedBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let own = required.who.person_id().ok_or(AccessError::NotPermitted)?;
    let page = library::learned_by(&app.db, &required.who, own, query.lesson()?, window).await?;
    Ok(web::Json(PageBody::of(page, LearnedBody::from)))
}
