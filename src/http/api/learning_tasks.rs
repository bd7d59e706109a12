//! Learning tasks: who is to learn what until when.

use super::evaluation_query::word;
use super::page::{NamedBody, PageBody, window};
use crate::access::By;
use crate::db::learning_task::TaskState;
use crate::http::App;
use crate::http::auth::{AssignLearning, Require, RequireAny, SeeLearning};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CaseId, GivingId, LearningTaskId, PersonId, PlaylistId, ReferenceCallId, TeamId};
use crate::library::{self, Lesson, NewTask, TaskLine, TaskQuery};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What one person is to learn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LearningTask)]
pub struct TaskBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: LearningTaskId,
    /// What was given together has the same.
    #[schema(value_type = String, format = Uuid)]
    giving_id: GivingId,
    /// The case.
    #[schema(value_type = Option<String>, format = Uuid)]
    case_id: Option<CaseId>,
    /// Or the playlist.
    #[schema(value_type = Option<String>, format = Uuid)]
    playlist_id: Option<PlaylistId>,
    /// Or the reference call.
    #[schema(value_type = Option<String>, format = Uuid)]
    reference_call_id: Option<ReferenceCallId>,
    /// A teaching line or the name of a playlist; none: it is not there for the reader.
    title: Option<String>,
    /// Who is to learn.
    person: NamedBody,
    /// The team that it was given to; none: to the person.
    team: Option<NamedBody>,
    /// Until which day of the workspace.
    #[schema(format = Date)]
    due_on: String,
    /// What was said to it.
    note: Option<String>,
    /// Who gave it.
    given_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    given_at: Instant,
    /// `open`, `done` or `overdue`.
    state: &'static str,
    /// When it was done.
    #[schema(value_type = Option<String>, format = DateTime)]
    done_at: Option<Instant>,
    /// How many cases of it are learned.
    learned: usize,
    /// Of how many that are on the shelf.
    cases: usize,
    /// Those that are left, in their order, as far as they are there for the reader.
    #[schema(value_type = Vec<String>)]
    left: Vec<CaseId>,
}

impl From<TaskLine> for TaskBody {
    fn from(line: TaskLine) -> Self {
        let task = line.task;
        Self {
            id: task.id,
            giving_id: task.giving_id,
            case_id: task.case_id,
            playlist_id: task.playlist_id,
            reference_call_id: task.reference_call_id,
            title: line.title,
            person: line.person.into(),
            team: line.team.map(NamedBody::from),
            due_on: task.due_on,
            note: task.note,
            given_by: line.given_by.into(),
            given_at: task.given_at,
            state: line.state.as_str(),
            done_at: task.done_at,
            learned: line.done,
            cases: line.of,
            left: line.left,
        }
    }
}

/// Some tasks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LearningTasks)]
pub struct TasksBody {
    /// One for each person.
    items: Vec<TaskBody>,
}

/// What is to be learned, by whom, until when.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewLearningTask)]
#[serde(deny_unknown_fields)]
pub struct NewTaskBody {
    /// A case of the shelf; or a playlist, or a reference call.
    #[schema(value_type = Option<String>, format = Uuid)]
    case_id: Option<CaseId>,
    /// A playlist.
    #[schema(value_type = Option<String>, format = Uuid)]
    playlist_id: Option<PlaylistId>,
    /// A reference call.
    #[schema(value_type = Option<String>, format = Uuid)]
    reference_call_id: Option<ReferenceCallId>,
    /// These people.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    person_ids: Vec<PersonId>,
    /// Whoever belongs to these teams, or to teams below them, on this day.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    team_ids: Vec<TeamId>,
    /// Until which day of the workspace.
    #[schema(format = Date)]
    due_on: String,
    /// What is said to it; at most 2,000 characters.
    note: Option<String>,
}

