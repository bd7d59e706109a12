//! The tree of teams.

use crate::access::teams::{self, TeamView};
use crate::http::App;
use crate::http::api::page::NamedBody;
use crate::http::auth::{ManagePeople, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::TeamId;
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A team with its people of this moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TeamRow)]
pub struct TeamRowBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: TeamId,
    /// Its name, unique below its parent.
    name: String,
    /// The team or site above it.
    #[schema(value_type = Option<String>, format = Uuid)]
    parent_id: Option<TeamId>,
    /// How many belong to it; those of the teams below do not count.
    members: usize,
    /// Who leads it.
    leaders: Vec<NamedBody>,
    /// When it was dissolved.
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Instant>,
}

/// Every team.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamList {
    /// All of them, dissolved ones too, by name.
    items: Vec<TeamRowBody>,
}

/// A team to be made.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewTeam)]
pub struct NewTeamBody {
    /// Its name, unique below its parent.
    name: String,
    /// The team or site above it.
    #[schema(value_type = Option<String>, format = Uuid)]
    parent_id: Option<TeamId>,
}

/// What is to change in a team. What is missing stays as it is.
#[derive(Deserialize, ToSchema)]
#[schema(as = TeamChange)]
pub struct TeamChangeBody {
    /// Another name.
    name: Option<String>,
    /// Whether it is dissolved.
    retired: Option<bool>,
}

impl From<TeamView> for TeamRowBody {
    fn from(view: TeamView) -> Self {
        Self {
            id: view.team.id,
            name: view.team.name,
            parent_id: view.team.parent_id,
            members: view.members,
            leaders: view.leaders.into_iter().map(NamedBody::from).collect(),
            retired_at: view.team.retired_at,
        }
    }
}

/// Every team.
///
/// Needs `manage_people`.
#[utoipa::path(get, path = "/api/v1/teams", operation_id = "list_teams", tag = "people", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "All of them", body = TeamList)))]
pub async fn list(_: Require<ManagePeople>, app: web::Data<App>) -> Result<web::Json<TeamList>, ApiError> {
    let items = teams::list(&app.db).await?.into_iter().map(TeamRowBody::from).collect();
    Ok(web::Json(TeamList { items }))
}

/// Makes a team.
///
/// Needs `manage_people`.
#[utoipa::path(post, path = "/api/v1/teams", operation_id = "add_team", tag = "people", security(("token" = []), ("session" = [])),
    request_body = NewTeamBody,
    responses((status = 201, description = "Made", body = TeamRowBody),
        (status = 404, description = "There is no such team above", body = ErrorBody),
        (status = 409, description = "The name is taken, or the team above was dissolved", body = ErrorBody)))]
pub async fn add(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewTeamBody>,
) -> Result<HttpResponse, ApiError> {
    let id = teams::add(&app.db, required.by(&request), &body.name, body.parent_id).await?;
    Ok(HttpResponse::Created().json(TeamRowBody::from(teams::row(&app.db, id).await?)))
}

/// Renames a team, dissolves it or takes it up again.
///
/// Needs `manage_people`.
#[utoipa::path(patch, path = "/api/v1/teams/{team_id}", operation_id = "change_team", tag = "people", security(("token" = []), ("session" = [])),
    params(("team_id" = String, Path, format = Uuid)), request_body = TeamChangeBody,
    responses((status = 200, description = "As it is now", body = TeamRowBody),
        (status = 404, description = "Not there", body = ErrorBody),
        (status = 409, description = "The name is taken, or there are people or teams in it", body = ErrorBody)))]
pub async fn change(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    team_id: web::Path<TeamId>,
    body: web::Json<TeamChangeBody>,
) -> Result<web::Json<TeamRowBody>, ApiError> {
    let (id, body) = (team_id.into_inner(), body.into_inner());
    teams::change(&app.db, required.by(&request), id, body.name, body.retired).await?;
    Ok(web::Json(teams::row(&app.db, id).await?.into()))
}
