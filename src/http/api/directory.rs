//! The names that filters and choosers offer.

use crate::db::directory::{AgentEntry, ProjectEntry, QueueEntry, TeamEntry};
use crate::db::source::speech::EngineName;
use crate::http::App;
use crate::http::api::page::NamedBody;
use crate::http::auth::{Require, ViewCalls};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{AgentId, PersonId, ProjectId, QueueId, ScorecardId, ScorecardVersionId, TeamId};
use crate::review::{self, CardEntry, Directory};
use crate::scoring::Wording;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// The names that filters and choosers offer; what is retired is left out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Directory)]
pub struct DirectoryBody {
    /// Projects, by name.
    projects: Vec<ProjectEntryBody>,
    /// Queues, by name.
    queues: Vec<QueueEntryBody>,
    /// Sources, by name; empty for callers who do not see every call.
    sources: Vec<NamedBody>,
    /// Teams, by name.
    teams: Vec<TeamEntryBody>,
    /// Agents, by what their sources call them; at most 2,000.
    agents: Vec<AgentEntryBody>,
    /// People who take calls, in the order of their names; at most 2,000.
    people: Vec<NamedBody>,
    /// People who may score calls.
    inspectors: Vec<NamedBody>,
    /// How calls were closed lately; at most 200.
    dispositions: Vec<String>,
    /// The tags of calls lately; at most 200.
    tags: Vec<String>,
    /// The scorecards in use, by key.
    scorecards: Vec<CardEntryBody>,
    /// The speech engines that this earmark was built with; the usual one first.
    speech_engines: Vec<&'static str>,
}

/// A project.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectoryProject)]
pub struct ProjectEntryBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ProjectId,
    /// Its name.
    name: String,
    /// The card that its calls are scored with.
    #[schema(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
}

/// A queue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectoryQueue)]
pub struct QueueEntryBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: QueueId,
    /// Its name.
    name: String,
    /// The project it belongs to.
    #[schema(value_type = Option<String>, format = Uuid)]
    project_id: Option<ProjectId>,
}

/// A team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectoryTeam)]
pub struct TeamEntryBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: TeamId,
    /// Its name.
    name: String,
    /// The team or site above it.
    #[schema(value_type = Option<String>, format = Uuid)]
    parent_id: Option<TeamId>,
}

/// An agent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectoryAgent)]
pub struct AgentEntryBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: AgentId,
    /// The name the source gave along.
    name: Option<String>,
    /// What the source calls it.
    external_id: String,
    /// The name of the source.
    source: String,
    /// Who sits there now.
    #[schema(value_type = Option<String>, format = Uuid)]
    person_id: Option<PersonId>,
}

/// A scorecard.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectoryScorecard)]
pub struct CardEntryBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ScorecardId,
    /// Its key.
    key: String,
    /// Its title in each language, as last published.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    title: Wording,
    /// The version that was published last.
    #[schema(value_type = String, format = Uuid)]
    latest_version_id: ScorecardVersionId,
}

impl From<Directory> for DirectoryBody {
    fn from(directory: Directory) -> Self {
        Self {
            projects: directory.projects.into_iter().map(ProjectEntryBody::from).collect(),
            queues: directory.queues.into_iter().map(QueueEntryBody::from).collect(),
            sources: directory.sources.into_iter().map(NamedBody::from).collect(),
            teams: directory.teams.into_iter().map(TeamEntryBody::from).collect(),
            agents: directory.agents.into_iter().map(AgentEntryBody::from).collect(),
            people: directory.people.into_iter().map(NamedBody::from).collect(),
            inspectors: directory.inspectors.into_iter().map(NamedBody::from).collect(),
            dispositions: directory.dispositions,
            tags: directory.tags,
            scorecards: directory.scorecards.into_iter().map(CardEntryBody::from).collect(),
            speech_engines: EngineName::BUILT.iter().map(|engine| engine.as_str()).collect(),
        }
    }
}

impl From<ProjectEntry> for ProjectEntryBody {
    fn from(entry: ProjectEntry) -> Self {
        Self { id: entry.id, name: entry.name, scorecard_id: entry.scorecard_id }
    }
}

impl From<QueueEntry> for QueueEntryBody {
    fn from(entry: QueueEntry) -> Self {
        Self { id: entry.id, name: entry.name, project_id: entry.project_id }
    }
}

impl From<TeamEntry> for TeamEntryBody {
    fn from(entry: TeamEntry) -> Self {
        Self { id: entry.id, name: entry.name, parent_id: entry.parent_id }
    }
}

impl From<AgentEntry> for AgentEntryBody {
    fn from(entry: AgentEntry) -> Self {
        let AgentEntry { id, name, external_id, source, person_id } = entry;
        Self { id, name, external_id, source, person_id }
    }
}

impl From<CardEntry> for CardEntryBody {
    fn from(entry: CardEntry) -> Self {
        let CardEntry { id, key, title, latest_version_id } = entry;
        Self { id, key, title, latest_version_id }
    }
}

/// The names that filters and choosers offer, as far as the caller finds calls.
///
/// Needs `view_calls`.
#[utoipa::path(get, path = "/api/v1/directory", operation_id = "show_directory", tag = "calls",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The names", body = DirectoryBody),
        (status = 403, description = "The caller finds no calls", body = ErrorBody)))]
pub async fn show(
    required: Require<ViewCalls>,
    app: web::Data<App>,
) -> Result<web::Json<DirectoryBody>, ApiError> {
    let directory = review::directory(&app.db, &required.who, required.scope).await?;
    Ok(web::Json(directory.into()))
}