/// Which tasks are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct TasksQuery {
    /// The caller's own alone; that is all there is for whoever gives none.
    #[serde(default)]
    mine: bool,
    /// Of this person.
    #[param(value_type = Option<String>, format = Uuid)]
    person_id: Option<PersonId>,
    /// Of whoever belongs to this team, or to a team below it.
    #[param(value_type = Option<String>, format = Uuid)]
    team_id: Option<TeamId>,
    /// Done, or still to be done, whatever its day.
    done: Option<bool>,
    /// `open`, `done` or `overdue`.
    state: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// What is taken back.
#[derive(Debug, Deserialize, IntoParams)]
pub struct TakeBackQuery {
    /// `true`: everything that was given together with it and is not done.
    #[serde(default)]
    whole_giving: bool,
}

/// Learning tasks, what is due first is first: one's own, or those of one's people.
///
/// Needs `learn_from_cases`, or `assign_learning` for those of others.
#[utoipa::path(get, path = "/api/v1/learning-tasks", operation_id = "list_learning_tasks", tag = "learning",
    security(("token" = []), ("session" = [])), params(TasksQuery),
    responses((status = 200, description = "A page of them", body = PageBody<TaskBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    caller: RequireAny<SeeLearning>,
    app: web::Data<App>,
    query: web::Query<TasksQuery>,
) -> Result<web::Json<PageBody<TaskBody>>, ApiError> {
    let asked = TaskQuery {
        mine: query.mine,
        person_id: query.person_id,
        team_id: query.team_id,
        is_done: query.done,
        state: word("state", query.state.as_deref(), TaskState::parse)?,
    };
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = library::list_tasks(&app.db, &caller.who, asked, window).await?;
    Ok(web::Json(PageBody::of(page, TaskBody::from)))
}

/// Gives something to learn to people and teams; each of them is told.
///
/// Needs `assign_learning`; team leaders give to their own teams.
#[utoipa::path(post, path = "/api/v1/learning-tasks", operation_id = "give_learning_tasks", tag = "learning",
    security(("token" = []), ("session" = [])), request_body = NewTaskBody,
    responses((status = 201, description = "The tasks, one for each person", body = TasksBody),
        (status = 404, description = "No such case, playlist or person for this caller", body = ErrorBody),
        (status = 409, description = "The case is not on the shelf", body = ErrorBody),
        (status = 422, description = "Nothing, nobody, or no day", body = ErrorBody)))]
pub async fn give(
    required: Require<AssignLearning>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewTaskBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let body = body.into_inner();
    let lesson = match (body.case_id, body.playlist_id, body.reference_call_id) {
        (Some(id), None, None) => Lesson::Case(id),
        (None, Some(id), None) => Lesson::Playlist(id),
        (None, None, Some(id)) => Lesson::ReferenceCall(id),
        _ => {
            let one = "give one of case_id, playlist_id and reference_call_id";
            return Err(RequestError::BadBody(one.to_owned()).into());
        }
    };
    let new = NewTask {
        lesson,
        people: body.person_ids,
        teams: body.team_ids,
        due_on: body.due_on,
        note: body.note,
    };
    let lines = library::give_tasks(&app.db, &required.who, by, new).await?;
    let items = lines.into_iter().map(TaskBody::from).collect();
    Ok(HttpResponse::Created().json(TasksBody { items }))
}

/// Takes a task back.
///
/// Needs `assign_learning`.
#[utoipa::path(delete, path = "/api/v1/learning-tasks/{task_id}", operation_id = "take_learning_task_back",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("task_id" = String, Path, format = Uuid), TakeBackQuery),
    responses((status = 204, description = "It is gone"),
        (status = 403, description = "Somebody else gave all of it", body = ErrorBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody)))]
pub async fn take_back(
    required: Require<AssignLearning>,
    app: web::Data<App>,
    request: HttpRequest,
    task_id: web::Path<LearningTaskId>,
    query: web::Query<TakeBackQuery>,
) -> Result<HttpResponse, ApiError> {
    let by: By = required.by(&request);
    let id = task_id.into_inner();
    library::take_task_back(&app.db, &required.who, by, id, query.whole_giving).await?;
    Ok(HttpResponse::NoContent().finish())
}
