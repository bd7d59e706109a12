//! A person on the wire: as a list shows them, and with everything they ever were.

use crate::access::roster::{BelongingView, PersonFile, PersonView, RoleView, TieView};
use crate::http::api::page::NamedBody;
use crate::ids::{AgentId, PersonId};
use crate::time::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// A person as a list shows them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PersonRow)]
pub struct PersonRowBody {
    /// Their id.
    #[schema(value_type = String, format = Uuid)]
    id: PersonId,
    /// Their name as people write it.
    name: String,
    /// The number their employer gave them.
    staff_number: Option<String>,
    /// What they type to sign in; none: they do not.
    sign_in: Option<String>,
    /// When they left.
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Instant>,
    /// The roles they hold.
    roles: Vec<RoleBody>,
    /// The teams they lead or belong to.
    teams: Vec<MembershipBody>,
    /// The agents they are.
    agents: Vec<AgentOfPersonBody>,
}

/// A role that somebody holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PersonRole)]
pub struct RoleBody {
    /// What to name when it is ended.
    id: String,
    /// The role.
    role: &'static str,
    /// The project it is limited to.
    project: Option<NamedBody>,
}

/// A team that somebody leads or belongs to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PersonTeam)]
pub struct MembershipBody {
    /// What to name when it is ended, together with `leads`.
    id: String,
    /// The team.
    team: NamedBody,
    /// Whether they lead it.
    leads: bool,
}

/// An agent that somebody is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PersonAgent)]
pub struct AgentOfPersonBody {
    /// The id of the agent.
    #[schema(value_type = String, format = Uuid)]
    id: AgentId,
    /// What the source calls them.
    external_id: String,
    /// The name of the source.
    source: String,
}

/// A person with everything they ever were, the latest first. What begins with the year 1970 holds
/// from the beginning.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PersonFile)]
pub struct PersonFileBody {
    /// What they are now.
    #[serde(flatten)]
    now: PersonRowBody,
    /// The roles they hold and held.
    role_history: Vec<RoleTimeBody>,
    /// The teams they lead, led, belong and belonged to.
    team_history: Vec<TeamTimeBody>,
    /// The agents they are and were.
    agent_history: Vec<AgentTimeBody>,
}

/// Somebody's time in a role.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoleTime)]
pub struct RoleTimeBody {
    /// The role.
    role: &'static str,
    /// The project it was limited to.
    project: Option<NamedBody>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    from: Instant,
    /// Until when; none: still.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Instant>,
}

/// Somebody's time in a team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TeamTime)]
pub struct TeamTimeBody {
    /// The team.
    team: NamedBody,
    /// Whether they led it.
    leads: bool,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    from: Instant,
    /// Until when; none: still.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Instant>,
}

/// Somebody's time as an agent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgentTime)]
pub struct AgentTimeBody {
    /// The id of the agent.
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    /// What the source calls them.
    external_id: String,
    /// The name of the source.
    source: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    from: Instant,
    /// Until when; none: still.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Instant>,
}

impl From<PersonView> for PersonRowBody {
    fn from(view: PersonView) -> Self {
        Self {
            id: view.person.id,
            name: view.person.name,
            staff_number: view.person.staff_number,
            sign_in: view.person.sign_in,
            retired_at: view.person.retired_at,
            roles: view.roles.into_iter().map(RoleBody::from).collect(),
            teams: view.teams.into_iter().map(MembershipBody::from).collect(),
            agents: view.agents.into_iter().map(AgentOfPersonBody::from).collect(),
        }
    }
}

impl From<RoleView> for RoleBody {
    fn from(view: RoleView) -> Self {
        let project = view.project.map(NamedBody::from);
        Self { id: view.held.id.to_string(), role: view.held.role.as_str(), project }
    }
}

impl From<BelongingView> for MembershipBody {
    fn from(view: BelongingView) -> Self {
        Self { id: view.belonging.id.to_string(), team: view.team.into(), leads: view.belonging.leads }
    }
}

impl From<TieView> for AgentOfPersonBody {
    fn from(view: TieView) -> Self {
        Self { id: view.tie.agent_id, external_id: view.external_id, source: view.source }
    }
}

impl From<PersonFile> for PersonFileBody {
    fn from(file: PersonFile) -> Self {
        let role = |view: RoleView| RoleTimeBody {
            role: view.held.role.as_str(),
            project: view.project.map(NamedBody::from),
            from: view.held.from_at,
            until: view.held.until_at,
        };
        let team = |view: BelongingView| TeamTimeBody {
            team: view.team.into(),
            leads: view.belonging.leads,
            from: view.belonging.from_at,
            until: view.belonging.until_at,
        };
        let agent = |view: TieView| AgentTimeBody {
            agent_id: view.tie.agent_id,
            external_id: view.external_id,
            source: view.source,
            from: view.tie.from_at,
            until: view.tie.until_at,
        };
        Self {
            now: file.now.into(),
            role_history: file.roles.into_iter().map(role).collect(),
            team_history: file.teams.into_iter().map(team).collect(),
            agent_history: file.agents.into_iter().map(agent).collect(),
        }
    }
}
