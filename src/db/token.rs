//! Tokens for machines: each belongs to a source or to a person. Only its hash is stored.

use super::schema::token;
use super::{DbError, Reading, Writing};
use crate::ids::{PersonId, SourceId, TokenId};
use crate::time::Instant;
use diesel::prelude::*;

/// Whose token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A recorder that sends calls.
    Source(SourceId),
    /// A person's own programs.
    Person(PersonId),
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = token)]
struct TokenRow {
    id: TokenId,
    source_id: Option<SourceId>,
    person_id: Option<PersonId>,
    secret_hash: Vec<u8>,
    created_at: Instant,
    revoked_at: Option<Instant>,
    name: String,
    used_at: Option<Instant>,
}

/// A token that works, as its secret finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveToken {
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub owner: Owner,
    /// When it was last used, to within a few minutes.
    pub used_at: Option<Instant>,
}

/// A token as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedToken {
    /// Its id.
    pub id: TokenId,
    /// What an administrator called it; may be empty.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last used, to within a few minutes.
    pub used_at: Option<Instant>,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

/// Enters a token.
pub fn insert(
    writing: &mut Writing<'_>,
    id: TokenId,
    owner: Owner,
    secret_hash: &[u8],
    name: &str,
) -> Result<(), DbError> {
    let (source_id, person_id) = match owner {
        Owner::Source(source_id) => (Some(source_id), None),
        Owner::Person(person_id) => (None, Some(person_id)),
    };
    let row = TokenRow {
        id,
        source_id,
        person_id,
        secret_hash: secret_hash.to_vec(),
        created_at: writing.now(),
        revoked_at: None,
        name: name.to_owned(),
        used_at: None,
    };
    diesel::insert_into(token::table).values(&row).execute(writing.connection)?;
    Ok(())
}

/// Whose token has this secret, if it was not revoked.
pub fn live(reading: &mut Reading<'_>, secret_hash: &[u8]) -> Result<Option<LiveToken>, DbError> {
    let row: Option<TokenRow> = token::table
        .filter(token::secret_hash.eq(secret_hash))
        .filter(token::revoked_at.is_null())
        .first(reading.connection)
        .optional()?;
    Ok(row.and_then(|row| {
        let owner = row.source_id.map(Owner::Source).or(row.person_id.map(Owner::Person))?;
        Some(LiveToken { id: row.id, owner, used_at: row.used_at })
    }))
}

/// Notes that a token is used now.
pub fn touch(writing: &mut Writing<'_>, id: TokenId) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(token::table.find(id)).set(token::used_at.eq(now)).execute(writing.connection)?;
    Ok(())
}

/// The tokens of a source, the newest first, at most `limit`; those that were taken back too.
pub fn of_source(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    limit: i64,
) -> Result<Vec<ListedToken>, DbError> {
    let rows: Vec<TokenRow> = token::table
        .filter(token::source_id.eq(source_id))
        .order((token::revoked_at.is_not_null(), token::created_at.desc(), token::id.desc()))
        .limit(limit)
        .load(reading.connection)?;
    let listed = |row: TokenRow| ListedToken {
        id: row.id,
        name: row.name,
        created_at: row.created_at,
        used_at: row.used_at,
        revoked_at: row.revoked_at,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Whether this token is one of the source's.
pub fn is_of_source(reading: &mut Reading<'_>, id: TokenId, source_id: SourceId) -> Result<bool, DbError> {
    let found: Option<TokenId> = token::table
        .find(id)
        .filter(token::source_id.eq(source_id))
        .select(token::id)
        .first(reading.connection)
        .optional()?;
    Ok(found.is_some())
}

/// Takes a token back; one that was taken back stays as it is.
pub fn revoke(writing: &mut Writing<'_>, id: TokenId) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(token::table.find(id).filter(token::revoked_at.is_null()))
        .set(token::revoked_at.eq(now))
        .execute(writing.connection)?;
    Ok(())
}
