//! Sources: the systems that recordings come from.

use super::schema::source;
use super::{DbError, Reading, Writing};
use crate::ids::SourceId;
use crate::time::Instant;
use diesel::prelude::*;

/// A system that recordings come from.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = source)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its name, unique, as an administrator chose it.
    pub name: String,
    /// The IANA zone in which its stamps are to be read.
    pub time_zone: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it stopped being used.
    pub retired_at: Option<Instant>,
}

/// The source with this name.
pub fn by_name(reading: &mut Reading<'_>, name: &str) -> Result<Option<Source>, DbError> {
    Ok(source::table.filter(source::name.eq(name)).first(reading.connection).optional()?)
}

/// The source with this id.
pub fn by_id(reading: &mut Reading<'_>, id: SourceId) -> Result<Option<Source>, DbError> {
    Ok(source::table.find(id).first(reading.connection).optional()?)
}

/// Every source, retired ones too. There are a handful.
pub fn all(reading: &mut Reading<'_>) -> Result<Vec<Source>, DbError> {
    Ok(source::table.order((source::name, source::id)).load(reading.connection)?)
}

/// The source with this name, made now (reading stamps as UTC) where it is missing.
pub fn find_or_make(writing: &mut Writing<'_>, name: &str) -> Result<Source, DbError> {
    if let Some(known) = by_name(writing, name)? {
        return Ok(known);
    }
    let made = Source {
        id: SourceId::new(),
        name: name.to_owned(),
        time_zone: "UTC".to_owned(),
        created_at: writing.now(),
        retired_at: None,
    };
    diesel::insert_into(source::table).values(&made).execute(writing.connection)?;
    Ok(made)
}
