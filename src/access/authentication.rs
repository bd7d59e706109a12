//! From a secret to [`Who`] it belongs to.

use super::{AccessError, Secret, Who};
use crate::db::token::Owner;
use crate::db::{Db, DbError, Reading, person, session, source, token};
use crate::ids::{PersonId, SessionId};
use std::collections::BTreeSet;
use std::time::Duration;

/// A session that is not used for this long ends (a working day and a night).
pub(super) const SESSION_IDLE: Duration = Duration::from_hours(14);
/// How old the note of a session's or token's last use may get before it is written again.
const TOUCH: Duration = Duration::from_mins(5);

/// Who is signed in with this cookie, and in which session.
pub async fn who_has_session(db: &Db, secret: &Secret) -> Result<(Who, SessionId), AccessError> {
    let hash = secret.hash();
    let (who, live, now) = db
        .read(move |reading| {
            let live = session::live(reading, &hash)?.ok_or(AccessError::NotSignedIn)?;
            let who = who_of_person(reading, live.person_id)?;
            Ok::<_, AccessError>((who, live, reading.now()))
        })
        .await?;
    if live.seen_at.plus(TOUCH) < now {
        db.write(move |writing| session::touch(writing, live.id, now.plus(SESSION_IDLE))).await?;
    }
    Ok((who, live.id))
}

/// Which sessions live, and which people have not left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionsNow {
    /// The sessions that live.
    pub sessions: BTreeSet<SessionId>,
    /// The people who have not left.
    pub people: BTreeSet<PersonId>,
}

/// Which of these sessions still live, and which of these people have not left: for whoever goes on
/// serving them. It does not count as use.
pub async fn sessions_now(
    db: &Db,
    sessions: BTreeSet<SessionId>,
    people: BTreeSet<PersonId>,
) -> Result<SessionsNow, DbError> {
    db.read(move |reading| {
        Ok(SessionsNow {
            sessions: session::live_among(reading, &sessions)?,
            people: person::present_among(reading, &people)?,
        })
    })
    .await
}

/// Whose token this is.
pub async fn who_has_token(db: &Db, secret: &Secret) -> Result<Who, AccessError> {
    let hash = secret.hash();
    let (who, live, now) = db
        .read(move |reading| {
            let live = token::live(reading, &hash)?.ok_or(AccessError::NotSignedIn)?;
            let who = who_of_owner(reading, live.owner)?;
            Ok::<_, AccessError>((who, live, reading.now()))
        })
        .await?;
    if live.used_at.is_none_or(|used_at| used_at.plus(TOUCH) < now) {
        db.write(move |writing| token::touch(writing, live.id)).await?;
    }
    Ok(who)
}

/// Who this source or person is at this moment: for work of theirs that goes on without them.
pub async fn who_is(db: &Db, owner: Owner) -> Result<Who, AccessError> {
    db.read(move |reading| who_of_owner(reading, owner)).await
}

/// What was retired is nobody's any more.
fn who_of_owner(reading: &mut Reading<'_>, owner: Owner) -> Result<Who, AccessError> {
    match owner {
        Owner::Person(person_id) => who_of_person(reading, person_id),
        Owner::Source(source_id) => {
            let source = source::by_id(reading, source_id)?.ok_or(AccessError::NotSignedIn)?;
            if source.retired_at.is_some() {
                return Err(AccessError::NotSignedIn);
            }
            Ok(Who::source(source_id))
        }
    }
}

/// A person who left is nobody any more.
fn who_of_person(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Who, AccessError> {
    let known = person::by_id(reading, person_id)?.ok_or(AccessError::NotSignedIn)?;
    if known.retired_at.is_some() {
        return Err(AccessError::NotSignedIn);
    }
    Ok(Who::person(reading, person_id)?)
}
