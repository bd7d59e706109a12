//! Projects (业务项目), and the card that their calls are scored with.

use crate::access::Change;
use crate::access::projects::{self, ProjectChange, ProjectView};
use crate::db::scorecard::ScorecardVersion;
use crate::http::App;
use crate::http::api::page::NamedBody;
use crate::http::api::people::given;
use crate::http::auth::{ManagePeople, ManageScorecards, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{ProjectId, ScorecardId};
use crate::scoring::Wording;
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A project.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProjectRow)]
pub struct ProjectRowBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ProjectId,
    /// Its name, unique.
    name: String,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Instant>,
    /// The card that its calls are scored with.
    scorecard: Option<CardOfProjectBody>,
    /// Its queues in use.
    queues: Vec<NamedBody>,
}

/// The card of a project.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardOfProject)]
pub struct CardOfProjectBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ScorecardId,
    /// Its key.
    key: String,
    /// Its title in each language.
    #[schema(value_type = Object)]
    title: Wording,
}

/// The projects.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectList {
    /// All of them, ended ones too, by name.
    items: Vec<ProjectRowBody>,
}

/// A project to be made.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewProject)]
pub struct NewProjectBody {
    /// Its name, unique.
    name: String,
}

/// What is to change in a project. What is missing stays as it is.
#[derive(Deserialize, ToSchema)]
#[schema(as = ProjectChange)]
pub struct ProjectChangeBody {
    /// Another name; needs `manage_people`.
    name: Option<String>,
    /// Whether it has ended; needs `manage_people`.
    retired: Option<bool>,
    /// Another card; null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = Uuid)]
    scorecard_id: Change<ScorecardId>,
}

impl From<ProjectView> for ProjectRowBody {
    fn from(view: ProjectView) -> Self {
        Self {
            id: view.project.id,
            name: view.project.name,
            retired_at: view.project.retired_at,
            scorecard: view.scorecard.map(CardOfProjectBody::from),
            queues: view.queues.into_iter().map(NamedBody::from).collect(),
        }
    }
}

impl From<ScorecardVersion> for CardOfProjectBody {
    fn from(version: ScorecardVersion) -> Self {
        let card = version.definition;
        Self { id: version.scorecard_id, key: card.key, title: card.title }
    }
}

/// The projects that exist for this caller.
///
/// Needs `manage_scorecards`, which whoever manages people has too.
#[utoipa::path(get, path = "/api/v1/projects", operation_id = "list_projects", tag = "people", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "All of them", body = ProjectList)))]
pub async fn list(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
) -> Result<web::Json<ProjectList>, ApiError> {
    let items = projects::list(&app.db, required.scope).await?;
    Ok(web::Json(ProjectList { items: items.into_iter().map(ProjectRowBody::from).collect() }))
}

/// Makes a project.
///
/// Needs `manage_people`.
#[utoipa::path(post, path = "/api/v1/projects", operation_id = "add_project", tag = "people", security(("token" = []), ("session" = [])),
    request_body = NewProjectBody,
    responses((status = 201, description = "Made", body = ProjectRowBody),
        (status = 409, description = "The name is taken", body = ErrorBody)))]
pub async fn add(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewProjectBody>,
) -> Result<HttpResponse, ApiError> {
    let id = projects::add(&app.db, required.by(&request), &body.name).await?;
    let row = ProjectRowBody::from(projects::row(&app.db, required.scope, id).await?);
    Ok(HttpResponse::Created().json(row))
}

/// Says which card a project's calls are scored with, renames it, ends it or takes it up again.
///
/// Needs `manage_scorecards`, which whoever manages people has too.
#[utoipa::path(patch, path = "/api/v1/projects/{project_id}", operation_id = "change_project", tag = "people", security(("token" = []), ("session" = [])),
    params(("project_id" = String, Path, format = Uuid)), request_body = ProjectChangeBody,
    responses((status = 200, description = "As it is now", body = ProjectRowBody),
        (status = 403, description = "The role allows only another card", body = ErrorBody),
        (status = 404, description = "Not there, or there is no such card", body = ErrorBody),
        (status = 409, description = "The name is taken", body = ErrorBody)))]
pub async fn change(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    project_id: web::Path<ProjectId>,
    body: web::Json<ProjectChangeBody>,
) -> Result<web::Json<ProjectRowBody>, ApiError> {
    let (id, body) = (project_id.into_inner(), body.into_inner());
    let by = required.by(&request);
    let change = ProjectChange { name: body.name, retired: body.retired, scorecard_id: body.scorecard_id };
    projects::change(&app.db, &required.who, by, id, change).await?;
    Ok(web::Json(projects::row(&app.db, required.scope, id).await?.into()))
}
