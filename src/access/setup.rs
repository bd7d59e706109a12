//! The first start: nobody can sign in yet, so a link is printed that makes one administrator.

use super::people::{Entry, NewPerson, enter};
use super::sign_in::begin_session;
use super::{AccessError, By, Secret, SignedIn};
use crate::db::audit::Actor;
use crate::db::person::Role;
use crate::db::{Db, person, setup_link};
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
    let new = NewPerson {
        name: name.to_owned(),
        sign_in: Some(sign_in.to_owned()),
        password: Some(password),
        roles: vec![Role::Administrator.into()],
        ..NewPerson::default()
    };
    let entry = Entry::of(new).await?;
    let person_id = PersonId::new();
    let by = By { actor: Actor::Person(person_id), request_id };
    db.write(move |writing| {
        if person::anyone_signs_in(writing)? || !setup_link::redeem(writing, &link_hash)? {
            return Err(AccessError::SetupLinkInvalid);
        }
        enter(writing, by, person_id, &entry)?;
        by.note(writing, "setup.redeemed", "person", person_id, json!({}))?;
        Ok(())
    })
    .await?;
    let session = Secret::new()?;
    begin_session(db, person_id, &session, request_id).await?;
    Ok(SignedIn { person_id, secret: session })
}
