//! Sessions: signed-in browsers. Only the hash of a session's secret is stored.

use super::schema::session;
use super::{DbError, Reading, Writing};
use crate::ids::{PersonId, SessionId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = session)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Who signed in.
    pub person_id: PersonId,
    /// The SHA-256 of the secret in the cookie.
    pub secret_hash: Vec<u8>,
    /// When they signed in.
    pub created_at: Instant,
    /// When it was last used.
    pub seen_at: Instant,
    /// When it ends unless it is used.
    pub expires_at: Instant,
    /// When they signed out.
    pub ended_at: Option<Instant>,
}

/// Enters a session.
pub fn insert(writing: &mut Writing<'_>, new: &Session) -> Result<(), DbError> {
    diesel::insert_into(session::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The session with this secret, if it has neither ended nor run out.
pub fn live(reading: &mut Reading<'_>, secret_hash: &[u8]) -> Result<Option<Session>, DbError> {
    let now = reading.now();
    Ok(session::table
        .filter(session::secret_hash.eq(secret_hash))
        .filter(session::ended_at.is_null())
        .filter(session::expires_at.gt(now))
        .first(reading.connection)
        .optional()?)
}

/// How many ids one query names.
const IDS_A_QUERY: usize = 500;

/// Which of these sessions have neither ended nor run out.
pub fn live_among(
    reading: &mut Reading<'_>,
    sessions: &BTreeSet<SessionId>,
) -> Result<BTreeSet<SessionId>, DbError> {
    let now = reading.now();
    let sessions: Vec<SessionId> = sessions.iter().copied().collect();
    let mut live = BTreeSet::new();
    for some in sessions.chunks(IDS_A_QUERY) {
        let found: Vec<SessionId> = session::table
            .filter(session::id.eq_any(some))
            .filter(session::ended_at.is_null())
            .filter(session::expires_at.gt(now))
            .select(session::id)
            .load(reading.connection)?;
        live.extend(found);
    }
    Ok(live)
}

/// Notes that the session was used, and moves its end.
pub fn touch(writing: &mut Writing<'_>, id: SessionId, expires_at: Instant) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(session::table.find(id))
        .set((session::seen_at.eq(now), session::expires_at.eq(expires_at)))
        .execute(writing.connection)?;
    Ok(())
}

/// Ends the session; one that has ended stays as it is.
pub fn end(writing: &mut Writing<'_>, id: SessionId) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(session::table.find(id).filter(session::ended_at.is_null()))
        .set(session::ended_at.eq(now))
        .execute(writing.connection)?;
    Ok(())
}

/// Ends every session of the person; returns how many.
pub fn end_all_of(writing: &mut Writing<'_>, person_id: PersonId) -> Result<usize, DbError> {
    let now = writing.now();
    let open = session::table.filter(session::person_id.eq(person_id)).filter(session::ended_at.is_null());
    Ok(diesel::update(open).set(session::ended_at.eq(now)).execute(writing.connection)?)
}

/// Removes at most `limit` sessions that ran out before that moment; returns how many.
pub fn forget_expired(writing: &mut Writing<'_>, before: Instant, limit: i64) -> Result<usize, DbError> {
    let expired: Vec<SessionId> = session::table
        .filter(session::expires_at.lt(before))
        .order(session::expires_at)
        .limit(limit)
        .select(session::id)
        .load(writing.connection)?;
    Ok(diesel::delete(session::table.filter(session::id.eq_any(expired))).execute(writing.connection)?)
}
