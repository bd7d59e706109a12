//! Scorecards (质检评分表) and their published versions. A version never changes: an evaluation
//! belongs to one for ever.

use super::columns::to_json;
use super::schema::{scorecard, scorecard_version};
use super::{DbError, Reading, Writing};
use crate::ids::{PersonId, ScorecardId, ScorecardVersionId};
use crate::scoring::{self, read_template};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::HashMap;

/// The most scorecards that are listed; an organisation has a handful.
const LISTED: i64 = 500;

/// A scorecard, through all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = scorecard)]
pub struct Scorecard {
    /// Its id.
    pub id: ScorecardId,
    /// Its key, the same in every version; unique.
    pub key: String,
    /// When it was made: its first version published, or its first draft begun.
    pub created_at: Instant,
    /// When it was taken out of use.
    pub retired_at: Option<Instant>,
}

/// One published version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorecardVersion {
    /// Its id.
    pub id: ScorecardVersionId,
    /// The scorecard it is a version of.
    pub scorecard_id: ScorecardId,
    /// Counted from 1.
    pub number: i32,
    /// What is asked, and how it counts.
    pub definition: scoring::Scorecard,
    /// Who published it; none: the command line, or it came with the program.
    pub published_by: Option<PersonId>,
    /// When.
    pub published_at: Instant,
}

/// A version without its definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct VersionHead {
    /// Its id.
    pub id: ScorecardVersionId,
    /// The scorecard it is a version of.
    pub scorecard_id: ScorecardId,
    /// Counted from 1.
    pub number: i32,
    /// Who published it; none: the command line, or it came with the program.
    pub published_by: Option<PersonId>,
    /// When it was published.
    pub published_at: Instant,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = scorecard_version)]
struct VersionRow {
    id: ScorecardVersionId,
    scorecard_id: ScorecardId,
    number: i32,
    definition_json: String,
    published_by: Option<PersonId>,
    published_at: Instant,
}

impl VersionRow {
    fn into_version(self) -> Result<ScorecardVersion, DbError> {
        let definition = read_template(&self.definition_json).map_err(|problems| DbError::Damaged {
            what: "a scorecard's definition",
            cause: scoring::ScoringError::from(problems).into(),
        })?;
        Ok(ScorecardVersion {
            id: self.id,
            scorecard_id: self.scorecard_id,
            number: self.number,
            definition,
            published_by: self.published_by,
            published_at: self.published_at,
        })
    }
}

/// The scorecard with this key, made now where it is missing.
pub fn find_or_make(writing: &mut Writing<'_>, key: &str) -> Result<Scorecard, DbError> {
    if let Some(known) = by_key(writing, key)? {
        return Ok(known);
    }
    let made = Scorecard {
        id: ScorecardId::new(),
        key: key.to_owned(),
        created_at: writing.now(),
        retired_at: None,
    };
    diesel::insert_into(scorecard::table).values(&made).execute(writing.connection)?;
    Ok(made)
}

/// Enters a version that was published now.
pub fn insert_version(
    writing: &mut Writing<'_>,
    scorecard_id: ScorecardId,
    number: i32,
    definition: &scoring::Scorecard,
    published_by: Option<PersonId>,
) -> Result<ScorecardVersionId, DbError> {
    let row = VersionRow {
        id: ScorecardVersionId::new(),
        scorecard_id,
        number,
        definition_json: to_json(definition)?,
        published_by,
        published_at: writing.now(),
    };
    diesel::insert_into(scorecard_version::table).values(&row).execute(writing.connection)?;
    Ok(row.id)
}

/// The scorecard with this id.
pub fn by_id(reading: &mut Reading<'_>, id: ScorecardId) -> Result<Option<Scorecard>, DbError> {
    Ok(scorecard::table.find(id).first(reading.connection).optional()?)
}

/// The scorecard with this key.
pub fn by_key(reading: &mut Reading<'_>, key: &str) -> Result<Option<Scorecard>, DbError> {
    Ok(scorecard::table.filter(scorecard::key.eq(key)).first(reading.connection).optional()?)
}

