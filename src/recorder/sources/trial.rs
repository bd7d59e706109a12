//! Trying out what would be made of what a source sends: file names, a sidecar, or both. The same
//! interpretation as for a real arrival, and nothing is stored.

use super::settings::{find, read};
use crate::db::source::Source;
use crate::db::{Db, DbError, Reading, Scope, agent, named, team};
use crate::ids::SourceId;
use crate::recorder::{
    CallMetadata, Interpretation, Origin, RecorderError, Remark, Sent, interpret, seat_agents,
};
use crate::time::Instant;

/// The most names that are tried at once.
pub(super) const NAMES_MOST: usize = 50;

/// What is to be tried.
#[derive(Debug, Clone, Default)]
pub struct TrialRequest {
    /// File names, or paths with the folders that the source makes.
    pub names: Vec<String>,
    /// The JSON text of a sidecar.
    pub sidecar: Option<String>,
    /// Settings to be tried in the place of the stored ones, as a document.
    pub settings: Option<String>,
}

/// What would be made of one name with the sidecar.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The name; none: the sidecar alone.
    pub name: Option<String>,
    /// What is read.
    pub fields: Vec<TriedField>,
    /// What every call should have and this one has not.
    pub missing: Vec<&'static str>,
    /// What could not be read.
    pub remarks: Vec<Remark>,
    /// Who took part on our side.
    pub agents: Vec<TriedAgent>,
}

/// One field that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriedField {
    /// Its name.
    pub field: &'static str,
    /// What it would be.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// An agent who would be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriedAgent {
    /// The id that the call would be entered with.
    pub external_id: String,
    /// Whether the source's agents include this one already.
    pub is_known: bool,
    /// Who sat there at that time, by name.
    pub person: Option<String>,
    /// Their team of that day, by name.
    pub team: Option<String>,
}

/// What every call should have: without them a call is found late, or by nobody.
const WANTED: [&str; 5] = ["native_id", "started_at", "agents", "customer_number", "direction"];

/// Tries it.
pub async fn try_out(
    db: &Db,
    scope: Scope,
    id: SourceId,
    request: TrialRequest,
) -> Result<Vec<Trial>, RecorderError> {
    if request.names.len() > NAMES_MOST {
        return Err(RecorderError::field("names", format!("must be at most {NAMES_MOST}")));
    }
    let sent = match request.sidecar.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(json) => Sent::parse(json.as_bytes())?,
        None => Sent::default(),
    };
    let document = request.settings.as_deref().map(read).transpose()?;
    let names: Vec<Option<String>> =
        if request.names.is_empty() { vec![None] } else { request.names.into_iter().map(Some).collect() };
    db.read(move |reading| {
        let mut source = find(reading, &scope, id)?;
        if let Some(document) = document {
            source.settings = document.settings;
            source.time_zone = document.time_zone;
        }
        let defaults = Defaults::of(reading, &source)?;
        names.iter().map(|name| one(reading, &source, &defaults, &sent, name.as_deref())).collect()
    })
    .await
}

/// The names of the source's own project and queue.
struct Defaults {
    project: Option<String>,
    queue: Option<String>,
}

impl Defaults {
    fn of(reading: &mut Reading<'_>, source: &Source) -> Result<Self, DbError> {
        let projects = named::of_projects(reading, source.project_id)?;
        let queues = named::of_queues(reading, source.queue_id)?;
        Ok(Self {
            project: source.project_id.map(|id| projects.named(id).name),
            queue: source.queue_id.map(|id| queues.named(id).name),
        })
    }
}

fn one(
    reading: &mut Reading<'_>,
    source: &Source,
    defaults: &Defaults,
    sent: &Sent,
    name: Option<&str>,
) -> Result<Trial, RecorderError> {
    let mut read = interpret(source, sent.clone(), name)?;
    seat_agents(reading, source, &mut read)?;
    let at = read.metadata.started_at.map_or(reading.now(), |stamp| stamp.in_zone(&source.zone()));
    let mut fields = fields(&read, source);
    let is_elsewhere = read.metadata.project.is_some() && read.metadata.project != defaults.project;
    let mut add = |field, value: &Option<String>, known: bool| {
        if let Some(value) = value.clone().filter(|_| !known) {
            fields.push(TriedField { field, value, origin: Origin::Default });
        }
    };
    add("project", &defaults.project, read.metadata.project.is_some());
    add("queue", &defaults.queue, read.metadata.queue.is_some() || is_elsewhere);
    let missing =
        WANTED.into_iter().filter(|wanted| !fields.iter().any(|one| one.field == *wanted)).collect();
    let agents = read
        .metadata
        .agents
        .iter()
        .map(|part| tried_agent(reading, source, &part.external_id, at))
        .collect::<Result<_, DbError>>()?;
    Ok(Trial { name: name.map(str::to_owned), fields, missing, remarks: read.remarks, agents })
}

fn tried_agent(
    reading: &mut Reading<'_>,
    source: &Source,
    external_id: &str,
    at: Instant,
) -> Result<TriedAgent, DbError> {
    let known = agent::by_external_id(reading, source.id, external_id)?;
    let person_id = match &known {
        Some(known) => agent::person_at(reading, known.id, at)?,
        None => None,
    };
    let team_id = match person_id {
        Some(person_id) => team::of_person_at(reading, person_id, at)?,
        None => None,
    };
    let people = named::of_people(reading, person_id)?;
    let teams = named::of_teams(reading, team_id)?;
    Ok(TriedAgent {
        external_id: external_id.to_owned(),
        is_known: known.is_some(),
        person: person_id.map(|id| people.named(id).name),
        team: team_id.map(|id| teams.named(id).name),
    })
}

/// What is read, as text, with where it comes from.
fn fields(read: &Interpretation, source: &Source) -> Vec<TriedField> {
    let known = &read.metadata;
    let channels = if known.channels.is_empty() { &known.usual_channels } else { &known.channels };
    let channels: Vec<String> =
        channels.iter().map(|(channel, role)| format!("{channel}: {}", role.as_str())).collect();
    let agents: Vec<&str> = known.agents.iter().map(|part| part.external_id.as_str()).collect();
    let CallMetadata { native_id, queue, project, disposition, wrap_up, ticket, .. } = known.clone();
    let all = [
        ("native_id", native_id),
        ("started_at", known.started_at.map(|stamp| stamp.in_zone(&source.zone()).to_string())),
        ("agents", Some(agents.join(", ")).filter(|text| !text.is_empty())),
        ("customer_number", known.customer_number.as_ref().map(|number| number.0.clone())),
        ("direction", known.direction.map(|direction| direction.as_str().to_owned())),
        ("queue", queue),
        ("project", project),
        ("duration_ms", known.duration_ms.map(|duration| duration.to_string())),
        ("disposition", disposition),
        ("wrap_up", wrap_up),
        ("ticket", ticket),
        ("tags", Some(known.tags.join(", ")).filter(|text| !text.is_empty())),
        ("channels", Some(channels.join(", ")).filter(|text| !text.is_empty())),
    ];
    let with_origin = |(field, value): (&'static str, Option<String>)| {
        let origin = read.origins.get(field).copied().unwrap_or(Origin::Sent);
        value.map(|value| TriedField { field, value, origin })
    };
    all.into_iter().filter_map(with_origin).collect()
}
