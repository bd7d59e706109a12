//! The one-time link by which the first administrator gets in.

use super::schema::setup_link;
use super::{DbError, Reading, Writing};
use crate::time::Instant;
use diesel::prelude::*;

/// Enters a link; every earlier one that was not used stops working.
pub fn replace(writing: &mut Writing<'_>, secret_hash: &[u8], expires_at: Instant) -> Result<(), DbError> {
    let now = writing.now();
    diesel::delete(setup_link::table.filter(setup_link::used_at.is_null())).execute(writing.connection)?;
    diesel::insert_into(setup_link::table)
        .values((
            setup_link::secret_hash.eq(secret_hash),
            setup_link::created_at.eq(now),
            setup_link::expires_at.eq(expires_at),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Uses the link up. `false`: it is unknown, used or too old.
pub fn redeem(writing: &mut Writing<'_>, secret_hash: &[u8]) -> Result<bool, DbError> {
    let now = writing.now();
    let redeemed = diesel::update(
        setup_link::table
            .find(secret_hash)
            .filter(setup_link::used_at.is_null())
            .filter(setup_link::expires_at.gt(now)),
    )
    .set(setup_link::used_at.eq(now))
    .execute(writing.connection)?;
    Ok(redeemed == 1)
}

/// Whether this link would work now; asked before anything costly is done for it.
pub fn is_live(reading: &mut Reading<'_>, secret_hash: &[u8]) -> Result<bool, DbError> {
    let now = reading.now();
    let found: Option<Instant> = setup_link::table
        .find(secret_hash)
        .filter(setup_link::used_at.is_null())
        .filter(setup_link::expires_at.gt(now))
        .select(setup_link::expires_at)
        .first(reading.connection)
        .optional()?;
    Ok(found.is_some())
}
