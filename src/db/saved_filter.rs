//! Saved filters: a page's query under a name, for its owner or for everybody of a team.

use super::columns::words;
use super::schema::saved_filter;
use super::{DbError, Reading, Writing};
use crate::ids::{PersonId, SavedFilterId, TeamId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// The most filters that are listed; nobody chooses among more.
const LISTED: i64 = 500;

words! {
    /// The page that a filter belongs to.
    FilterPage {
        /// The list of calls.
        Calls = "calls",
        /// The list of results.
        Results = "results",
    }
}

/// A page's query under a name.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = saved_filter, treat_none_as_null = true)]
pub struct SavedFilter {
    /// Its id.
    pub id: SavedFilterId,
    /// The page it belongs to.
    pub page: FilterPage,
    /// Its name, unique among its owner's of this page.
    pub name: String,
    /// The query string.
    pub query: String,
    /// Whose it is.
    pub owner_id: PersonId,
    /// The team that sees it too.
    pub team_id: Option<TeamId>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was changed last.
    pub changed_at: Instant,
}

/// Saves a new filter.
pub fn insert(writing: &mut Writing<'_>, new: &SavedFilter) -> Result<(), DbError> {
    diesel::insert_into(saved_filter::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// Stores what changed in a filter.
pub fn update(writing: &mut Writing<'_>, changed: &SavedFilter) -> Result<(), DbError> {
    diesel::update(saved_filter::table.find(changed.id)).set(changed).execute(writing.connection)?;
    Ok(())
}

/// Removes a filter.
pub fn delete(writing: &mut Writing<'_>, id: SavedFilterId) -> Result<(), DbError> {
    diesel::delete(saved_filter::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// The filter, if it is this person's.
pub fn find_own(
    reading: &mut Reading<'_>,
    owner_id: PersonId,
    id: SavedFilterId,
) -> Result<Option<SavedFilter>, DbError> {
    Ok(saved_filter::table
        .find(id)
        .filter(saved_filter::owner_id.eq(owner_id))
        .first(reading.connection)
        .optional()?)
}

/// This person's filter of that name.
pub fn by_name(
    reading: &mut Reading<'_>,
    owner_id: PersonId,
    page: FilterPage,
    name: &str,
) -> Result<Option<SavedFilter>, DbError> {
    Ok(saved_filter::table
        .filter(saved_filter::owner_id.eq(owner_id))
        .filter(saved_filter::page.eq(page))
        .filter(saved_filter::name.eq(name))
        .first(reading.connection)
        .optional()?)
}

/// The filters of a page that this person sees: their own, and those of these teams; by name.
pub fn seen_by(
    reading: &mut Reading<'_>,
    page: FilterPage,
    person_id: PersonId,
    teams: &BTreeSet<TeamId>,
) -> Result<Vec<SavedFilter>, DbError> {
    let teams: Vec<TeamId> = teams.iter().copied().collect();
    Ok(saved_filter::table
        .filter(saved_filter::page.eq(page))
        .filter(saved_filter::owner_id.eq(person_id).nullable().or(saved_filter::team_id.eq_any(teams)))
        .order((saved_filter::name, saved_filter::id))
        .limit(LISTED)
        .load(reading.connection)?)
}
