//! The roles and teams of a person: given, and ended.

use crate::access::memberships::{join_team, leave_team};
use crate::access::roles::{end_role, give_role};
use crate::access::roster;
use crate::http::App;
use crate::http::api::people::NewRoleBody;
use crate::http::api::person::PersonRowBody;
use crate::http::auth::{ManagePeople, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{PersonId, TeamId};
use crate::time::{Instant, Stamp};
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// A team to be joined.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewMembership)]
pub struct NewMembershipBody {
    /// The team.
    #[schema(value_type = String, format = Uuid)]
    team_id: TeamId,
    /// Whether they lead it.
    #[serde(default)]
    leads: bool,
    /// The first day, in the workspace's zone. Without it, a first membership holds from the
    /// beginning, any other from now on.
    #[schema(format = Date)]
    from: Option<String>,
}

/// Which of the two it is.
#[derive(Debug, Deserialize, IntoParams)]
pub struct LeavingQuery {
    /// Whether a leadership ends, and not a membership.
    leads: Option<bool>,
}

/// The moment at which a day begins in the workspace's zone.
pub(super) fn start_of_day(day: Option<&str>, zone: &TimeZone) -> Result<Option<Instant>, ApiError> {
    let Some(text) = day else { return Ok(None) };
    let not_a_day = || RequestError::BadBody("from is a day such as 2026-11-21".to_owned());
    let day: Date = text.parse().map_err(|_| not_a_day())?;
    // Once more as text: the stamp knows which years every zone can place.
    let stamp: Stamp = format!("{day}T00:00:00").parse().map_err(|_| not_a_day())?;
    Ok(Some(stamp.in_zone(zone)))
}

/// Gives somebody a role from now on.
///
/// Needs `manage_people`.
#[utoipa::path(post, path = "/api/v1/people/{person_id}/roles", operation_id = "give_role", tag = "people", security(("token" = []), ("session" = [])),
    params(("person_id" = String, Path, format = Uuid)), request_body = NewRoleBody,
    responses((status = 201, description = "The person as they are now", body = PersonRowBody),
        (status = 404, description = "Not there", body = ErrorBody),
        (status = 409, description = "They have left", body = ErrorBody)))]
pub async fn give(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    person_id: web::Path<PersonId>,
    body: web::Json<NewRoleBody>,
) -> Result<HttpResponse, ApiError> {
    let id = person_id.into_inner();
    give_role(&app.db, required.by(&request), id, body.into_inner().read()?).await?;
    Ok(HttpResponse::Created().json(PersonRowBody::from(roster::row(&app.db, id).await?)))
}

/// Ends a role of somebody now.
///
/// Needs `manage_people`.
#[utoipa::path(delete, path = "/api/v1/people/{person_id}/roles/{grant_id}", operation_id = "end_role", tag = "people", security(("token" = []), ("session" = [])),
    params(("person_id" = String, Path, format = Uuid), ("grant_id" = String, Path)),
    responses((status = 204, description = "Ended"),
        (status = 404, description = "Not there, or ended before", body = ErrorBody),
        (status = 409, description = "Nobody else administers", body = ErrorBody)))]
pub async fn end(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(PersonId, i64)>,
) -> Result<HttpResponse, ApiError> {
    let (person_id, grant_id) = path.into_inner();
    end_role(&app.db, required.by(&request), person_id, grant_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Enters somebody in a team, as a member or as its leader.
///
/// Needs `manage_people`.
#[utoipa::path(post, path = "/api/v1/people/{person_id}/teams", operation_id = "join_team", tag = "people", security(("token" = []), ("session" = [])),
    params(("person_id" = String, Path, format = Uuid)), request_body = NewMembershipBody,
    responses((status = 201, description = "The person as they are now", body = PersonRowBody),
        (status = 404, description = "Not there", body = ErrorBody),
        (status = 409, description = "They have left, or the team was dissolved", body = ErrorBody)))]
pub async fn join(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    person_id: web::Path<PersonId>,
    body: web::Json<NewMembershipBody>,
) -> Result<HttpResponse, ApiError> {
    let (id, body) = (person_id.into_inner(), body.into_inner());
    let from = start_of_day(body.from.as_deref(), &app.intake.zone)?;
    join_team(&app.db, required.by(&request), id, body.team_id, body.leads, from).await?;
    Ok(HttpResponse::Created().json(PersonRowBody::from(roster::row(&app.db, id).await?)))
}

/// Ends a membership or leadership of somebody now.
///
/// Needs `manage_people`.
#[utoipa::path(delete, path = "/api/v1/people/{person_id}/teams/{membership_id}", operation_id = "leave_team", tag = "people", security(("token" = []), ("session" = [])),
    params(("person_id" = String, Path, format = Uuid), ("membership_id" = String, Path), LeavingQuery),
    responses((status = 204, description = "Ended"),
        (status = 404, description = "Not there, or ended before", body = ErrorBody)))]
pub async fn leave(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(PersonId, i64)>,
    query: web::Query<LeavingQuery>,
) -> Result<HttpResponse, ApiError> {
    let (person_id, id) = path.into_inner();
    let leads = query.leads.unwrap_or(false);
    leave_team(&app.db, required.by(&request), person_id, id, leads).await?;
    Ok(HttpResponse::NoContent().finish())
}
