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
}

/// Enters a token.
pub fn insert(
    writing: &mut Writing<'_>,
    id: TokenId,
    owner: Owner,
    secret_hash: &[u8],
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
    };
    diesel::insert_into(token::table).values(&row).execute(writing.connection)?;
    Ok(())
}

/// Whose token has this secret, if it was not revoked.
pub fn live(reading: &mut Reading<'_>, secret_hash: &[u8]) -> Result<Option<(TokenId, Owner)>, DbError> {
    let row: Option<TokenRow> = token::table
        .filter(token::secret_hash.eq(secret_hash))
        .filter(token::revoked_at.is_null())
        .first(reading.connection)
        .optional()?;
    Ok(row.and_then(|row| {
        let owner = row.source_id.map(Owner::Source).or(row.person_id.map(Owner::Person))?;
        Some((row.id, owner))
    }))
}

/// Takes a token back; one that was taken back stays as it is.
pub fn revoke(writing: &mut Writing<'_>, id: TokenId) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(token::table.find(id).filter(token::revoked_at.is_null()))
        .set(token::revoked_at.eq(now))
        .execute(writing.connection)?;
    Ok(())
}
