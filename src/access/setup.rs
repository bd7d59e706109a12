//! The first start: nobody can sign in yet, so a link is printed that makes one administrator.

use super::people::{checked_name, normal_sign_in};
use super::sign_in::begin_session;
use super::{AccessError, Secret, SignedIn, password};
use crate::db::audit::{Actor, Line};
use crate::db::person::{Person, Role};
use crate::db::{Db, audit, person, setup_link, sort_key};
use crate::ids::{PersonId, RequestId};
use serde_json::json;
use std::time::Duration;

/// How long the link works.
const LINK_LIFE: Duration = Duration::from_hours(24);

/// The secret of a new set-up link if nobody can sign in yet; earlier links stop working.
pub async fn first_start_link(db: &Db) -> Result<Option<Secret>, AccessError> {
    let secret = Secret::new()?;
    let hash = secret.hash();
    let made = db
        .write(move |writing| {
            if person::anyone_signs_in(writing)? {
                return Ok(false);
            }
            let expires_at = writing.now().plus(LINK_LIFE);
            setup_link::replace(writing, &hash, expires_at)?;
            Ok::<_, AccessError>(true)
        })
        .await?;
    Ok(made.then_some(secret))
}

/// Makes the first administrator and signs them in. The link works once, and only while nobody
/// else can sign in.
pub async fn redeem_setup(
    db: &Db,
    secret: &Secret,
    name: &str,
    sign_in: &str,
    password: String,
    request_id: Option<RequestId>,
) -> Result<SignedIn, AccessError> {
    let link_hash = secret.hash();
    if !db.read(move |reading| setup_link::is_live(reading, &link_hash)).await? {
        return Err(AccessError::SetupLinkInvalid);
    }
    password::check(&password)?;
    let name = checked_name("name", name)?;
    let sign_in = checked_name("sign_in", &normal_sign_in(sign_in))?;
    let password_hash = password::hash(password).await?;
    let person_id = PersonId::new();
    db.write(move |writing| {
        if person::anyone_signs_in(writing)? || !setup_link::redeem(writing, &link_hash)? {
            return Err(AccessError::SetupLinkInvalid);
        }
        let person = Person {
            id: person_id,
            name: name.clone(),
            sign_in: Some(sign_in.clone()),
            password_hash: Some(password_hash.clone()),
            created_at: writing.now(),
            retired_at: None,
            staff_number: None,
            sort_key: sort_key(&name),
        };
        person::add(writing, &person)?;
        person::grant(writing, person_id, Role::Administrator, None)?;
        let line = Line {
            actor: Actor::Person(person_id),
            action: "setup.redeemed",
            noun: "person",
            noun_id: &person_id.to_string(),
            detail: json!({}),
            request_id,
        };
        audit::append(writing, &line)?;
        Ok(())
    })
    .await?;
    let session = Secret::new()?;
    begin_session(db, person_id, &session, request_id).await?;
    Ok(SignedIn { person_id, secret: session })
}
