//! Who is calling, as the browser needs it: name, roles, what may be done.

use crate::access::{AccessError, Permission, Who};
use crate::db::audit::Actor;
use crate::db::named::Named;
use crate::db::person::Role;
use crate::db::{Reading, person, source, team};
use crate::http::App;
use crate::http::api::page::NamedBody;
use crate::http::auth::Caller;
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{PersonId, TeamId};
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// Who is calling.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Me)]
pub struct MeBody {
    /// `person` or `source`.
    kind: &'static str,
    /// Their id; none for a source.
    #[schema(value_type = Option<String>, format = Uuid)]
    person_id: Option<PersonId>,
    /// Their name.
    name: String,
    /// Their roles at this moment.
    roles: Vec<&'static str>,
    /// What they may do, somewhere at least.
    permissions: Vec<&'static str>,
    /// The teams they belong to at this moment.
    teams: Vec<NamedBody>,
    /// The teams they lead at this moment; those below are led too.
    leads: Vec<NamedBody>,
    /// The IANA zone that defines the workspace's days.
    #[schema(example = "Asia/Shanghai")]
    time_zone: String,
}

/// What the database knows of the caller.
struct Known {
    kind: &'static str,
    name: String,
    teams: Vec<Named<TeamId>>,
    leads: Vec<Named<TeamId>>,
}

impl MeBody {
    /// Somebody who has just signed in.
    pub async fn of_person(app: &App, person_id: PersonId) -> Result<Self, AccessError> {
        let who = app.db.read(move |reading| Who::person(reading, person_id)).await?;
        Self::of(app, &who).await
    }

    async fn of(app: &App, who: &Who) -> Result<Self, AccessError> {
        let actor = who.actor();
        let known = app.db.read(move |reading| known_of(reading, actor)).await?;
        let may = |permission: &Permission| who.may(*permission);
        Ok(Self {
            kind: known.kind,
            person_id: who.person_id(),
            name: known.name,
            roles: who.roles().iter().copied().map(Role::as_str).collect(),
            permissions: Permission::ALL.iter().copied().filter(may).map(Permission::as_str).collect(),
            teams: known.teams.into_iter().map(NamedBody::from).collect(),
            leads: known.leads.into_iter().map(NamedBody::from).collect(),
            time_zone: app.intake.zone.iana_name().unwrap_or("UTC").to_owned(),
        })
    }
}

fn known_of(reading: &mut Reading<'_>, actor: Actor) -> Result<Known, AccessError> {
    let now = reading.now();
    match actor {
        Actor::Person(id) => Ok(Known {
            kind: "person",
            name: person::by_id(reading, id)?.map(|person| person.name).unwrap_or_default(),
            teams: team::named_of_member(reading, id, now)?,
            leads: team::named_of_leader(reading, id, now)?,
        }),
        Actor::Source(id) => Ok(Known {
            kind: "source",
            name: source::by_id(reading, id)?.map(|source| source.name).unwrap_or_default(),
            teams: Vec::new(),
            leads: Vec::new(),
        }),
        Actor::CommandLine | Actor::System => Err(AccessError::NotSignedIn),
    }
}

/// Who is calling.
#[utoipa::path(get, path = "/api/v1/me", operation_id = "show_me", tag = "session", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Who it is", body = MeBody),
        (status = 401, description = "Nobody is signed in", body = ErrorBody)))]
pub async fn show(caller: Caller, app: web::Data<App>) -> Result<web::Json<MeBody>, ApiError> {
    Ok(web::Json(MeBody::of(&app, &caller.who).await?))
}