/// The scorecard in use that was made first; one that has a draft alone is not in use.
pub fn oldest_in_use(reading: &mut Reading<'_>) -> Result<Option<ScorecardId>, DbError> {
    Ok(scorecard::table
        .filter(scorecard::retired_at.is_null())
        .filter(exists(scorecard_version::table.filter(scorecard_version::scorecard_id.eq(scorecard::id))))
        .order((scorecard::created_at, scorecard::id))
        .select(scorecard::id)
        .first(reading.connection)
        .optional()?)
}

/// Whether the scorecard can be chosen for calls: published, and not out of use.
pub fn is_in_use(reading: &mut Reading<'_>, id: ScorecardId) -> Result<bool, DbError> {
    let known = by_id(reading, id)?.is_some_and(|card| card.retired_at.is_none());
    Ok(known && is_published(reading, id)?)
}

/// Whether any version of it was published.
pub fn is_published(reading: &mut Reading<'_>, id: ScorecardId) -> Result<bool, DbError> {
    let versions = scorecard_version::table.filter(scorecard_version::scorecard_id.eq(id));
    Ok(diesel::select(exists(versions)).get_result(reading.connection)?)
}

/// Takes a scorecard out of use, or back into it.
pub fn set_retired(
    writing: &mut Writing<'_>,
    id: ScorecardId,
    retired_at: Option<Instant>,
) -> Result<(), DbError> {
    diesel::update(scorecard::table.find(id))
        .set(scorecard::retired_at.eq(retired_at))
        .execute(writing.connection)?;
    Ok(())
}

/// Deletes a scorecard that was never published, with its draft.
pub fn delete_unpublished(writing: &mut Writing<'_>, id: ScorecardId) -> Result<(), DbError> {
    diesel::delete(scorecard::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// Every scorecard, also those out of use, by key.
pub fn all(reading: &mut Reading<'_>) -> Result<Vec<Scorecard>, DbError> {
    Ok(scorecard::table.order(scorecard::key).limit(LISTED).load(reading.connection)?)
}

/// Every version of every scorecard, without definitions; the youngest of each first.
pub fn all_versions(reading: &mut Reading<'_>) -> Result<Vec<VersionHead>, DbError> {
    Ok(scorecard_version::table
        .order((scorecard_version::scorecard_id, scorecard_version::number.desc()))
        .select((
            scorecard_version::id,
            scorecard_version::scorecard_id,
            scorecard_version::number,
            scorecard_version::published_by,
            scorecard_version::published_at,
        ))
        .load(reading.connection)?)
}

/// The version with this id.
pub fn version(
    reading: &mut Reading<'_>,
    id: ScorecardVersionId,
) -> Result<Option<ScorecardVersion>, DbError> {
    let row: Option<VersionRow> = scorecard_version::table.find(id).first(reading.connection).optional()?;
    row.map(VersionRow::into_version).transpose()
}

/// These versions, by id; each is read once, however often it is named.
pub fn versions(
    reading: &mut Reading<'_>,
    ids: &[ScorecardVersionId],
) -> Result<HashMap<ScorecardVersionId, ScorecardVersion>, DbError> {
    let rows: Vec<VersionRow> =
        scorecard_version::table.filter(scorecard_version::id.eq_any(ids)).load(reading.connection)?;
    rows.into_iter().map(|row| Ok((row.id, row.into_version()?))).collect()
}

/// The version of this scorecard that was published last.
pub fn latest_version(
    reading: &mut Reading<'_>,
    scorecard_id: ScorecardId,
) -> Result<Option<ScorecardVersion>, DbError> {
    let row: Option<VersionRow> = scorecard_version::table
        .filter(scorecard_version::scorecard_id.eq(scorecard_id))
        .order(scorecard_version::number.desc())
        .first(reading.connection)
        .optional()?;
    row.map(VersionRow::into_version).transpose()
}
