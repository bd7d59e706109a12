//! Signing in and out.

use super::authentication::SESSION_IDLE;
use super::names::{checked_name, normal_sign_in};
use super::{AccessError, Secret, Throttle, password};
use crate::db::audit::{Actor, Line};
use crate::db::person::Person;
use crate::db::session::Session;
use crate::db::{Db, audit, person, session};
use crate::ids::{PersonId, RequestId, SessionId};
use serde_json::json;

/// A new session: the secret goes into the cookie and is never seen again.
#[derive(Debug)]
pub struct SignedIn {
    /// Who it is.
    pub person_id: PersonId,
    /// What the cookie holds.
    pub secret: Secret,
}

/// Signs somebody in. A wrong name and a wrong password take the same time and say the same.
///
/// `address` is where the request came from; it only counts failures and is not stored.
pub async fn sign_in(
    db: &Db,
    throttle: &Throttle,
    address: &str,
    sign_in: &str,
    password: String,
    request_id: Option<RequestId>,
) -> Result<SignedIn, AccessError> {
    let name = normal_sign_in(sign_in);
    throttle.check(&name, address)?;
    let known = known_as(db, &name).await?;
    let hash = known.as_ref().and_then(|person| person.password_hash.clone());
    let right = password::verify(password, hash).await?;
    let Some(person) = known.filter(|_| right) else {
        throttle.failed(&name, address);
        return Err(AccessError::WrongCredentials);
    };
    // Once more: of many attempts sent together, all were let through above. Without this, whoever
    // tries a thousand passwords at once learns of all of them whether they are right.
    throttle.check(&name, address)?;
    throttle.succeeded(&name);
    let secret = Secret::new()?;
    begin_session(db, person.id, &secret, request_id).await?;
    Ok(SignedIn { person_id: person.id, secret })
}

/// The person who signs in under this name and has not left. A name that nobody can have is not
/// looked up: databases refuse some characters.
async fn known_as(db: &Db, name: &str) -> Result<Option<Person>, AccessError> {
    let Ok(name) = checked_name("sign_in", name) else { return Ok(None) };
    let known = db.read(move |reading| person::by_sign_in(reading, &name)).await?;
    Ok(known.filter(|person| person.retired_at.is_none()))
}

/// Ends the session of this cookie.
pub async fn sign_out(
    db: &Db,
    actor: Actor,
    session_id: SessionId,
    request_id: Option<RequestId>,
) -> Result<(), AccessError> {
    db.write(move |writing| {
        session::end(writing, session_id)?;
        let line = Line {
            actor,
            action: "session.ended",
            noun: "session",
            noun_id: &session_id.to_string(),
            detail: json!({}),
            request_id,
        };
        audit::append(writing, &line)
    })
    .await?;
    Ok(())
}

pub(super) async fn begin_session(
    db: &Db,
    person_id: PersonId,
    secret: &Secret,
    request_id: Option<RequestId>,
) -> Result<(), AccessError> {
    let hash = secret.hash();
    db.write(move |writing| {
        let now = writing.now();
        let new = Session {
            id: SessionId::new(),
            person_id,
            secret_hash: hash.to_vec(),
            created_at: now,
            seen_at: now,
            expires_at: now.plus(SESSION_IDLE),
            ended_at: None,
        };
        session::insert(writing, &new)?;
        let line = Line {
            actor: Actor::Person(person_id),
            action: "session.begun",
            noun: "session",
            noun_id: &new.id.to_string(),
            detail: json!({}),
            request_id,
        };
        audit::append(writing, &line)
    })
    .await?;
    Ok(())
}
