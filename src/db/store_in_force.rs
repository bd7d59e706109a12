//! Which object store the recordings are in: settled by the first process that opens one, changed
//! by a move alone.
//!
//! A process says at its start which store it uses ([`Db::on_store`](super::Db::on_store)). From
//! then on every transaction of it that makes an object known asks whether that store is still in
//! force, and keeps it so until its end. A move can therefore switch while servers run: what they
//! were about to enter is either known before the switch, and then copied, or refused.

use super::schema::setting;
use super::setting::{get, get_or_set, set};
use super::{DbError, Reading, Writing, dialect};
use diesel::prelude::*;

/// The setting that names the store.
const NAME: &str = "object_store";
/// The setting that names the store that a move is on its way to.
const MOVING_TO: &str = "object_store_moving_to";

/// The name of the store in force; none: nothing was ever stored.
pub fn name(reading: &mut Reading<'_>) -> Result<Option<String>, DbError> {
    get(reading, NAME)
}

/// The name of the store in force; where none is yet, it is this one from now on.
pub fn settle(writing: &mut Writing<'_>, name: &str) -> Result<String, DbError> {
    get_or_set(writing, NAME, name)
}

/// Refuses what a process is about to enter when its store is no longer the one in force.
pub(super) fn must_be_ours(writing: &mut Writing<'_>) -> Result<(), DbError> {
    let Some(ours) = writing.store().map(str::to_owned) else { return Ok(()) };
    dialect::keep_setting(writing.connection, NAME)?;
    match name(writing)? {
        Some(in_force) if in_force != ours => Err(DbError::StoreMoved),
        _ => Ok(()),
    }
}

/// Where a move that is not finished goes.
pub fn moving_to(reading: &mut Reading<'_>) -> Result<Option<String>, DbError> {
    get(reading, MOVING_TO)
}

/// Notes where a move goes.
pub fn begin_move(writing: &mut Writing<'_>, to: &str) -> Result<(), DbError> {
    set(writing, MOVING_TO, to)
}

/// Puts another store in force. Waits for every transaction that is about to enter an object, and
/// lets none begin until the end of this one.
pub fn switch(writing: &mut Writing<'_>, to: &str) -> Result<(), DbError> {
    set(writing, NAME, to)?;
    diesel::delete(setting::table.find(MOVING_TO)).execute(writing.connection)?;
    Ok(())
}
