//! People: found, entered, changed.

use crate::access::people::{Choice, PersonChange, change_person};
use crate::access::roles::NewRole;
use crate::access::roster;
use crate::access::{Change, NewPerson, add_person};
use crate::db::person::{PersonFilter, Role};
use crate::http::App;
use crate::http::api::page::{PageBody, window};
use crate::http::api::person::{PersonFileBody, PersonRowBody};
use crate::http::auth::{ManagePeople, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{PersonId, ProjectId, TeamId};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Deserializer};
use utoipa::{IntoParams, ToSchema};

/// Which people are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct PeopleQuery {
    /// A piece of the name, as it is written or in pinyin, or the beginning of a staff number or
    /// sign-in.
    q: Option<String>,
    /// Who holds this role now.
    role: Option<String>,
    /// Who belongs to this team or leads it now.
    #[param(value_type = Option<String>)]
    team: Option<TeamId>,
    /// Who has left (`true`) or has not (`false`).
    retired: Option<bool>,
    /// Who is no agent now (`true`) or is one (`false`).
    unmatched: Option<bool>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// Somebody to be entered.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewPerson)]
pub struct NewPersonBody {
    /// Their name as people write it.
    name: String,
    /// The number their employer gave them.
    staff_number: Option<String>,
    /// What they type to sign in; without it they do not sign in.
    sign_in: Option<String>,
    /// At least ten characters.
    password: Option<String>,
    /// The roles they hold from now on.
    roles: Vec<NewRoleBody>,
    /// The team they belong to; a team leader leads it.
    #[schema(value_type = Option<String>, format = Uuid)]
    team_id: Option<TeamId>,
}

/// A role to be given.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewRole)]
pub struct NewRoleBody {
    /// The role.
    role: String,
    /// The project it is limited to; without it, it holds everywhere.
    #[schema(value_type = Option<String>, format = Uuid)]
    project_id: Option<ProjectId>,
}

/// What is to change in a person. What is missing stays as it is; what is null is taken away.
#[derive(Deserialize, ToSchema)]
#[schema(as = PersonChange)]
pub struct PersonChangeBody {
    /// Another name.
    name: Option<String>,
    /// Another staff number.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    staff_number: Change<String>,
    /// Another sign-in.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    sign_in: Change<String>,
    /// Another password.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    password: Change<String>,
    /// Whether they have left. Whoever leaves holds no role, team or agent any more, and is signed
    /// out; taken back, they begin without any.
    retired: Option<bool>,
}

/// A field that was sent, be it null: only one that is missing stays as it is.
pub(super) fn given<'de, D, T>(deserializer: D) -> Result<Change<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Change::from)
}

impl NewRoleBody {
    pub(super) fn read(self) -> Result<NewRole, ApiError> {
        Ok(NewRole { role: read_role(&self.role)?, project: self.project_id.map(Choice::Known) })
    }
}

fn read_role(word: &str) -> Result<Role, ApiError> {
    Role::parse(word).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        RequestError::BadBody(format!("a role is one of {}", known.join(", "))).into()
    })
}

/// The people, by name; Chinese names by their pinyin.
///
/// Needs `manage_people`.
#[utoipa::path(get, path = "/api/v1/people", operation_id = "list_people", tag = "people", security(("token" = []), ("session" = [])),
    params(PeopleQuery),
    responses((status = 200, description = "A page of them", body = PageBody<PersonRowBody>),
        (status = 422, description = "The query is not understood", body = ErrorBody)))]
pub async fn list(
    _: Require<ManagePeople>,
    app: web::Data<App>,
    query: web::Query<PeopleQuery>,
) -> Result<web::Json<PageBody<PersonRowBody>>, ApiError> {
    let query = query.into_inner();
    let filter = PersonFilter {
        text: query.q,
        role: query.role.as_deref().map(read_role).transpose()?,
        team_id: query.team,
        retired: query.retired,
        unmatched: query.unmatched,
    };
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = roster::list(&app.db, filter, window).await?;
    Ok(web::Json(PageBody::of(page, PersonRowBody::from)))
}

/// Enters somebody.
///
/// Needs `manage_people`.
#[utoipa::path(post, path = "/api/v1/people", operation_id = "add_person", tag = "people", security(("token" = []), ("session" = [])),
    request_body = NewPersonBody,
    responses((status = 201, description = "Entered", body = PersonRowBody),
        (status = 409, description = "The staff number or sign-in is taken", body = ErrorBody),
        (status = 422, description = "A name, role or password is not acceptable", body = ErrorBody)))]
pub async fn add(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewPersonBody>,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let new = NewPerson {
        name: body.name,
        staff_number: body.staff_number,
        sign_in: body.sign_in,
        password: body.password,
        roles: body.roles.into_iter().map(NewRoleBody::read).collect::<Result<_, _>>()?,
        team: body.team_id.map(Choice::Known),
        agents: Vec::new(),
    };
    let id = add_person(&app.db, required.by(&request), new).await?;
    let row = PersonRowBody::from(roster::row(&app.db, id).await?);
    Ok(HttpResponse::Created().json(row))
}

/// A person with everything they ever were.
///
/// Needs `manage_people`.
#[utoipa::path(get, path = "/api/v1/people/{person_id}", operation_id = "show_person", tag = "people", security(("token" = []), ("session" = [])),
    params(("person_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The person", body = PersonFileBody),
        (status = 404, description = "Not there", body = ErrorBody)))]
pub async fn show(
    _: Require<ManagePeople>,
    app: web::Data<App>,
    person_id: web::Path<PersonId>,
) -> Result<web::Json<PersonFileBody>, ApiError> {
    Ok(web::Json(roster::file(&app.db, person_id.into_inner()).await?.into()))
}

/// Changes what is known of somebody, lets them leave or takes them back.
///
/// Needs `manage_people`.
#[utoipa::path(patch, path = "/api/v1/people/{person_id}", operation_id = "change_person", tag = "people", security(("token" = []), ("session" = [])),
    params(("person_id" = String, Path, format = Uuid)), request_body = PersonChangeBody,
    responses((status = 200, description = "As they are now", body = PersonRowBody),
        (status = 404, description = "Not there", body = ErrorBody),
        (status = 409, description = "Taken by somebody else, or nobody else administers", body = ErrorBody),
        (status = 422, description = "A name or password is not acceptable", body = ErrorBody)))]
pub async fn change(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    person_id: web::Path<PersonId>,
    body: web::Json<PersonChangeBody>,
) -> Result<web::Json<PersonRowBody>, ApiError> {
    let (id, body) = (person_id.into_inner(), body.into_inner());
    let change = PersonChange {
        name: body.name,
        staff_number: body.staff_number,
        sign_in: body.sign_in,
        password: body.password,
        retired: body.retired,
    };
    change_person(&app.db, required.by(&request), id, change).await?;
    Ok(web::Json(roster::row(&app.db, id).await?.into()))
}
