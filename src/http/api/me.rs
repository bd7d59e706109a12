//! Who is calling, as the browser needs it: name, roles, what may be done.

use crate::access::{AccessError, Permission, Who};
use crate::db::audit::Actor;
use crate::db::person::Role;
use crate::db::{Db, person, source};
use crate::http::App;
use crate::http::auth::Caller;
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::PersonId;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// Who is calling.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Me)]
pub struct MeBody {
    /// `person` or `source`.
    kind: &'static str,
    /// Their name.
    name: String,
    /// Their roles at this moment.
    roles: Vec<&'static str>,
    /// What they may do, somewhere at least.
    permissions: Vec<&'static str>,
}

impl MeBody {
    /// Somebody who has just signed in.
    pub async fn of_person(db: &Db, person_id: PersonId) -> Result<Self, AccessError> {
        let who = db.read(move |reading| Who::person(reading, person_id)).await?;
        Self::of(db, &who).await
    }

    async fn of(db: &Db, who: &Who) -> Result<Self, AccessError> {
        let actor = who.actor();
        let (kind, name) = db
            .read(move |reading| match actor {
                Actor::Person(id) => {
                    Ok(("person", person::by_id(reading, id)?.map(|person| person.name).unwrap_or_default()))
                }
                Actor::Source(id) => {
                    Ok(("source", source::by_id(reading, id)?.map(|source| source.name).unwrap_or_default()))
                }
                Actor::CommandLine | Actor::System => Err(AccessError::NotSignedIn),
            })
            .await?;
        Ok(Self {
            kind,
            name,
            roles: who.roles().iter().copied().map(Role::as_str).collect(),
            permissions: Permission::ALL
                .iter()
                .copied()
                .filter(|one| who.may(*one))
                .map(Permission::as_str)
                .collect(),
        })
    }
}

/// Who is calling.
#[utoipa::path(get, path = "/api/v1/me", operation_id = "show_me", tag = "session", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Who it is", body = MeBody),
        (status = 401, description = "Nobody is signed in", body = ErrorBody)))]
pub async fn show(caller: Caller, app: web::Data<App>) -> Result<web::Json<MeBody>, ApiError> {
    Ok(web::Json(MeBody::of(&app.db, &caller.who).await?))
}
