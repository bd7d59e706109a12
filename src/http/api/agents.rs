//! Agents, and which people they are.

use crate::access::agents::{self, AgentView, match_agent, unmatch_agent};
use crate::db::agent::AgentFilter;
use crate::http::App;
use crate::http::api::belonging::start_of_day;
use crate::http::api::page::{NamedBody, PageBody, window};
use crate::http::auth::{ManagePeople, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{AgentId, PersonId};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An agent, and who it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgentRow)]
pub struct AgentRowBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: AgentId,
    /// The name of the source that knows it.
    source: String,
    /// What that source calls it.
    external_id: String,
    /// The name that the source gave along.
    name: Option<String>,
    /// In how many calls it took part.
    calls: i64,
    /// Who it is now.
    person: Option<NamedBody>,
    /// Who it probably is, where it is nobody: the staff number is what the source calls it, or
    /// there is one person of its name.
    suggestion: Option<NamedBody>,
}

/// Which agents are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AgentsQuery {
    /// The beginning of what the source calls it, or a piece of its name.
    q: Option<String>,
    /// Which are nobody now (`true`) or somebody (`false`).
    unmatched: Option<bool>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// Who an agent is.
#[derive(Deserialize, ToSchema)]
#[schema(as = AgentMatch)]
pub struct MatchBody {
    /// The person.
    #[schema(value_type = String, format = Uuid)]
    person_id: PersonId,
    /// The first day, in the workspace's zone. Without it, from the beginning where nobody was ever
    /// tied to the agent, from now on otherwise.
    #[schema(format = Date)]
    from: Option<String>,
}

impl From<AgentView> for AgentRowBody {
    fn from(view: AgentView) -> Self {
        Self {
            id: view.agent.id,
            source: view.source,
            external_id: view.agent.external_id,
            name: view.agent.name,
            calls: view.calls,
            person: view.person.map(NamedBody::from),
            suggestion: view.suggestion.map(NamedBody::from),
        }
    }
}

/// The agents, by what their sources call them.
///
/// Needs `manage_people`.
#[utoipa::path(get, path = "/api/v1/agents", operation_id = "list_agents", tag = "people", security(("token" = []), ("session" = [])),
    params(AgentsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<AgentRowBody>),
        (status = 422, description = "The query is not understood", body = ErrorBody)))]
pub async fn list(
    _: Require<ManagePeople>,
    app: web::Data<App>,
    query: web::Query<AgentsQuery>,
) -> Result<web::Json<PageBody<AgentRowBody>>, ApiError> {
    let query = query.into_inner();
    let window = window(query.cursor.as_deref(), query.limit)?;
    let filter = AgentFilter { text: query.q, unmatched: query.unmatched };
    let page = agents::list(&app.db, filter, window).await?;
    Ok(web::Json(PageBody::of(page, AgentRowBody::from)))
}

/// Says who an agent is. Calls of that time which are nobody's yet become theirs.
///
/// Needs `manage_people`.
#[utoipa::path(put, path = "/api/v1/agents/{agent_id}/person", operation_id = "match_agent", tag = "people", security(("token" = []), ("session" = [])),
    params(("agent_id" = String, Path, format = Uuid)), request_body = MatchBody,
    responses((status = 204, description = "Matched"),
        (status = 404, description = "Not there", body = ErrorBody),
        (status = 409, description = "The person has left", body = ErrorBody)))]
pub async fn put_person(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    agent_id: web::Path<AgentId>,
    body: web::Json<MatchBody>,
) -> Result<HttpResponse, ApiError> {
    let from = start_of_day(body.from.as_deref(), &app.intake.zone)?;
    match_agent(&app.db, required.by(&request), agent_id.into_inner(), body.person_id, from).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// From now on nobody knows who an agent is.
///
/// Needs `manage_people`.
#[utoipa::path(delete, path = "/api/v1/agents/{agent_id}/person", operation_id = "unmatch_agent", tag = "people", security(("token" = []), ("session" = [])),
    params(("agent_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is nobody now"),
        (status = 404, description = "Not there", body = ErrorBody)))]
pub async fn delete_person(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    agent_id: web::Path<AgentId>,
) -> Result<HttpResponse, ApiError> {
    unmatch_agent(&app.db, required.by(&request), agent_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
